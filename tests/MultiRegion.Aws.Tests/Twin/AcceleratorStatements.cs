using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Twin;
using MultiRegion.Aws.Wire;

namespace MultiRegion.Aws.Tests.Twin;

public sealed class AcceleratorStatements
{
    private const string Balancer = "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/1";

    [Theory]
    [InlineData(100, 100, "a 1")]
    [InlineData(30, 100, "a 0.3, b 0.7")]
    [InlineData(0, 100, "b 1")]
    [InlineData(30, 50, "a 0.46154, b 0.53846")]
    [InlineData(0, 0, "a 1")]
    public void S36_A_dial_takes_its_part_of_what_is_aimed_at_its_group(double near, double far, string landing) =>
        Connect([Group("near", near, ("a", 128)), Group("there", far, ("b", 128))]).ShouldBe(landing);

    [Fact]
    public void S36_The_dial_of_a_far_group_does_not_touch_clients_who_are_nearer_to_another() =>
        Connect([Group("near", 100, ("a", 128)), Group("there", 10, ("b", 128))]).ShouldBe("a 1");

    [Fact]
    public void S36_The_default_dial_is_100() => new EndpointGroup { Region = "near" }.Dial.ShouldBe(100);

    [Fact]
    public void S37_Existing_connections_stay_until_they_end() => AcceleratorTwin.Stays("a").ShouldBe("a");

    [Fact]
    public void S38_A_weight_is_0_to_255_with_128_as_default_and_shares_within_one_group()
    {
        Connect([Group("near", 100, ("a", 64), ("b", 192))]).ShouldBe("a 0.25, b 0.75");
        (AcceleratorRules.WeightOf(null), AcceleratorRules.WeightOf(5)).ShouldBe((128, 5));
        foreach (var (weight, fits) in new[] { (-1, false), (0, true), (255, true), (256, false) })
        {
            (AcceleratorRules.Check(Group("near", 100, ("a", weight))) is null).ShouldBe(fits);
        }
    }

    [Fact]
    public void S39_An_endpoint_of_weight_0_gets_no_new_traffic_even_when_healthy() =>
        Connect([Group("near", 100, ("a", 0), ("b", 1))]).ShouldBe("b 1");

    [Fact]
    public void S40_When_a_group_has_no_healthy_endpoint_another_is_tried_and_its_dial_is_ignored() =>
        Connect([Group("near", 100, ("a", 128)), Group("there", 0, ("b", 128))], "a").ShouldBe("b 1");

    [Fact]
    public void S40_The_search_begins_at_the_chosen_group_and_goes_on_with_the_nearest() =>
        Connect([Group("near", 0, ("a", 128)), Group("there", 100, ("b", 128)), Group("farther", 100, ("c", 128))], "b").ShouldBe("a 1");

    [Theory]
    [InlineData("a b", "c 1")]
    [InlineData("a b c", "a 0.5, x 0.5")]
    public void S41_After_the_three_closest_groups_any_endpoint_of_the_closest_must_do(string sick, string landing) => Connect(
        [Group("near", 100, ("a", 128), ("x", 0)), Group("there", 100, ("b", 128)), Group("farther", 100, ("c", 128)), Group("farthest", 100, ("d", 128))], sick).ShouldBe(landing);

    [Fact]
    public void S42_The_closest_for_failing_open_need_not_be_the_group_chosen_at_first() =>
        Connect([Group("near", 0, ("a", 128)), Group("there", 100, ("b", 128))], "a b").ShouldBe("a 1");

    [Fact]
    public void S43_A_healthy_endpoint_of_weight_0_beside_an_unhealthy_one_still_starts_the_search()
    {
        Connect([Group("near", 100, ("a", 128), ("x", 0)), Group("there", 100, ("b", 128))], "a").ShouldBe("b 1");
        Connect([Group("near", 100, ("a", 128), ("x", 0)), Group("there", 100, ("b", 128))], "a b").ShouldBe("a 0.5, x 0.5");
    }

