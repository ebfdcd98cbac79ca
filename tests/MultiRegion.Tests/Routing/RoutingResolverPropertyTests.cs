using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Routing;

namespace MultiRegion.Tests.Routing;

public sealed class RoutingResolverPropertyTests
{
    private static readonly string[] Regions = ["A", "B", "C", "D", "E"];
    private static readonly ImmutableArray<ClientLocation> Clients = [Trees.Paris, Trees.Boston, Trees.Tokyo, ClientLocation.Unknown];
    private static readonly double[] SomeShares = [0, 0, 0.5, 10, 50, 99.9, 100, 100];

    [Fact]
    public void Fractions_always_add_up_to_one_hundred() => ForAll(Cases(), static it =>
    {
        var fractions = it.Resolve().Fractions;
        fractions.All(static fraction => fraction.Percent > 0).ShouldBeTrue();
        fractions.Select(static fraction => fraction.Region).ShouldBeUnique();
        fractions.Sum(static fraction => fraction.Percent).ShouldBe(100, 1e-9);
    });

    [Fact]
    public void A_drained_region_is_never_answered_in_any_health_vector() => ForAll(Cases(), static it =>
    {
        for (var vector = 0; vector < 1 << Regions.Length; vector++)
        {
            (it with { Healthy = vector }).Resolve().Fractions.Any(fraction => it.Shares[fraction.Region].IsDrained).ShouldBeFalse();
        }
    });

    [Fact]
    public void Full_shares_answer_like_the_tree_alone() => ForAll(Cases(), static it =>
    {
        var full = Regions.Aggregate(Shares.AllFull, static (shares, region) => shares.With(region, Share.Full));
        var answered = (it with { Shares = full }).Resolve();
        var plain = Plain(it.Tree, it, it.IsHealthy);
        plain = plain.Count > 0 ? plain : Plain(it.Tree, it, static _ => true);
        Regions.All(region => Math.Abs(answered[region] - (100 * plain.GetValueOrDefault(region))) < 1e-9).ShouldBeTrue();
    });

    [Fact]
    public void An_unhealthy_region_is_answered_only_when_no_healthy_one_can_be_reached() => ForAll(Cases(), static it =>
    {
        var reachable = Regions.Where(region => !it.Shares[region].IsDrained && it.IsHealthy(region) && Reaches(it, region));
        var answered = it.Resolve().Fractions.Select(static fraction => fraction.Region).ToList();
        if (reachable.Any())
        {
            answered.All(region => it.IsHealthy(region)).ShouldBeTrue();
        }
    });

    [Fact]
    public void What_a_region_declines_goes_where_it_would_go_if_the_region_were_unhealthy() => ForAll(
        Cases(static _ => Multiple(Chains)).Where(static it => it.IsHealthy("A")), static it =>
        {
            var full = (it with { Shares = Shares.AllFull }).Resolve();
            var without = (it with { Shares = Shares.AllFull, Healthy = it.Healthy & ~1 }).Resolve();
            var tenth = (it with { Shares = Shares.AllFull.With("A", new(10)) }).Resolve();
            if (without["A"] == 0 && without.Fractions.All(fraction => it.IsHealthy(fraction.Region)))
            {
                Regions.All(region => Math.Abs(tenth[region] - (0.1 * full[region]) - (0.9 * without[region])) < 1e-9).ShouldBeTrue();
            }
        });

    [Fact]
    public void Taking_drained_regions_out_twice_changes_nothing_more() => ForAll(Cases(), static it =>
    {
        var once = RoutingTreePruning.Prune(it.Tree, it.Shares).ShouldNotBeNull();
        RoutingTreePruning.Prune(once, it.Shares).ShouldBeSameAs(once);
        once.RegionsBelow().Any(region => it.Shares[region].IsDrained).ShouldBeFalse();
        once.RegionsBelow().ShouldBe(it.Tree.RegionsBelow().Where(region => !it.Shares[region].IsDrained), ignoreOrder: true);
    });

    private static void ForAll(Gen<Case> cases, Action<Case> check) => Prop.ForAll(cases.ToArbitrary(), check).QuickCheckThrowOnFailure();

    private static Gen<Case> Cases() => Cases(static depth => depth == 0 ? Leaf : Gen.OneOf(Leaf, Multiple(Any), Multiple(Chains)));

    private static Gen<Case> Cases(Func<int, Gen<RoutingNode>> trees) =>
        from tree in trees(3)
        from shares in Gen.Elements(SomeShares).ArrayOf(Regions.Length)
        from healthy in Gen.Choose(0, (1 << Regions.Length) - 1)
        from client in Gen.Elements(Clients.AsEnumerable())
        let made = new Case(tree, client, healthy, Make(shares))
        where RoutingResolver.CanResolve(tree, made.Shares)
        select made;

