using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Policies;
using MultiRegion.Topology;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

/// <summary>What the decision looks at: the calendar, the budget, the room, and what is due first.</summary>
public sealed class DeciderTests
{
    private static Scene Returning(Func<GuardSettings, GuardSettings> guards)
    {
        var scene = new Scene(Group("a active, b hot", service => service with { Guards = guards(service.Guards) }));
        scene.Dies(A).Round();
        scene.Finish().Recovers(A);
        return scene;
    }

    private static Scene With(string deployments, Func<GuardSettings, GuardSettings> guards) =>
        new(Group(deployments, service => service with { Guards = guards(service.Guards) }));

    private static Scene Loaded(string deployments) => new(Group(deployments, static service => service with { Load = 100 }));

    [Theory]
    [InlineData(19_999.5, null)]
    [InlineData(20_000, 100.0)]
    [InlineData(20_060, 40.0)]
    [InlineData(20_100, null)]
    public void A_return_waits_while_a_freeze_window_is_open_and_says_how_long(double now, double? wait)
    {
        var scene = Returning(static guards => guards with { FreezeWindows = [new(Day.AddDays(-2), Day.AddDays(-1), "past"), new(Day.AddSeconds(20_000), Day.AddSeconds(20_100), "sale")] });
        scene.Now = Seconds(now);

        var decision = scene.Decide();

        (decision.Event is MoveStarted).ShouldBe(wait is null);
        decision.RecheckIn.ShouldBe(wait is { } seconds ? Seconds(seconds) : null);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_failover_past_the_budget_of_the_day_asks_and_the_next_day_is_free(int days, bool asks)
    {
        var scene = With("a active, b hot, c hot", static guards => guards with { DailyBudget = 1 });
        scene.Dies(A).Round();
        scene.Finish();
        scene.Now += TimeSpan.FromDays(days);

        scene.Dies(B).Round();

        (scene.Running.Single().Step is ApproveStep).ShouldBe(asks);
        scene.State.AutomaticMoves.Length.ShouldBe(days == 0 ? 2 : 1, "only those of the day are kept");
    }

    [Fact]
    public void A_dead_region_whose_failure_was_not_timed_has_failed_long_enough()
    {
        var policy = new Fixed(new PolicyDecision(PolicyAction.Leave, Because) { Region = A, Cause = MoveCause.Dead, Targets = [B] });
        var group = Group("a active, b hot", static service => service with { Guards = service.Guards with { MinimumFailureSpan = Seconds(30) } });

        new Scene(group, policy).Decide().Event.ShouldBeOfType<MoveStarted>();
    }

    [Fact]
    public void The_best_standby_alone_takes_over_when_it_has_the_room()
    {
        var scene = Loaded("a active, b hot room=100, c hot room=50");

        scene.Dies(A).Round();

        scene.Move.Request.Targets.ShouldBe([B]);
    }

    [Theory]
    [InlineData("a active, b hot room=60, c hot room=40, d hot room=40", new[] { "b", "c" })]
    [InlineData("a active, b hot room=60, c hot room=30, d hot room=40", new[] { "b", "c", "d" })]
    [InlineData("a active, b warm room=10 full=100, c hot room=40", new[] { "b" })]
    [InlineData("a active, b hot, c hot room=40", new[] { "b" })]
    public void As_many_standbys_take_over_as_the_load_needs_counted_as_they_will_be(string deployments, string[] targets)
    {
        var scene = Loaded(deployments);

        scene.Dies(A).Round();

        scene.Move.Request.Targets.Select(static region => region.Value).ShouldBe(targets);
        scene.Move.Reason.Because.ShouldNotContain(static reason => reason.Subject == nameof(Guard.Capacity));
    }

    [Theory]
    [InlineData("a active, b hot room=60", "refused by Capacity: ")]
    [InlineData("a active, b warm room=10 full=100", null)]
    [InlineData("a active, b hot room=60, c active", null)]
    [InlineData("a active, b hot room=60, c active room=40", null)]
    [InlineData("a active, b hot room=60, c active room=39", "refused by Capacity: ")]
    public void A_switchover_needs_room_in_all_that_serve_afterwards_where_it_is_known(string deployments, string? refusal)
    {
        var answer = Loaded(deployments).Begin(CommandKind.SwitchOver, B);

        (answer is null).ShouldBe(refusal is null, answer);
        answer?.ShouldStartWith(refusal!);
    }

    [Fact]
    public void A_group_that_only_watches_reports_no_move_that_would_not_be_made()
    {
        var scene = With("a active, b hot", static guards => guards with { Mode = EnforcementMode.MonitorOnly, MinimumFailureSpan = Seconds(30) });
        scene.Dies(A);

        scene.Decide().Event.ShouldBeNull();
        scene.Decide().RecheckIn.ShouldBe(Seconds(30));

        scene.Wait(30).Decide().Event.ShouldBeOfType<MoveReported>();
    }

    [Fact]
    public void A_group_that_only_watches_reports_another_region_anew()
    {
        var scene = With("a active, b active, c active", static guards => guards with { Mode = EnforcementMode.MonitorOnly });
        scene.Dies(A).Round().Event.ShouldBeOfType<MoveReported>();

        scene.Recovers(A).Dies(B).Round().Event.ShouldBeOfType<MoveReported>();

        scene.State.Report!.Because[0].Subject.ShouldBe("b");
    }

    [Fact]
    public void A_refusal_names_the_guards_that_refuse_and_not_those_that_ask()
    {
        var scene = new Scene(DataGroup("a active, b hot"));
        scene.Lag[B] = Seconds(9);
        scene.Dies(B);

        scene.Begin(CommandKind.FailOver, B).ShouldBe("refused by Quorum: the target is unhealthy by the configured vantage points");
    }

    [Fact]
    public void A_region_that_was_left_unfenced_is_fenced_before_anybody_returns()
    {
        var scene = new Scene(DataGroup("a active, b hot, c hot"));
        scene.Dies(A).Round();
        scene.Finish().Recovers(A);
        scene.Wait(60).Decide().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Failback);

        scene.State = scene.State.With(C, static status => status with { State = RegionState.Out, Tombstone = true });

        var started = scene.Decide().Event.ShouldBeOfType<MoveStarted>();
        (started.Request.Kind, started.Request.Target).ShouldBe((MoveKind.Tombstone, C));
    }

