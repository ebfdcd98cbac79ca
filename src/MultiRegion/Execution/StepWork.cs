using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Topology;

namespace MultiRegion.Execution;

/// <summary>One attempt at a step: everything that it needs, as values.</summary>
internal sealed record StepWork
{
    public required GroupDefinition Group { get; init; }

    public required EstateTopology Topology { get; init; }

    public required Move Move { get; init; }

    public required StepStatus Status { get; init; }

    public required ControllerId Controller { get; init; }

    /// <summary>Whether what is found on the planes is taken over as ours.</summary>
    public bool Adopting { get; init; }

    public MoveStep Step => Status.Step;

    public StepKey Key => new(Group.Id, Move.Epoch, Step.Sequence, Status.Attempt);

    public Marker Marker => new(Move.Epoch, Step.Sequence, Controller, Move.PlanHash);

    /// <summary>The group's workloads in a region, with the fleet that knows their cluster.</summary>
    public IEnumerable<(FleetId Fleet, WorkloadReference Workload, DeploymentDefinition Deployment)> WorkloadsIn(RegionId region) =>
        from service in Group.Services
        let deployment = service.DeploymentIn(region)
        where deployment is not null
        from workload in deployment.Workloads
        select (Topology.Clusters.First(cluster => cluster.Id == workload.Cluster).Fleet, workload, deployment);
}

/// <summary>Identifies an attempt.</summary>
internal readonly record struct StepKey(MoveGroupId Group, long Epoch, int Sequence, int Attempt);

/// <summary>An attempt's outcome.</summary>
internal readonly record struct StepReport(StepKey Key, StepOutcome Outcome);

/// <summary>What steps may look at beside their planes; immutable snapshots, safe from any thread.</summary>
internal interface IStepView
{
    /// <summary>The worst verdict of the group's services in a region.</summary>
    Verdict VerdictOf(MoveGroupId group, RegionId region);

    /// <summary>What users' traffic to the group in a region was like at last, since a machine time; null: nothing was reported since.</summary>
    TrafficView? TrafficOf(MoveGroupId group, RegionId region, TimeSpan since);

    /// <summary>Whether every service of the group that reports at all has last reported, after a machine time, that users get nothing from a region.</summary>
    bool IsQuiet(MoveGroupId group, RegionId region, TimeSpan since);

    /// <summary>Machine time.</summary>
    TimeSpan Now { get; }

    /// <summary>How long a write to a router may take.</summary>
    TimeSpan WriteTimeout { get; }

    /// <summary>Whether the lease outlasts a write that is sent now.</summary>
    bool MayWrite();
}

/// <summary>Users' traffic to a group in a region, summed over its services.</summary>
internal readonly record struct TrafficView(long Requests, long Errors, TimeSpan MeanLatency, long? OpenConnections);
