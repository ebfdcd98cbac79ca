using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using static MultiRegion.Cloudflare.Tests.Twin.Documents;

namespace MultiRegion.Cloudflare.Tests.Twin;

/// <summary>What Cloudflare documents about requests that belong to a session, statement by statement.</summary>
public sealed class SessionStatements
{
    private static LoadBalancer Sticky => Balancer("A B", "B") with { SessionAffinity = "cookie", SessionAffinityTtl = 1800, SessionAffinityAttributes = new() { DrainDuration = 600 } };

    private static EdgeSession InB => new("B", "b1.example.net");

    [Fact]
    public void S84_A_session_stays_with_its_endpoint_although_a_new_request_would_go_elsewhere()
    {
        Ask(Sticky, client: new()).ShouldBe("A 100");
        Ask(Sticky, client: Of(InB)).ShouldBe("B 100");
    }

    [Theory]
    [InlineData("cookie", 1800.0, 1799, "B 100")]
    [InlineData("cookie", 1800.0, 1800, "A 100")]
    [InlineData("ip_cookie", null, 82_799, "B 100")]
    [InlineData("ip_cookie", null, 82_800, "A 100")]
    [InlineData("header", null, 1799, "B 100")]
    [InlineData("header", null, 1800, "A 100")]
    [InlineData("none", 1800.0, 0, "A 100")]
    public void S84_A_session_ends_with_its_time(string affinity, double? ttl, double age, string answer) =>
        Ask(Sticky with { SessionAffinity = affinity, SessionAffinityTtl = ttl }, client: Of(InB with { Age = age })).ShouldBe(answer);

    [Fact]
    public void S84_A_session_leaves_an_endpoint_that_is_unhealthy() => Ask(Sticky, "B", Of(InB)).ShouldBe("A 100");

    [Fact]
    public void S84_A_session_of_an_endpoint_that_is_gone_is_a_new_request()
    {
        Ask(Sticky, client: Of(InB with { Address = "old.example.net" })).ShouldBe("A 100");
        Ask(Sticky, client: Of(new("C", "c1.example.net")), pools: Pool("C")).ShouldBe("A 100", "a pool that the balancer does not name keeps nobody");
        Ask(Sticky, client: Of(InB), pools: Pool("B") with { Origins = null }).ShouldBe("A 100");
        new CloudflareTwin(Sticky, new Dictionary<string, Pool> { ["A"] = Pool("A") }, static (_, _) => OriginState.Up).Answer(Of(InB)).Parts.ShouldHaveSingleItem().Pool.ShouldBe("A");
    }

    [Fact]
    public void S84_A_session_is_not_of_the_fallback_although_its_pool_is() =>
        new CloudflareTwin(Sticky, new Dictionary<string, Pool> { ["A"] = Pool("A"), ["B"] = Pool("B") }, static (_, _) => OriginState.Up).Answer(Of(InB)).Parts.ShouldHaveSingleItem().IsFallback.ShouldBeFalse();

    [Fact]
    public void S85_Without_a_proxy_nobody_stays() => Ask(Sticky with { Proxied = false }, client: Of(InB)).ShouldBe("A 100");

    [Theory]
    [InlineData(0, "B 100")]
    [InlineData(599, "B 100")]
    [InlineData(600, "A 100")]
    public void S85_Sessions_of_a_disabled_endpoint_end_with_the_drain(double since, string answer) =>
        Ask(Sticky, client: Of(InB with { DisabledFor = since }), pools: Disabled("B")).ShouldBe(answer);

    [Fact]
    public void S85_Sessions_of_a_disabled_pool_drain_too_and_without_a_drain_end_at_once()
    {
        Ask(Sticky, client: Of(InB with { DisabledFor = 10 }), pools: Pool("B") with { Enabled = false }).ShouldBe("B 100");
        Ask(Sticky with { SessionAffinityAttributes = null }, client: Of(InB), pools: Disabled("B")).ShouldBe("A 100");
        Ask(Sticky with { SessionAffinityAttributes = null }, client: Of(InB), pools: Pool("B") with { Enabled = false }).ShouldBe("A 100");
    }

    [Fact]
    public void S77_A_disabled_endpoint_is_not_checked_so_that_a_drain_holds_sessions_also_where_it_is_down() =>
        Ask(Sticky, "B", Of(InB), Disabled("B")).ShouldBe("B 100");

    [Fact]
    public void S77_A_disabled_endpoint_takes_nothing_new() => Ask(Sticky with { DefaultPools = ["B", "A"] }, client: new(), pools: Disabled("B")).ShouldBe("A 100");

    [Theory]
    [InlineData(0, 0.0, "B 100")]
    [InlineData(30, 0.29, "A 100")]
    [InlineData(30, 0.3, "B 100")]
    [InlineData(100, 0.99, "A 100")]
    public void S90_Of_sessions_a_pool_sheds_its_own_percentage_by_hash(double percent, double hash, string answer) =>
        Ask(Sticky, client: Of(InB with { Hash = hash }), pools: Pool("B") with { LoadShedding = new() { SessionPercent = percent } }).ShouldBe(answer);

    [Fact]
    public void S90_What_a_pool_sheds_of_new_requests_its_sessions_do_not_feel() => Ask(Sticky, client: Of(InB), pools: Shedding("B", 100)).ShouldBe("B 100");

    [Fact]
    public void S89_A_rule_that_overrides_the_pools_ends_sessions_with_others()
    {
        var ruled = Sticky with { Rules = [new() { Overrides = new() { DefaultPools = ["A"], FallbackPool = "A" } }] };

        Ask(ruled, client: Of(InB)).ShouldBe("A 100");
        Ask(Sticky with { Rules = [new() { FixedResponse = new() { StatusCode = 503 } }] }, client: Of(InB)).ShouldBe("fixed 503");
    }

    [Fact]
    public void S95_A_load_balancer_answers_its_name_before_a_DNS_record_does()
    {
        Names.BalancerOf("WWW.example.com", [Balancer("A", "A") with { Name = "other.example.com" }, Balancer("A", "A")])!.Name.ShouldBe("www.example.com");
        Names.BalancerOf("mail.example.com", [Balancer("A", "A")]).ShouldBeNull();
    }

    private static EdgeClient Of(EdgeSession session) => new() { Session = session };

    private static Pool Disabled(string name) => Pool(name) with { Origins = [Pool(name).Origins!.Value[0] with { Enabled = false }] };
}
