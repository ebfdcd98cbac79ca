using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>Who uses what: a pool or monitor in use cannot be deleted.</summary>
internal static class References
{
    /// <summary>Every pool that a balancer names, once: lists that its steering does not use, the fallback and rules included.</summary>
    public static ImmutableArray<string> PoolsOf(LoadBalancer balancer) => [.. Named(balancer)
        .Concat((balancer.Rules ?? []).Select(static rule => rule.Overrides).OfType<LoadBalancer>().SelectMany(Named)).Distinct()];

    /// <summary>The balancers that keep a pool from being deleted.</summary>
    public static ImmutableArray<LoadBalancer> Of(string pool, IEnumerable<LoadBalancer> balancers) => [.. balancers.Where(balancer => PoolsOf(balancer).Contains(pool))];

    /// <summary>The pools that keep a monitor from being deleted.</summary>
    public static ImmutableArray<Pool> Of(string monitor, IEnumerable<Pool> pools) => [.. pools.Where(pool => pool.Monitor == monitor)];

    private static IEnumerable<string> Named(LoadBalancer balancer) => (balancer.DefaultPools ?? [])
        .Concat(Lists(balancer.RegionPools)).Concat(Lists(balancer.CountryPools)).Concat(Lists(balancer.PopPools))
        .Concat(balancer.FallbackPool is { } fallback ? [fallback] : []);

    private static IEnumerable<string> Lists(ImmutableSortedDictionary<string, ImmutableArray<string>>? lists) => lists?.Values.SelectMany(static list => list) ?? [];
}
