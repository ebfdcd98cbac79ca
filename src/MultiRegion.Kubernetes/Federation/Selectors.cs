using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Clusters that are meant: those that fit everything that is given.</summary>
public sealed record ClusterSelector
{
    /// <summary>All clusters.</summary>
    public static ClusterSelector All { get; } = new();

    /// <summary>No cluster.</summary>
    public static ClusterSelector None { get; } = new() { Names = ImmutableSortedSet<ClusterId>.Empty };

    /// <summary>Only these; null: any; empty: none at all.</summary>
    public ImmutableSortedSet<ClusterId>? Names { get; init; }

    /// <summary>None of these.</summary>
    public ImmutableSortedSet<ClusterId> Except { get; init; } = [];

    /// <summary>What their labels must be. Default: anything.</summary>
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;

    /// <summary>Only in one of these regions. Empty: in any, and where none was named.</summary>
    public ImmutableSortedSet<RegionId> Regions { get; init; } = [];

    /// <summary>In none of these regions.</summary>
    public ImmutableSortedSet<RegionId> ExceptRegions { get; init; } = [];

    /// <summary>Only of one of these providers, ordinally. Empty: of any.</summary>
    public ImmutableSortedSet<string> Providers { get; init; } = NoTexts;

    /// <summary>Of none of these providers.</summary>
    public ImmutableSortedSet<string> ExceptProviders { get; init; } = NoTexts;

    /// <summary>Whether nothing but names and labels says which.</summary>
    internal bool IsByNamesOrLabels => Except.IsEmpty && Regions.IsEmpty && ExceptRegions.IsEmpty && Providers.IsEmpty && ExceptProviders.IsEmpty;

    private static ImmutableSortedSet<string> NoTexts => ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Selects clusters by their names.</summary>
    /// <param name="clusters">The clusters.</param>
    public static ClusterSelector Of(params ClusterId[] clusters) => new() { Names = [.. clusters] };

    /// <summary>Whether a cluster is meant. Only what was configured is looked at, so that the answer is known for one that cannot be read.</summary>
    /// <param name="cluster">The cluster.</param>
    public bool Selects(ClusterFacts cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return Names?.Contains(cluster.Cluster) != false && !Except.Contains(cluster.Cluster)
            && Labels.Selects(cluster.Labels)
            && (Regions.IsEmpty || (cluster.Region is { } region && Regions.Contains(region)))
            && !(cluster.Region is { } left && ExceptRegions.Contains(left))
            && (Providers.IsEmpty || (cluster.Provider is { } provider && Providers.Contains(provider)))
            && !(cluster.Provider is { } other && ExceptProviders.Contains(other));
    }
}

/// <summary>Labels that are wanted: those that fit everything that is given. It means what it means to Kubernetes.</summary>
public sealed record LabelSelector
{
    /// <summary>Any labels.</summary>
    public static LabelSelector Everything { get; } = new();

    /// <summary>Labels with these very values.</summary>
    public ImmutableSortedDictionary<string, string> MatchLabels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What else must hold.</summary>
    public ImmutableArray<LabelRequirement> MatchExpressions { get; init; } = [];

    /// <summary>Whether labels fit.</summary>
    /// <param name="labels">The labels.</param>
    public bool Selects(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return MatchLabels.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value) && MatchExpressions.All(wanted => wanted.Holds(labels));
    }
}

/// <summary>What must hold for a label.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator">What must hold.</param>
/// <param name="Values">The values; none for <see cref="LabelOperator.Exists"/> and <see cref="LabelOperator.DoesNotExist"/>.</param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, ImmutableSortedSet<string> Values)
{
    /// <summary>Whether it holds.</summary>
    /// <param name="labels">The labels.</param>
    public bool Holds(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var value = labels.GetValueOrDefault(Key);
        return Operator switch
        {
            LabelOperator.In => value is not null && Values.Contains(value),
            LabelOperator.NotIn => value is null || !Values.Contains(value),
            LabelOperator.Exists => value is not null,
            _ => value is null,
        };
    }
}

/// <summary>What must hold for a label.</summary>
public enum LabelOperator
{
    /// <summary>It has one of the values.</summary>
    In,

    /// <summary>It has none of the values, or is not there.</summary>
    NotIn,

    /// <summary>It is there.</summary>
    Exists,

    /// <summary>It is not there.</summary>
    DoesNotExist,
}
