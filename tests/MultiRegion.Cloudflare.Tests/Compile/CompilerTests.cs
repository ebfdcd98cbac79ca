using System.Collections.Immutable;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Cloudflare.Tests.Compile.Compilations;

namespace MultiRegion.Cloudflare.Tests.Compile;

/// <summary>What documents a tree becomes, and what is refused or lost on the way.</summary>
public sealed class CompilerTests
{
    [Fact]
    public void A_priority_is_the_order_of_the_pools()
    {
        var balancer = Compiled(Trees.T1).Balancer;

        (balancer.SteeringPolicy, balancer.FallbackPool).ShouldBe(("off", Pool("A")));
        balancer.DefaultPools!.Value.ShouldBe([Pool("A"), Pool("B"), Pool("C")]);
    }

    [Fact]
    public void Weights_are_random_steering_in_hundredths()
    {
        var balancer = Compiled(Trees.T2).Balancer;

        (balancer.SteeringPolicy, balancer.FallbackPool).ShouldBe(("random", Pool("A")));
        (balancer.RandomSteering!.PoolWeights![Pool("A")] / balancer.RandomSteering.PoolWeights[Pool("B")]).ShouldBe(1.5, 1e-9);
    }

    [Fact]
    public void A_share_of_a_weighted_region_changes_the_balancer_alone()
    {
        var (full, partial) = (Compiled(Trees.T2), Compiled(Trees.T2, "A 10"));

        Fields(partial).ShouldBe(Fields(full));
        partial.Balancer.RandomSteering.ShouldNotBe(full.Balancer.RandomSteering);
    }

    [Fact]
    public void A_share_elsewhere_is_what_the_pool_does_not_give_away()
    {
        var partial = Compiled(Trees.T1, "A 10");

        partial.Pools[Pool("A")].LoadShedding!.DefaultPercent.ShouldBe(90);
        partial.Pools[Pool("B")].LoadShedding!.DefaultPercent.ShouldBe(0);
        partial.Balancer.FallbackPool.ShouldBe(Pool("A"), "when the others are down the region must take all");
    }

    [Fact]
    public void A_drain_changes_the_balancer_alone()
    {
        var (full, drained) = (Compiled(Trees.T4), Compiled(Trees.T4, "A 0"));

        Fields(drained).ShouldBe(Fields(full));
        Twin.Documents.Named(drained.Balancer).ShouldNotContain(Pool("A"));
    }

    [Fact]
    public void Areas_are_lists_of_regions_and_countries_that_go_on_to_the_larger_area()
    {
        var tree = new GeographicNode([new(new(GeographicScope.Continent, "EU"), Trees.A), new(new(GeographicScope.Country, "fr"), Trees.B)], Trees.C);
        var balancer = Compiled(tree).Balancer;

        balancer.SteeringPolicy.ShouldBe("geo");
        balancer.RegionPools!.Keys.ShouldBe(["EEU", "WEU"]);
        balancer.RegionPools["WEU"].ShouldBe([Pool("A"), Pool("C")]);
        balancer.CountryPools!.ShouldHaveSingleItem().Key.ShouldBe("FR");
        balancer.CountryPools["FR"].ShouldBe([Pool("B"), Pool("A"), Pool("C")]);
    }

    [Fact]
    public void Latency_is_proximity_with_the_places_on_the_pools()
    {
        var compiled = Compiled(Trees.T5);

        compiled.Balancer.SteeringPolicy.ShouldBe("proximity");
        (compiled.Pools[Pool("A")].Latitude, compiled.Pools[Pool("A")].Longitude).ShouldBe((53.3, -6.3));
    }

    [Fact]
    public void Latency_is_measured_when_asked_for_or_without_places()
    {
        Compiled(Trees.T5, settings: new() { MeasuredLatency = true }).Balancer.SteeringPolicy.ShouldBe("dynamic_latency");
        Compiled(new LatencyNode([new(Trees.A, null), new(Trees.B, null)])).Balancer.SteeringPolicy.ShouldBe("dynamic_latency");
    }

