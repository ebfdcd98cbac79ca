using System.Collections.Immutable;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using static MultiRegion.Cloudflare.Tests.Twin.Documents;

namespace MultiRegion.Cloudflare.Tests.Twin;

/// <summary>What Cloudflare documents about checks, sessions, rules and limits, statement by statement.</summary>
public sealed class HandlingStatements
{
    [Theory]
    [InlineData(0, 0, "+-", OriginState.Down)]
    [InlineData(0, 0, "-+", OriginState.Up)]
    [InlineData(0, 3, "--", OriginState.Up)]
    [InlineData(0, 3, "---", OriginState.Down)]
    [InlineData(0, 3, "--+--", OriginState.Up)]
    [InlineData(2, 0, "-+", OriginState.Down)]
    [InlineData(2, 0, "-++", OriginState.Up)]
    [InlineData(2, 3, "---+-++", OriginState.Up)]
    [InlineData(2, 3, "---+-+", OriginState.Down)]
    [InlineData(0, 3, "--++-", OriginState.Up)]
    internal void S78_An_origin_changes_after_so_many_checks_in_a_row_by_default_after_one(int up, int down, string checks, OriginState state) =>
        MonitorTwin.After(new() { ConsecutiveUp = up, ConsecutiveDown = down }, OriginState.Up, checks.Select(static check => check == '+')).ShouldBe(state);

    [Theory]
    [InlineData("READY", true)]
    [InlineData("not Ready yet", true)]
    [InlineData("down", false)]
    public void S78_The_body_must_hold_the_text_in_whatever_case(string body, bool good) =>
        MonitorTwin.IsGood(new() { ExpectedCodes = "2xx", ExpectedBody = "ready" }, 200, body).ShouldBe(good);

    [Theory]
    [InlineData(null, 200, true)]
    [InlineData(null, 204, false)]
    [InlineData("2xx", 204, true)]
    [InlineData("2xx", 302, false)]
    [InlineData("200-399", 302, true)]
    [InlineData("200-399", 400, false)]
    [InlineData("soon", 200, false)]
    [InlineData("200-399", 200, true)]
    [InlineData("200-399", 399, true)]
    [InlineData("200-399", 199, false)]
    [InlineData("3XX", 304, true)]
    [InlineData("2x0", 220, false)]
    [InlineData("200-soon", 200, false)]
    [InlineData("soon-300", 200, false)]
    [InlineData("200-300-400", 250, false)]
    public void S78_The_status_must_be_an_expected_one(string? codes, int status, bool good) => MonitorTwin.IsGood(new() { ExpectedCodes = codes }, status, "").ShouldBe(good);

    [Fact]
    public void S78_The_user_agent_cannot_be_set_and_other_headers_are_not_sent_by_us()
    {
        var findings = new Findings();
        var monitors = new Monitors(new(), findings);
        var key = monitors.Of(new("192.0.2.1"), new HttpProbeDefinition { Headers = ImmutableSortedDictionary<string, string>.Empty.Add("User-Agent", "us").Add("X-Key", "s3cret") });

        monitors.Made[key!].Header!.ShouldBeEmpty();
        findings.Losses.ShouldHaveSingleItem().Text.ShouldContain("User-Agent, X-Key");
        findings.Losses[0].Text.ShouldNotContain("s3cret");
    }

    [Fact]
    public void S79_An_account_has_limits_and_another_plan_others()
    {
        PlanLimits.Standard.ShouldBe(new(20, 20, 20, 15));
        PlanLimits.Standard.Monitors.ShouldBe(30);
        PlanLimits.Enterprise.ShortestInterval.ShouldBe(10);
        PlanLimits.LongestInterval.ShouldBe(3600);
        PlanLimits.Standard.Excess(20, 20, 20, 30).ShouldBeNull();
        new PlanLimits(1, 3, 1, 15).Monitors.ShouldBe(4);
        PlanLimits.Enterprise.Monitors.ShouldBe(int.MaxValue);
        PlanLimits.Standard.Excess(21, 1, 1, 1).ShouldBe("21 load balancers of at most 20");
        PlanLimits.Standard.Excess(1, 21, 1, 1).ShouldBe("21 pools of at most 20");
        PlanLimits.Standard.Excess(1, 1, 21, 1).ShouldBe("21 endpoints of at most 20");
        PlanLimits.Standard.Excess(1, 1, 1, 31).ShouldBe("31 monitors of at most 30");
        PlanLimits.Enterprise.Excess(1000, 1000, 1000, 1000).ShouldBeNull();
    }

