using MultiRegion.Routing;
using static MultiRegion.Tests.Routing.Trees;

namespace MultiRegion.Tests.Routing;

public sealed class RoutingResolverTests
{
    // tree, client, shares, unhealthy regions, what is answered
    [Theory]
    [InlineData("T1", "Paris", "", "", "A 100")]
    [InlineData("T1", "Paris", "A 0", "", "B 100")]
    [InlineData("T1", "Paris", "B 0", "A", "C 100")]
    [InlineData("T1", "Paris", "A 10", "", "A 10, B 90")]
    [InlineData("T1", "Paris", "A 10", "B", "A 10, C 90")]
    [InlineData("T1", "Paris", "A 10", "BC", "A 100")]
    [InlineData("T1", "Paris", "A 10, B 50", "", "A 10, B 45, C 45")]
    [InlineData("T1", "Paris", "C 10", "", "A 100")]
    [InlineData("T1", "Paris", "", "ABC", "A 100")]
    [InlineData("T1", "Paris", "A 0", "ABC", "B 100")]
    [InlineData("T1", "Paris", "A 10", "ABC", "A 10, B 90")]
    [InlineData("T1", "Paris", "A 0, B 0", "", "C 100")]
    [InlineData("T1", "Paris", "A 0, B 0", "C", "C 100")]
    [InlineData("T2", "Paris", "", "", "A 60, B 40")]
    [InlineData("T2", "Paris", "A 0", "", "B 100")]
    [InlineData("T2", "Paris", "A 0", "B", "B 100")]
    [InlineData("T2", "Paris", "A 10", "", "A 13.04, B 86.96")]
    [InlineData("T2", "Paris", "A 10", "B", "A 100")]
    [InlineData("T2", "Paris", "", "A", "B 100")]
    [InlineData("T2", "Paris", "", "AB", "A 60, B 40")]
    [InlineData("T3", "Paris", "", "", "A 100")]
    [InlineData("T3", "Boston", "", "", "B 100")]
    [InlineData("T3", "Tokyo", "", "", "C 100")]
    [InlineData("T3", "Nowhere", "", "", "C 100")]
    [InlineData("T3", "Paris", "A 0", "", "C 100")]
    [InlineData("T3", "Tokyo", "C 0", "", "A 100")]
    [InlineData("T3", "Boston", "C 0", "B", "A 100")]
    [InlineData("T3", "Paris", "A 10", "", "A 10, C 90")]
    [InlineData("T3", "Tokyo", "C 10", "", "C 100")]
    [InlineData("T3", "Paris", "", "A", "C 100")]
    [InlineData("T3", "Paris", "", "AC", "A 100")]
    [InlineData("T4", "Paris", "", "", "A 100")]
    [InlineData("T4", "Paris", "A 0", "", "B 100")]
    [InlineData("T4", "Paris", "A 0", "BC", "B 100")]
    [InlineData("T4", "Paris", "A 10", "", "A 10, B 90")]
    [InlineData("T4", "Paris", "A 10", "B", "A 10, C 90")]
    [InlineData("T4", "Paris", "A 10, B 50", "", "A 10, B 45, C 45")]
    [InlineData("T4", "Boston", "A 10", "", "B 100")]
    [InlineData("T4", "Tokyo", "C 10", "", "A 90, C 10")]
    [InlineData("T4", "Paris", "", "AB", "C 100")]
    [InlineData("T4", "Boston", "", "ABC", "B 100")]
    [InlineData("T5", "Paris", "", "", "A 100")]
    [InlineData("T5", "Boston", "", "", "B 100")]
    [InlineData("T5", "Tokyo", "", "", "C 100")]
    [InlineData("T5", "Nowhere", "", "", "A 100")]
    [InlineData("T5", "Paris", "A 0", "", "B 100")]
    [InlineData("T5", "Paris", "A 10", "", "A 10, B 90")]
    [InlineData("T5", "Paris", "", "AB", "C 100")]
    [InlineData("T5", "Paris", "", "ABC", "A 100")]
    [InlineData("T6", "Paris", "", "", "A 33.33, B 33.33, C 33.33")]
    [InlineData("T6", "Paris", "A 0", "", "B 50, C 50")]
    [InlineData("T6", "Paris", "A 10", "", "A 3.33, B 48.33, C 48.33")]
    [InlineData("T6", "Paris", "A 10, B 20", "", "A 4.67, B 9.67, C 85.67")]
    [InlineData("T6", "Paris", "A 10", "BC", "A 100")]
    [InlineData("T6", "Paris", "", "A", "B 50, C 50")]
    [InlineData("T6", "Paris", "", "ABC", "A 33.33, B 33.33, C 33.33")]
    [InlineData("T7", "Paris", "", "", "A 60, B 40")]
    [InlineData("T7", "Boston", "", "", "B 50, C 50")]
    [InlineData("T7", "Tokyo", "", "", "A 30, C 70")]
    [InlineData("T7", "Paris", "A 0", "", "B 100")]
    [InlineData("T7", "Paris", "A 0", "BC", "B 100")]
    [InlineData("T7", "Paris", "A 10", "", "A 6, B 94")]
    [InlineData("T7", "Paris", "A 10", "B", "A 100")]
    [InlineData("T7", "Tokyo", "A 10", "", "A 3, C 97")]
    [InlineData("T7", "Paris", "", "A", "B 100")]
    [InlineData("T7", "Paris", "", "AB", "C 100")]
    [InlineData("T7", "Paris", "", "ABC", "A 60, B 40")]
    public void The_seven_canonical_trees_answer_as_documented(string tree, string client, string shares, string sick, string expected) =>
        Trees.Resolve(ByName(tree), Client(client), shares, sick).ShouldBe(expected);

