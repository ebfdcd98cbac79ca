using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Compile;

/// <summary>
/// Shapes what the clients of a place are given into nested profiles. Drained regions stay where they are, to be disabled. A region with a partial share
/// takes a request or declines it by chance, and each way in which these chances fall is a profile of its own below a weighted one: so what a region
/// declines goes where it would go if the region were unhealthy. Pure but for its findings.
/// </summary>
internal sealed class TreeShaper(Shares shares, Func<RegionId, bool, Leaf> leaf, Func<RegionId, bool> isAddress, LatencyPlaces places, Findings findings)
{
    private const int MostOutcomes = 64;

    /// <summary>What answers the clients of a place.</summary>
    public Branch Shape(RoutingNode tree, long inherited)
    {
        var ttl = Ttl(tree, inherited);
        return RootOutcomes.Join([.. Outcomes(tree, Coins.None, ttl).Where(static outcome => !outcome.Targets.IsEmpty)], ttl);
    }

    public static long Ttl(RoutingNode node, long inherited) => node.Ttl is { } own ? (long)Math.Clamp(Math.Round(own.TotalSeconds), 0, int.MaxValue) : inherited;

    private List<Outcome> Outcomes(RoutingNode node, Coins coins, long inherited)
    {
        var ttl = Ttl(node, inherited);
        return node switch
        {
            EndpointNode endpoint => Endpoint(endpoint, coins),
            PriorityNode priority => InTurn(priority, coins, ttl, inherited),
            LatencyNode latency => Latency(latency, coins, ttl),
            WeightedNode weighted => [new(1, One(Weighted(weighted, coins, ttl)), coins)],
            MultivalueNode multivalue => Multivalue(multivalue, coins, ttl),
            _ => throw new NotSupportedException($"There is no routing node {node.GetType().Name} below the areas."),
        };
    }

    private List<Outcome> Endpoint(EndpointNode node, Coins coins)
    {
        var (share, one) = (shares[node.Region], leaf(node.Region, node.HealthChecked));
        return (coins[node.Region], share.IsDrained || share.IsFull) switch
        {
            (_, true) or (true, _) => [new(1, [one], coins)],
            (false, _) => [new(1, [], coins)],
            _ => [new(share.Fraction, [one], coins.With(node.Region, true)), new(1 - share.Fraction, [], coins.With(node.Region, false))],
        };
    }

    // Another TTL needs a profile of its own.
    private List<Outcome> InTurn(PriorityNode node, Coins coins, long ttl, long inherited)
    {
        var outcomes = Sequence(node.Children, coins, ttl);
        return ttl == inherited ? outcomes : [.. outcomes.Select(outcome => outcome with { Targets = One(Groups.Chain(outcome.Targets, ttl)) })];
    }

    /// <summary>All ways in which the children, asked one after the other, can take a request or decline it.</summary>
    private List<Outcome> Sequence(IEnumerable<RoutingNode> children, Coins coins, long ttl)
    {
        List<Outcome> outcomes = [new(1, [], coins)];
        foreach (var child in children)
        {
            outcomes = Limit([.. outcomes.SelectMany(before => Groups.IsLast(before.Targets) ? [before] : Outcomes(child, before.Coins, ttl)
                .Select(after => new Outcome(before.Chance * after.Chance, before.Targets.AddRange(after.Targets), after.Coins)))]);
        }

        return [.. outcomes.Select(static outcome => outcome with { Targets = Groups.Distinct(outcome.Targets) })];
    }

    private List<Outcome> Latency(LatencyNode node, Coins coins, long ttl)
    {
        if (node.Branches is [var only])
        {
            return Outcomes(only.Node, coins, ttl);
        }

        List<(double Chance, ImmutableArray<Member> Members, Coins Coins)> ways = [(1, [], coins)];
        foreach (var branch in node.Branches)
        {
            var location = places.Of(branch);
            ways = Limit([.. ways.SelectMany(before => Outcomes(branch.Node, before.Coins, ttl).Select(after =>
                (before.Chance * after.Chance, Groups.Chain(after.Targets, ttl) is { } target ? before.Members.Add(new(target, Location: location)) : before.Members, after.Coins)))]);
        }

        return [.. ways.Select(way => new Outcome(way.Chance, One(Groups.Of(RoutingMethods.Performance, way.Members, ttl)), way.Coins))];
    }

    /// <summary>Takes everything as long as any of its branches takes anything: coins below it are weights, and no business of what comes after it.</summary>
    private Branch? Weighted(WeightedNode node, Coins coins, long ttl) => Groups.Of(
        RoutingMethods.Weighted,
        [
            .. node.Branches.SelectMany(branch => Outcomes(branch.Node, coins, ttl).Select(outcome =>
                Groups.Chain(outcome.Targets, ttl) is { } target ? new Member(target, branch.Weight * outcome.Chance) { Whole = branch.Weight } : null)).OfType<Member>(),
        ],
        ttl);

    /// <summary>Each child tosses its own coins; a region that takes the request in one of them has taken it.</summary>
    private List<Outcome> Multivalue(MultivalueNode node, Coins coins, long ttl)
    {
        LoseBeyond(node);
        List<(double Chance, ImmutableArray<Branch> Targets, Coins Coins)> ways = [(1, [], coins)];
        foreach (var child in node.Children)
        {
            ways = Limit([.. ways.SelectMany(before => Outcomes(child, coins, ttl).Select(after =>
                (before.Chance * after.Chance, Groups.Chain(after.Targets, ttl) is { } target ? before.Targets.Add(target) : before.Targets, before.Coins.Or(after.Coins))))]);
        }

        return [.. ways.Select(way => new Outcome(way.Chance, One(Several(node, way.Targets, ttl)), way.Coins))];
    }

    private Branch? Several(MultivalueNode node, ImmutableArray<Branch> targets, long ttl)
    {
        var members = targets.Select(static target => new Member(target)).ToImmutableArray();
        if (targets.All(target => target is Leaf one && isAddress(one.Region)) && targets.Select(static target => ((Leaf)target).Region).Distinct().Count() == targets.Length
            && targets.Select(static target => ((Leaf)target).Port).Distinct().Count() <= 1)
        {
            return members.IsEmpty ? null : members is [var only] ? only.Target : new Group(RoutingMethods.MultiValue, members, ttl, node.MaximumAnswers);
        }

        findings.Lose(LossKind.Handling, "multivalue: Traffic Manager answers several records only when each is an address of another region; clients get one of the branches, each equally often");
        return Groups.Of(RoutingMethods.Weighted, members, ttl);
    }

    private void LoseBeyond(MultivalueNode node)
    {
        if (RoutingTreePruning.Prune(node, shares) is MultivalueNode left && left.Children.Length > left.MaximumAnswers)
        {
            findings.Lose(LossKind.Answers, $"multivalue: any {node.MaximumAnswers} of the {left.Children.Length} branches are answered, not the first {node.MaximumAnswers} that are available");
        }
    }

    private List<T> Limit<T>(List<T> outcomes)
    {
        if (outcomes.Count > MostOutcomes)
        {
            findings.Refuse("too many regions have a partial share at a time: step fewer of them");
            return outcomes[..1];
        }

        return outcomes;
    }

    private static ImmutableArray<Branch> One(Branch? branch) => branch is null ? [] : [branch];
}
