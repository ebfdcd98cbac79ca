using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using static MultiRegion.Cloudflare.Tests.Twin.Documents;

namespace MultiRegion.Cloudflare.Tests.Twin;

/// <summary>What Cloudflare documents about choosing pools, statement by statement.</summary>
public sealed class SteeringStatements
{
    [Theory]
    [InlineData("off")]
    [InlineData("geo")]
    [InlineData("random")]
    [InlineData("dynamic_latency")]
    [InlineData("proximity")]
    [InlineData("least_outstanding_requests")]
    [InlineData("least_connections")]
    public void S71_There_are_seven_steering_policies(string policy) => Steering.PolicyOf(Balancer("A", "A", policy)).ShouldBe(policy);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void S71_An_empty_policy_is_off_without_pools_of_areas_and_geo_with_any(string? policy)
    {
        var balancer = Balancer("A B", "B", policy);

        Steering.PolicyOf(balancer).ShouldBe("off");
        Steering.PolicyOf(balancer with { RegionPools = Lists(), CountryPools = Lists(), PopPools = Lists() }).ShouldBe("off");
        Steering.PolicyOf(balancer with { RegionPools = Lists(("WEU", "B")) }).ShouldBe("geo");
        Steering.PolicyOf(balancer with { CountryPools = Lists(("FR", "B")) }).ShouldBe("geo");
        Steering.PolicyOf(balancer with { PopPools = Lists(("AMS", "B")) }).ShouldBe("geo");
    }

    [Fact]
    public void S71_Any_other_policy_is_none() => Should.Throw<NotSupportedException>(() => Steering.PolicyOf(Balancer("A", "A", "round_robin"))).Message.ShouldContain("round_robin");

