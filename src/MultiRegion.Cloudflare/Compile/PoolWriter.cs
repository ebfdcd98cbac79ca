using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>Writes the pools of a service: one for each region, and one more where a region also counts as healthy always.</summary>
internal sealed class PoolWriter(RoutingIntent intent, Shape shape, CompileSettings settings, Monitors monitors, Findings findings)
{
    /// <summary>The pools of regions that keep their sessions until these end: they stay in the lists, and their endpoint is disabled.</summary>
    public ImmutableArray<Leaf> Draining { get; } = Stickiness.Drains(settings, intent.Tree)
        ? [.. Leaf.Below(intent.Tree).Where(leaf => intent.Draining.Contains(leaf.Region) && intent.Shares[leaf.Region].IsDrained).Distinct()]
        : [];

    public string NameOf(Leaf leaf) => PoolNames.Of(settings.Owner, intent.Service, leaf);

    /// <summary>The pool that a region is named by where its own order counts.</summary>
    public Leaf LeafOf(RegionId region) => shape.Leaves.FirstOrDefault(leaf => leaf.Region == region) is { Region.Value: not "" } leaf ? leaf : new(region, IsChecked: true);

    /// <summary>Those that the balancer names, and those of drained regions.</summary>
    public ImmutableSortedDictionary<string, Pool> All()
    {
        var wanted = Leaf.Below(intent.Tree).Where(leaf => intent.Shares[leaf.Region].IsDrained).Concat(shape.Leaves);
        var then = shape is Random { Then: { } last } ? [last] : Array.Empty<Leaf>();
        return wanted.Concat(then).Distinct().ToImmutableSortedDictionary(NameOf, Write, StringComparer.Ordinal);
    }

    private Pool Write(Leaf leaf)
    {
        var endpoint = intent.Endpoints[leaf.Region];
        LosePort(leaf.Region, endpoint);
        var place = Place(intent.Tree, leaf.Region);
        return new()
        {
            Name = NameOf(leaf),
            Enabled = true,
            MinimumOrigins = 1,
            Monitor = leaf.IsChecked ? monitors.Of(endpoint, intent.HealthCheck) : null,
            Origins = [new() { Name = "endpoint", Address = endpoint.Host.ToLowerInvariant(), Enabled = !Draining.Contains(leaf), Weight = 1 }],
            LoadShedding = new() { DefaultPercent = Shed(leaf.Region), DefaultPolicy = "random", SessionPercent = 0, SessionPolicy = "hash" },
            Latitude = place?.Latitude,
            Longitude = place?.Longitude,
            CheckRegions = settings.CheckRegions.IsEmpty ? null : settings.CheckRegions,
            NotificationFilter = settings.Notifications,
        };
    }

    /// <summary>What a region with a partial share gives away; weights do that themselves.</summary>
    private double Shed(RegionId region) =>
        intent.Shares[region].IsDrained || shape is Random { Sheds: false } ? 0 : Math.Round(100 - intent.Shares[region].Percent, 2);

    private void LosePort(RegionId region, EndpointAddress endpoint)
    {
        if (settings.Proxied && endpoint.Port is { } port and not (80 or 443))
        {
            findings.Lose(LossKind.Handling, $"region {region}: Cloudflare connects to the port that the visitor asked for, not to {port}");
        }
    }

    // Also where the drains of others have left nothing to measure: a pool does not change with the shares of other regions.
    private static GeoCoordinate? Place(RoutingNode node, RegionId region) =>
        (node is LatencyNode latency ? latency.Branches.FirstOrDefault(branch => branch.Location is not null && branch.Node.RegionsBelow() is [var only] && only == region)?.Location : null)
        ?? node.ChildNodes().Select(child => Place(child, region)).FirstOrDefault(static place => place is not null);
}