    [Theory]
    [InlineData(521, 1, 1, "SamePool")]
    [InlineData(522, 0, 1, "None")]
    [InlineData(523, 0, 0, "None")]
    [InlineData(525, 1, 0, "SamePool")]
    [InlineData(526, 1, 0, "SamePool")]
    [InlineData(500, 1, 1, "None")]
    [InlineData(503, 1, 1, "None")]
    public void S83_A_request_is_sent_once_more_when_the_endpoint_could_not_be_reached_and_another_is_healthy(int status, int same, int elsewhere, string retry) =>
        ZeroDowntime.Of(Balancer("A", "A"), status, same, elsewhere, isPinned: false).ToString().ShouldBe(retry);

    [Fact]
    public void S83_To_another_pool_only_with_adaptive_routing()
    {
        var balancer = Balancer("A", "A") with { AdaptiveRouting = new(FailoverAcrossPools: true) };

        ZeroDowntime.Of(balancer, 521, 0, 1, isPinned: false).ShouldBe(Retry.OtherPool);
        ZeroDowntime.Of(balancer, 521, 1, 1, isPinned: false).ShouldBe(Retry.SamePool);
        ZeroDowntime.Of(balancer, 521, 0, 0, isPinned: false).ShouldBe(Retry.None);
        ZeroDowntime.Of(balancer with { AdaptiveRouting = new((bool?)null) }, 521, 0, 1, isPinned: false).ShouldBe(Retry.None);
    }

    [Theory]
    [InlineData("cookie", 82_800.0)]
    [InlineData("ip_cookie", 82_800.0)]
    [InlineData("header", 1800.0)]
    [InlineData("none", null)]
    [InlineData("", null)]
    public void S84_Sessions_last_23_hours_by_cookies_and_half_an_hour_by_headers(string affinity, double? seconds) =>
        SessionTwin.DurationOf(Balancer("A", "A") with { SessionAffinity = affinity }).ShouldBe(seconds);

    [Fact]
    public void S84_The_range_of_a_session_depends_on_its_kind()
    {
        SessionTwin.Range("cookie").ShouldBe((1800, 604_800));
        SessionTwin.Range("ip_cookie").ShouldBe((1800, 604_800));
        SessionTwin.Range("header").ShouldBe((30, 3600));
        SessionTwin.DurationOf(Balancer("A", "A") with { SessionAffinity = "header", SessionAffinityTtl = 60 }).ShouldBe(60);
        SessionTwin.DurationOf(Balancer("A", "A") with { SessionAffinity = "cookie", SessionAffinityTtl = 2000 }).ShouldBe(2000);
    }

    [Theory]
    [InlineData(true, "cookie", 100)]
    [InlineData(false, "none", 0)]
    [InlineData(null, "none", 0)]
    public void S85_Sessions_and_their_drain_need_a_proxied_balancer(bool? proxied, string acting, double drain)
    {
        var balancer = Balancer("A", "A") with { Proxied = proxied, SessionAffinity = "cookie", SessionAffinityAttributes = new() { DrainDuration = 100 } };

        SessionTwin.AffinityOf(balancer).ShouldBe(acting);
        SessionTwin.DrainOf(balancer).ShouldBe(drain);
        SessionTwin.DrainOf(balancer with { SessionAffinity = "none" }).ShouldBe(0);
        SessionTwin.DrainOf(balancer with { SessionAffinityAttributes = null }).ShouldBe(0);
    }

    [Theory]
    [InlineData("cookie", "sticky", "SamePool")]
    [InlineData("cookie", "temporary", "SamePool")]
    [InlineData("cookie", "none", "None")]
    [InlineData("cookie", null, "None")]
    [InlineData("header", "sticky", "None")]
    [InlineData("header", "temporary", "SamePool")]
    public void S85_Sessions_by_headers_know_no_sticky_failover(string affinity, string? failover, string retry)
    {
        var balancer = Balancer("A", "A") with { SessionAffinity = affinity, SessionAffinityAttributes = new() { ZeroDowntimeFailover = failover } };

        ZeroDowntime.Of(balancer, 521, 1, 0, isPinned: true).ToString().ShouldBe(retry);
        ZeroDowntime.Of(balancer with { Proxied = false }, 521, 1, 0, isPinned: true).ShouldBe(Retry.SamePool);
    }

    [Fact]
    public void S86_Only_a_name_that_is_not_proxied_has_a_TTL_of_its_own_by_default_30_s()
    {
        SessionTwin.TtlOf(Balancer("A", "A") with { Ttl = 120 }).ShouldBeNull();
        SessionTwin.TtlOf(Balancer("A", "A") with { Proxied = false, Ttl = 120 }).ShouldBe(120);
        SessionTwin.TtlOf(Balancer("A", "A") with { Proxied = null }).ShouldBe(30);
    }

