using System.Collections.Immutable;
using System.Numerics;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Compile;

/// <summary>Shapes a pruned tree into groups of records. Pure but for its findings.</summary>
internal sealed class TreeShaper(Shares shares, Func<RegionId, AwsRegion?> awsRegion, Func<RegionId, bool> isAddress, Findings findings)
{
    private const long DefaultTtl = 60;

    /// <summary>Each doubles the groups.</summary>
    private const int MostPartialRegions = 4;

    private readonly bool _partial = shares.ByRegion.Values.Any(static share => share is { IsDrained: false, IsFull: false });

    public Branch Shape(RoutingNode tree)
    {
        var areas = ClientClasses.In(tree);
        return areas.IsEmpty && tree is not GeographicNode ? Divided(ClientClasses.For(tree, ClientLocation.Unknown), DefaultTtl) : ByArea(tree, areas);
    }

    private Group ByArea(RoutingNode tree, ImmutableArray<GeographicArea> areas)
    {
        foreach (var area in areas)
        {
            if (Areas.Mistake(area) is { } mistake)
            {
                findings.Refuse(mistake);
                return new(RecordPolicy.Geolocation, []);
            }
        }

        var flat = Flat(tree);
        var ttl = flat is null ? DefaultTtl : Ttl(flat, DefaultTtl);
        return new(RecordPolicy.Geolocation,
        [
            .. areas.Select(area => new Member(Divided(Alone(flat, area) ?? ClientClasses.For(tree, ClientClasses.Client(area)), ttl), Area: Areas.Of(area))),
            new Member(Divided(flat?.Default ?? ClientClasses.For(tree, ClientLocation.Unknown), ttl), Area: Areas.Default),
        ]);
    }

    /// <summary>The tree when nothing but its root asks where a client is; else null.</summary>
    private static GeographicNode? Flat(RoutingNode tree) => tree is GeographicNode root && !root.ChildNodes().Any(Asks) ? root : null;

    private static bool Asks(RoutingNode node) => node is GeographicNode || node.ChildNodes().Any(Asks);

    /// <summary>The area's own branch, where Route 53 itself goes on to the larger areas: not when a region of it takes only a part.</summary>
    private RoutingNode? Alone(GeographicNode? flat, GeographicArea area)
    {
        var own = flat?.Branches.First(branch => ClientClasses.Upper(branch.Area) == area).Node;
        return own is null || (_partial && Acceptance.Coins(own, shares).Any()) ? null : own;
    }

    /// <summary>
    /// Tosses a coin for each region that takes only a part: one weighted branch for each way in which the coins can fall,
    /// in which the regions that declined are absent. So what they decline goes where it would go if they were unhealthy,
    /// and a later step of a share changes weights only.
    /// </summary>
    private Branch Divided(RoutingNode node, long ttl)
    {
        ImmutableArray<RegionId> coins = _partial ? [.. Acceptance.Coins(node, shares).Distinct()] : [];
        if (coins.IsEmpty)
        {
            return Build(node, ttl);
        }

        if (coins.Length > MostPartialRegions)
        {
            findings.Refuse($"{coins.Length} regions have a partial share below one node ({string.Join(", ", coins)}): at most {MostPartialRegions} can be stepped at a time");
            return Build(node, ttl);
        }

        if (Acceptance.Weighted(node).FirstOrDefault(coins.Contains) is { Value: not "" } both)
        {
            findings.Lose(LossKind.Answers, $"region {both} has a partial share both below a weighted node and beside it: what it declines is spread only about as the tree says");
        }

        var members = ImmutableArray.CreateBuilder<Member>(1 << coins.Length);
        for (var declined = 0; declined < 1 << coins.Length; declined++)
        {
            if (Without(node, coins, declined) is { } rest)
            {
                Add(members, Build(rest, ttl), Chance(coins, declined));
            }
        }

        return members is [var only] ? only.Target : new Group(RecordPolicy.Weighted, members.DrainToImmutable());
    }

    private static RoutingNode? Without(RoutingNode node, ImmutableArray<RegionId> coins, int declined)
    {
        var left = Shares.AllFull;
        for (var rest = (uint)declined; rest != 0; rest &= rest - 1)
        {
            left = left.With(coins[BitOperations.TrailingZeroCount(rest)], Share.None);
        }

        return RoutingTreePruning.Prune(node, left);
    }

    private double Chance(ImmutableArray<RegionId> coins, int declined)
    {
        var chance = 1.0;
        for (var i = 0; i < coins.Length; i++)
        {
            var part = shares[coins[i]].Fraction;
            chance *= (declined & (1 << i)) != 0 ? 1 - part : part;
        }

        return chance;
    }

    private Branch Build(RoutingNode node, long inherited)
    {
        var ttl = Ttl(node, inherited);
        return node switch
        {
            EndpointNode endpoint => new Leaf(endpoint.Region, endpoint.HealthChecked, ttl),
            PriorityNode priority => Chain(priority, ttl),
            WeightedNode weighted => Weighted(weighted, ttl),
            LatencyNode latency => Latency(latency, ttl),
            MultivalueNode multivalue => Multivalue(multivalue, ttl),
            _ => throw new NotSupportedException($"There is no routing node {node.GetType().Name} below the areas."),
        };
    }

