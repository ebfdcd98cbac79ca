using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>A client of the routing tree as Cloudflare sees it: by a data centre near it.</summary>
internal static class EdgeClients
{
    /// <summary>About where the data centres of a region are.</summary>
    private static readonly Dictionary<string, GeoCoordinate> Middles = new(StringComparer.Ordinal)
    {
        ["EEU"] = new(52, 28),
        ["ENAM"] = new(40, -80),
        ["ME"] = new(27, 45),
        ["NAF"] = new(28, 10),
        ["NEAS"] = new(37, 125),
        ["NSAM"] = new(5, -65),
        ["OC"] = new(-30, 145),
        ["SAF"] = new(-15, 25),
        ["SAS"] = new(20, 77),
        ["SEAS"] = new(5, 108),
        ["SSAM"] = new(-30, -60),
        ["WEU"] = new(48, 4),
        ["WNAM"] = new(45, -115),
    };

    public static EdgeClient Of(ClientLocation client, IEnumerable<Pool> pools, Func<Origin, RegionId?> regionOf) => new()
    {
        Country = client.Country?.ToUpperInvariant(),
        Region = RegionOf(client),
        PopLocation = client.Coordinate,
        RoundTrips = client.Latencies is { } measured
            ? pools.Select(pool => (pool.Id, Region: pool.Origins is [var first, ..] ? regionOf(first) : null))
                .Where(pool => pool is { Id: not null, Region: not null } && measured.ContainsKey(pool.Region.Value))
                .ToDictionary(static pool => pool.Id!, pool => measured[pool.Region!.Value], StringComparer.Ordinal)
            : null,
    };

    /// <summary>The nearest region, of the client's continent when that is known.</summary>
    public static string? RegionOf(ClientLocation client)
    {
        var continent = client.Continent ?? Countries.ContinentOf(client.Country ?? "");
        var regions = continent is null ? Areas.Regions : Areas.RegionsOf(continent);
        return client.Coordinate is { } place ? regions.MinBy(region => place.DistanceTo(Middles[region])) : continent is null ? null : regions.FirstOrDefault();
    }
}
