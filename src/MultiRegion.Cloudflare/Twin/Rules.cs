using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>What custom rules make of a balancer for one request.</summary>
internal static class Rules
{
    /// <summary>The lowest priority runs first; a rule with a fixed response ends the row.</summary>
    public static (LoadBalancer Effective, FixedResponse? Response) Apply(LoadBalancer balancer, EdgeClient client)
    {
        // Geo steering and custom rules do not work together: the areas have the word.
        if (Steering.PolicyOf(balancer) == SteeringPolicies.Geo)
        {
            return (balancer, null);
        }

        var effective = balancer;
        foreach (var rule in InOrder(balancer).Where(rule => rule.Disabled != true && IsTrue(rule, client)))
        {
            if (rule.FixedResponse is { } response)
            {
                return (effective, response);
            }

            effective = Override(effective, rule.Overrides);
            if (rule.Terminates == true)
            {
                break;
            }
        }

        return (effective, null);
    }

    private static IEnumerable<BalancerRule> InOrder(LoadBalancer balancer) =>
        (balancer.Rules ?? []).Select(static (rule, index) => (rule, index)).OrderBy(static pair => pair.rule.Priority ?? pair.index).Select(static pair => pair.rule);

    private static bool IsTrue(BalancerRule rule, EdgeClient client) => string.IsNullOrEmpty(rule.Condition) || client.Matches?.Invoke(rule.Condition) == true;

    private static LoadBalancer Override(LoadBalancer balancer, LoadBalancer? with) => with is null ? balancer : balancer with
    {
        DefaultPools = with.DefaultPools ?? balancer.DefaultPools,
        FallbackPool = with.FallbackPool ?? balancer.FallbackPool,
        RegionPools = with.RegionPools ?? balancer.RegionPools,
        CountryPools = with.CountryPools ?? balancer.CountryPools,
        PopPools = with.PopPools ?? balancer.PopPools,
        SteeringPolicy = with.SteeringPolicy ?? balancer.SteeringPolicy,
        RandomSteering = with.RandomSteering ?? balancer.RandomSteering,
        LocationStrategy = with.LocationStrategy ?? balancer.LocationStrategy,
        AdaptiveRouting = with.AdaptiveRouting ?? balancer.AdaptiveRouting,
        SessionAffinity = with.SessionAffinity ?? balancer.SessionAffinity,
        SessionAffinityTtl = with.SessionAffinityTtl ?? balancer.SessionAffinityTtl,
        SessionAffinityAttributes = with.SessionAffinityAttributes ?? balancer.SessionAffinityAttributes,
        Ttl = with.Ttl ?? balancer.Ttl,
    };
}
