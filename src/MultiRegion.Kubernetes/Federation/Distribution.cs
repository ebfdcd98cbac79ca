using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Which objects belong into which cluster.</summary>
public sealed record Distribution
{
    /// <summary>The objects of each cluster that was decided on. A cluster that is there without objects shall have none of ours.</summary>
    public required ImmutableSortedDictionary<ClusterId, ImmutableArray<KubernetesObject>> Objects { get; init; }

    /// <summary>Clusters that could not be decided on since nothing is known about them: what they have stays as it is.</summary>
    public ImmutableSortedSet<ClusterId> Undecided { get; init; } = ImmutableSortedSet<ClusterId>.Empty;

    /// <summary>What a reader should know: what did not map, what overflowed, which cluster was left out and why.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
