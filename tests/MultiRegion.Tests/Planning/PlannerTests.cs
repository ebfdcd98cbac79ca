using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Routing;
using MultiRegion.Tests.Machine;
using MultiRegion.Topology;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Planning;

/// <summary>The order of the steps, as people would read it. Steps of one line run side by side.</summary>
public sealed class PlannerTests
{
    private static string Steps(Scene scene) => Text(scene.Move.Steps.Select(static step => step.Step));

    private static Scene Dead(string deployments, Func<ServiceDefinition, ServiceDefinition>? change = null)
    {
        var scene = new Scene(Group(deployments, change));
        scene.Dies(A).Round();
        return scene;
    }

    [Fact]
    public void A_hot_standby_gets_the_traffic_first_and_its_size_afterwards() =>
        Steps(Dead("a active work, b hot work")).ShouldBe("""
            shift on main: a 0 %, b 100 %
            scale b to its serving size
            verify b
            cordon the workloads in a
            notify: shop failed over from a to b.
            """);

    [Fact]
    public void A_hot_standby_without_room_for_all_gets_as_much_as_it_has_room_for_until_it_is_scaled() =>
        Steps(Dead("a active, b hot work room=60 full=100", static service => service with { Load = 100 })).ShouldBe("""
            shift on main: a 40 %, b 100 %
            scale b to its serving size
            wait until b is ready
            shift on main: a 0 %, b 100 %
            verify b
            notify: shop failed over from a to b.
            """);

    [Fact]
    public void A_second_region_takes_what_the_first_has_no_room_for() =>
        Steps(Dead("a active, b hot room=60, c hot room=30 full=40", static service => service with { Load = 100 })).ShouldBe("""
            shift on main: a 10 %, b 66.6 %, c 100 %
            shift on main: a 0 %, b 60 %, c 100 %
            verify b
            notify: shop failed over from a to b, c.
            """);

    [Fact]
    public void A_second_region_that_is_not_running_gets_nothing_before_it_is_restored_and_scaled() =>
        Steps(Dead("a active, b hot room=60, c cold work room=60", static service => service with
        {
            Load = 100,
            Data = [new() { ReplicaSet = "files", SingleWriter = false, Vault = "vault" }],
        })).ShouldBe("""
            restore shop in c from vault
            shift on main: a 40 %, b 100 %, c 0 %
            scale c to its serving size
            wait until c is ready
            shift on main: a 0 %, b 60 %, c 100 %
            verify b
            notify: shop failed over from a to b, c.
            """);

    [Fact]
    public void A_warm_standby_is_scaled_and_ready_before_traffic() =>
        Steps(Dead("a active, b warm work")).ShouldBe("""
            scale b to its serving size
            wait until b is ready
            shift on main: a 0 %, b 100 %
            verify b
            notify: shop failed over from a to b.
            """);

    [Fact]
    public void A_cold_standby_is_restored_and_its_data_promoted_before_it_is_scaled() =>
        Steps(Dead("a active, b cold work", static service => service with
        {
            Data = [new() { ReplicaSet = "orders", Vault = "vault" }],
            Failover = service.Failover with { BeforeTraffic = ["warm caches"], AfterTraffic = ["tell sales"] },
        })).ShouldBe("""
            fence orders in a
            restore shop in b from vault
            promote orders in b
            run 'warm caches'
            scale b to its serving size
            wait until b is ready
            shift on main: a 0 %, b 100 %
            verify b
            run 'tell sales'
            notify: shop failed over from a to b.
            """);

    [Fact]
    public void Every_router_and_every_data_set_of_a_group_moves_in_one_plan()
    {
        var estate = Estate("a active, b hot", static service => service with
        {
            MoveGroup = "both",
            Routers = service.Id == "x" ? ["main", "second"] : ["second", "third"],
            Data = [new() { ReplicaSet = service.Id == "x" ? "orders" : "users" }],
        }, "x", "y");
        var scene = new Scene(GroupDefinition.Of(estate).Single());
        scene.Dies(A).Round();

        Steps(scene).ShouldBe("""
            fence orders in a | fence users in a
            promote orders in b | promote users in b
            shift on main: a 0 %, b 100 % | shift on second: a 0 %, b 100 % | shift on third: a 0 %, b 100 %
            verify b
            notify: both failed over from a to b.
            """);
    }