    [Fact]
    public void A_region_at_a_low_share_is_not_asked_again_further_on()
    {
        var twice = Geographic(Priority(A, B), ("EU", A));
        Trees.Resolve(twice, Paris, "A 10").ShouldBe("A 10, B 90");
    }

    [Fact]
    public void A_default_that_was_filled_in_after_a_drain_does_not_double_a_share()
    {
        var nested = Priority(Geographic(C, ("EU", A)), B);
        Trees.Resolve(nested, Paris, "C 0, A 10").ShouldBe("A 10, B 90");
    }

    [Fact]
    public void The_smallest_area_is_asked_first_whatever_the_order_of_the_branches()
    {
        var tree = new GeographicNode(
            [
                new(new(GeographicScope.Continent, "NA"), A),
                new(new(GeographicScope.Subdivision, "US-MA"), B),
                new(new(GeographicScope.Country, "US"), C),
            ],
            new EndpointNode("D"));
        Trees.Resolve(tree, Boston).ShouldBe("B 100");
        Trees.Resolve(tree, Boston, sick: "B").ShouldBe("C 100");
        Trees.Resolve(tree, Boston, sick: "BC").ShouldBe("A 100");
        Trees.Resolve(tree, Boston, sick: "ABC").ShouldBe("D 100");
    }

    [Fact]
    public void A_measured_latency_wins_over_a_distance()
    {
        var client = Paris with { Latencies = new Dictionary<RegionId, TimeSpan> { ["B"] = TimeSpan.FromMilliseconds(90), ["C"] = TimeSpan.FromMilliseconds(20) } };
        Trees.Resolve(T5, client).ShouldBe("C 100");
        Trees.Resolve(T5, client, sick: "C").ShouldBe("B 100");
        Trees.Resolve(T5, client, sick: "BC").ShouldBe("A 100");
    }

    [Fact]
    public void A_branch_of_several_regions_counts_with_its_smallest_latency()
    {
        var tree = new LatencyNode([new(A, Dublin), new(Priority(B, C), null)]);
        var client = new ClientLocation
        {
            Latencies = new Dictionary<RegionId, TimeSpan> { ["A"] = TimeSpan.FromMilliseconds(30), ["B"] = TimeSpan.FromMilliseconds(90), ["C"] = TimeSpan.FromMilliseconds(20) },
        };
        Trees.Resolve(tree, client).ShouldBe("B 100");
    }

    [Fact]
    public void A_branch_at_an_unknown_place_comes_after_all_whose_distance_is_known() =>
        Trees.Resolve(new LatencyNode([new(A, null), new(B, Singapore)]), Paris).ShouldBe("B 100");

    [Fact]
    public void One_answer_holds_no_more_children_than_allowed_and_the_next_ones_replace_the_lost()
    {
        var tree = new MultivalueNode([A, B, C]) { MaximumAnswers = 2 };
        Trees.Resolve(tree, Paris).ShouldBe("A 50, B 50");
        Trees.Resolve(tree, Paris, sick: "A").ShouldBe("B 50, C 50");
        Trees.Resolve(tree, Paris, "A 10, B 50").ShouldBe("A 7.5, B 47.5, C 45");
    }

    [Fact]
    public void An_endpoint_that_nobody_checks_counts_as_healthy_always() =>
        Trees.Resolve(Priority(A, new EndpointNode("B") { HealthChecked = false }, C), Paris, sick: "ABC").ShouldBe("B 100");

    [Fact]
    public void Resolving_with_every_region_drained_is_refused()
    {
        RoutingResolver.CanResolve(T2, Shares("A 0, B 0")).ShouldBeFalse();
        RoutingResolver.CanResolve(T2, Shares("A 0, B 1")).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => Trees.Resolve(T2, Paris, "A 0, B 0")).Message.ShouldContain("keep at least one");
    }

    [Fact]
    public void Extreme_weights_and_shares_still_add_up()
    {
        var tree = Weighted((double.MaxValue, A), (double.MaxValue, B), (double.Epsilon, C));
        Trees.Resolve(tree, Paris).ShouldBe("A 50, B 50");
        Trees.Resolve(tree, Paris, sick: "AB").ShouldBe("C 100");
        Print(RoutingResolver.Resolve(C, Paris, static _ => true, MultiRegion.Routing.Shares.AllFull.With("C", new(double.Epsilon)))).ShouldBe("C 100");
    }
}
