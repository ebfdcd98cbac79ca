using System.Collections.Immutable;

namespace MultiRegion;

/// <summary>Clusters and the workloads that failover scales in them.</summary>
public interface IClusterFleet
{
    /// <summary>What it can do and how strongly it fences.</summary>
    FleetCapabilities Capabilities { get; }

    /// <summary>Reads what is there. A cluster that cannot be read is in the answer, as unknown.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<FleetObservation> ObserveAsync(CancellationToken cancellationToken);

    /// <summary>Says what would change. Writes nothing.</summary>
    /// <param name="intent">What should be.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Result<FleetPlan>> PlanAsync(FleetIntent intent, CancellationToken cancellationToken);

    /// <summary>Carries a plan out once; refuses when the live state is no longer what the plan saw.</summary>
    /// <param name="plan">A plan of this fleet.</param>
    /// <param name="cancellationToken">Cancels the waiting; the write may have happened.</param>
    ValueTask<Result<FleetReceipt>> ApplyAsync(FleetPlan plan, CancellationToken cancellationToken);
}

/// <summary>What a fleet can do.</summary>
public sealed record FleetCapabilities
{
    /// <summary>The kind, for example <c>kubernetes</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>How strongly it fences.</summary>
    public required FencingStrength Fencing { get; init; }
}

/// <summary>What is in the clusters.</summary>
/// <param name="Clusters">One per cluster of the fleet.</param>
public sealed record FleetObservation(ImmutableArray<ClusterObservation> Clusters)
{
    /// <summary>The workload in a cluster; null when the cluster cannot be read or has no such workload.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="workload">The workload.</param>
    public WorkloadObservation? Find(ClusterId cluster, WorkloadId workload) =>
        Clusters.FirstOrDefault(seen => seen.Cluster == cluster)?.Workloads.FirstOrDefault(seen => seen.Workload == workload);
}

/// <summary>What is in one cluster.</summary>
public sealed record ClusterObservation
{
    /// <summary>The cluster.</summary>
    public required ClusterId Cluster { get; init; }

    /// <summary>Why it could not be read; null when it could.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Its workloads, as far as they are in the topology.</summary>
    public ImmutableArray<WorkloadObservation> Workloads { get; init; } = [];
}

/// <summary>A workload as it is.</summary>
public sealed record WorkloadObservation
{
    /// <summary>The workload.</summary>
    public required WorkloadId Workload { get; init; }

    /// <summary>How many replicas are asked for.</summary>
    public required int Replicas { get; init; }

    /// <summary>How many are ready.</summary>
    public required int Ready { get; init; }

    /// <summary>Whether it is kept from starting anything new (a fenced region).</summary>
    public bool Cordoned { get; init; }

    /// <summary>What version runs, for comparison between regions; null when unknown.</summary>
    public string? Version { get; init; }

    /// <summary>The marker found; null when there is none.</summary>
    public Marker? Marker { get; init; }

    /// <summary>What is the matter with it, in words: who took back what was written, for example. Default none.</summary>
    public ImmutableArray<string> Findings { get; init; } = [];
}

/// <summary>What workloads should be.</summary>
public sealed record FleetIntent
{
    /// <summary>The workloads.</summary>
    public required ImmutableArray<WorkloadIntent> Workloads { get; init; }

    /// <summary>The marker that the write leaves.</summary>
    public required Marker Marker { get; init; }
}

/// <summary>What a workload should be.</summary>
public sealed record WorkloadIntent
{
    /// <summary>The cluster.</summary>
    public required ClusterId Cluster { get; init; }

    /// <summary>The workload.</summary>
    public required WorkloadId Workload { get; init; }

    /// <summary>How many replicas; null: as it is.</summary>
    public int? Replicas { get; init; }

    /// <summary>Whether it is cordoned; null: as it is.</summary>
    public bool? Cordoned { get; init; }
}

/// <summary>What a fleet would change.</summary>
public sealed record FleetPlan
{
    /// <summary>What would change, one line each, in words.</summary>
    public required ImmutableArray<string> Changes { get; init; }

    /// <summary>What may keep the plan from having its effect, in words: no room for the replicas, for example. Nothing is refused for it. Default none.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The fleet's own document of the plan.</summary>
    public required string Document { get; init; }

    /// <summary>Whether nothing would change.</summary>
    public bool IsEmpty => Changes.IsEmpty;
}

/// <summary>That a fleet accepted a change.</summary>
/// <param name="Document">The fleet's own token.</param>
public sealed record FleetReceipt(string Document);
