using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion;

/// <summary>One hostname with a deployment per region, the routers that serve it, its workloads and its data.</summary>
public sealed record ServiceDefinition
{
    /// <summary>Its id.</summary>
    public required ServiceId Id { get; init; }

    /// <summary>The hostname that clients use; no two services share one.</summary>
    public required string Hostname { get; init; }

    /// <summary>The routers that serve it, in the order in which they are switched; at least one.</summary>
    public required ImmutableArray<RouterId> Routers { get; init; }

    /// <summary>Its deployment in each region, in order of preference; at least one, no region twice.</summary>
    public required ImmutableArray<DeploymentDefinition> Deployments { get; init; }

    /// <summary>How clients are spread; null: by priority in the order of the deployments.</summary>
    public RoutingNode? Routing { get; init; }

    /// <summary>How its regions are probed.</summary>
    public required ProbeDefinition Probe { get; init; }

    /// <summary>How often it is probed.</summary>
    public ProbeSchedule Schedule { get; init; } = new();

    /// <summary>When probe results become a verdict.</summary>
    public HealthSettings Health { get; init; } = new();

    /// <summary>Which policy decides. Default <see cref="PolicyIds.Priority"/>.</summary>
    public PolicyId Policy { get; init; } = PolicyIds.Priority;

    /// <summary>Its data sets. Default none: stateless.</summary>
    public ImmutableArray<DataReference> Data { get; init; } = [];

    /// <summary>The group that it moves with; null: alone.</summary>
    public MoveGroupId? MoveGroup { get; init; }

    /// <summary>In what order services are served when several want to move: lower first. 0 to 1000, default 100.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>The peak load of the whole service, in the unit of the deployments' capacities; null: unknown, capacity is not guarded.</summary>
    public double? Load { get; init; }

    /// <summary>What recovery has to reach.</summary>
    public RecoveryObjectives Objectives { get; init; } = new();

    /// <summary>How it fails over.</summary>
    public FailoverSettings Failover { get; init; } = new();

    /// <summary>How it comes back.</summary>
    public FailbackSettings Failback { get; init; } = new();

    /// <summary>What stands between a decision and its effect.</summary>
    public GuardSettings Guards { get; init; } = new();

    /// <summary>The routing tree: <see cref="Routing"/>, or priority in the order of the deployments.</summary>
    public RoutingNode RoutingTree() =>
        Routing ?? new PriorityNode([.. Deployments.Select(static deployment => (RoutingNode)new EndpointNode(deployment.Region))]);

    /// <summary>The deployment in a region; null when there is none.</summary>
    /// <param name="region">The region.</param>
    public DeploymentDefinition? DeploymentIn(RegionId region)
    {
        foreach (var deployment in Deployments)
        {
            if (deployment.Region == region)
            {
                return deployment;
            }
        }

        return null;
    }
}

/// <summary>The policies that come with the package.</summary>
public static class PolicyIds
{
    /// <summary>The most preferred healthy region serves; the others stand by.</summary>
    public static PolicyId Priority { get; } = new("priority");

    /// <summary>All active regions serve; one that dies is taken out and the others take its load.</summary>
    public static PolicyId ActiveActive { get; } = new("active-active");

    /// <summary>Nothing moves unless an operator says so.</summary>
    public static PolicyId Manual { get; } = new("manual");
}

/// <summary>A service's deployment in one region.</summary>
public sealed record DeploymentDefinition
{
    /// <summary>The region.</summary>
    public required RegionId Region { get; init; }

    /// <summary>Where clients are sent.</summary>
    public required EndpointAddress Endpoint { get; init; }

    /// <summary>Whether it serves in normal times. Default active.</summary>
    public DeploymentRole Role { get; init; } = DeploymentRole.Active;

    /// <summary>How ready a standby is. Default hot.</summary>
    public StandbyTemperature Temperature { get; init; } = StandbyTemperature.Hot;

    /// <summary>
    /// That it answers correctly before promotion (for example read-only), so that routers may fall back to it on their own.
    /// Default false: a region that needs promotion first is absent from the live routing.
    /// </summary>
    public bool ServesUnpromoted { get; init; }

    /// <summary>What it can take as it stands, in the unit of <see cref="ServiceDefinition.Load"/>; null: unknown.</summary>
    public double? Capacity { get; init; }

    /// <summary>What it can take once scaled to the full replica counts; null: as <see cref="Capacity"/>.</summary>
    public double? FullCapacity { get; init; }

    /// <summary>The workloads behind it. Default none: nothing to scale.</summary>
    public ImmutableArray<WorkloadReference> Workloads { get; init; } = [];
}

/// <summary>Whether a deployment serves in normal times.</summary>
public enum DeploymentRole
{
    /// <summary>It serves.</summary>
    Active,

    /// <summary>It stands by.</summary>
    Standby,
}

/// <summary>How ready a standby is.</summary>
public enum StandbyTemperature
{
    /// <summary>Running at a size that can take traffic at once.</summary>
    Hot,

    /// <summary>Running small: scaled before traffic.</summary>
    Warm,

    /// <summary>Not running: deployed and restored first.</summary>
    Cold,
}

/// <summary>A workload and how large it is in each state.</summary>
public sealed record WorkloadReference
{
    /// <summary>The cluster.</summary>
    public required ClusterId Cluster { get; init; }

    /// <summary>The workload, as <c>namespace/kind/name</c>.</summary>
    public required WorkloadId Workload { get; init; }

    /// <summary>Replicas while the region stands by; null: as they are, never scaled down.</summary>
    public int? StandbyReplicas { get; init; }

    /// <summary>Replicas while the region serves; at least 1.</summary>
    public required int ServingReplicas { get; init; }
}

/// <summary>A data set that the service needs.</summary>
public sealed record DataReference
{
    /// <summary>The data set, as it was registered.</summary>
    public required ReplicaSetId ReplicaSet { get; init; }

    /// <summary>Whether only one region may write at a time. Default true: it is fenced and promoted before traffic moves.</summary>
    public bool SingleWriter { get; init; } = true;

    /// <summary>The vault that a cold region is restored from; null: none.</summary>
    public string? Vault { get; init; }
}

/// <summary>What recovery has to reach.</summary>
public sealed record RecoveryObjectives
{
    /// <summary>The recovery-time objective: how long users may suffer; null: none set.</summary>
    public TimeSpan? RecoveryTime { get; init; }

    /// <summary>
    /// The recovery-point objective: how much data, in time, an unplanned promotion may lose without a person's approval.
    /// Default zero: any loss needs approval.
    /// </summary>
    public TimeSpan RecoveryPoint { get; init; } = TimeSpan.Zero;
}