    [Fact]
    public void S87_Custom_rules_do_nothing_beside_geo_steering()
    {
        var balancer = Balancer("A", "A", "geo") with { Rules = [Rule("", "B")] };

        Ask(balancer).ShouldBe("A 100");
        Ask(balancer with { SteeringPolicy = "off" }).ShouldBe("B 100");
    }

    [Theory]
    [InlineData("http.request.headers[\"cf-ipcountry\"] == \"US\"", true, true)]
    [InlineData("http.request.headers[\"cf-ipcountry\"] eq \"US\"", true, true)]
    [InlineData("http.request.headers[\"x-a\"] contains \"b\"", true, true)]
    [InlineData("http.request.headers[\"cf-ipcountry\"] in {\"US\" \"CA\"}", true, true)]
    [InlineData("http.request.headers[\"x-a\"] strict wildcard \"b*\"", true, true)]
    [InlineData("any(http.request.headers[\"x-a\"][*] in {\"b\"})", true, false)]
    [InlineData("http.request.headers[\"cf-ipcountry\"][0] == \"US\"", true, false)]
    [InlineData("any(http.request.headers[\"cf-ipcountry\"][*] == \"US\")", true, false)]
    [InlineData("http.request.uri.path contains \"/a\"", false, true)]
    [InlineData("http.request.uri.path contains \"/a\"", true, false)]
    [InlineData("dns.qry.type == 28", true, true)]
    [InlineData("dns.qry.type == 28", false, false)]
    [InlineData("dns.qry.type == 28", null, false)]
    public void S88_A_header_is_a_list_and_fields_exist_only_where_Cloudflare_sees_them(string condition, bool? proxied, bool wrong) =>
        (Conditions.Mistake(condition, proxied) is not null).ShouldBe(wrong);

    [Fact]
    public void S89_Rules_run_by_priority_the_lowest_first_and_a_later_one_overrides()
    {
        var balancer = Balancer("A", "A") with { Rules = [Rule("y", "B") with { Priority = 2 }, Rule("x", "C") with { Priority = 1 }] };

        Ask(balancer, client: Matching("x", "y")).ShouldBe("B 100");
        Ask(balancer, client: Matching("x")).ShouldBe("C 100");
        Ask(balancer, client: Matching()).ShouldBe("A 100");
    }

    [Fact]
    public void S89_Without_priorities_rules_run_in_their_order() =>
        Ask(Balancer("A", "A") with { Rules = [Rule("x", "B"), Rule("x", "C")] }, client: Matching("x")).ShouldBe("C 100");

    [Fact]
    public void S89_A_rule_that_terminates_is_the_last() =>
        Ask(Balancer("A", "A") with { Rules = [Rule("x", "B") with { Terminates = true }, Rule("x", "C")] }, client: Matching("x")).ShouldBe("B 100");

    [Fact]
    public void S89_A_disabled_rule_does_not_run() => Ask(Balancer("A", "A") with { Rules = [Rule("", "B") with { Disabled = true }] }).ShouldBe("A 100");

    [Fact]
    public void S89_A_fixed_response_ends_the_row() =>
        Ask(Balancer("A", "A") with { Rules = [new() { FixedResponse = new() { StatusCode = 503 } }, Rule("", "B")] }).ShouldBe("fixed 503");

    [Fact]
    public void S89_Overrides_reach_the_fallback_the_weights_and_the_policy()
    {
        var rule = new BalancerRule { Overrides = new() { DefaultPools = ["B", "C"], FallbackPool = "D", SteeringPolicy = "random", RandomSteering = new() { DefaultWeight = 1 } } };
        var balancer = Balancer("A", "A") with { Rules = [rule] };

        Ask(balancer).ShouldBe("B 50, C 50");
        Ask(balancer, "B C").ShouldBe("D! 100");
    }

    [Fact]
    public void S89_A_fixed_response_before_it_is_reached_by_no_terminated_row()
    {
        var ends = Rule("", "B") with { Terminates = true, Priority = 1 };
        var closed = new BalancerRule { Condition = "x", Priority = 2, FixedResponse = new() { StatusCode = 503 } };

        Ask(Balancer("A", "A") with { Rules = [closed, ends] }, client: Matching("x")).ShouldBe("B 100");
        Ask(Balancer("A", "A") with { Rules = [closed, ends with { Terminates = false }] }, client: Matching("x")).ShouldBe("fixed 503");
    }

