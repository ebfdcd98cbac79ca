using System.Collections.Immutable;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using static MultiRegion.Cloudflare.CloudflareFindingSeverity;

namespace MultiRegion.Cloudflare.Lint;

/// <summary>The rules of load balancers. Pure.</summary>
internal sealed class BalancerRules(LoadBalancer balancer, ImmutableArray<Pool> pools)
{
    private bool IsGeo => balancer.SteeringPolicy is null or "" ? Steering.HasAreas(balancer) : balancer.SteeringPolicy == SteeringPolicies.Geo;

    private string Affinity => balancer.SessionAffinity ?? "";

    public IEnumerable<CloudflareFinding> Check() => Own().Concat((balancer.Rules ?? []).SelectMany(Rule)).Concat(pools.SelectMany(PoolRules.Check)).Concat(Named());

    private IEnumerable<CloudflareFinding> Own()
    {
        if (balancer.DefaultPools is null or { IsEmpty: true })
        {
            yield return new("cf-no-default-pools", Error, "default_pools", "there are no default pools", "name at least one", "every client outside the mapped areas, always");
        }

        if (string.IsNullOrEmpty(balancer.FallbackPool))
        {
            yield return new("cf-no-fallback", Error, "fallback_pool", "there is no fallback pool, which Cloudflare demands", "name the pool that answers when all others are down", "every client for whom all pools are unhealthy");
        }

        if (balancer.SteeringPolicy is { Length: > 0 } policy && !SteeringPolicies.All.Contains(policy))
        {
            yield return new("cf-unknown-steering", Error, "steering_policy", $"Cloudflare has no steering policy '{Shared.Http.ErrorText.Line(policy, 60)}'", $"write one of {string.Join(", ", SteeringPolicies.All)}");
        }

        if (IsGeo && !Steering.HasAreas(balancer))
        {
            yield return new("cf-geo-without-areas", Warning, "region_pools", "the balancer steers by geography and no area has pools: everybody gets the default pools in their order", "add region_pools or country_pools", "every client far from the first default pool, always");
        }

        if (IsGeo && balancer.Rules is { IsEmpty: false })
        {
            yield return new("cf-geo-with-rules", Error, "rules", "custom rules do not work together with geo steering", "turn the rules into region_pools or country_pools, or steer otherwise", "every client whom a rule means, always");
        }

        if (Affinity is "cookie" or "ip_cookie" or "header" && balancer.Proxied != true)
        {
            yield return new("cf-affinity-unproxied", Warning, "session_affinity", $"sessions need a proxied balancer, and proxied is {(balancer.Proxied is null ? "not set, so false" : "false")}", "set proxied to true, or leave session affinity out", "every client with a session: it may change its region at any answer");
        }

        if (balancer is { Proxied: true, Ttl: not null })
        {
            yield return new("cf-ttl-proxied", Warning, "ttl", "the TTL of a proxied name is Cloudflare's own", "leave ttl out");
        }

        if (Affinity is "cookie" or "ip_cookie" or "header" && balancer.SessionAffinityTtl is { } ttl && SessionTwin.Range(Affinity) is var range && (ttl < range.From || ttl > range.To))
        {
            yield return new("cf-affinity-ttl", Error, "session_affinity_ttl", FormattableString.Invariant($"{ttl} s is outside {range.From} to {range.To} s"), "write a time within");
        }

        if (Affinity == "header" && balancer.SessionAffinityAttributes?.ZeroDowntimeFailover == "sticky")
        {
            yield return new("cf-header-sticky", Warning, "session_affinity_attributes.zero_downtime_failover", "sessions by headers know no sticky failover", "write temporary or none");
        }

        if (balancer is { SteeringPolicy: SteeringPolicies.Random, DefaultPools: { } chosen } && chosen.All(pool => Steering.WeightOf(balancer, pool) <= 0))
        {
            yield return new("cf-weights-zero", Error, "random_steering", "no pool has a weight above 0", "give at least one a weight", "every client, always");
        }
    }

    private IEnumerable<CloudflareFinding> Rule(BalancerRule rule, int index)
    {
        var place = $"rules[{index}]";
        if (Conditions.Mistake(rule.Condition ?? "", balancer.Proxied) is { } mistake)
        {
            yield return new("cf-rule-condition", Error, $"{place}.condition", mistake, "mend the condition", "every client whom the rule means, always");
        }

        var overrides = rule.Overrides is { } some && Fields.Json(some).Count > 0;
        if (overrides == rule.FixedResponse is not null)
        {
            yield return new("cf-rule-effect", Error, place, "a rule has overrides or a fixed response, and not both or none", "keep one of them");
        }
    }

    private IEnumerable<CloudflareFinding> Named()
    {
        foreach (var pool in pools.Where(pool => Has(balancer.FallbackPool, pool) && pool.Enabled == false))
        {
            yield return new("cf-fallback-disabled", Error, "fallback_pool", $"the fallback pool {pool.Name} is disabled", "enable it, or name another", $"every client for whom all pools are unhealthy: {(balancer.Proxied == true ? "error 530" : "no address")}");
        }

        foreach (var pool in pools.Where(pool => (balancer.DefaultPools ?? []).Any(name => Has(name, pool))))
        {
            if (balancer.SteeringPolicy == SteeringPolicies.Proximity && (pool.Latitude is null || pool.Longitude is null))
            {
                yield return new("cf-proximity-without-place", Warning, $"pools.{pool.Name}", "proximity steering needs the pool's latitude and longitude", "set both", "clients near that pool, always");
            }

            if (balancer.SteeringPolicy == SteeringPolicies.DynamicLatency && string.IsNullOrEmpty(pool.Monitor))
            {
                yield return new("cf-latency-without-monitor", Warning, $"pools.{pool.Name}", "dynamic latency is measured by health checks, and the pool has none", "attach a monitor");
            }
        }
    }

    private static bool Has(string? name, Pool pool) => name is not null && (name == pool.Id || name == pool.Name);
}