    [Fact]
    public void Side_by_side_the_others_take_over_all_together() =>
        Steps(Dead("a active, b active, c active, d hot")).ShouldBe("""
            shift on main: a 0 %, b 100 %, c 100 %, d 100 %
            verify b
            notify: shop failed over from a to b, c.
            """);

    [Fact]
    public void A_standby_that_the_tree_prefers_to_the_target_is_taken_out_of_the_way()
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.Sees(B, Verdict.Unknown).Dies(A).Round();

        scene.Shares.ShouldBe("a0 b0 c100");
    }

    [Fact]
    public void A_region_that_was_out_is_let_work_again_before_it_takes_over()
    {
        var scene = new Scene(Group("a active work, b hot work"));
        scene.Dies(A).Round();
        scene.Finish().Recovers(A).Dies(B).Round();

        Steps(scene).ShouldStartWith("uncordon the workloads in a\nshift on main: a 100 %, b 0 %\n");
    }

    [Fact]
    public void A_switchover_moves_the_data_first_and_then_the_traffic()
    {
        var scene = new Scene(Group("a active work, b warm work", static service => service with { Data = [new() { ReplicaSet = "orders", Vault = "vault" }] }));
        scene.Begin(CommandKind.SwitchOver, B);

        Steps(scene).ShouldBe("""
            back up shop from a to vault
            scale b to its serving size
            wait until b is ready
            demote orders in a
            promote orders in b
            shift on main: a 0 %, b 100 %
            wait until a is quiet
            verify b
            notify: shop moved from a to b.
            """);
    }

    [Fact]
    public void A_gentle_switchover_takes_the_source_out_once_it_is_quiet()
    {
        var scene = new Scene(Group("a active work, b warm work", Gently));
        scene.Begin(CommandKind.SwitchOver, B);

        Steps(scene).ShouldBe("""
            scale b to its serving size
            wait until b is ready
            shift on main: a 100 %, b 100 %
            shift gently on main: a 0 %, b 100 %
            wait until a is quiet
            shift on main: a 0 %, b 100 %
            verify b
            notify: shop moved from a to b.
            """);
    }

    [Fact]
    public void A_gentle_switchover_takes_the_source_out_before_its_data_is_demoted()
    {
        var scene = new Scene(DataGroup("a active, b hot reads", Gently));
        scene.Begin(CommandKind.SwitchOver, B);

        Steps(scene).ShouldStartWith("""
            shift gently on main: a 0 %, b 100 %
            wait until a is quiet
            shift on main: a 0 %, b 100 %
            demote orders in a
            """);
    }

    [Fact]
    public void A_gentle_switchover_leaves_nobody_where_the_data_has_gone_first()
    {
        var scene = new Scene(DataGroup("a active, b hot", Gently));
        scene.Begin(CommandKind.SwitchOver, B);

        Steps(scene).ShouldStartWith("""
            demote orders in a
            promote orders in b
            shift on main: a 0 %, b 100 %
            wait until a is quiet
            """);
    }

    [Fact]
    public void A_gentle_return_takes_the_standby_out_once_it_is_quiet_and_scales_it_down_after_that()
    {
        var scene = Dead("a active, b warm work", Gently);
        scene.Finish().Recovers(A).Wait(100).Round();

        Steps(scene).ShouldEndWith("""
            shift gently on main: a 100 %, b 0 %
            wait until b is quiet
            shift on main: a 100 %, b 0 %
            scale b to its standby size
            verify a
            notify: shop is back in a.
            """);
    }

    [Fact]
    public void A_failover_is_never_gentle() => Steps(Dead("a active, b hot", Gently)).ShouldStartWith("shift on main: a 0 %, b 100 %");

    [Fact]
    public void A_switchover_to_a_region_that_serves_unpromoted_moves_the_traffic_first()
    {
        var scene = new Scene(DataGroup("a active, b hot reads"));
        scene.Begin(CommandKind.SwitchOver, B);

        Steps(scene).ShouldBe("""
            shift on main: a 0 %, b 100 %
            wait until a is quiet
            demote orders in a
            promote orders in b
            verify b
            notify: shop moved from a to b.
            """);
    }

    [Fact]
    public void A_stateless_switchover_adds_before_it_removes()
    {
        var scene = new Scene(Group("a active, b warm"));
        scene.Begin(CommandKind.SwitchOver, B);

        Steps(scene).ShouldBe("""
            shift on main: a 100 %, b 100 %
            shift on main: a 0 %, b 100 %
            wait until a is quiet
            verify b
            notify: shop moved from a to b.
            """);
    }

    [Fact]
    public void A_switchover_from_a_standby_scales_it_down_at_the_end()
    {
        var scene = new Scene(Group("a active work, b warm work"));
        scene.Begin(CommandKind.SwitchOver, B);
        scene.Finish();
        scene.Begin(CommandKind.SwitchOver, A);

        Steps(scene).ShouldEndWith("verify a\nscale b to its standby size\nnotify: shop moved from b to a.");
    }

    [Fact]
    public void A_grey_region_is_left_by_steps_and_keeps_those_whom_nobody_else_has_room_for()
    {
        var scene = new Scene(Group("a active, b hot room=60", static service => service with { Load = 100, Guards = service.Guards with { Mode = EnforcementMode.Enforce } }));
        scene.Sees(A, Verdict.Degraded).Round();

        Steps(scene).ShouldBe("""
            shift on main: a 50 %, b 100 %
            verify b
            shift on main: a 40 %, b 100 %
            wait until a is quiet
            verify b
            notify: shop moved from a to b.
            """);
        ((VerifyStep)scene.Move.Steps[1].Step).For.ShouldBe(TimeSpan.FromSeconds(60), "users' own errors must have gone");
    }

    [Fact]
    public void A_grey_region_with_room_for_less_than_half_keeps_more_than_half()
    {
        var scene = new Scene(Group("a active, b hot room=20", static service => service with { Load = 100 }));
        scene.Sees(A, Verdict.Degraded).Round();

        Steps(scene).ShouldStartWith("shift on main: a 80 %, b 100 %\nverify b\nshift on main: a 80 %, b 100 %\n");
    }

    [Fact]
    public void A_grey_region_with_its_data_is_not_left() =>
        new Scene(DataGroup("a active, b hot")).Sees(A, Verdict.Degraded).Decide().Event.ShouldBeNull();

    [Fact]
    public void A_failback_brings_data_traffic_and_sizes_back_in_this_order()
    {
        var scene = new Scene(DataGroup("a active work, b warm work", static service => service with { Failback = service.Failback with { Steps = [20, 100] } }));
        scene.Dies(A).Round();
        scene.Finish().Recovers(A).Wait(100).Round();

        Steps(scene).ShouldBe("""
            uncordon the workloads in a
            scale a to its serving size
            wait until a is ready
            wait until orders in a has caught up
            demote orders in b
            promote orders in a
            shift on main: a 20 %, b 100 %
            soak a at 20 %
            shift on main: a 100 %, b 100 %
            soak a at 100 %
            shift on main: a 100 %, b 0 %
            wait until b is quiet
            scale b to its standby size
            verify a
            notify: shop is back in a.
            """);
    }

    [Fact]
    public void A_failback_leaves_what_is_unusable_out_and_active_regions_as_they_are()
    {
        var scene = new Scene(Group("a active, b active, c hot, d hot"));
        scene.Dies(A).Round();
        scene.Finish().Dies(D).Recovers(A).Wait(100).Round();
        scene.Finish();

        scene.Shares.ShouldBe("a100 b100 c100 d0");
    }

    [Fact]
    public void Questions_come_before_anything_else()
    {
        var scene = new Scene(DataGroup("a active, b hot", static service => service with { Failover = service.Failover with { Approval = MoveApproval.OnApproval } }));
        scene.Lag[B] = Seconds(9);
        scene.Dies(A).Round();

        Steps(scene).ShouldStartWith("wait for approval: the replica is 9 s behind, the objective is 0 s; the settings ask for approval\nfence");
    }

    [Fact]
    public void Time_outs_and_retries_are_those_of_the_settings_and_waits_have_their_own_time_beside()
    {
        var scene = new Scene(Group("a active, b hot", static service => service with
        {
            Failover = service.Failover with { StepTimeout = Seconds(100), QuietDeadline = Seconds(7), VerifyFor = Seconds(3), Retries = 4, ApprovalDeadline = Seconds(500), Approval = MoveApproval.OnApproval },
            Failback = service.Failback with { Soak = Seconds(11), InconclusiveFor = Seconds(13) },
        }));
        scene.Begin(CommandKind.SwitchOver, B);
        var steps = scene.Move.Steps.Select(static step => step.Step).ToList();
        steps.OfType<ShiftStep>().ShouldAllBe(static step => step.Timeout == Seconds(100) && step.Retries == 4);
        steps.OfType<AwaitQuietStep>().Single().Timeout.ShouldBe(Seconds(107));
        steps.OfType<AwaitQuietStep>().Single().Deadline.ShouldBe(Seconds(7));
        steps.OfType<VerifyStep>().Single().Timeout.ShouldBe(Seconds(103));
        scene.Finish();
        scene.Wait(100).Dies(B).Round();
        scene.Move.Steps[0].Step.Timeout.ShouldBe(Seconds(500));
        scene.Say(CommandKind.Approve);
        scene.Finish().Recovers(B);

        scene.Begin(CommandKind.FailBack, B);

        scene.Move.Steps.Select(static step => step.Step).OfType<SoakStep>().ShouldAllBe(static step => step.Timeout == Seconds(124) && step.Duration == Seconds(11) && step.InconclusiveFor == Seconds(13));
    }

    [Fact]
    public void A_steps_place_is_the_region_that_it_works_on()
    {
        var scene = new Scene(Group("a active work, b cold work", static service => service with { Data = [new() { ReplicaSet = "orders", Vault = "vault" }] }));
        scene.Begin(CommandKind.SwitchOver, B);

        string.Join(' ', scene.Move.Steps.Select(static step => step.Step.Where?.Value ?? "-")).ShouldBe("a b b b a b - a b -");
        MovePlanner.Plan(scene.Group, scene.Move.Request with { Kind = MoveKind.Tombstone, Targets = [A] }).Select(static step => step.Where).ShouldBe([A, A]);
        MovePlanner.Plan(scene.Group, scene.Move.Request with { Kind = MoveKind.Failback, Targets = [A], DataAt = B }).OfType<CatchUpStep>().Single().Where.ShouldBe(A);
        MovePlanner.Plan(scene.Group, scene.Move.Request with { Kind = MoveKind.Failback, Targets = [A] }).OfType<SoakStep>().First().Where.ShouldBe(A);
    }

    [Fact]
    public void A_region_that_never_had_the_data_returns_without_it()
    {
        var scene = new Scene(DataGroup("a active, b active, c hot reads"));
        scene.Dies(B).Round();
        scene.Finish().Recovers(B).Wait(100).Round();
        scene.Move.Request.Target.ShouldBe(B);
        scene.State.DataAt.ShouldBe(A);

        Steps(scene).ShouldNotContain("orders");
        scene.Finish();

        (scene.State.DataAt, scene.Shares).ShouldBe((A, "a100 b100 c100"));
    }

    [Fact]
    public void Data_comes_away_from_a_standby_with_whichever_region_returns_first_and_home_with_its_own()
    {
        var scene = new Scene(DataGroup("a active, b active, c hot"));
        scene.Dies(A).Dies(B);
        for (var i = 0; i < 4; i++)
        {
            scene.Round();
            scene.Finish();
        }

        scene.State.DataAt.ShouldBe(C);
        scene.Recovers(B).Wait(100).Round();
        scene.Finish();
        scene.State.DataAt.ShouldBe(B);

        scene.Recovers(A).Wait(100).Round();
        scene.Finish();

        scene.State.DataAt.ShouldBe(A);
    }

    [Fact]
    public void A_return_waits_for_no_quiet_in_regions_that_serve_on() =>
        Steps(Returned("a active, b active, c hot", [100])).ShouldBe("""
            shift on main: a 100 %, b 100 %, c 100 %
            soak a at 100 %
            shift on main: a 100 %, b 100 %, c 100 %
            verify a
            notify: shop is back in a.
            """);

    [Fact]
    public void A_return_leaves_active_regions_the_share_that_they_had()
    {
        var scene = Returned("a active, b active, c hot", [100]);
        var before = scene.Move.Request.Before.With(B, new Share(40));

        var last = MovePlanner.Plan(scene.Group, scene.Move.Request with { Before = before }).OfType<ShiftStep>().Last();

        last.Shares[B].ShouldBe(new Share(40));
    }

    private static Scene Returned(string deployments, double[] steps, Func<ServiceDefinition, ServiceDefinition>? change = null)
    {
        var scene = new Scene(Group(deployments, service => (change?.Invoke(service) ?? service) with { Failback = service.Failback with { Steps = [.. steps] } }));
        scene.Dies(A).Round();
        scene.Finish().Recovers(A).Wait(100).Round();
        return scene;
    }

    [Fact]
    public void Own_steps_stand_around_the_traffic_of_every_move()
    {
        static ServiceDefinition Own(ServiceDefinition service) => service with { Failover = service.Failover with { BeforeTraffic = ["warm caches"], AfterTraffic = ["tell sales"] } };

        Steps(Returned("a active, b hot", [100], Own)).ShouldBe("""
            run 'warm caches'
            shift on main: a 100 %, b 100 %
            soak a at 100 %
            shift on main: a 100 %, b 100 %
            wait until b is quiet
            verify a
            run 'tell sales'
            notify: shop is back in a.
            """);
        var scene = new Scene(Group("a active, b hot", Own));
        scene.Begin(CommandKind.SwitchOver, B);
        Steps(scene).ShouldBe("""
            run 'warm caches'
            shift on main: a 0 %, b 100 %
            wait until a is quiet
            verify b
            run 'tell sales'
            notify: shop moved from a to b.
            """);
    }

    [Fact]
    public void Data_that_is_taken_back_comes_from_where_it_was_promoted()
    {
        var scene = new Scene(DataGroup("a active, b hot"));
        scene.Begin(CommandKind.SwitchOver, B);
        scene.Until<AwaitQuietStep>();

        scene.Say(CommandKind.Abort);

        scene.Move.Steps.Select(static step => step.Step).OfType<PromoteStep>().Last().ShouldSatisfyAllConditions(
            static step => step.Region.ShouldBe(A),
            static step => step.DemotedFrom.ShouldBe(B));
    }

    [Fact]
    public void A_region_left_unfenced_is_fenced_and_its_workloads_cordoned()
    {
        var scene = new Scene(DataGroup("a active, b hot work"));
        scene.State = scene.State.With(B, static status => status with { State = RegionState.Out, Tombstone = true });
        scene.Round();

        Steps(scene).ShouldBe("fence orders in b\ncordon the workloads in b");
    }

    [Fact]
    public void Routers_that_forgot_are_told_what_holds_and_not_what_would_hold_in_normal_times()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Begin(CommandKind.SwitchOver, B);
        scene.Finish();
        scene.Forgotten = true;
        scene.Round();

        Steps(scene).ShouldBe("shift on main: a 0 %, b 100 %");
    }

    [Fact]
    public void Room_for_just_the_load_is_enough() =>
        Steps(Dead("a active, b hot work room=100 full=200", static service => service with { Load = 100 })).ShouldBe("""
            shift on main: a 0 %, b 100 %
            scale b to its serving size
            verify b
            notify: shop failed over from a to b.
            """);

    [Fact]
    public void A_region_that_was_chosen_for_its_room_is_waited_for_although_others_could_do_without_it() =>
        Steps(Dead("a active, b hot room=40, c warm work room=30, d hot room=60", static service => service with { Load = 100 })).ShouldBe("""
            shift on main: a 0 %, b 40 %, c 0 %, d 100 %
            scale c to its serving size
            wait until c is ready
            shift on main: a 0 %, b 40 %, c 50 %, d 100 %
            verify b
            notify: shop failed over from a to b, c, d.
            """);

    [Theory]
    [InlineData("a active, b active room=60, c active room=50", "shift on main: a 0 %, b 100 %, c 100 %")]
    [InlineData("a active, b active room=30, c active room=30", "shift on main: a 40 %, b 100 %, c 100 %")]
    [InlineData("a active, b active room=30, c active", "shift on main: a 0 %, b 100 %, c 100 %")]
    public void Regions_that_serve_side_by_side_count_their_room_together(string deployments, string shift) =>
        Steps(Dead(deployments, static service => service with { Load = 100 })).Split('\n')[0].ShouldBe(shift);

    [Theory]
    [InlineData("a active, b hot work room=60 full=100", nameof(FailureAction.HaltAtEnd))]
    [InlineData("a active, b warm work", nameof(FailureAction.Halt))]
    public void Traffic_that_has_moved_already_is_not_given_up_for_a_size_that_is_not_reached(string deployments, string action)
    {
        var steps = Dead(deployments, static service => service with { Load = 100 }).Move.Steps.Select(static step => step.Step).ToList();

        steps.OfType<ScaleStep>().Single().OnFailure.ToString().ShouldBe(action);
        steps.OfType<WaitReadyStep>().Single().OnFailure.ToString().ShouldBe(action);
    }

    [Theory]
    [InlineData(CommandKind.SwitchOver, nameof(FailureAction.Abort))]
    [InlineData(CommandKind.FailOver, nameof(FailureAction.Halt))]
    public void A_planned_move_is_given_up_and_an_unplanned_one_halts_when_its_data_fails(CommandKind kind, string action)
    {
        var scene = new Scene(Group("a active, b cold", static service => service with { Data = [new() { ReplicaSet = "orders", Vault = "vault" }] }));
        scene.Begin(kind, B);
        var steps = scene.Move.Steps.Select(static step => step.Step).ToList();

        steps.OfType<PromoteStep>().Single().OnFailure.ToString().ShouldBe(action);
        steps.OfType<RestoreStep>().Single().OnFailure.ToString().ShouldBe(action);
    }

    [Fact]
    public void Traffic_goes_first_only_where_all_members_serve_unpromoted()
    {
        var estate = Estate("a active, b hot", static service => service with
        {
            MoveGroup = "both",
            Data = Orders,
            Deployments = [.. service.Deployments.Select(deployment => deployment with { ServesUnpromoted = deployment.Region == B && service.Id == "x" })],
        }, "x", "y");
        var scene = new Scene(GroupDefinition.Of(estate).Single());
        scene.Begin(CommandKind.SwitchOver, B);

        Steps(scene).ShouldStartWith("demote orders in a\npromote orders in b\nshift");
    }

    [Fact]
    public void A_member_without_workloads_keeps_no_other_from_being_scaled()
    {
        var estate = Estate("a active, b warm work", static service => service with
        {
            MoveGroup = "both",
            Deployments = [.. service.Deployments.Select(deployment => service.Id == "x" ? deployment : deployment with { Workloads = [] })],
        }, "x", "y");
        var scene = new Scene(GroupDefinition.Of(estate).Single());
        scene.Dies(A).Round();

        Steps(scene).ShouldStartWith("scale b to its serving size\nwait until b is ready\n");
    }

    [Fact]
    public void A_grey_region_is_left_whole_when_the_standby_has_the_room_once_it_is_scaled()
    {
        var scene = new Scene(Group("a active, b warm work room=10 full=100", static service => service with
        {
            Load = 100,
            Health = service.Health with { Degraded = new() { SustainedFor = Seconds(45) } },
        }));
        scene.Sees(A, Verdict.Degraded).Round();

        Steps(scene).ShouldContain("shift on main: a 0 %, b 100 %");
        scene.Move.Steps.Select(static step => step.Step).OfType<VerifyStep>().First().ShouldSatisfyAllConditions(
            static step => step.For.ShouldBe(Seconds(45)),
            static step => step.Timeout.ShouldBeGreaterThan(Seconds(45)));
    }

    [Fact]
    public void An_operator_who_overrides_the_capacity_empties_the_region_all_the_same()
    {
        var scene = new Scene(Group("a active, b hot room=60", static service => service with { Load = 100 }));
        scene.Begin(CommandKind.SwitchOver, B, "Capacity").ShouldBeNull();

        Steps(scene).ShouldStartWith("shift on main: a 0 %, b 100 %\nwait until a is quiet\n");
    }

    [Fact]
    public void A_drained_region_that_has_no_data_moves_none()
    {
        var scene = new Scene(Group("a active, b active, c hot", static service => service with { Data = [new() { ReplicaSet = "orders", Vault = "vault" }] }));
        scene.Drained.Add(B);
        scene.Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Drain);

        Steps(scene).ShouldNotContain("orders");
        Steps(scene).ShouldNotContain("back up");
    }

    [Fact]
    public void A_planned_move_lets_a_region_work_again_before_it_needs_it()
    {
        var scene = new Scene(Group("a active, b hot work"));
        scene.Begin(CommandKind.SwitchOver, B);

        Text(MovePlanner.Plan(scene.Group, scene.Move.Request with { Unusable = [B] })).ShouldStartWith("uncordon the workloads in b\n");
    }

    [Fact]
    public void Stages_are_numbered_without_gaps()
    {
        var stages = Dead("a active, b warm work").Move.Steps.Select(static step => step.Step.Stage).Distinct().ToList();

        stages.ShouldBe([.. Enumerable.Range(1, stages.Count)]);
    }

    private static ServiceDefinition Gently(ServiceDefinition service) => service with { Failover = service.Failover with { DrainsGently = true } };
}