    private Branch Chain(PriorityNode node, long ttl)
    {
        var links = new List<Branch>();
        Collect(node, ttl, links);
        var chain = links[^1];
        for (var i = links.Count - 2; i >= 0; i--)
        {
            chain = new Group(RecordPolicy.Failover, [new(links[i]), new(chain)]);
        }

        return chain;
    }

    // Whatever comes after an endpoint that counts as healthy always is never asked.
    private void Collect(PriorityNode node, long ttl, List<Branch> links)
    {
        foreach (var child in node.Children)
        {
            if (links is [.., Leaf { IsChecked: false }])
            {
                return;
            }

            if (child is PriorityNode inner)
            {
                Collect(inner, Ttl(inner, ttl), links);
            }
            else if (Build(child, ttl) is var link && !links.Exists(earlier => Covers(earlier, link)))
            {
                links.Add(link);
            }
        }
    }

    private static long Ttl(RoutingNode node, long inherited) =>
        node.Ttl is { } own ? (long)Math.Clamp(Math.Round(own.TotalSeconds), 0, int.MaxValue) : inherited;

    private static bool Covers(Branch earlier, Branch link) =>
        earlier.Id == link.Id || (earlier is Leaf one && link is Leaf { IsChecked: true } other && one.Region == other.Region);

    private Group Weighted(WeightedNode node, long ttl)
    {
        var parts = node.Branches.Select(branch => _partial ? Acceptance.Of(branch.Node, shares) : Acceptance.Whole).ToList();
        if (parts.Exists(static part => part.Part is null) && parts.Exists(part => part.Key is null || part.Key != parts[0].Key))
        {
            findings.Lose(LossKind.Answers, $"{RoutingTreeText.ToLine(node)}: when other regions are unhealthy, the weights stay as they are instead of following what each branch still takes");
        }

        var members = ImmutableArray.CreateBuilder<Member>(node.Branches.Length);
        for (var i = 0; i < parts.Count; i++)
        {
            Add(members, Child(node.Branches[i].Node, ttl), node.Branches[i].Weight * (parts[i].Part ?? 1));
        }

        return new(RecordPolicy.Weighted, members.DrainToImmutable());
    }

    private Branch Child(RoutingNode node, long ttl) => node is EndpointNode ? Build(node, ttl) : Divided(node, ttl);

    private Group Latency(LatencyNode node, long ttl)
    {
        var members = ImmutableArray.CreateBuilder<Member>(node.Branches.Length);
        foreach (var branch in node.Branches)
        {
            if (Measured(branch) is { } region && Build(branch.Node, ttl) is var target && !members.Any(member => member.AwsRegion == region && member.Target.Id == target.Id))
            {
                if (members.FirstOrDefault(member => member.AwsRegion == region).AwsRegion is not null)
                {
                    findings.Refuse($"two latency branches are both measured to {region}, which Route 53 does not allow: give one of their regions another AWS region, or join them");
                }

                members.Add(new(target, AwsRegion: region));
            }
        }

        return new(RecordPolicy.Latency, members.DrainToImmutable());
    }

    private string? Measured(LatencyBranch branch)
    {
        var regions = branch.Node.RegionsBelow();
        if (regions.Length > 1)
        {
            findings.Lose(LossKind.Answers, $"{RoutingTreeText.ToLine(branch.Node)}: the latency of a branch of several regions is measured to its first one, {regions[0]}");
        }

        if (awsRegion(regions[0]) is { } known)
        {
            return known.Name;
        }

        if (branch.Location is not { } place)
        {
            findings.Refuse($"region {regions[0]} has neither an AWS region nor a location, and Route 53 measures latency to AWS regions only: set one");
            return null;
        }

        var nearest = AwsRegions.Nearest(place).Name;
        findings.Lose(LossKind.Answers, $"the latency of region {regions[0]} is measured to the nearest AWS region, {nearest}");
        return nearest;
    }

    private Group Multivalue(MultivalueNode node, long ttl)
    {
        var several = node.Children.All(child => child is EndpointNode endpoint && isAddress(endpoint.Region));
        if (!several)
        {
            findings.Lose(LossKind.Handling, "multivalue: Route 53 answers several values only when each is an address; clients get one of the branches, each equally often");
        }

        if (node.Children.Length > node.MaximumAnswers)
        {
            findings.Lose(LossKind.Answers, $"multivalue: of {node.Children.Length} branches any {(several ? Math.Min(8, node.Children.Length) : 1)} are answered, not the first {node.MaximumAnswers} that are available");
        }

        var members = ImmutableArray.CreateBuilder<Member>(node.Children.Length);
        foreach (var child in node.Children)
        {
            Add(members, Build(child, ttl), 1);
        }

        if (several && node.RegionsBelow().Length < node.Children.Length)
        {
            findings.Lose(LossKind.Answers, "multivalue: a region that is named twice is answered as often as the others");
        }

        return new(several ? RecordPolicy.Multivalue : RecordPolicy.Weighted, members.DrainToImmutable());
    }

    private static void Add(ImmutableArray<Member>.Builder members, Branch target, double weight)
    {
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].Target.Id == target.Id)
            {
                members[i] = members[i] with { Weight = members[i].Weight + weight };
                return;
            }
        }

        members.Add(new(target, weight));
    }
}