    [Fact]
    public void S89_Overrides_reach_the_areas_the_sessions_and_the_places()
    {
        BalancerRule With(LoadBalancer overrides) => new() { Overrides = overrides };
        var geo = With(new() { SteeringPolicy = "geo", PopPools = Lists(("AMS", "P")), CountryPools = Lists(("NL", "N")), RegionPools = Lists(("WEU", "W")) });
        var areas = Lists(("WEU", "A"), ("NL", "A"), ("AMS", "A"));
        var balancer = Balancer("A", "A") with { RegionPools = areas, CountryPools = areas, PopPools = areas, Rules = [geo] };

        Ask(balancer, client: new() { Pop = "AMS", Country = "NL", Region = "WEU" }).ShouldBe("P 100");
        Ask(balancer, client: new() { Country = "NL", Region = "WEU" }).ShouldBe("N 100");
        Ask(balancer, client: new() { Region = "WEU" }).ShouldBe("W 100");
        Rules.Apply(Own with { Rules = [With(new() { SessionAffinity = "ip_cookie", SessionAffinityTtl = 2000, Ttl = 60, AdaptiveRouting = new(true), SessionAffinityAttributes = new() { DrainDuration = 7 }, LocationStrategy = new("pop", "never"), RandomSteering = new() { DefaultWeight = 0.5 } })] }, new())
            .Effective.ShouldSatisfyAllConditions(
                static effective => effective.SessionAffinity.ShouldBe("ip_cookie"),
                static effective => effective.SessionAffinityTtl.ShouldBe(2000),
                static effective => effective.Ttl.ShouldBe(60),
                static effective => effective.AdaptiveRouting!.FailoverAcrossPools.ShouldBe(true),
                static effective => effective.SessionAffinityAttributes!.DrainDuration.ShouldBe(7),
                static effective => effective.LocationStrategy!.PreferEcs.ShouldBe("never"),
                static effective => effective.RandomSteering!.DefaultWeight.ShouldBe(0.5));
    }

    [Fact]
    public void S89_What_a_rule_does_not_override_stays()
    {
        foreach (var rule in new[] { new BalancerRule { Overrides = new() }, new BalancerRule() })
        {
            var ruled = Own with { Rules = [rule] };
            Rules.Apply(ruled, new()).Effective.ShouldBe(ruled);
        }
    }

    [Fact]
    public void S91_A_pool_in_use_is_found_in_lists_left_overs_the_fallback_and_rules()
    {
        var balancer = Balancer("A", "F") with
        {
            RegionPools = Lists(("WEU", "R")),
            CountryPools = Lists(("FR", "C")),
            PopPools = Lists(("AMS", "P")),
            Rules = [Rule("", "U") with { Disabled = true }],
        };

        References.PoolsOf(balancer).ShouldBe(["A", "R", "C", "P", "F", "U"], ignoreOrder: true);
        References.Of("R", [balancer]).ShouldHaveSingleItem();
        References.Of("X", [balancer]).ShouldBeEmpty();
        References.Of("m", [Pool("A"), Pool("B", monitor: null)]).ShouldHaveSingleItem().Name.ShouldBe("A");
    }

    [Theory]
    [InlineData(null, null, true, true)]
    [InlineData(true, null, false, false)]
    [InlineData(false, false, false, true)]
    [InlineData(false, true, true, false)]
    public void S94_A_filter_says_which_changes_are_told_for_pools_and_for_origins(bool? disable, bool? healthy, bool tellsUp, bool tellsDown)
    {
        var filter = disable is null ? null : new FilterOptions(disable, healthy);
        var pool = Pool("A") with { NotificationFilter = new(Origin: null, Pool: filter) };

        Notifications.TellsOfPool(pool, becameHealthy: true).ShouldBe(tellsUp);
        Notifications.TellsOfPool(pool, becameHealthy: false).ShouldBe(tellsDown);
        Notifications.TellsOfOrigin(pool, becameHealthy: true).ShouldBeTrue();
        Notifications.TellsOfOrigin(pool with { NotificationFilter = new(filter, null) }, becameHealthy: true).ShouldBe(tellsUp);
    }

    /// <summary>A balancer that has a value of its own wherever a rule may have another.</summary>
    private static LoadBalancer Own => Balancer("A", "F", "random") with
    {
        SessionAffinity = "cookie",
        SessionAffinityTtl = 1900,
        SessionAffinityAttributes = new(),
        Ttl = 30,
        AdaptiveRouting = new(false),
        LocationStrategy = new("pop", "always"),
        RandomSteering = new(),
        RegionPools = Lists(("WEU", "W")),
        CountryPools = Lists(("NL", "N")),
        PopPools = Lists(("AMS", "P")),
    };

    private static BalancerRule Rule(string condition, string pools) => new() { Condition = condition, Overrides = new() { DefaultPools = [.. pools.Split(' ')] } };

    private static EdgeClient Matching(params string[] conditions) => new() { Matches = conditions.Contains };
}