    [Fact]
    public void S43_A_group_without_endpoints_is_never_chosen_nor_searched()
    {
        Connect([Group("near", 100), Group("there", 100, ("b", 128))]).ShouldBe("b 1");
        Connect([Group("near", 100), Group("there", 100, ("b", 128))], "b").ShouldBe("b 1");
        Connect([Group("near", 100), Group("there", 0, ("b", 128))]).ShouldBe("b 1");
        Connect([Group("near", 100)]).ShouldBe("");
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void S44_New_connections_return_about_30_s_after_a_recovery(int seconds, bool isBack) => AcceleratorTwin.IsBack(TimeSpan.FromSeconds(seconds)).ShouldBe(isBack);

    [Theory]
    [InlineData(Balancer, true, false, true)]
    [InlineData(Balancer, false, true, false)]
    [InlineData("eipalloc-1", true, false, false)]
    [InlineData("i-1", false, true, true)]
    public void S45_For_load_balancers_their_own_checks_decide(string endpoint, bool own, bool groups, bool healthy) =>
        AcceleratorRules.IsHealthy(endpoint, own, groups).ShouldBe(healthy);

    [Fact]
    public void S46_The_group_check_has_its_defaults_and_ranges()
    {
        var group = Group("near", 100);
        (group.HealthInterval, group.Threshold, group.HealthProtocol).ShouldBe((30, 3, "TCP"));
        var listener = new Listener(null, "TCP", "NONE", [new(8443, 8443), new(443, 443)]);
        (AcceleratorRules.HealthPortOf(group, listener), AcceleratorRules.HealthPortOf(group with { HealthPort = 80 }, listener)).ShouldBe((8443, 80));
        AcceleratorRules.Check(group).ShouldBeNull();
        AcceleratorRules.Check(group with { HealthInterval = 10 }).ShouldBeNull();
        AcceleratorRules.Check(group with { HealthInterval = 20 }).ShouldNotBeNull().Detail.ShouldContain("10 or 30");
        foreach (var (threshold, fits) in new[] { (0, false), (1, true), (10, true), (11, false) })
        {
            (AcceleratorRules.Check(group with { Threshold = threshold }) is null).ShouldBe(fits);
        }

        foreach (var (dial, fits) in new[] { (-0.1, false), (0, true), (100, true), (100.1, false) })
        {
            (AcceleratorRules.Check(group with { Dial = dial }) is null).ShouldBe(fits);
        }
    }

    [Fact]
    public void S48_There_is_one_group_per_region_and_listener_and_there_are_limits()
    {
        ImmutableArray<EndpointGroup> Groups(int count) => [.. Enumerable.Range(0, count).Select(static i => Group($"r{i}", 100))];
        AcceleratorRules.Check([[Group("near", 100), Group("near", 100)]]).ShouldNotBeNull().Detail.ShouldContain("one group per region");
        AcceleratorRules.Check([[Group("near", 100)], [Group("near", 100)]]).ShouldBeNull();
        AcceleratorRules.Check([Groups(42)]).ShouldBeNull();
        AcceleratorRules.Check([Groups(42), Groups(1)]).ShouldNotBeNull().Detail.ShouldContain("42");
        AcceleratorRules.Check([.. Enumerable.Repeat(Groups(1), 10)]).ShouldBeNull();
        AcceleratorRules.Check([.. Enumerable.Repeat(Groups(1), 11)]).ShouldNotBeNull().Detail.ShouldContain("10 listeners");
        ImmutableArray<AcceleratorEndpoint> Endpoints(int count) => [.. Enumerable.Range(0, count).Select(static i => new AcceleratorEndpoint($"e{i}", 128))];
        AcceleratorRules.Add(Group("near", 100), Endpoints(10), isChanging: false).Value!.Endpoints.Length.ShouldBe(10);
        AcceleratorRules.Add(Group("near", 100), Endpoints(11), isChanging: false).Problem.ShouldNotBeNull().Detail.ShouldContain("10 endpoints");
    }

    [Fact]
    public void S49_All_calls_go_to_us_west_2() =>
        AwsEndpoint.GlobalAccelerator(new() { Region = "eu-west-1" }).Value!.SigningRegion.ShouldBe(AcceleratorRules.ControlRegion);

    [Fact]
    public void S50_An_update_names_all_endpoints_and_adding_leaves_the_others()
    {
        var group = Group("near", 100, ("a", 1));
        AcceleratorRules.Update(group, [new("b", 2)]).Value!.Endpoints.ShouldBe([new("b", 2)]);
        AcceleratorRules.Add(group, [new("b", 2)], isChanging: false).Value!.Endpoints.ShouldBe([new("a", 1), new("b", 2)]);
        AcceleratorRules.Add(group, [new("a", 2)], isChanging: false).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
    }

    [Fact]
    public void S51_Adding_while_another_change_is_under_way_is_to_be_tried_again() =>
        AcceleratorRules.Add(Group("near", 100), [new("a", 1)], isChanging: true).Problem.ShouldNotBeNull().Retryable.ShouldBeTrue();

    private static EndpointGroup Group(string region, double dial, params (string Id, int Weight)[] endpoints) =>
        new() { Region = region, Dial = dial, Endpoints = [.. endpoints.Select(static endpoint => new AcceleratorEndpoint(endpoint.Id, endpoint.Weight))] };

    private static string Connect(ImmutableArray<EndpointGroup> groups, string sick = "") => string.Join(", ",
        new AcceleratorTwin(groups, endpoint => !sick.Split(' ').Contains(endpoint)).Connect(static region => region.Length)
            .Select(static landing => FormattableString.Invariant($"{landing.Endpoint} {Math.Round(landing.Probability, 5)}")));
}
