using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>What is known about a member cluster: what was configured, and what was read from it.</summary>
public sealed record ClusterFacts
{
    /// <summary>The cluster.</summary>
    public required ClusterId Cluster { get; init; }

    /// <summary>Its labels, as configured: placements select by them. Default: none.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Its region, as configured; null: none was named.</summary>
    public RegionId? Region { get; init; }

    /// <summary>Whose cluster it is, as configured: <c>aws</c>, <c>azure</c>, <c>on-premises</c>; null: nobody was named.</summary>
    public string? Provider { get; init; }

    /// <summary>Why it could not be read; null: it was read. What stands below holds only for one that was.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Whether it could be read. One that could not is unknown, and neither well nor gone.</summary>
    public bool IsKnown => Problem is null;

    /// <summary>Whether its API server says that it is ready to serve (<c>/readyz</c>).</summary>
    public bool IsReady { get; init; }

    /// <summary>The version of its API server, as it writes it: <c>v1.34.1</c>.</summary>
    public string Version { get; init; } = "";

    /// <summary>How long the API server took to answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How many of its nodes are ready and take pods.</summary>
    public int Nodes { get; init; }

    /// <summary>The processor time that these nodes can give to pods, in thousandths of a core.</summary>
    public long AllocatableMilliCpu { get; init; }

    /// <summary>The memory that these nodes can give to pods, in bytes.</summary>
    public long AllocatableMemory { get; init; }

    /// <summary>How many pods these nodes can hold.</summary>
    public long AllocatablePods { get; init; }
}
