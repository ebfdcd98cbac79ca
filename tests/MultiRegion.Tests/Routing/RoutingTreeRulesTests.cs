using MultiRegion.Routing;
using static MultiRegion.Tests.Routing.Trees;

namespace MultiRegion.Tests.Routing;

public sealed class RoutingTreeRulesTests
{
    [Theory]
    [InlineData("T1")]
    [InlineData("T2")]
    [InlineData("T3")]
    [InlineData("T4")]
    [InlineData("T5")]
    [InlineData("T6")]
    [InlineData("T7")]
    public void The_canonical_trees_have_no_mistakes(string tree) => RoutingTreeRules.Check(ByName(tree), "routing").ShouldBeEmpty();

    [Fact]
    public void All_mistakes_are_found_at_once_each_with_its_place_and_its_mend()
    {
        var tree = new GeographicNode(
            [
                new(new(GeographicScope.Continent, "EU"), Weighted((0, A), (double.NaN, B), (double.PositiveInfinity, C), (-1, A), (1, A))),
                new(new(GeographicScope.Continent, "eu"), Priority()),
                new(new(GeographicScope.Continent, "XX"), new MultivalueNode([A]) { MaximumAnswers = 9 }),
                new(new(GeographicScope.Country, ""), new LatencyNode([new(A, new(91, 0)), new(default(EndpointNode)!, null)])),
            ],
            new EndpointNode(default) { Ttl = TimeSpan.FromSeconds(-1) });
        RoutingTreeRules.Check(tree, "routing").Select(static mistake => $"{mistake.Path}: {mistake.Problem}").ShouldBe(
        [
            "routing.branches[1].area: continent eu is there twice",
            "routing.branches[2].area: there is no continent 'XX'",
            "routing.branches[3].area: the code of the area is missing",
            "routing.branches[0].node.branches[0].weight: the weight 0 is not a number above 0",
            "routing.branches[0].node.branches[1].weight: the weight NaN is not a number above 0",
            "routing.branches[0].node.branches[2].weight: the weight Infinity is not a number above 0",
            "routing.branches[0].node.branches[3].weight: the weight -1 is not a number above 0",
            "routing.branches[1].node: the node has no children",
            "routing.branches[2].node.maximumAnswers: 9 answers at most",
            "routing.branches[3].node.branches[0].location: 91, 0 is not on the globe",
            "routing.branches[3].node.branches[1].node: the node is missing",
            "routing.default.ttl: -00:00:01 is negative",
            "routing.default.region: the region is missing",
        ]);
        RoutingTreeRules.Check(tree, "routing").ShouldAllBe(static mistake => mistake.Mend.Length > 0);
    }

    [Fact]
    public void A_tree_of_ten_nodes_is_allowed_and_one_deeper_is_not()
    {
        static RoutingNode Deep(int nodes) => nodes == 1 ? A : Priority(Deep(nodes - 1));
        RoutingTreeRules.Check(Deep(10), "t").ShouldBeEmpty();
        RoutingTreeRules.Check(Deep(11), "t").Single().Problem.ShouldBe("the tree is deeper than 10 nodes");
        RoutingTreeRules.Check(Deep(5_000), "t").Single().Path.Count(static letter => letter == '[').ShouldBe(10);
    }

    [Fact]
    public void A_list_that_was_never_filled_counts_as_empty() =>
        RoutingTreeRules.Check(new PriorityNode(default), "t").Single().Problem.ShouldBe("the node has no children");

    [Theory]
    [InlineData("T1", "priority(A, B, C)")]
    [InlineData("T2", "weighted(60: A, 40: B)")]
    [InlineData("T4", "geographic(continent EU: priority(A, B), continent NA: priority(B, A), default: priority(C, A))")]
    [InlineData("T5", "latency(A at 53.3/-6.3, B at 38.9/-77.4, C at 1.3/103.8)")]
    [InlineData("T6", "multivalue(A, B, C)")]
    public void A_tree_prints_in_one_line(string tree, string line) => RoutingTreeText.ToLine(ByName(tree)).ShouldBe(line);

    [Fact]
    public void Settings_of_a_node_are_printed_behind_it() => RoutingTreeText.ToLine(
        new MultivalueNode([new EndpointNode("A") { HealthChecked = false, Ttl = TimeSpan.FromSeconds(30) }])
        {
            MaximumAnswers = 2,
            Affinity = new(SessionAffinityKind.Cookie, TimeSpan.FromHours(1)),
        }).ShouldBe("multivalue(A [unchecked, ttl 30 s]; at most 2) [affinity Cookie 3600 s]");
}
