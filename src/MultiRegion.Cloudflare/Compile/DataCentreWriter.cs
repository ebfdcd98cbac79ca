using System.Collections.Immutable;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>Writes the lists of data centres. A region that is drained leaves them too.</summary>
internal sealed class DataCentreWriter(RoutingIntent intent, CompileSettings settings, PoolWriter pools, Findings findings)
{
    public bool HasAny => !Own.IsEmpty;

    private ImmutableArray<DataCentre> Own => settings.DataCentres.GetValueOrDefault(intent.Hostname.ToLowerInvariant(), []);

    public ImmutableSortedDictionary<string, ImmutableArray<string>> Write(Shape shape)
    {
        if (HasAny && shape is not Ordered)
        {
            findings.Refuse("data centres have an order of their own with geo steering alone: use a priority or geographic tree, or leave them out");
        }

        return Own.Select(centre => KeyValuePair.Create(centre.Code, Names(centre))).Where(static list => !list.Value.IsEmpty).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private ImmutableArray<string> Names(DataCentre centre)
    {
        if (centre.Regions.FirstOrDefault(region => !intent.Tree.RegionsBelow().Contains(region)) is { Value: not "" } unknown)
        {
            findings.Refuse($"data centre {centre.Code}: region {unknown} is not in the service's tree");
            return [];
        }

        ImmutableArray<RegionId> left = [.. centre.Regions.Where(region => !intent.Shares[region].IsDrained)];
        findings.Lose(LossKind.Handling, left.IsEmpty
            ? $"data centre {centre.Code} answers as the tree says while all its regions are drained"
            : $"data centre {centre.Code} answers by its own order: {string.Join(", ", left)}, then the fallback pool");
        return left.IsEmpty ? [] : [.. left.Select(pools.LeafOf).Concat(pools.Draining.Where(leaf => centre.Regions.Contains(leaf.Region))).Select(pools.NameOf)];
    }
}
