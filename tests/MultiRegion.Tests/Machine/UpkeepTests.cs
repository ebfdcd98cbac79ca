using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Policies;
using MultiRegion.Routing;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

public sealed class UpkeepTests
{
    [Theory]
    [InlineData("a active, b hot, c hot", "a100 b100 c100")]
    [InlineData("a active, b warm, c cold", "a100 b0 c0")]
    [InlineData("a active, b active, c hot", "a100 b100 c100")]
    public void Standbys_that_serve_as_they_stand_have_their_share(string deployments, string shares) =>
        new Scene(Group(deployments)).Shares.ShouldBe(shares);

    [Theory]
    [InlineData("a active, b hot, c hot", "a100 b0 c0")]
    [InlineData("a active, b hot reads, c warm reads", "a100 b100 c0")]
    [InlineData("a active, b active, c hot", "a100 b100 c0")]
    public void Standbys_that_need_promotion_are_absent(string deployments, string shares) =>
        new Scene(DataGroup(deployments)).Shares.ShouldBe(shares);

    [Fact]
    public void A_new_revision_is_written_once()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.State = scene.State with { EstablishedRevision = 0 };

        scene.Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Establish);
        scene.State.Phase.ShouldBe(GroupPhase.Steady);
        scene.State.AutomaticMoves.ShouldBeEmpty("it costs no budget");
        scene.Finish();

        scene.State.EstablishedRevision.ShouldBe(1);
        scene.State.MovedAt.ShouldBeNull("it begins no cool-down");
        scene.Decide().Event.ShouldBeNull();
        scene.Decide().Reason.Code.ShouldBe(ReasonCode.AllWell);
    }

    [Fact]
    public void An_establishment_that_fails_halts()
    {
        var scene = new Scene(Group("a active, b hot")) { Forgotten = true };
        scene.Round();

        scene.Fails<ShiftStep>();

        scene.State.Phase.ShouldBe(GroupPhase.Halted);
        scene.Say(CommandKind.Abort);
        scene.State.Move.ShouldBeNull();
        scene.State.Hold.ShouldNotBeNull("it would begin again at once");
    }

    [Fact]
    public void A_standby_that_an_operator_drains_loses_its_share_and_gets_it_back()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Drained.Add(B);
        scene.Round();
        scene.Finish();
        scene.Shares.ShouldBe("a100 b0");

        scene.Drained.Clear();
        scene.Dies(B).Decide().Event.ShouldBeNull("a standby that is not well gets no share");
        scene.Recovers(B).Round();
        scene.Finish();

        scene.Shares.ShouldBe("a100 b100");
        scene.Decide().Event.ShouldBeNull();
    }

    [Fact]
    public void A_region_that_was_switched_away_from_has_no_share_although_it_is_active_by_role()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Begin(CommandKind.SwitchOver, B);
        scene.Finish();

        scene.States.ShouldBe("a:Standby b:Serving");
        scene.Shares.ShouldBe("a0 b100");
        scene.Decide().Event.ShouldBeNull();
    }

    [Fact]
    public void A_standby_that_the_tree_prefers_to_the_serving_region_gets_no_share()
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.Begin(CommandKind.SwitchOver, C);
        scene.Finish();
        scene.Shares.ShouldBe("a0 b0 c100");

        scene.Decide().Event.ShouldBeNull();
    }

    [Fact]
    public void A_failed_over_group_keeps_its_shares_when_a_revision_is_written()
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.Dies(A).Round();
        scene.Finish();
        scene.Forgotten = true;

        ((MoveStarted)scene.Round().Event!).Request.Desired.ShouldBe(scene.State.Shares);
    }

    [Fact]
    public void A_failover_that_waits_keeps_no_router_from_what_it_has_forgotten()
    {
        var scene = new Scene(Group("a active, b hot", static service => service with { Guards = service.Guards with { MinimumFailureSpan = Seconds(30) } }));
        scene.Dies(A).Decide().Event.ShouldBeNull();
        scene.Decide().RecheckIn.ShouldBe(Seconds(30));

        scene.Forgotten = true;
        scene.Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Establish);

        scene.Now += Seconds(30);
        scene.Round().Event.ShouldBeOfType<MoveInterrupted>();
    }

    [Fact]
    public void A_group_that_only_watches_reports_once_whatever_the_numbers()
    {
        var scene = new Scene(DataGroup("a active, b hot", static service => service with { Guards = service.Guards with { Mode = EnforcementMode.MonitorOnly } }));
        scene.Lag[B] = Seconds(5);
        scene.Dies(A).Round().Event.ShouldBeOfType<MoveReported>();
        scene.Decide().Event.ShouldBeNull();

        scene.Lag[B] = Seconds(6);

        scene.Decide().Event.ShouldBeNull();
        scene.Decide().Reason.Code.ShouldBe(ReasonCode.MonitorOnly);
        scene.State.Move.ShouldBeNull();
    }

    [Fact]
    public void A_group_that_only_watches_writes_nothing_and_fences_nothing()
    {
        var scene = new Scene(Group("a active, b hot", static service => service with { Guards = service.Guards with { Mode = EnforcementMode.MonitorOnly } })) { Forgotten = true };
        scene.Round().Event.ShouldBeOfType<MoveReported>();
        scene.Round().Event.ShouldBeNull();

        scene.State = scene.State.With(B, static status => status with { State = RegionState.Out, Tombstone = true });
        scene.Round().Event.ShouldBeOfType<MoveReported>().Reason.Because[0].Detail.ShouldContain("fenced first");
        scene.Begin(CommandKind.SwitchOver, B)!.ShouldNotBeNull();
    }

    [Fact]
    public void What_the_operator_drains_is_emptied_and_stays_out()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Drained.Add(A);

        var started = (MoveStarted)scene.Round().Event!;
        started.Request.Kind.ShouldBe(MoveKind.Drain);
        scene.State.Phase.ShouldBe(GroupPhase.SwitchingOver);
        scene.State.AutomaticMoves.ShouldBeEmpty("an operator's order costs no budget");
        scene.Finish();

        scene.States.ShouldBe("a:Recovering b:Serving");
        scene.Shares.ShouldBe("a0 b100");
        scene.Wait(1000).Decide().Event.ShouldBeNull();
        scene.Drained.Clear();
        scene.Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Failback);
    }

    [Fact]
    public void A_drain_that_was_given_up_waits_for_the_cool_down_before_it_is_tried_again()
    {
        var scene = new Scene(Group("a active, b warm work"));
        scene.Drained.Add(A);
        scene.Round();
        scene.Fails<ScaleStep>();
        scene.Finish();
        scene.States.ShouldBe("a:Serving b:Standby");
        scene.State.Hold.ShouldBeNull();

        scene.Decide().Event.ShouldBeNull();
        scene.Decide().RecheckIn.ShouldBe(Seconds(20));

        scene.Wait(20).Decide().Event.ShouldBeOfType<MoveStarted>();
    }

    [Fact]
    public void A_drain_that_an_operator_gives_up_is_taken_back_whole_and_holds()
    {
        var scene = new Scene(DataGroup("a active, b hot reads"));
        scene.Drained.Add(A);
        scene.Round();
        scene.Until<PromoteStep>();

        scene.Say(CommandKind.Abort);
        scene.State.Hold.ShouldBeNull("a hold now would leave the data demoted");
        scene.Finish();

        scene.State.Hold!.By.ShouldBe("anna");
        scene.States.ShouldBe("a:Serving b:Standby");
        scene.State.DataAt.ShouldBe(A);
    }

    [Fact]
    public void A_drain_that_is_refused_hides_no_dead_region()
    {
        var scene = new Scene(Group("a active, b active, c active, d hot"));
        scene.State = scene.State.With(C, static status => status with { State = RegionState.Out });
        scene.Dies(C);
        scene.Drained.Add(A);
        scene.Decide().Event.ShouldBeNull("one region is out already");

        scene.Dies(B).Decide().Event.ShouldBeOfType<MoveStarted>().Request.From.ShouldBe(B);
    }

    [Fact]
    public void Everything_held_stays_as_it_is()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Say(CommandKind.Hold);
        scene.Dies(A);

        scene.Decide().Event.ShouldBeNull();
        scene.Decide().Reason.Code.ShouldBe(ReasonCode.Held);
        scene.Happen(new MoveStarted(2, Request(scene), Because, null)).State.Move.ShouldBeNull();
    }

    [Fact]
    public void A_second_move_does_not_begin_beside_the_first()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(A).Round();
        var first = scene.State;

        scene.Happen(new MoveStarted(3, Request(scene), Because, null)).State.ShouldBeSameAs(first);
    }

    [Fact]
    public void A_calm_step_changes_and_allocates_nothing()
    {
        var scene = new Scene(Group("a active, b hot"));
        var context = new MachineContext(scene.Group, scene.Now, scene.Utc);
        MachineEvent[] calm = [new VerdictChanged(A, Verdict.Healthy, Because), new VerdictChanged("nowhere", Verdict.Unhealthy, Because), new TimePassed()];
        var before = 0L;

        for (var i = 0; i < 100; i++)
        {
            before = i == 1 ? GC.GetAllocatedBytesForCurrentThread() : before;
            foreach (var happened in calm)
            {
                if (!ReferenceEquals(FailoverMachine.Step(scene.State, happened, context).State, scene.State))
                {
                    Assert.Fail($"{happened} changed something");
                }
            }
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_policy_that_names_nobody_moves_nothing()
    {
        var scene = new Scene(Group("a active, b hot"), new Fixed(new PolicyDecision(PolicyAction.Leave, Because) { Region = A, Cause = MoveCause.Dead, Targets = ["nowhere", A] }));

        scene.Decide().Event.ShouldBeNull();
        scene.Decide().Reason.Code.ShouldBe(ReasonCode.NoCandidate);
    }

    private static MoveRequest Request(Scene scene) => new() { Kind = MoveKind.Establish, Cause = MoveCause.Planned, Before = scene.State.Shares, Desired = Shares.AllFull };

    private sealed class Fixed(PolicyDecision decision) : IFailoverPolicy
    {
        public PolicyDecision Evaluate(in PolicyContext context) => decision;
    }
}
