using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>How replicas are divided over the clusters that they are placed in.</summary>
public sealed record ReplicaDivision
{
    /// <summary>Every cluster has all of them.</summary>
    public static ReplicaDivision Duplicated { get; } = new() { Mode = DivisionMode.Duplicated };

    /// <summary>By what they are divided.</summary>
    public required DivisionMode Mode { get; init; }

    /// <summary>How many there are in all, 0 to 100 000; null: as many as the template says, which is 1 where it says nothing.</summary>
    public int? Total { get; init; }

    /// <summary>
    /// What holds for single clusters: the first share that means a cluster counts. Empty: every cluster has the same share.
    /// Otherwise a cluster that no share means gets nothing.
    /// </summary>
    public ImmutableArray<ClusterShare> Shares { get; init; } = [];
}

/// <summary>By what replicas are divided.</summary>
public enum DivisionMode
{
    /// <summary>Not at all: every cluster has all of them.</summary>
    Duplicated,

    /// <summary>In proportion to the weights of the shares.</summary>
    Weighted,

    /// <summary>
    /// In proportion to how many pods as requested the nodes could hold in all (not what is left of that), times the weight of the share;
    /// never more than that.
    /// </summary>
    Capacity,

    /// <summary>
    /// The clusters of the first share have them, as far as they have room; what overflows goes to those of the next. Within a share they
    /// are spread evenly.
    /// </summary>
    Preferred,

    /// <summary>Into as few clusters as can be: those that have replicas already come first, then those with the most room.</summary>
    Packed,
}

/// <summary>What share of the replicas clusters have.</summary>
public sealed record ClusterShare
{
    /// <summary>Which clusters. Each of them has the weight and the bounds.</summary>
    public ClusterSelector Clusters { get; init; } = ClusterSelector.All;

    /// <summary>The weight, 0 to 1 000 000. A cluster of weight 0 gets its <see cref="Minimum"/> and no more. Default: 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>The fewest that each gets, 0 or more. Default: 0.</summary>
    public int Minimum { get; init; }

    /// <summary>The most that each gets, at least <see cref="Minimum"/>; null: any number.</summary>
    public int? Maximum { get; init; }
}
