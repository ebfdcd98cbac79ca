using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>Puts ids in the place of what documents call pools and monitors until these have one.</summary>
internal static class Keys
{
    /// <summary>What a pool is called that is to be created.</summary>
    public static string OfPool(string name) => $"pool:{name}";

    public static LoadBalancer Map(LoadBalancer balancer, Func<string, string> id) => balancer with
    {
        DefaultPools = Map(balancer.DefaultPools, id),
        FallbackPool = balancer.FallbackPool is { } fallback ? id(fallback) : null,
        RegionPools = Map(balancer.RegionPools, id),
        CountryPools = Map(balancer.CountryPools, id),
        PopPools = Map(balancer.PopPools, id),
        RandomSteering = balancer.RandomSteering is { } random
            ? random with { PoolWeights = random.PoolWeights?.ToImmutableSortedDictionary(pair => id(pair.Key), static pair => pair.Value, StringComparer.Ordinal) }
            : null,
        Rules = balancer.Rules?.Select(rule => rule with { Overrides = rule.Overrides is { } overrides ? Map(overrides, id) : null }).ToImmutableArray(),
    };

    private static ImmutableArray<string>? Map(ImmutableArray<string>? pools, Func<string, string> id) => pools?.Select(id).ToImmutableArray();

    private static ImmutableSortedDictionary<string, ImmutableArray<string>>? Map(ImmutableSortedDictionary<string, ImmutableArray<string>>? lists, Func<string, string> id) =>
        lists?.ToImmutableSortedDictionary(static pair => pair.Key, pair => Map(pair.Value, id)!.Value, StringComparer.Ordinal);
}
