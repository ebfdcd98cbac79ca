using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Tests.Compile;
using MultiRegion.Cloudflare.Tests.Fakes;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Cloudflare.Tests.Apply.RouterRig;

namespace MultiRegion.Cloudflare.Tests.Apply;

/// <summary>The router on the fake: what it writes, when it refuses, and what it leaves alone.</summary>
public sealed class RouterTests : IDisposable
{
    private readonly RouterRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_new_service_is_a_monitor_then_pools_then_the_load_balancer()
    {
        var receipt = await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));

        _rig.NewWrites.ShouldBe(["POST monitors", "POST pools", "POST pools", "POST pools", "POST load_balancers"]);
        (await _rig.ConfirmAsync(receipt)).ShouldBe(Confirmation.InEffect);
        var again = await _rig.PlanAsync(Intent(Trees.T1, marker: Mark(1)));
        again.IsEmpty.ShouldBeTrue();
        again.Changes[0].LiveMarker.ShouldBe(Mark(1));
        again.Changes[0].After.ShouldBe(again.Changes[0].Before);
    }

    /// <summary>The writes of each step of a failover and a failback, each with its marker.</summary>
    [Theory]
    [InlineData("T1", "", "A 0", 1)]
    [InlineData("T1", "A 0", "A 10", 2)]
    [InlineData("T1", "A 10", "A 30", 2)]
    [InlineData("T1", "A 80", "", 2)]
    [InlineData("T1", "A 30", "A 0", 1)]
    [InlineData("T2", "", "A 0", 1)]
    [InlineData("T2", "A 0", "A 10", 1)]
    [InlineData("T2", "A 10", "A 30", 1)]
    [InlineData("T2", "A 80", "", 1)]
    [InlineData("T3", "", "A 0", 1)]
    [InlineData("T4", "", "A 0", 1)]
    [InlineData("T4", "A 10", "A 0", 1)]
    [InlineData("T5", "", "A 0", 1)]
    [InlineData("T5", "A 0", "", 1)]
    [InlineData("T5", "", "A 0, B 0", 1)]
    [InlineData("T6", "", "A 0", 1)]
    [InlineData("T6", "A 0", "A 10", 2)]
    public async Task A_drain_is_one_write_and_a_step_at_most_two(string tree, string from, string to, int writes)
    {
        await _rig.WriteAsync(Intent(Trees.ByName(tree), from, Mark(1)));
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(Trees.ByName(tree), to, Mark(2)));

        var written = _rig.NewWrites;
        written.Count.ShouldBe(writes);
        written[^1].ShouldBe("PATCH load_balancers");
        written.SkipLast(1).ShouldAllBe(static write => write == "PATCH pools");
        (await _rig.PlanAsync(Intent(Trees.ByName(tree), to, Mark(2)))).Changes.Single().LiveShares.ShouldBe(Trees.Shares(to));
    }

    [Fact]
    public async Task Where_checks_run_is_patched_into_a_new_pool_since_the_API_does_not_take_it_before()
    {
        using var rig = new RouterRig(static options => options.Monitor.Regions.Add("weu"));
        await rig.WriteAsync(Intent(Trees.Priority(Trees.A, Trees.B), marker: Mark(1)));

        rig.NewWrites.ShouldBe(["POST monitors", "POST pools", "PATCH pools", "POST pools", "PATCH pools", "POST load_balancers"]);
        rig.Fake.Pools.Values.ShouldAllBe(static pool => pool["check_regions"]!.ToJsonString() == "[\"WEU\"]");
        (await rig.PlanAsync(Intent(Trees.Priority(Trees.A, Trees.B), marker: Mark(1)))).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_patch_holds_what_changes_and_the_marker_and_nothing_else()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(Trees.T1, "A 0", Mark(2)));

        JsonNode.Parse(_rig.Fake.Writes.Single().Body)!.AsObject().Select(static field => field.Key).ShouldBe(["default_pools", "fallback_pool", "description"]);
        _rig.Balancer().Description.ShouldStartWith("multiregion/1 owner=multiregion service=shop epoch=2.1 controller=controller-1 plan=p content=");
    }

    [Theory]
    [InlineData("T1", "", "A 0")]
    [InlineData("T1", "A 0", "A 10")]
    [InlineData("T1", "A 10", "A 30")]
    [InlineData("T1", "A 10", "B 0")]
    [InlineData("T4", "A 0", "A 10")]
    [InlineData("T6", "B 0", "A 10")]
    public async Task Wherever_a_move_is_cut_off_everybody_is_answered_by_a_region_that_is_in_one_of_both_states(string tree, string from, string to)
    {
        for (var writes = 0; writes < 3; writes++)
        {
            using var rig = new RouterRig();
            await rig.WriteAsync(Intent(Trees.ByName(tree), from, Mark(1)));
            var plan = await rig.PlanAsync(Intent(Trees.ByName(tree), to, Mark(2)));
            rig.Fake.FailWritesAfter = writes;
            await rig.ApplyAsync(plan);
            rig.Fake.FailWritesAfter = null;

            var (before, after) = (Trees.Shares(from), Trees.Shares(to));
            FiveRegions.ForEachHealth(["A", "B", "C"], isHealthy =>
            {
                foreach (var client in new[] { Trees.Paris, Trees.Boston, Trees.Tokyo })
                {
                    var answered = rig.Answer(client, isHealthy);
                    answered.Values.Sum().ShouldBe(100, 1e-6);
                    answered.Keys.ShouldAllBe(region => !before[region].IsDrained || !after[region].IsDrained);
                }
            });

            await rig.WriteAsync(Intent(Trees.ByName(tree), to, Mark(2)));
            (await rig.PlanAsync(Intent(Trees.ByName(tree), to, Mark(2)))).IsEmpty.ShouldBeTrue("the next plan goes on where the cut was");
        }
    }

    [Fact]
    public async Task A_drain_leaves_other_load_balancers_with_the_same_pools_alone()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var pools = _rig.Fake.Pools.ToDictionary(static pool => pool.Key, static pool => pool.Value.ToJsonString());

        await _rig.WriteAsync(Intent(Trees.T1, "A 0", Mark(2)));

        _rig.Fake.Pools.ToDictionary(static pool => pool.Key, static pool => pool.Value.ToJsonString()).ShouldBe(pools);
    }

    [Fact]
    public async Task A_superseded_writer_is_fenced_when_planning_and_when_applying()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var late = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        await _rig.WriteAsync(Intent(Trees.T1, "B 0", Mark(3)));
        _ = _rig.NewWrites;

        (await _rig.ApplyAsync(late)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        (await _rig.ProblemAsync(Intent(Trees.T1, "A 0", Mark(2)))).Kind.ShouldBe(ProblemKind.Fenced);
        (await _rig.ProblemAsync(Intent(Trees.T1, "A 0", Mark(2), adopt: true))).Kind.ShouldBe(ProblemKind.Fenced);
        _rig.NewWrites.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_plan_at_the_same_place_is_a_conflict()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));

        (await _rig.ProblemAsync(Intent(Trees.T1, "A 0", Mark(1, plan: "q")))).Kind.ShouldBe(ProblemKind.Conflict);
        (await _rig.ProblemAsync(Intent(Trees.T1, "A 0", Mark(1)))).Detail.ShouldContain("another content");
    }

    [Fact]
    public async Task The_same_plan_twice_is_written_once()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        _ = _rig.NewWrites;

        var (first, second) = (await _rig.ApplyAsync(plan), await _rig.ApplyAsync(plan));

        second.Value.ShouldBe(first.Value);
        _rig.NewWrites.ShouldBe(["PATCH load_balancers"]);
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_is_found_done()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        _rig.Fake.BeforeWrite = () => _rig.Fake.Inject(Fault.LostAfterEffect);

        (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);

        (await _rig.ApplyAsync(plan)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task An_edit_between_plan_and_apply_is_a_conflict_and_nothing_is_written()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        _rig.LiveBalancer()["enabled"] = false;
        _ = _rig.NewWrites;

        (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);

        _rig.NewWrites.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_edit_while_pools_are_written_is_seen_just_before_the_load_balancer_is()
    {
        await _rig.WriteAsync(Intent(Trees.T1, "A 0", Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 10", Mark(2)));
        _ = _rig.NewWrites;
        _rig.Fake.BeforeWrite = () => _rig.LiveBalancer()["enabled"] = false;

        (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);

        _rig.NewWrites.ShouldBe(["PATCH pools"]);
    }

    [Fact]
    public async Task What_is_read_back_and_is_not_what_was_written_is_a_conflict()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        var plan = await _rig.PlanAsync(Intent(Trees.T1, "A 0", Mark(2)));
        _rig.Fake.AfterWrite = () => _rig.LiveBalancer()["description"] = "somebody else";

        (await _rig.ApplyAsync(plan)).Problem.ShouldNotBeNull().Detail.ShouldContain("what was read back");
    }

    [Fact]
    public async Task A_person_s_edit_is_reported_with_the_difference_and_kept_until_adopted()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        _rig.LiveBalancer()["steering_policy"] = "random";

        var problem = await _rig.ProblemAsync(Intent(Trees.T1, "A 0", Mark(2)));
        problem.Kind.ShouldBe(ProblemKind.NotOwned);
        problem.Detail.ShouldContain("steering_policy \"random\", \"off\"");

        await _rig.WriteAsync(Intent(Trees.T1, "A 0", Mark(2), adopt: true));
        _rig.Balancer().SteeringPolicy.ShouldBe("off");
    }

    [Fact]
    public async Task A_pool_that_a_person_edited_is_reported_too()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        _rig.Fake.Pools.Values.First()["enabled"] = false;

        var problem = await _rig.ProblemAsync(Intent(Trees.T1, "B 0", Mark(2)));

        problem.Kind.ShouldBe(ProblemKind.NotOwned);
        problem.Detail.ShouldContain("enabled false, not set");
    }

    [Fact]
    public async Task A_load_balancer_of_somebody_else_is_left_alone_until_adopted()
    {
        Foreign("192.0.2.1");

        (await _rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1)))).Kind.ShouldBe(ProblemKind.NotOwned);
        _rig.NewWrites.ShouldBeEmpty();

        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1), adopt: true));
        _rig.NewWrites.ShouldBe(["POST monitors", "POST pools", "POST pools", "POST pools", "PATCH load_balancers"]);
        _rig.Fake.Pools.ShouldContainKey("theirs");
    }

    [Fact]
    public async Task An_adoption_that_would_change_answers_is_refused_with_the_client_who_would_see_it()
    {
        Foreign("192.0.2.9");

        (await _rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1), adopt: true))).Detail
            .ShouldContain("a client anywhere gets 192.0.2.9 100 % now and would get 192.0.2.1 100 %");
        Foreign("192.0.2.3");
        (await _rig.ProblemAsync(Intent(Trees.T3, marker: Mark(1), adopt: true))).Detail.ShouldContain("a client in EEU gets 192.0.2.3 100 % now and would get 192.0.2.1 100 %");
        _rig.LiveBalancer()["rules"] = new JsonArray(new JsonObject { ["name"] = "r", ["condition"] = "", ["overrides"] = new JsonObject() });
        (await _rig.ProblemAsync(Intent(Trees.Priority(Trees.C), marker: Mark(1), adopt: true))).Detail.ShouldContain("has 1 custom rules, and the options 0");
        _rig.NewWrites.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pool_of_somebody_else_under_our_name_is_left_alone()
    {
        _rig.Fake.Pools["p"] = new() { ["id"] = "p", ["name"] = "multiregion-shop-A", ["origins"] = new JsonArray(new JsonObject { ["address"] = "192.0.2.1" }) };

        (await _rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1)))).Detail.ShouldContain("pool multiregion-shop-A carries no mark of ours");
    }

    [Fact]
    public async Task A_pool_that_another_load_balancer_uses_is_not_changed()
    {
        await _rig.WriteAsync(Intent(Trees.T1, "A 0", Mark(1)));
        var pool = _rig.Fake.Pools.Values.First(static pool => (string?)pool["name"] == "multiregion-shop-A");
        _rig.Fake.Balancers["other"] = new() { ["id"] = "other", ["name"] = "other.example.com", ["default_pools"] = new JsonArray((string)pool["id"]!), ["fallback_pool"] = (string)pool["id"]! };

        var problem = await _rig.ProblemAsync(Intent(Trees.T1, "A 10", Mark(2)));

        problem.Kind.ShouldBe(ProblemKind.Refused);
        problem.Detail.ShouldContain("also used by the load balancer other.example.com");
        await _rig.WriteAsync(Intent(Trees.T1, "B 0", Mark(2)));
    }

    [Fact]
    public async Task A_hostname_of_another_installation_is_left_alone()
    {
        using var other = new RouterRig(static options => options.Owner = "staging");
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        other.Fake.Balancers["b"] = _rig.LiveBalancer().DeepClone().AsObject();

        (await other.ProblemAsync(Intent(Trees.T1, marker: Mark(2)))).Detail.ShouldContain("owner 'multiregion', not 'staging'");
    }

    [Fact]
    public async Task A_region_that_left_the_tree_is_deleted_last_and_its_monitor_after_it()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)) with { Endpoints = FiveRegions.Addresses.SetItem("C", new("192.0.2.3", 8080)) });
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(Trees.Priority(Trees.A, Trees.B), marker: Mark(2)));

        _rig.NewWrites.ShouldBe(["PATCH load_balancers", "DELETE pools", "DELETE monitors"]);
        _rig.Fake.Pools.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Another_probe_is_another_monitor_first_and_the_old_one_goes_last()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        _ = _rig.NewWrites;

        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(2)) with { HealthCheck = new HttpProbeDefinition { Path = "/other" } });

        _rig.NewWrites.ShouldBe(["POST monitors", "PATCH pools", "PATCH pools", "PATCH pools", "PATCH load_balancers", "DELETE monitors"]);
        _rig.Fake.Monitors.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_beyond_the_limits_of_the_account_is_refused_before_anything_is_written()
    {
        for (var i = 0; i < 18; i++)
        {
            _rig.Fake.Pools[$"p{i}"] = new() { ["id"] = $"p{i}", ["name"] = $"pool-{i}" };
        }

        (await _rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1)))).Detail.ShouldContain("21 pools of at most 20");
        _rig.NewWrites.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Pools", 5, "6 pools of at most 5")]
    [InlineData("Endpoints", 5, "6 endpoints of at most 5")]
    [InlineData("LoadBalancers", 1, "2 load balancers of at most 1")]
    public async Task Limits_are_summed_over_the_services_of_one_plan_and_over_zones(string limit, int most, string text)
    {
        using var rig = new RouterRig(options => typeof(CloudflareLimits).GetProperty(limit)!.SetValue(options.Limits, most));
        rig.Fake.AddZone("z2", "example.net");

        var plan = await rig.PlanAsync(Intent(Trees.T1, marker: Mark(1)), Intent(Trees.T1, marker: Mark(1)) with { Service = "blog", Hostname = "blog.example.net" });

        plan.Changes[0].Problem.ShouldBeNull();
        plan.Changes[1].Problem.ShouldNotBeNull().Detail.ShouldContain($"service blog: the account would have {text}");
        (await rig.ApplyAsync(plan)).Succeeded.ShouldBeTrue();
        rig.Fake.Balancers.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_on_monitors_is_one_and_a_half_for_each_pool()
    {
        using var rig = new RouterRig(static options => options.Limits.Pools = 3);
        for (var i = 0; i < 4; i++)
        {
            rig.Fake.Monitors[$"m{i}"] = new() { ["id"] = $"m{i}", ["type"] = "tcp" };
        }

        (await rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1)))).Detail.ShouldContain("5 monitors of at most 4");
    }

    [Fact]
    public async Task An_account_beyond_its_limits_can_still_be_drained()
    {
        await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));
        for (var i = 0; i < 25; i++)
        {
            _rig.Fake.Pools[$"p{i}"] = new() { ["id"] = $"p{i}", ["name"] = $"pool-{i}" };
        }

        await _rig.WriteAsync(Intent(Trees.T1, "A 0", Mark(2)));
        await _rig.WriteAsync(Intent(Trees.T1, "A 10", Mark(3)));
    }

    [Theory]
    [InlineData(CloudflareNotifications.All, "{\"origin\":{\"disable\":false},\"pool\":{\"disable\":false}}")]
    [InlineData(CloudflareNotifications.PoolsDown, "{\"origin\":{\"disable\":true},\"pool\":{\"disable\":false,\"healthy\":false}}")]
    [InlineData(CloudflareNotifications.None, "{\"origin\":{\"disable\":true},\"pool\":{\"disable\":true}}")]
    public async Task S94_What_is_notified_is_written_to_the_pools(CloudflareNotifications notify, string written)
    {
        using var rig = new RouterRig(options => options.Monitor.Notify = notify);
        await rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));

        rig.Fake.Pools.Values.ShouldAllBe(pool => pool["notification_filter"]!.ToJsonString() == written);
        (await rig.PlanAsync(Intent(Trees.T1, marker: Mark(1)))).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_zone_without_load_balancing_refuses_that_service_alone()
    {
        _rig.Fake.LoadBalancingIsOff = true;

        (await _rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1)))).Detail.ShouldSatisfyAllConditions(
            static text => text.ShouldStartWith("service shop:"), static text => text.ShouldContain("enable it in the dashboard"));
    }

    [Fact]
    public async Task What_an_adoption_changes_once_an_endpoint_is_unhealthy_is_a_loss()
    {
        Foreign("192.0.2.1");
        _rig.Fake.Pools["theirs"]["monitor"] = "m";

        (await _rig.PlanAsync(Intent(Trees.T1, marker: Mark(1), adopt: true))).Changes.Single().Losses
            .ShouldContain("once adopted, while 192.0.2.1 is unhealthy, a client anywhere gets 192.0.2.2 100 % where the load balancer as it is answers 192.0.2.1 100 %");
    }

    [Fact]
    public async Task An_unknown_steering_is_neither_adopted_nor_resolved()
    {
        Foreign("192.0.2.1");
        _rig.LiveBalancer()["steering_policy"] = "round_robin";

        (await _rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1), adopt: true))).Detail.ShouldContain("steers by 'round_robin', of which it is not known what it answers");
        (await _rig.RunAsync(_rig.Router.ResolveAsync(Intent(Trees.T1), Trees.Paris, static _ => true, default))).Problem.ShouldNotBeNull().Detail.ShouldContain("round_robin");
    }

    [Fact]
    public async Task An_account_that_has_not_the_zone_is_told()
    {
        using var rig = new RouterRig(static options => options.AccountId = "another");

        (await rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1)))).Detail.ShouldContain("no zone of www.example.com is on account another");
    }

    [Fact]
    public async Task An_adoption_that_would_lose_a_rule_s_effect_is_refused_with_what_its_clients_get()
    {
        using var rig = new RouterRig(static options => options.Rules.Add(new() { Hostname = FiveRegions.Hostname, Name = "r", Condition = "http.host eq \"a\"", Regions = { "B" } }));
        rig.Fake.Pools["theirs"] = new() { ["id"] = "theirs", ["name"] = "theirs", ["origins"] = new JsonArray(new JsonObject { ["address"] = "192.0.2.1" }) };
        rig.Fake.Balancers["b"] = new()
        {
            ["id"] = "b",
            ["name"] = FiveRegions.Hostname,
            ["proxied"] = true,
            ["default_pools"] = new JsonArray("theirs"),
            ["fallback_pool"] = "theirs",
            ["rules"] = new JsonArray(new JsonObject { ["name"] = "r", ["condition"] = "http.host eq \"a\"", ["fixed_response"] = new JsonObject { ["status_code"] = 503 } }),
        };

        (await rig.ProblemAsync(Intent(Trees.T1, marker: Mark(1), adopt: true))).Detail.ShouldContain("gets the response 503 of a rule now and would get 192.0.2.2 100 %");
    }

    [Theory]
    [InlineData("www.nowhere.org", "no zone of www.nowhere.org is visible to the token")]
    [InlineData("www.pending.net", "zone pending.net is pending, not active")]
    [InlineData("www.twice.net", "several accounts have a zone twice.net")]
    public async Task A_hostname_without_one_active_zone_is_that_service_s_problem_alone(string hostname, string text)
    {
        _rig.Fake.AddZone("z2", "pending.net", "pending");
        _rig.Fake.AddZone("z3", "twice.net");
        _rig.Fake.AddZone("z4", "twice.net", account: "other");

        var plan = await _rig.PlanAsync(Intent(Trees.T1, marker: Mark(1)) with { Service = "lost", Hostname = hostname }, Intent(Trees.T1, marker: Mark(1)));

        plan.Changes[0].Problem.ShouldNotBeNull().Detail.ShouldContain(text);
        plan.Changes[1].Problem.ShouldBeNull();
        (await _rig.ApplyAsync(plan)).Succeeded.ShouldBeTrue();
        _rig.Balancer().Name.ShouldBe(FiveRegions.Hostname);
    }

    [Fact]
    public async Task Two_services_of_one_hostname_are_refused()
    {
        var plan = await _rig.PlanAsync(Intent(Trees.T1, marker: Mark(1)), Intent(Trees.T2, marker: Mark(1)) with { Service = "other" });

        plan.Changes[1].Problem.ShouldNotBeNull().Detail.ShouldContain("is that of service shop too");
    }

    [Fact]
    public async Task A_plan_for_looking_cannot_be_applied()
    {
        var applied = await _rig.ApplyAsync(await _rig.PlanAsync(Intent(Trees.T1)));

        applied.Problem.ShouldNotBeNull().Detail.ShouldContain("only to look");
        (await _rig.ApplyAsync(new() { Changes = [], Document = "{}" })).Problem.ShouldNotBeNull().Detail.ShouldContain("not one of a Cloudflare router");
    }

    [Fact]
    public async Task A_change_that_is_gone_again_is_lost()
    {
        var receipt = await _rig.WriteAsync(Intent(Trees.T1, marker: Mark(1)));

        _rig.LiveBalancer()["default_pools"] = new JsonArray("x");
        (await _rig.ConfirmAsync(receipt)).ShouldBe(Confirmation.Lost);
        _rig.Fake.Balancers.Clear();
        (await _rig.ConfirmAsync(receipt)).ShouldBe(Confirmation.Lost);
    }

    [Fact]
    public async Task A_plan_is_also_calls_of_curl_without_the_token()
    {
        var plan = await _rig.PlanAsync(Intent(Trees.T4, marker: Mark(1)));

        plan.Commands.Length.ShouldBe(5);
        plan.Commands[0].ShouldStartWith("monitor_");
        plan.Commands[^1].ShouldContain("'\"$pool_multiregion_shop_A\"'");
        plan.Commands.ShouldAllBe(static command => command.Contains("Bearer $CLOUDFLARE_API_TOKEN", StringComparison.Ordinal));
        string.Join('\n', plan.Commands.Append(plan.Document)).ShouldNotContain(FakeCloudflare.Token);
    }

    [Fact]
    public async Task The_plan_says_in_words_what_is_there_and_what_would_be()
    {
        await _rig.WriteAsync(Intent(Trees.T4, marker: Mark(1)));

        var change = (await _rig.PlanAsync(Intent(Trees.T4, "A 10", Mark(2)))).Changes.Single();

        change.Before.ShouldBe("www.example.com geo: multiregion-shop-C, multiregion-shop-A; region EEU: multiregion-shop-A, multiregion-shop-B, multiregion-shop-C; region ENAM: multiregion-shop-B, multiregion-shop-A, multiregion-shop-C; region WEU: multiregion-shop-A, multiregion-shop-B, multiregion-shop-C; region WNAM: multiregion-shop-B, multiregion-shop-A, multiregion-shop-C; fallback multiregion-shop-C");
        change.After.ShouldNotBeNull().ShouldContain("multiregion-shop-A (gives away 90 %), multiregion-shop-B");
        change.Losses.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("pools", "Load Balancing: Monitors And Pools Read")]
    [InlineData("zones", "Zone Read")]
    public async Task A_token_without_a_right_fails_the_plan_and_names_it(string resource, string right)
    {
        _rig.Fake.Lacking.Add(resource);

        (await _rig.RunAsync(_rig.Router.PlanAsync([Intent(Trees.T1, marker: Mark(1))], default))).Problem.ShouldNotBeNull().Detail.ShouldContain(right);
    }

    [Fact]
    public async Task Two_services_of_one_account_read_it_once()
    {
        await _rig.PlanAsync(Intent(Trees.T1, marker: Mark(1)), Intent(Trees.T2, marker: Mark(1)) with { Service = "other", Hostname = "other.example.com" });

        _rig.Fake.Calls.Count(static call => call.Target.EndsWith("pools", StringComparison.Ordinal)).ShouldBe(1);
        _rig.Fake.Calls.Count(static call => call.Target.EndsWith("zones?name=example.com", StringComparison.Ordinal)).ShouldBe(1);
    }

    private void Foreign(string address)
    {
        _rig.Fake.Pools["theirs"] = new() { ["id"] = "theirs", ["name"] = "theirs", ["origins"] = new JsonArray(new JsonObject { ["address"] = address }) };
        _rig.Fake.Balancers["b"] = new() { ["id"] = "b", ["name"] = FiveRegions.Hostname, ["proxied"] = true, ["default_pools"] = new JsonArray("theirs"), ["fallback_pool"] = "theirs" };
    }
}
