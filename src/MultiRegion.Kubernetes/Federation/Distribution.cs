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

    /// <summary>
    /// How many replicas each cluster has by this distribution, with what undecided clusters are taken to hold: what the next one is given
    /// as the previous, so that it moves as little as can be, and nothing off a cluster that cannot be read.
    /// </summary>
    public ImmutableArray<PlacedReplicas> Replicas { get; init; } = [];

    /// <summary>How many replicas of which object found no place: no cluster may have, or has room for, more.</summary>
    public ImmutableSortedDictionary<ObjectKey, int> Unplaced { get; init; } = ImmutableSortedDictionary<ObjectKey, int>.Empty;
}

/// <summary>How many replicas of an object are in a cluster.</summary>
/// <param name="Object">The object.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Replicas">How many.</param>
public readonly record struct PlacedReplicas(ObjectKey Object, ClusterId Cluster, int Replicas);
