using System.Collections.Immutable;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;

namespace MultiRegion.Cloudflare.Lint;

/// <summary>Custom rules as those of the options: pools in order, or a response. Pure.</summary>
internal sealed class ImportedRules(LoadBalancer balancer, ImportedPools pools, List<string> left)
{
    public ImmutableArray<CloudflareRule> Read()
    {
        var rules = balancer.Rules ?? [];
        if (!rules.IsEmpty && Steering.PolicyOf(balancer) == SteeringPolicies.Geo)
        {
            left.Add("rules: they do nothing beside geo steering");
            return [];
        }

        return [.. rules.Select((rule, i) => (rule, i)).OrderBy(static pair => pair.rule.Priority ?? pair.i).Select(pair => Read(pair.rule, $"rules[{pair.i}]")).OfType<CloudflareRule>()];
    }

    private CloudflareRule? Read(BalancerRule rule, string place)
    {
        var mistake = rule.Disabled == true ? "it is disabled"
            : Conditions.Mistake(rule.Condition ?? "", balancer.Proxied)
            ?? (rule.FixedResponse is null && !IsOrder(rule) ? "options know pools in order with the first as the fallback, or a response" : null);
        if (mistake is not null)
        {
            left.Add($"{place}: {mistake}");
            return null;
        }

        var made = new CloudflareRule { Hostname = balancer.Name ?? "", Name = rule.Name ?? place, Condition = rule.Condition ?? "" };
        if (rule.FixedResponse is { } response)
        {
            (made.Status, made.Body, made.ContentType) = (response.StatusCode ?? 200, response.MessageBody ?? "", response.ContentType ?? "");
        }

        foreach (var pool in rule.FixedResponse is null ? rule.Overrides!.DefaultPools!.Value : [])
        {
            made.Regions.Add(pools.RegionOf(pool).Value);
        }

        return made;
    }

    private bool IsOrder(BalancerRule rule) => rule.Overrides is { DefaultPools: { IsEmpty: false } list } overrides
        && (overrides.SteeringPolicy ?? balancer.SteeringPolicy ?? "") is SteeringPolicies.Off or ""
        && pools.Same(overrides.FallbackPool ?? balancer.FallbackPool, list[0])
        && Fields.Json(overrides).All(static field => field.Key is "default_pools" or "fallback_pool" or "steering_policy");
}