    [Fact]
    public void Measured_latency_is_answered_as_the_tree_says_for_whoever_was_measured()
    {
        var client = Trees.Paris with { Latencies = new Dictionary<RegionId, TimeSpan> { ["A"] = TimeSpan.FromMilliseconds(90), ["B"] = TimeSpan.FromMilliseconds(80), ["C"] = TimeSpan.FromMilliseconds(10) } };
        var compiled = Compiled(Trees.T5, settings: new() { MeasuredLatency = true });

        ForEachHealth(["A", "B", "C"], isHealthy =>
        {
            if (IsServed(Trees.T5, client, isHealthy, Shares.AllFull))
            {
                Ask(compiled, client, isHealthy).ShouldBe(Reference(Trees.T5, client, isHealthy, Shares.AllFull));
            }
        });
    }

    [Fact]
    public void Weights_before_one_region_make_that_region_the_fallback()
    {
        var balancer = Compiled(Trees.Priority(Trees.Weighted((1, Trees.A), (1, Trees.B)), Trees.C)).Balancer;

        balancer.DefaultPools!.Value.ShouldBe([Pool("A"), Pool("B")]);
        balancer.FallbackPool.ShouldBe(Pool("C"));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, 60.0)]
    public void A_TTL_is_written_only_where_it_acts(bool proxied, double? ttl)
    {
        var compiled = Compiled(Trees.T1, settings: new() { Proxied = proxied });

        compiled.Balancer.Ttl.ShouldBe(ttl);
        compiled.Losses.ShouldBeEmpty();
        Losses(Compiled(Trees.T1 with { Ttl = TimeSpan.FromSeconds(20) }, settings: new() { Proxied = proxied })).Contains("TTL", StringComparison.Ordinal).ShouldBe(proxied);
    }

    [Fact]
    public void Affinity_without_a_proxy_is_a_loss_and_not_written()
    {
        var tree = Trees.T1 with { Affinity = new(SessionAffinityKind.Cookie, TimeSpan.FromHours(1)) };
        var (proxied, not) = (Compiled(tree, settings: new() { SessionDrain = 120, ZeroDowntimeFailover = "sticky" }), Compiled(tree, settings: new() { Proxied = false }));

        (proxied.Balancer.SessionAffinity, proxied.Balancer.SessionAffinityTtl).ShouldBe(("cookie", 3600));
        (proxied.Balancer.SessionAffinityAttributes!.DrainDuration, proxied.Balancer.SessionAffinityAttributes.ZeroDowntimeFailover).ShouldBe((120, "sticky"));
        not.Balancer.SessionAffinity.ShouldBe("none");
        Losses(not).ShouldContain("only where it proxies");
    }

    [Theory]
    [InlineData(60, 1800)]
    [InlineData(8_640_000, 604_800)]
    public void A_session_that_is_too_short_or_too_long_is_brought_into_range_and_said(int asked, int written)
    {
        var compiled = Compiled(Trees.T1 with { Affinity = new(SessionAffinityKind.ClientAddress, TimeSpan.FromSeconds(asked)) });

        (compiled.Balancer.SessionAffinity, compiled.Balancer.SessionAffinityTtl).ShouldBe(("ip_cookie", written));
        Losses(compiled).ShouldContain("sessions last");
    }

    [Fact]
    public void Another_affinity_below_the_root_is_a_loss()
    {
        var tree = Trees.Priority(Trees.A with { Affinity = new(SessionAffinityKind.Cookie) }, Trees.B);

        var compiled = Compiled(tree);

        compiled.Balancer.SessionAffinity.ShouldBe("cookie");
        Losses(compiled).ShouldContain("one kind for all its pools");
    }

    [Fact]
    public void A_rule_follows_its_regions_and_is_left_out_while_all_of_them_are_drained()
    {
        var settings = new CompileSettings { Rules = Rules(new("reports", "http.request.uri.path contains \"/reports\"", ["B", "A"])) };

        Compiled(Trees.T1, settings: settings).Balancer.Rules!.Value.ShouldHaveSingleItem().Overrides!.DefaultPools!.Value.ShouldBe([Pool("B"), Pool("A")]);
        var partly = Compiled(Trees.T1, "B 0", settings).Balancer.Rules!.Value.ShouldHaveSingleItem().Overrides!;
        (partly.DefaultPools!.Value.Single(), partly.FallbackPool).ShouldBe((Pool("A"), Pool("A")));
        var gone = Compiled(Trees.T1, "A 0, B 0", settings);
        gone.Balancer.Rules!.Value.ShouldBeEmpty();
        Losses(gone).ShouldContain("rule 'reports' is left out");
    }

    [Fact]
    public void A_data_centre_has_an_order_of_its_own_and_answers_as_the_tree_says_while_all_its_regions_are_drained()
    {
        var settings = new CompileSettings { DataCentres = Centres(new("LHR", ["B", "A"])) };
        string Answer(string shares, string pop) => Compilations.Answer(Compiled(Trees.T1, shares, settings), new() { Pop = pop }, static _ => true).Parts.ShouldHaveSingleItem().Pool;

        (Answer("", "LHR"), Answer("", "CDG")).ShouldBe((Pool("B"), Pool("A")));
        (Answer("B 0", "LHR"), Answer("A 0, B 0", "LHR")).ShouldBe((Pool("A"), Pool("C")));
        Losses(Compiled(Trees.T1, settings: settings)).ShouldContain("data centre LHR answers by its own order: B, A");
        Losses(Compiled(Trees.T1, "A 0, B 0", settings)).ShouldContain("data centre LHR answers as the tree says");
    }

    [Theory]
    [InlineData("T1", "Z", "data centre LHR: region Z is not in the service's tree")]
    [InlineData("T2", "A", "with geo steering alone")]
    [InlineData("T5", "A", "with geo steering alone")]
    public void A_data_centre_that_Cloudflare_would_ignore_is_refused_when_planning(string tree, string region, string reason) =>
        Refusal(Intent(Trees.ByName(tree), Shares.AllFull), new() { DataCentres = Centres(new("LHR", [region])) }).ShouldContain(reason);

    [Fact]
    public void Rules_and_data_centres_do_not_go_together() => Refusal(
        Intent(Trees.T1, Shares.AllFull), new() { DataCentres = Centres(new("LHR", ["A"])), Rules = Rules(new("r", "", ["A"])) }).ShouldContain("do not work together with geo steering");

    [Fact]
    public void A_rule_with_a_response_needs_no_region()
    {
        var settings = new CompileSettings { Rules = Rules(new("closed", "", [], new() { StatusCode = 503, MessageBody = "closed" })) };

        Compiled(Trees.T1, settings: settings).Balancer.Rules!.Value.ShouldHaveSingleItem().Terminates.ShouldBe(true);
    }

    [Theory]
    [InlineData("T3", "", "A", "do not work together with geo steering")]
    [InlineData("T1", "http.request.headers[\"cf-ipcountry\"] == \"US\"", "A", "holds a list for each lower-case name")]
    [InlineData("T1", "dns.qry.type == 28", "A", "dns fields exist only where Cloudflare does not proxy")]
    [InlineData("T1", "", "Z", "region Z is not in the service's tree")]
    public void A_rule_that_Cloudflare_ignores_or_refuses_is_refused_when_planning(string tree, string condition, string region, string reason) =>
        Refusal(Intent(Trees.ByName(tree), Shares.AllFull), new() { Rules = Rules(new("r", condition, [region])) }).ShouldContain(reason);

    [Fact]
    public void Weights_below_areas_are_refused() => Refusal(Intent(Trees.T7, Shares.AllFull)).ShouldContain("one ordered list of pools for each area");

    [Fact]
    public void Weights_over_priorities_are_refused() =>
        Refusal(Intent(Trees.Weighted((1, Trees.Priority(Trees.A, Trees.B)), (1, Trees.C)), Shares.AllFull)).ShouldContain("each branch must be one region");

    [Fact]
    public void Latency_of_which_some_places_are_missing_is_refused() =>
        Refusal(Intent(new LatencyNode([new(Trees.A, Trees.Dublin), new(Trees.B, null)]), Shares.AllFull)).ShouldContain("give every branch a location");

    [Fact]
    public void Measured_latency_without_a_health_check_is_refused() =>
        Refusal(Intent(Trees.T5, Shares.AllFull) with { HealthCheck = null }, new() { MeasuredLatency = true }).ShouldContain("the service has none");

    [Theory]
    [InlineData(GeographicScope.Subdivision, "US-CA", "use its country")]
    [InlineData(GeographicScope.Country, "XX", "there is no country XX")]
    [InlineData(GeographicScope.Continent, "AN", "no region for continent AN")]
    public void An_area_that_Cloudflare_does_not_know_is_refused(GeographicScope scope, string code, string reason) =>
        Refusal(Intent(new GeographicNode([new(new(scope, code), Trees.A)], Trees.B), Shares.AllFull)).ShouldContain(reason);

    [Fact]
    public void A_tree_of_which_everything_is_drained_is_refused() => Refusal(Intent(Trees.T2, Trees.Shares("A 0, B 0"))).ShouldContain("every region of its tree is drained");

    [Fact]
    public void A_region_without_an_endpoint_is_refused() =>
        Refusal(Intent(Trees.T1, Shares.AllFull) with { Endpoints = Addresses.Remove("B") }).ShouldContain("region B of its tree has no endpoint");

    [Fact]
    public void Two_regions_of_partial_shares_are_a_loss()
    {
        var compiled = Compiled(Trees.T1, "A 10, B 50");

        compiled.Losses.ShouldContain(static loss => loss.Kind == LossKind.Answers);
        compiled.Balancer.FallbackPool.ShouldBe(Pool("B"));
    }

    [Fact]
    public void A_port_of_its_own_is_a_loss_where_Cloudflare_proxies()
    {
        var intent = Intent(Trees.T1, Shares.AllFull) with { Endpoints = Addresses.SetItem("A", new("192.0.2.1", 8443)) };

        Losses(Compiled(intent)).ShouldContain("not to 8443");
        Compiled(intent, new() { Proxied = false }).Losses.ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_health_check_a_sick_region_is_answered_and_that_is_said()
    {
        var compiled = Compiled(Intent(Trees.T1, Shares.AllFull) with { HealthCheck = null });

        compiled.Monitors.ShouldBeEmpty();
        Losses(compiled).ShouldContain("a sick region is answered until our own shift");
    }

    [Theory]
    [InlineData("eu.west:1/a", "multiregion-shop-eu-west-1-a-")]
    [InlineData("eu-west-1", "multiregion-shop-eu-west-1")]
    public void A_pool_has_a_name_that_Cloudflare_takes(string region, string start)
    {
        var name = PoolNames.Of("multiregion", "shop", new(region, IsChecked: true));

        name.ShouldStartWith(start);
        name.ShouldAllBe(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' || letter == '_');
    }

    [Fact]
    public void Long_names_stay_apart()
    {
        string Name(string end) => PoolNames.Of("multiregion", "shop", new(new string('r', 200) + end, IsChecked: true));

        Name("1").Length.ShouldBeLessThanOrEqualTo(101);
        Name("1").ShouldNotBe(Name("2"));
    }

    private static string Pool(string region) => $"multiregion-shop-{region}";

    private static string Losses(CompiledService service) => string.Join('\n', service.Losses.Select(static loss => loss.Text));

    private static string Fields(CompiledService service) => string.Join('\n', service.Pools.Select(static pool => string.Join(' ', Cloudflare.Compile.Fields.Of(pool.Value))));

    private static ImmutableDictionary<string, ImmutableArray<DataCentre>> Centres(DataCentre centre) =>
        ImmutableDictionary<string, ImmutableArray<DataCentre>>.Empty.Add(Hostname, [centre]);

    private static ImmutableDictionary<string, ImmutableArray<RegionRule>> Rules(RegionRule rule) =>
        ImmutableDictionary<string, ImmutableArray<RegionRule>>.Empty.Add(Hostname, [rule]);
}