    private static Shares Make(double[] shares) => Regions.Zip(shares).Aggregate(
        Shares.AllFull, static (made, pair) => made.With(pair.First, new(pair.Second)));

    private static Gen<RoutingNode> Leaf => Gen.Elements(Regions).Select(static region => (RoutingNode)new EndpointNode(region));

    private static Gen<RoutingNode> Multiple(Func<ImmutableArray<RoutingNode>, Gen<RoutingNode>> node, int depth = 3) =>
        (depth == 1 ? Leaf : Gen.OneOf(Leaf, Multiple(node, depth - 1))).NonEmptyListOf()
        .Select(static children => children.Take(4).ToImmutableArray())
        .SelectMany(node);

    private static Gen<RoutingNode> Chains(ImmutableArray<RoutingNode> children) => Gen.Elements<RoutingNode>(
        new PriorityNode(children),
        new GeographicNode([.. children.Skip(1).Zip(["EU", "NA", "AS"], static (child, code) => new GeographicBranch(new(GeographicScope.Continent, code), child))], children[0]),
        new LatencyNode([.. children.Zip([Trees.Virginia, Trees.Dublin, (GeoCoordinate?)null, Trees.Singapore], static (child, at) => new LatencyBranch(child, at))]));

    private static Gen<RoutingNode> Any(ImmutableArray<RoutingNode> children) => Gen.OneOf(
        Chains(children),
        Gen.Constant<RoutingNode>(new MultivalueNode(children) { MaximumAnswers = 2 }),
        Gen.Choose(1, 99).ArrayOf(4).Select(weights => (RoutingNode)new WeightedNode([.. children.Zip(weights, static (child, weight) => new WeightedBranch(weight, child))])));

    /// <summary>What a tree says without any shares, written down a second time in the simplest way.</summary>
    private static Dictionary<RegionId, double> Plain(RoutingNode node, Case it, Func<RegionId, bool> healthy) => node switch
    {
        EndpointNode endpoint => healthy(endpoint.Region) ? new() { [endpoint.Region] = 1 } : [],
        WeightedNode weighted => Mix(weighted.Branches.Select(branch => (branch.Weight, Plain(branch.Node, it, healthy)))),
        MultivalueNode multi => Mix(multi.Children.Select(child => (1.0, Plain(child, it, healthy))).Where(static child => child.Item2.Count > 0).Take(multi.MaximumAnswers)),
        _ => Order(node, it).Select(child => Plain(child, it, healthy)).FirstOrDefault(static child => child.Count > 0) ?? [],
    };

    private static Dictionary<RegionId, double> Mix(IEnumerable<(double Weight, Dictionary<RegionId, double> Answers)> children)
    {
        var available = children.Where(static child => child.Answers.Count > 0).ToList();
        return available.SelectMany(child => child.Answers.Select(answer => (answer.Key, Part: child.Weight * answer.Value)))
            .GroupBy(static part => part.Key)
            .ToDictionary(static group => group.Key, group => group.Sum(static part => part.Part) / available.Sum(static child => child.Weight));
    }

    private static IEnumerable<RoutingNode> Order(RoutingNode node, Case it) => node switch
    {
        GeographicNode geographic => [.. geographic.Branches.Where(branch => branch.Area.Code == it.Client.Continent).Select(static branch => branch.Node), geographic.Default],
        LatencyNode latency => latency.Branches
            .OrderBy(branch => branch.Location is { } at && it.Client.Coordinate is { } here ? here.DistanceTo(at) : 1e9).Select(static branch => branch.Node),
        _ => node.ChildNodes(),
    };

    private static bool Reaches(Case it, RegionId region) =>
        RoutingTreePruning.Prune(it.Tree, it.Shares) is { } tree && Plain(tree, it, seen => seen == region).Count > 0;

    private sealed record Case(RoutingNode Tree, ClientLocation Client, int Healthy, Shares Shares)
    {
        public bool IsHealthy(RegionId region) => (Healthy & (1 << Array.IndexOf(Regions, region.Value))) != 0;

        public Resolution Resolve() => RoutingResolver.Resolve(Tree, Client, IsHealthy, Shares);

        public override string ToString() => $"{RoutingTreeText.ToLine(Tree)}; client {Client.Continent}; healthy {string.Concat(Regions.Where(region => IsHealthy(region)))}; {Shares}";
    }
}
