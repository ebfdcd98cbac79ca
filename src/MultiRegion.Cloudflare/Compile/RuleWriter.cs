using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>Writes custom rules. A region that is drained leaves them too.</summary>
internal sealed class RuleWriter(RoutingIntent intent, CompileSettings settings, PoolWriter pools, Findings findings)
{
    public ImmutableArray<BalancerRule> Write(bool isGeographic)
    {
        var rules = settings.Rules.GetValueOrDefault(intent.Hostname.ToLowerInvariant(), []);
        if (!rules.IsEmpty && isGeographic)
        {
            findings.Refuse("custom rules do not work together with geo steering: leave out the rules, or the areas and data centres");
        }

        return [.. rules.Select(Write).OfType<BalancerRule>()];
    }

    private BalancerRule? Write(RegionRule rule, int index)
    {
        if (Conditions.Mistake(rule.Condition, settings.Proxied) is { } mistake)
        {
            findings.Refuse($"rule '{rule.Name}': {mistake}");
        }

        var made = new BalancerRule { Name = rule.Name, Condition = rule.Condition, Disabled = false, Priority = index };
        return rule.Response is { } response ? made with { FixedResponse = response, Terminates = true } : Overriding(made, rule);
    }

    private BalancerRule? Overriding(BalancerRule made, RegionRule rule)
    {
        if (rule.Regions.FirstOrDefault(region => !intent.Endpoints.ContainsKey(region) || !intent.Tree.RegionsBelow().Contains(region)) is { Value: not "" } unknown)
        {
            findings.Refuse($"rule '{rule.Name}': region {unknown} is not in the service's tree");
            return null;
        }

        ImmutableArray<string> names = [.. rule.Regions.Where(region => !intent.Shares[region].IsDrained)
            .Select(region => pools.NameOf(pools.LeafOf(region)))];
        ImmutableArray<string> draining = [.. pools.Draining.Where(leaf => rule.Regions.Contains(leaf.Region)).Select(pools.NameOf)];
        if (names.IsEmpty)
        {
            findings.Lose(LossKind.Handling, $"rule '{rule.Name}' is left out while all its regions are drained");
            return null;
        }

        return made with { Overrides = new() { DefaultPools = names.AddRange(draining), FallbackPool = names[0], SteeringPolicy = SteeringPolicies.Off } };
    }
}