    [Theory]
    [InlineData("a active, b hot, c hot", false, "a100 b100 c100")]
    [InlineData("a active, b hot, c warm", false, "a100 b100 c0")]
    [InlineData("a hot, b hot, c active", true, "a0 b0 c100")]
    public void A_standby_that_was_out_stands_by_again_with_its_share(string deployments, bool outranks, string shares)
    {
        var scene = new Scene(Group(deployments));
        var region = outranks ? B : C;
        scene.State = scene.State with { Regions = [.. scene.State.Regions.Select(status => status.State == RegionState.Serving ? status : status with { Share = outranks ? MultiRegion.Routing.Share.None : status.Share })] };
        scene.State = scene.State.With(region, static status => status with { State = RegionState.Recovering, Share = MultiRegion.Routing.Share.None });

        scene.Round().Event.ShouldBeOfType<MoveStarted>().Request.Targets.ShouldBe([region]);
        scene.Finish();

        scene.State.In(region).State.ShouldBe(RegionState.Standby);
        scene.Shares.ShouldBe(shares);
    }

    [Fact]
    public void A_drain_does_not_wait_for_the_cool_down_of_another_move()
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.Begin(CommandKind.SwitchOver, B);
        scene.Finish();
        scene.Drained.Add(B);

        scene.Decide().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Drain);
    }

    [Fact]
    public void A_dead_region_is_left_before_routers_that_forgot_are_told()
    {
        var scene = new Scene(Group("a active, b hot")) { Forgotten = true };

        scene.Dies(A).Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Failover);
    }

    [Fact]
    public void A_standby_that_is_drained_while_another_region_is_out_gives_up_its_share()
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.Dies(A).Round();
        scene.Finish();
        scene.Shares.ShouldBe("a0 b100 c100");

        scene.Drained.Add(C);
        scene.Round();
        scene.Finish();

        scene.Shares.ShouldBe("a0 b100 c0");
    }

    [Fact]
    public void What_is_established_says_why()
    {
        var scene = new Scene(Group("a active, b hot")) { Forgotten = true };
        scene.Decide().Reason.Detail.ShouldBe("the routers do not have revision 1");

        scene.Forgotten = false;
        scene.Drained.Add(B);

        scene.Decide().Reason.Detail.ShouldBe("the shares of the standbys are not those of normal times");
    }

    [Fact]
    public void A_standby_beside_a_move_is_seen_as_a_standby()
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.Dies(A).Round();
        var views = new RegionView[3];

        Decider.Look(scene.Input(), views);

        views.Select(static view => view.State).ShouldBe([RegionState.Draining, RegionState.Serving, RegionState.Standby]);
    }

    [Fact]
    public void Data_that_lives_elsewhere_is_neither_fenced_nor_promoted()
    {
        var scene = new Scene(DataGroup("a active, c active, b active"));
        scene.State = scene.State with { DataAt = B };

        scene.Dies(A).Round();

        scene.Move.Request.Target.ShouldBe(C);
        scene.Move.Steps.ShouldAllBe(static step => step.Step is ShiftStep || step.Step is VerifyStep || step.Step is NotifyStep);
    }

    [Fact]
    public void A_region_that_is_fenced_for_one_database_only_is_fenced_again_by_what_replaces_the_move()
    {
        var scene = new Scene(Group("a active, b hot, c hot", static service => service with { Data = TwoSets }));
        scene.Dies(A).Round();
        var fences = scene.Running.Where(static step => step.Step is FenceStep).ToList();
        fences.Count.ShouldBe(2);
        scene.Happen(new StepEnded(fences[0].Step.Sequence, fences[0].Attempt, StepOutcome.Done(nameof(FenceOutcome.Confirmed))));

        scene.Dies(B).Round().Event.ShouldBeOfType<MoveInterrupted>().Request.Writers.ShouldBe([A]);
    }

    private sealed class Fixed(PolicyDecision decision) : IFailoverPolicy
    {
        public PolicyDecision Evaluate(in PolicyContext context) => decision;
    }
}
