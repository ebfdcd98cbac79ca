using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>A cluster that replicas may go to.</summary>
internal sealed record Candidate
{
    public required ClusterId Cluster { get; init; }

    /// <summary>Replicas go to the lowest tier as long as it takes some.</summary>
    public int Tier { get; init; }

    /// <summary>At most 10^13.</summary>
    public required long Weight { get; init; }

    public int Minimum { get; init; }

    public int Maximum { get; init; } = int.MaxValue;

    public int Previous { get; init; }
}

/// <summary>
/// Divides replicas by a divisor method (Sainte-Laguë): the next replica goes to the greatest weight / (2 × replicas + 1). Such a method,
/// unlike rounding, takes from the others when one gains, and never moves anything between them: by more weight, by more replicas in
/// all, or by a new cluster. Bounds take places in that order, or leave them out, and so keep this.
/// </summary>
internal static class Divider
{
    /// <returns>What each candidate gets; less than the total in all when the bounds leave no more room. A refusal when the minima are more than the total.</returns>
    public static Result<ImmutableSortedDictionary<ClusterId, int>> Divide(int total, IReadOnlyCollection<Candidate> candidates)
    {
        var given = candidates.ToDictionary(static one => one.Cluster, static one => Math.Min(one.Minimum, one.Maximum));
        if (given.Values.Sum(static count => (long)count) is var least && least > total)
        {
            return Problem.Refused($"the minima of the clusters come to {least}, which is more than the {total} replicas there are");
        }

        var waiting = new PriorityQueue<Candidate, Turn>(candidates.Where(one => one.Weight > 0 && given[one.Cluster] < one.Maximum).Select(one => (one, new Turn(one, given[one.Cluster]))));
        for (var left = total - (int)least; left > 0 && waiting.TryDequeue(out var next, out _); left--)
        {
            if (++given[next.Cluster] < next.Maximum)
            {
                waiting.Enqueue(next, new(next, given[next.Cluster]));
            }
        }

        return given.ToImmutableSortedDictionary();
    }

    /// <summary>Whose turn it is. Of equals, those that have had more come first, so that nothing moves for a tie.</summary>
    private readonly record struct Turn(Candidate Of, int Given) : IComparable<Turn>
    {
        public int CompareTo(Turn other) =>
            Of.Tier.CompareTo(other.Of.Tier) is not 0 and var tier ? tier
            : ((Int128)other.Of.Weight * ((2 * Given) + 1)).CompareTo((Int128)Of.Weight * ((2 * other.Given) + 1)) is not 0 and var quotient ? quotient
            : (other.Of.Previous > other.Given).CompareTo(Of.Previous > Given) is not 0 and var incumbent ? incumbent
            : Of.Cluster.CompareTo(other.Of.Cluster);
    }
}
