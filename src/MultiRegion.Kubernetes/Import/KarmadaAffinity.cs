using System.Collections.Immutable;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Reads Karmada's cluster affinities.</summary>
internal static class KarmadaAffinity
{
    /// <returns>The clusters; null: it narrows them by what does not map, which the notes say.</returns>
    public static ClusterSelector? Read(ImportFields? from)
    {
        if (from is null)
        {
            return ClusterSelector.All;
        }

        var names = from.Ids<ClusterId>("clusterNames");
        var read = new ClusterSelector
        {
            Names = names.IsEmpty ? null : names,
            Except = from.Ids<ClusterId>("exclude"),
            Labels = SelectorReader.Labels(from.Map("labelSelector")),
        };
        var fields = from.Map("fieldSelector")?.Maps("matchExpressions") ?? [];
        foreach (var field in fields)
        {
            if (Field(read, field) is not { } narrower)
            {
                return null;
            }

            read = narrower;
        }

        from.Ignore("affinityName");
        from.RestIsNotMapped();
        return read;
    }

    private static ClusterSelector? Field(ClusterSelector clusters, ImportFields field)
    {
        var values = field.Texts("values");
        ClusterSelector? read = (field.Text("key"), field.Text("operator")) switch
        {
            ("provider", "In") when clusters.Providers.IsEmpty => clusters with { Providers = values.ToImmutableSortedSet(StringComparer.Ordinal) },
            ("provider", "NotIn") => clusters with { ExceptProviders = clusters.ExceptProviders.Union(values) },
            ("region", "In") when clusters.Regions.IsEmpty => clusters with { Regions = field.Ids<RegionId>("values") },
            ("region", "NotIn") => clusters with { ExceptRegions = clusters.ExceptRegions.Union(field.Ids<RegionId>("values")) },
            _ => null,
        };
        if (read is null)
        {
            field.NotMapped("key", $"({field.Text("key")} {field.Text("operator")}) is not mapped, and what it narrows is left out");
        }

        return read;
    }
}