    [Fact]
    public void S71_A_policy_that_there_is_not_is_found_in_rules_too()
    {
        Steering.Unknown(Balancer("A", "A", "round_robin")).ShouldBe("round_robin");
        Steering.Unknown(Balancer("A", "A") with { Rules = [new(), new() { Overrides = new() { SteeringPolicy = "nearest" } }] }).ShouldBe("nearest");
        Steering.Unknown(Balancer("A", "A", "") with { Rules = [new() { Overrides = new() { SteeringPolicy = "random" } }] }).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "A 100")]
    [InlineData("A", "B 100")]
    [InlineData("A B", "C 100")]
    public void S72_The_default_pools_are_asked_in_their_order(string sick, string answer) => Ask(Balancer("A B C", "C"), sick).ShouldBe(answer);

    [Theory]
    [InlineData("AMS", "NL", "WEU", "P 100")]
    [InlineData("CDG", "NL", "WEU", "N 100")]
    [InlineData("CDG", "FR", "WEU", "W 100")]
    [InlineData("NRT", "JP", "NEAS", "D 100")]
    [InlineData(null, null, null, "D 100")]
    public void S72_The_data_centre_has_the_word_before_the_country_and_the_country_before_the_region(string? pop, string? country, string? region, string answer) =>
        Ask(Areas, client: new() { Pop = pop, Country = country, Region = region }).ShouldBe(answer);

    [Fact]
    public void S72_A_list_of_an_area_is_asked_in_its_order_too() =>
        Ask(Balancer("D", "D", "geo") with { RegionPools = Lists(("WEU", "W V")) }, "W", new() { Region = "WEU" }).ShouldBe("V 100");

    [Fact]
    public void S73_The_fallback_pool_answers_when_all_others_are_unhealthy_whatever_its_own_health()
    {
        Ask(Balancer("A B", "F"), "A B").ShouldBe("F! 100");
        Ask(Balancer("A B", "F"), "A B F").ShouldBe("F! 100");
        Ask(Balancer("A B", "B"), "A B").ShouldBe("B! 100");
    }

    [Fact]
    public void S73_The_fallback_pool_answers_when_all_others_are_disabled() =>
        Ask(Balancer("A", "F"), pools: Pool("A") with { Enabled = false }).ShouldBe("F! 100");

    [Fact]
    public void S74_With_a_disabled_fallback_pool_a_proxied_name_gives_an_error_and_another_no_address()
    {
        var off = Pool("F") with { Enabled = false };

        Ask(Balancer("A", "F"), "A", pools: off).ShouldBe("530 with error 1016");
        Ask(Balancer("A", "F") with { Proxied = false }, "A", pools: off).ShouldBe("no address: the SOA record alone");
    }

    [Theory]
    [InlineData(null, "", false)]
    [InlineData(null, "A1 A2", false)]
    [InlineData(null, "A1 A2 A3", true)]
    [InlineData(2, "A1", false)]
    [InlineData(2, "A1 A2", true)]
    public void S75_A_pool_is_unhealthy_when_fewer_origins_than_its_minimum_are_healthy(int? minimum, string sick, bool passedOver) =>
        Ask(Balancer("A B", "B"), sick, pools: Pool("A", 3) with { MinimumOrigins = minimum }).ShouldBe(passedOver ? "B 100" : "A 100");

    [Fact]
    public void S76_An_origin_that_was_not_checked_yet_is_down_when_there_is_a_monitor() =>
        new PoolTwin(Pool("A"), static (_, _) => OriginState.Unknown).IsHealthy.ShouldBeFalse();

    [Fact]
    public void S76_Without_a_monitor_health_is_not_considered_at_all()
    {
        new PoolTwin(Pool("A", monitor: null), static (_, _) => OriginState.Down).IsHealthy.ShouldBeTrue();
        new PoolTwin(Pool("A", monitor: ""), static (_, _) => OriginState.Unknown).IsHealthy.ShouldBeTrue();
    }

    [Fact]
    public void S77_A_disabled_pool_gets_no_traffic_and_the_next_one_does() =>
        Ask(Balancer("A B", "B"), pools: Pool("A") with { Enabled = false }).ShouldBe("B 100");

    [Fact]
    public void S77_A_disabled_origin_counts_for_nothing()
    {
        var pool = Pool("A", 2);

        Ask(Balancer("A B", "B"), "A2", pools: pool with { Origins = [pool.Origins!.Value[0] with { Enabled = false }, pool.Origins.Value[1]] }).ShouldBe("B 100");
    }

    [Theory]
    [InlineData("", "A 60, B 40")]
    [InlineData("A", "B 100")]
    [InlineData("A B", "F! 100")]
    public void S80_Random_steering_is_in_proportion_to_the_weights_of_the_healthy_pools(string sick, string answer) =>
        Ask(Weighted("random", ("A", 0.6), ("B", 0.4)), sick).ShouldBe(answer);

    [Fact]
    public void S80_Pools_without_a_weight_have_the_default_weight() =>
        Ask(Balancer("A B", "F", "random") with { RandomSteering = new() { DefaultWeight = 0.2, PoolWeights = System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add("A", 0.6) } })
            .ShouldBe("A 75, B 25");

    [Fact]
    public void S80_The_default_weight_is_1() => Ask(Balancer("A B C D", "A", "random")).ShouldBe("A 25, B 25, C 25, D 25");

    [Fact]
    public void S80_Pools_of_weight_0_are_not_chosen() => Ask(Weighted("random", ("A", 0), ("B", 0.4)), "B").ShouldBe("F! 100");

    [Theory]
    [InlineData("least_outstanding_requests")]
    [InlineData("least_connections")]
    public void S80_Outstanding_requests_lower_a_weight_and_only_where_Cloudflare_proxies(string policy)
    {
        var balancer = Weighted(policy, ("A", 0.5), ("B", 0.5));
        var client = new EdgeClient { Outstanding = new Dictionary<string, int> { ["A"] = 2 } };

        Ask(balancer, client: client).ShouldBe("A 25, B 75");
        Ask(balancer with { Proxied = false }, client: client).ShouldBe("A 50, B 50");
    }

    [Theory]
    [InlineData(true, "pop", "always", "P 100")]
    [InlineData(false, "pop", "proximity", "S 100")]
    [InlineData(false, null, null, "S 100")]
    [InlineData(false, "pop", "always", "S 100")]
    [InlineData(false, "pop", "never", "P 100")]
    [InlineData(false, "pop", "geo", "P 100")]
    [InlineData(false, "resolver_ip", "never", "R 100")]
    public void S81_Proximity_goes_by_the_data_centre_when_proxied_and_else_by_the_location_strategy(bool proxied, string? mode, string? preferEcs, string answer)
    {
        var balancer = Balancer("P R S", "P", "proximity") with { Proxied = proxied, LocationStrategy = mode is null ? null : new(mode, preferEcs) };

        Ask(balancer, client: Everywhere, pools: [At("P", 10), At("R", 20), At("S", 30)]).ShouldBe(answer);
    }

    [Fact]
    public void S81_A_pool_without_both_coordinates_comes_last() =>
        Ask(Balancer("A B", "A", "proximity"), client: Everywhere, pools: [Pool("A") with { Latitude = 10 }, At("B", 80)]).ShouldBe("B 100");

    [Fact]
    public void S81_The_next_nearest_pool_answers_when_the_nearest_is_unhealthy() =>
        Ask(Balancer("A B C", "A", "proximity"), "A", Everywhere, At("A", 10), At("B", 80), At("C", 30)).ShouldBe("C 100");

    [Fact]
    public void S82_Dynamic_latency_knows_only_pools_with_health_checks()
    {
        var balancer = Balancer("A B C", "A", "dynamic_latency");
        var client = new EdgeClient { RoundTrips = new Dictionary<string, TimeSpan> { ["A"] = TimeSpan.FromMilliseconds(90), ["B"] = TimeSpan.FromMilliseconds(20), ["C"] = TimeSpan.FromMilliseconds(5) } };

        Ask(balancer, client: client, pools: Pool("C", monitor: null)).ShouldBe("B 100");
        Ask(balancer, "B", client, Pool("C", monitor: null)).ShouldBe("A 100");
        Ask(balancer).ShouldBe("A 100", "without any round-trip time the order decides");
    }

    [Theory]
    [InlineData("off", "A 10, B 90")]
    [InlineData("random", "A 5, B 95")]
    public void S90_A_pool_gives_a_percentage_away_to_the_next_one(string policy, string answer) =>
        Ask(Balancer("A B", "F", policy), pools: Shedding("A", 90)).ShouldBe(answer);

    [Fact]
    public void S90_A_pool_that_sheds_everything_is_no_part_of_the_answer() =>
        new CloudflareTwin(Balancer("A B", "B"), new Dictionary<string, Pool> { ["A"] = Shedding("A", 100), ["B"] = Pool("B") }, static (_, _) => OriginState.Up).Answer(new()).Parts.ShouldHaveSingleItem().Pool.ShouldBe("B");

    [Fact]
    public void S90_When_all_pools_shed_the_fallback_pool_gets_the_rest() =>
        Ask(Balancer("A B", "F"), pools: [Shedding("A", 90), Shedding("B", 50)]).ShouldBe("A 10, B 45, F! 45");

    [Fact]
    public void S90_The_fallback_pool_sheds_nothing() => Ask(Balancer("A", "A"), "A", pools: Shedding("A", 90)).ShouldBe("A! 100");

    [Fact]
    public void S90_Shedding_acts_in_every_balancer_that_uses_the_pool() =>
        new[] { Balancer("A B", "B"), Balancer("C A B", "B") }.Select(static balancer => Ask(balancer, "C", pools: Shedding("A", 90))).Distinct().ShouldBe(["A 10, B 90"]);

    [Fact]
    public void S90_By_chance_what_is_shed_is_drawn_for_again_among_the_others()
    {
        Ask(Weighted("random", ("A", 0.5), ("B", 0.3), ("C", 0.2)), pools: Shedding("A", 50)).ShouldBe("A 25, B 45, C 30");
        Ask(Weighted("random", ("A", 0.5), ("B", 0.5)), pools: [Shedding("A", 50), Shedding("B", 50)]).ShouldBe("A 37.5, B 37.5, F! 25");
        Ask(Weighted("random", ("A", 0.5), ("B", 0)), pools: [Shedding("A", 50)]).ShouldBe("A 50, F! 50");
    }

    [Theory]
    [InlineData(-5, "A 100")]
    [InlineData(0, "A 100")]
    [InlineData(100, "B 100")]
    [InlineData(130, "B 100")]
    public void S90_A_percentage_is_0_to_100(double percent, string answer) => Ask(Balancer("A B", "F"), pools: Shedding("A", percent)).ShouldBe(answer);

    [Theory]
    [InlineData("pop", "always", false, "P 100")]
    [InlineData("resolver_ip", "always", false, "R 100")]
    [InlineData("resolver_ip", "always", true, "P 100")]
    [InlineData("pop", "proximity", false, "P 100")]
    public void S81_What_is_not_known_of_a_client_is_passed_over_on_the_way_to_the_data_centre(string mode, string preferEcs, bool withoutResolver, string answer)
    {
        var client = Everywhere with { SubnetLocation = null, ResolverLocation = withoutResolver ? null : new(20, 0) };

        Ask(Balancer("S R P", "S", "proximity") with { Proxied = false, LocationStrategy = new(mode, preferEcs) }, client: client, pools: [At("P", 10), At("R", 20), At("S", 30)]).ShouldBe(answer);
    }

    [Fact]
    public void S81_A_client_of_whom_nothing_is_known_gets_the_pools_in_their_order() => Ask(Balancer("B A", "A", "proximity"), client: new(), pools: [At("A", 1), At("B", 80)]).ShouldBe("B 100");

    [Fact]
    public void S106_When_every_pool_of_an_area_is_down_the_fallback_pool_answers_and_not_the_default_pools() =>
        Ask(Areas, "W", new() { Country = "FR", Region = "WEU" }).ShouldBe("F! 100");

    private static LoadBalancer Areas => Balancer("D", "F", "geo") with
    {
        PopPools = Lists(("AMS", "P")),
        CountryPools = Lists(("NL", "N")),
        RegionPools = Lists(("WEU", "W")),
    };

    private static EdgeClient Everywhere => new() { PopLocation = new(10, 0), ResolverLocation = new(20, 0), SubnetLocation = new(30, 0) };

    private static Pool At(string name, double latitude) => Pool(name) with { Latitude = latitude, Longitude = 0 };

    private static LoadBalancer Weighted(string policy, params (string Pool, double Weight)[] weights) => Balancer(string.Join(' ', weights.Select(static pair => pair.Pool)), "F", policy) with
    {
        RandomSteering = new() { DefaultWeight = 1, PoolWeights = System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(weights.Select(static pair => KeyValuePair.Create(pair.Pool, pair.Weight))) },
    };
}
