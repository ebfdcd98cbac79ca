using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Lint;

/// <summary>The pools of an import as regions: each by the name of its pool, or by its id where the pool was not given.</summary>
internal sealed class ImportedPools(LoadBalancer balancer, ImmutableArray<Pool> pools)
{
    private const int Longest = 200;

    public RegionId RegionOf(string? pool) => new((Find(pool)?.Name ?? pool) is { Length: > 0 } name ? string.Concat(name.Take(Longest).Select(static letter => IdText.IsValid($"{letter}", out _) ? letter : '-')) : "unnamed");

    /// <summary>A pool without a monitor counts as healthy always.</summary>
    public EndpointNode Node(string pool) => new(RegionOf(pool)) { HealthChecked = Find(pool) is not { } found || !string.IsNullOrEmpty(found.Monitor) };

    public GeoCoordinate? PlaceOf(string pool) => Find(pool) is { Latitude: { } latitude, Longitude: { } longitude } ? new(latitude, longitude) : null;

    public bool Same(string? left, string? right) => left is not null && right is not null && RegionOf(left) == RegionOf(right);

    /// <summary>The endpoints of regions, and what of their pools has no place in a tree.</summary>
    public ImmutableSortedDictionary<RegionId, EndpointAddress> Endpoints(ImmutableArray<RegionId> regions, List<string> left)
    {
        var endpoints = ImmutableSortedDictionary.CreateBuilder<RegionId, EndpointAddress>();
        foreach (var pool in References.PoolsOf(balancer).Select(Find).OfType<Pool>().Distinct().Where(pool => regions.Contains(RegionOf(pool.Name ?? pool.Id))))
        {
            var place = $"pools.{pool.Name}";
            if (Origins.Of(pool).Any() && EndpointAddress.TryParse(Origins.Of(pool).First().Origin.Address, out var address, out _))
            {
                endpoints[RegionOf(pool.Name ?? pool.Id)] = address;
            }

            left.AddRange(Beyond(pool).Select(text => $"{place}.{text}"));
        }

        return endpoints.ToImmutable();
    }

    private static IEnumerable<string> Beyond(Pool pool)
    {
        var origins = pool.Origins ?? [];
        if (Origins.Of(pool).Count() != 1 || (pool.MinimumOrigins ?? 1) > 1)
        {
            yield return $"origins: a region has one endpoint, and {origins.Count(static origin => origin.Enabled != false)} of {origins.Length} are enabled here, of which {pool.MinimumOrigins ?? 1} must be healthy: put a load balancer before them, or one region for each";
        }

        if (pool.Enabled == false)
        {
            yield return "enabled: the pool is disabled; adopt it with the share 0";
        }

        if (new PoolTwin(pool, static (_, _) => OriginState.Up).Shed > 0 || pool.LoadShedding?.SessionPercent > 0)
        {
            yield return "load_shedding: a pool gives away what its region's share leaves over";
        }

        if (origins.Any(static origin => origin.Header is { Count: > 0 }))
        {
            yield return "origins: headers of endpoints";
        }
    }

    private Pool? Find(string? pool) => pool is null ? null : pools.FirstOrDefault(known => known.Id == pool) ?? pools.FirstOrDefault(known => known.Name == pool);
}
