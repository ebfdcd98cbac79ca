using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Tests.Compile;
using MultiRegion.Cloudflare.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Cloudflare.Tests.Apply.RouterRig;

namespace MultiRegion.Cloudflare.Tests.Apply;

/// <summary>What becomes of sessions when a region is left: by plan they may end by themselves, otherwise they end at once.</summary>
public sealed class SessionDrainTests : IDisposable
{
    private const double Drain = 600;
    private readonly RouterRig _rig = new(static options => options.SessionDrain = TimeSpan.FromSeconds(Drain));

    public static TheoryData<string> TreesOfA => ["T1", "T2", "T3", "T4", "T5", "T6"];

    public void Dispose() => _rig.Dispose();

    [Theory]
    [MemberData(nameof(TreesOfA))]
    public async Task A_planned_drain_keeps_the_sessions_for_the_drain_and_takes_nothing_new_in_any_health(string name)
    {
        var tree = Sticky(name);
        await _rig.WriteAsync(Intent(tree, marker: Mark(1)));
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Planned(tree, 2));

        _rig.NewWrites.ShouldBe(["PATCH load_balancers", "PATCH pools"]);
        FiveRegions.ForEachHealth(tree.RegionsBelow(), isHealthy =>
        {
            Answer(isHealthy, null).ShouldNotContainKey("A");
            Answer(isHealthy, InA).ShouldBe(new Dictionary<RegionId, double> { ["A"] = 100 });
            Answer(isHealthy, InA with { DisabledFor = Drain }).ShouldNotContainKey("A");
        });
        (await _rig.PlanAsync(Planned(tree, 2))).IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(TreesOfA))]
    public async Task A_hard_drain_is_one_write_and_leaves_nobody_in_the_region(string name)
    {
        var tree = Sticky(name);
        await _rig.WriteAsync(Intent(tree, marker: Mark(1)));
        Answer(static _ => true, InA).ShouldContainKey("A");
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(tree, "A 0", Mark(2)));

        _rig.NewWrites.ShouldBe(["PATCH load_balancers"]);
        FiveRegions.ForEachHealth(tree.RegionsBelow(), isHealthy =>
        {
            Answer(isHealthy, null).ShouldNotContainKey("A");
            Answer(isHealthy, InA).ShouldNotContainKey("A");
        });
    }

    [Fact]
    public async Task A_region_that_fails_while_it_drains_loses_its_sessions_with_one_write()
    {
        await _rig.WriteAsync(Intent(Sticky("T1"), marker: Mark(1)));
        await _rig.WriteAsync(Planned(Sticky("T1"), 2));
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(Sticky("T1"), "A 0", Mark(3)));

        _rig.NewWrites.ShouldBe(["PATCH load_balancers"]);
        Answer(static _ => true, InA).ShouldNotContainKey("A");
    }

    [Theory]
    [InlineData("A 10")]
    [InlineData("")]
    public async Task A_region_comes_back_from_a_drain_with_its_endpoint_enabled(string shares)
    {
        await _rig.WriteAsync(Intent(Sticky("T1"), marker: Mark(1)));
        await _rig.WriteAsync(Planned(Sticky("T1"), 2));
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(Sticky("T1"), shares, Mark(3)));

        _rig.NewWrites.ShouldBe(["PATCH pools", "PATCH load_balancers"]);
        Answer(static _ => true, null).ShouldContainKey("A");
        _rig.Balancer().DefaultPools!.Value.Length.ShouldBe(3);
    }

    [Theory]
    [InlineData(false, 600)]
    [InlineData(true, 0)]
    public async Task Without_sessions_or_without_time_for_them_a_planned_drain_is_a_hard_one(bool sticky, int seconds)
    {
        using var rig = new RouterRig(options => options.SessionDrain = TimeSpan.FromSeconds(seconds));
        var tree = sticky ? Sticky("T1") : Trees.T1;
        await rig.WriteAsync(Intent(tree, marker: Mark(1)));
        _ = rig.NewWrites;

        await rig.WriteAsync(Planned(tree, 2));

        rig.NewWrites.ShouldBe(["PATCH load_balancers"]);
        Twin.Documents.Named(rig.Balancer()).Count().ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_proxy_a_planned_drain_is_a_hard_one()
    {
        using var rig = new RouterRig(static options => (options.Proxied, options.SessionDrain) = (false, TimeSpan.FromSeconds(Drain)));
        await rig.WriteAsync(Intent(Sticky("T1"), marker: Mark(1)));
        _ = rig.NewWrites;

        await rig.WriteAsync(Planned(Sticky("T1"), 2));

        rig.NewWrites.ShouldBe(["PATCH load_balancers"]);
    }

    [Fact]
    public async Task A_region_that_has_a_share_is_never_drained() =>
        Endpoints(await _rig.WrittenAsync(Intent(Sticky("T1"), "A 10", Mark(1)) with { Draining = ["A"] })).ShouldAllBe(static enabled => enabled);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_planned_drain_that_is_cut_off_answers_everybody_and_goes_on(int writes)
    {
        await _rig.WriteAsync(Intent(Sticky("T1"), marker: Mark(1)));
        var plan = await _rig.PlanAsync(Planned(Sticky("T1"), 2));
        _rig.Fake.FailWritesAfter = writes;
        (await _rig.ApplyAsync(plan)).Succeeded.ShouldBeFalse();
        _rig.Fake.FailWritesAfter = null;

        FiveRegions.ForEachHealth(["A", "B", "C"], isHealthy => Answer(isHealthy, null).Values.Sum().ShouldBe(100, 1e-6));
        _ = _rig.NewWrites;
        (await _rig.ApplyAsync(plan)).Succeeded.ShouldBeTrue("the same plan goes on where it was cut");

        _rig.NewWrites[^1].ShouldBe("PATCH pools");
        Answer(static _ => true, InA with { DisabledFor = Drain }).ShouldNotContainKey("A");
        (await _rig.PlanAsync(Planned(Sticky("T1"), 2))).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_rule_of_the_region_keeps_its_sessions_too()
    {
        using var rig = new RouterRig(static options =>
        {
            options.SessionDrain = TimeSpan.FromSeconds(Drain);
            options.Rules.Add(new() { Hostname = FiveRegions.Hostname, Name = "r", Condition = "true", Regions = { "A", "B" } });
        });
        await rig.WriteAsync(Intent(Sticky("T1"), marker: Mark(1)));

        await rig.WriteAsync(Planned(Sticky("T1"), 2));

        var overrides = rig.Balancer().Rules!.Value.Single().Overrides!;
        overrides.DefaultPools!.Value.Length.ShouldBe(2);
        overrides.FallbackPool.ShouldBe(overrides.DefaultPools.Value[0], "B answers");
    }

    [Fact]
    public async Task The_commands_write_the_balancer_before_the_pool()
    {
        await _rig.WriteAsync(Intent(Sticky("T1"), marker: Mark(1)));

        (await _rig.PlanAsync(Planned(Sticky("T1"), 2))).Commands.Select(static command => command.Contains("/pools/", StringComparison.Ordinal)).ShouldBe([false, true]);
    }

    private static EdgeSession InA => new("", "192.0.2.1");

    private static RoutingNode Sticky(string name) => Trees.ByName(name) with { Affinity = new(SessionAffinityKind.Cookie, TimeSpan.FromHours(1)) };

    private static RoutingIntent Planned(RoutingNode tree, long epoch) => Intent(tree, "A 0", Mark(epoch)) with { Draining = ["A"] };

    private static IEnumerable<bool> Endpoints(RouterRig rig) => rig.Fake.Pools.Values.Select(static pool => (bool)pool["origins"]![0]!["enabled"]!);

    /// <summary>What a request from Paris is answered by the documents of the fake, by region; the session's pool is that of its endpoint.</summary>
    private Dictionary<RegionId, double> Answer(Func<RegionId, bool> isHealthy, EdgeSession? session)
    {
        var pools = _rig.Fake.Pools.ToDictionary(static pool => pool.Key, static pool => pool.Value.Deserialize(DocumentJson.Default.Pool)!);
        var twin = new CloudflareTwin(_rig.Balancer(), pools, (pool, _) => isHealthy(Compilations.RegionOf(pool)) ? OriginState.Up : OriginState.Down);
        var client = new EdgeClient
        {
            Country = "FR",
            Region = "WEU",
            PopLocation = Trees.Paris.Coordinate,
            Session = session is null ? null : session with { Pool = pools.First(pool => pool.Value.Origins!.Value[0].Address == session.Address).Key },
        };
        return twin.Answer(client).Parts.GroupBy(part => Compilations.RegionOf(pools[part.Pool])).ToDictionary(static group => group.Key, static group => 100 * group.Sum(static part => part.Probability));
    }
}
