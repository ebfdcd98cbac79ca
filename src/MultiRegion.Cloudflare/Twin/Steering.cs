using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>In which way a balancer steers, and over which pools.</summary>
internal static class Steering
{
    /// <summary>The policy that applies: an empty one is geo when there are pools of areas, else off.</summary>
    /// <exception cref="NotSupportedException">Cloudflare has no such policy.</exception>
    public static string PolicyOf(LoadBalancer balancer) => balancer.SteeringPolicy switch
    {
        null or "" => HasAreas(balancer) ? SteeringPolicies.Geo : SteeringPolicies.Off,
        var policy when SteeringPolicies.All.Contains(policy) => policy,
        var policy => throw new NotSupportedException($"Cloudflare has no steering policy '{policy}'."),
    };

    /// <summary>A policy of a balancer or of its rules that there is not, or that is newer than this; null: all are known.</summary>
    public static string? Unknown(LoadBalancer balancer) => (balancer.Rules ?? []).Select(static rule => rule.Overrides?.SteeringPolicy).Prepend(balancer.SteeringPolicy)
        .FirstOrDefault(static policy => !string.IsNullOrEmpty(policy) && !SteeringPolicies.All.Contains(policy));

    public static bool HasAreas(LoadBalancer balancer) =>
        balancer.RegionPools is { Count: > 0 } || balancer.CountryPools is { Count: > 0 } || balancer.PopPools is { Count: > 0 };

    /// <summary>The pools of a client in order. The smallest area around it has the word: data centre, country, region.</summary>
    public static ImmutableArray<string> PoolsFor(LoadBalancer balancer, EdgeClient client) => PolicyOf(balancer) switch
    {
        SteeringPolicies.Geo => Of(balancer.PopPools, client.Pop) ?? Of(balancer.CountryPools, client.Country) ?? Of(balancer.RegionPools, client.Region) ?? balancer.DefaultPools ?? [],
        _ => balancer.DefaultPools ?? [],
    };

    /// <summary>A pool's weight.</summary>
    public static double WeightOf(LoadBalancer balancer, string pool) =>
        balancer.RandomSteering?.PoolWeights?.TryGetValue(pool, out var weight) == true ? weight : balancer.RandomSteering?.DefaultWeight ?? 1;

    /// <summary>Where distance is measured from: the data centre when proxied, else as the balancer's location strategy says.</summary>
    public static GeoCoordinate? Place(LoadBalancer balancer, EdgeClient client)
    {
        if (balancer.Proxied == true)
        {
            return client.PopLocation;
        }

        var preferred = (balancer.LocationStrategy?.PreferEcs ?? "proximity") switch
        {
            "always" => true,
            "never" => false,
            var policy => policy == PolicyOf(balancer),
        };
        return (preferred ? client.SubnetLocation : null)
            ?? (balancer.LocationStrategy?.Mode == "resolver_ip" ? client.ResolverLocation : null)
            ?? client.PopLocation;
    }

    private static ImmutableArray<string>? Of(ImmutableSortedDictionary<string, ImmutableArray<string>>? lists, string? code) =>
        code is not null && lists is not null && lists.TryGetValue(code, out var pools) ? pools : null;
}
