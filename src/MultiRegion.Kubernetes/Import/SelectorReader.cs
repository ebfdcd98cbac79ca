using System.Collections.Immutable;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Reads what all formats write alike: label selectors.</summary>
internal static class SelectorReader
{
    /// <summary>A label selector as Kubernetes writes it; what is not known in it is a mistake.</summary>
    public static LabelSelector Labels(ImportFields? from)
    {
        if (from is null)
        {
            return LabelSelector.Everything;
        }

        var read = new LabelSelector { MatchLabels = from.TextMap("matchLabels"), MatchExpressions = [.. from.Maps("matchExpressions").Select(Requirement)] };
        from.NothingElse();
        return read;
    }

    private static LabelRequirement Requirement(ImportFields from)
    {
        var @operator = from.Word("operator", [.. Enum.GetValues<LabelOperator>().Select(static one => ($"{one}", one))]);
        var values = from.Texts("values").ToImmutableSortedSet(StringComparer.Ordinal);
        var read = new LabelRequirement(from.Required("key"), @operator ?? LabelOperator.Exists, values);
        from.NothingElse();
        if (!from.Has("operator"))
        {
            from.Wrong("operator", "is missing");
        }
        else if (@operator is { } known && (known is LabelOperator.In or LabelOperator.NotIn) == values.IsEmpty)
        {
            from.Wrong("values", values.IsEmpty ? $"is empty, which {known} does not mean" : $"is not empty, as {known} wants it");
        }

        return read;
    }

    /// <summary>Clusters that fit both.</summary>
    public static ClusterSelector Both(ClusterSelector one, ClusterSelector other) => one with
    {
        Names = one.Names is null ? other.Names : other.Names is null ? one.Names : one.Names.Intersect(other.Names),
        Except = one.Except.Union(other.Except),
        Labels = new()
        {
            MatchLabels = one.Labels.MatchLabels,
            MatchExpressions = [.. one.Labels.MatchExpressions, .. other.Labels.MatchLabels.Select(static pair => new LabelRequirement(pair.Key, LabelOperator.In, ImmutableSortedSet.Create(StringComparer.Ordinal, pair.Value))), .. other.Labels.MatchExpressions],
        },
    };
}
