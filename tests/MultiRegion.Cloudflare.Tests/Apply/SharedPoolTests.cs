using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Tests.Compile;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Cloudflare.Tests.Apply.RouterRig;

namespace MultiRegion.Cloudflare.Tests.Apply;

/// <summary>Pools belong to the account: a load balancer of any of its zones may use one of ours, and nothing of ours may reach it.</summary>
public sealed class SharedPoolTests : IDisposable
{
    private readonly RouterRig _rig = new(static options => options.SessionDrain = TimeSpan.FromMinutes(10));

    public SharedPoolTests() => _rig.Fake.AddZone("z2", "example.net");

    public void Dispose() => _rig.Dispose();

    public static TheoryData<string, string> Changes => new()
    {
        { "a share", "load_shedding" },
        { "a planned drain", "origins" },
        { "another endpoint", "origins" },
        { "another probe", "monitor" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_pool_that_a_load_balancer_of_another_zone_uses_is_not_changed_and_its_user_is_named(string change, string field)
    {
        await _rig.WriteAsync(Intent(Sticky, marker: Mark(1)));
        Use("A", "shop.example.net");
        _ = _rig.NewWrites;

        var problem = await _rig.ProblemAsync(change switch
        {
            "a share" => Intent(Sticky, "A 10", Mark(2)),
            "a planned drain" => Intent(Sticky, "A 0", Mark(2)) with { Draining = ["A"] },
            "another endpoint" => Intent(Sticky, marker: Mark(2)) with { Endpoints = FiveRegions.Addresses.SetItem("A", new("192.0.2.77")) },
            _ => Intent(Sticky, marker: Mark(2)) with { HealthCheck = new HttpProbeDefinition { Path = "/other" } },
        });

        problem.Kind.ShouldBe(ProblemKind.Refused);
        problem.Detail.ShouldContain($"pool multiregion-shop-A is also used by the load balancer shop.example.net, which a change of it ({field})");
        _rig.NewWrites.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hard_drain_of_a_region_whose_pool_others_use_is_still_one_write_and_asks_nobody()
    {
        await _rig.WriteAsync(Intent(Sticky, marker: Mark(1)));
        Use("A", "shop.example.net");
        var before = _rig.Fake.Pools.Values.Select(static pool => pool.ToJsonString()).ToList();
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(Sticky, "A 0", Mark(2)));

        _rig.Fake.Calls.ShouldNotContain(static call => call.Target.EndsWith("references", StringComparison.Ordinal));
        _rig.NewWrites.ShouldBe(["PATCH load_balancers"]);
        _rig.Fake.Pools.Values.Select(static pool => pool.ToJsonString()).ShouldBe(before);
    }

    [Fact]
    public async Task S91_A_pool_that_left_the_tree_and_that_another_zone_uses_is_not_deleted_nor_its_monitor()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)) with { Endpoints = FiveRegions.Addresses.SetItem("C", new("192.0.2.3", 8080)) });
        Use("C", "shop.example.net");
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(Trees.Priority(Trees.A, Trees.B), marker: Mark(2)));

        _rig.NewWrites.ShouldBe(["PATCH load_balancers"], "not even tried");
        _rig.Fake.Pools.Count.ShouldBe(3);
        _rig.Fake.Monitors.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_the_service_whose_pool_is_shared_is_left_out_of_a_plan()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        Use("A", "shop.example.net");

        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 10", Mark(2)), Intent(Trees.T1, marker: Mark(1)) with { Service = "blog", Hostname = "blog.example.net" });

        plan.Changes[0].ShouldSatisfyAllConditions(
            static change => change.Problem.ShouldNotBeNull().Detail.ShouldContain("shop.example.net"), static change => change.IsEmpty.ShouldBeFalse(), static change => change.After.ShouldBe(change.Before));
        plan.Changes[1].Problem.ShouldBeNull();
        (await _rig.ApplyAsync(plan)).Succeeded.ShouldBeTrue();
        _rig.Fake.Balancers.Values.ShouldContain(static balancer => (string?)balancer["name"] == "blog.example.net");
    }

    [Fact]
    public async Task Who_uses_a_pool_must_be_known_before_it_is_changed()
    {
        await _rig.WriteAsync(Intent(Trees.T1, "A 0", Mark(1)));
        _rig.Fake.BeforeReferences = () => _rig.Fake.Lacking.Add("pools");

        (await _rig.RunAsync(_rig.Router.PlanAsync([Intent(Trees.T1, "A 10", Mark(2))], default))).Problem.ShouldNotBeNull().Detail
            .ShouldSatisfyAllConditions(static text => text.ShouldContain("list references of pool"), static text => text.ShouldContain("Load Balancing: Monitors And Pools Read"));
    }

    private static RoutingNode Sticky => Trees.T1 with { Affinity = new(SessionAffinityKind.Cookie) };

    private void Use(string region, string hostname)
    {
        var pool = (string)_rig.Fake.Pools.Values.First(pool => (string?)pool["name"] == $"multiregion-shop-{region}")["id"]!;
        _rig.Fake.Balancers["other"] = new() { ["id"] = "other", ["name"] = hostname, ["default_pools"] = new JsonArray(pool), ["fallback_pool"] = pool };
    }
}
