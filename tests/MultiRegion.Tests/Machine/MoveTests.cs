using MultiRegion.Machine;
using MultiRegion.Planning;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

/// <summary>The small print of a move's life: retries, late outcomes, and what its end leaves behind.</summary>
public sealed class MoveTests
{
    private static readonly Problem Busy = Problem.Unreachable("busy");

    private static Scene Dead(string deployments = "a active, b hot")
    {
        var scene = new Scene(Group(deployments));
        scene.Dies(A).Round();
        return scene;
    }

    [Fact]
    public void An_outcome_of_a_step_that_does_not_exist_changes_nothing()
    {
        var scene = Dead();

        scene.Happen(new StepEnded(999, 1, StepOutcome.Done())).Reason.Code.ShouldBe(ReasonCode.Superseded);
    }

    [Fact]
    public void A_move_without_steps_has_no_last_one()
    {
        var empty = Dead().Move with { Steps = [] };

        (empty.LastSequence, empty.LastStage).ShouldBe((0, 0));
    }

    [Fact]
    public void Sequences_and_stages_go_on_rising_when_a_move_is_planned_anew()
    {
        var scene = Dead("a active, b hot, c hot");
        var (sequence, stage) = (scene.Move.LastSequence, scene.Move.LastStage);
        stage.ShouldBeGreaterThan(0);

        scene.Dies(B).Round().Event.ShouldBeOfType<MoveInterrupted>();

        var added = scene.Move.Steps.Where(step => step.Step.Sequence > sequence).ToList();
        added.ShouldNotBeEmpty();
        added.ShouldAllBe(step => step.Step.Stage > stage);
    }

    [Fact]
    public void A_command_to_approve_finds_nothing_in_a_move_that_asks_nothing() =>
        OperatorCommands.Objection(Dead().State, Command(CommandKind.Approve)).ShouldBe("nothing waits for approval");

    [Fact]
    public void What_a_step_says_is_the_reason()
    {
        Dead().Done<ShiftStep>("in effect after 2 s").Reason.Detail.ShouldBe("in effect after 2 s");
        Dead().Done<ShiftStep>().Reason.Detail.ShouldBe("done");
    }

    [Fact]
    public void A_retry_begins_when_it_is_due_and_not_before()
    {
        var scene = Dead();
        scene.Answer<ShiftStep>(Busy);
        var (waiting, due) = (scene.State, scene.Move.Steps.Single(static step => step.State == StepState.Waiting).RetryAt!.Value);
        due.ShouldBeGreaterThan(scene.Now);
        scene.Now = due - TimeSpan.FromTicks(1);
        scene.Happen(new TimePassed()).State.ShouldBeSameAs(waiting);

        scene.Now = due;

        scene.Happen(new TimePassed()).Reason.Detail.ShouldBe("attempt 2");
        scene.Running.Single().Attempt.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_retry_does_not_begin_while_the_group_is_held_or_halted(bool halted)
    {
        var scene = new Scene(Group("a active, b hot", static service => service with { Data = TwoSets }));
        scene.Dies(A).Round();
        scene.Until<PromoteStep>();
        scene.Answer<PromoteStep>(halted ? Problem.Failed("disk full", retryable: false) : Busy);
        scene.Answer<PromoteStep>(Busy);
        if (!halted)
        {
            scene.Say(CommandKind.Hold);
        }

        scene.Now += Seconds(60);

        scene.Happen(new TimePassed()).State.Move!.Steps.ShouldNotContain(static step => step.State == StepState.Running);
    }

    [Fact]
    public void A_resumed_step_begins_its_delays_anew()
    {
        var scene = Dead();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            scene.Answer<ShiftStep>(Busy);
            scene.Wait(40);
        }

        scene.Finish();
        scene.State.Phase.ShouldBe(GroupPhase.Halted);
        scene.Say(CommandKind.Resume);
        scene.Answer<ShiftStep>(Busy);

        var again = scene.Move.Steps.Single(static step => step.State == StepState.Waiting);
        (again.RetryAt!.Value - scene.Now).ShouldBeLessThanOrEqualTo(Seconds(1), "the first delay is at most the configured one");
    }

    [Fact]
    public void Delays_are_drawn_alike_by_every_version_so_that_old_journals_replay()
    {
        var scene = Dead();
        var drawn = new List<string>();
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            scene.Answer<ShiftStep>(Busy);
            var delay = scene.Move.Steps.Single(static step => step.State == StepState.Waiting).RetryAt!.Value - scene.Now;
            drawn.Add(delay.TotalMilliseconds.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture));
            scene.Wait(40);
        }

        drawn.ShouldBe(["399.971", "1147.210"]);
    }

    [Fact]
    public void A_hold_stays_that_of_the_first_who_placed_it()
    {
        var scene = Dead();
        scene.Say(CommandKind.Hold);

        scene.Answer<ShiftStep>(Problem.Fenced("a newer epoch has been there"));

        scene.State.Hold!.By.ShouldBe("anna");
    }

    [Fact]
    public void Ending_a_halted_move_of_a_held_group_keeps_the_hold_that_was_there()
    {
        var scene = new Scene(DataGroup("a active, b hot"));
        scene.Dies(A).Round();
        scene.Until<PromoteStep>();
        scene.Answer<PromoteStep>(Problem.Failed("disk full", retryable: false));
        scene.Happen(new HoldPlaced(Because));

        scene.Say(CommandKind.Abort);

        scene.State.Hold.ShouldBe(new Hold(Because, null));
    }

    [Fact]
    public void A_move_that_shifted_and_was_completed_has_told_the_routers_the_revision()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.State = scene.State with { EstablishedRevision = 0 };

        scene.Dies(A).Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Failover);
        scene.Finish();

        scene.State.EstablishedRevision.ShouldBe(1);
    }

    [Fact]
    public void A_move_that_was_taken_back_or_shifted_nothing_has_not()
    {
        var aborted = new Scene(Group("a active, b hot"));
        aborted.State = aborted.State with { EstablishedRevision = 0 };
        aborted.Begin(CommandKind.SwitchOver, B);
        aborted.Until<VerifyStep>();
        aborted.Say(CommandKind.Abort);
        aborted.Finish();
        aborted.State.EstablishedRevision.ShouldBe(0);

        var fenced = new Scene(DataGroup("a active, b hot"));
        fenced.State = (fenced.State with { EstablishedRevision = 0 }).With(B, static status => status with { State = RegionState.Out, Tombstone = true });
        fenced.Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Tombstone);
        fenced.Finish();
        fenced.State.In(B).Tombstone.ShouldBeFalse();
        fenced.State.EstablishedRevision.ShouldBe(0);
    }

    [Fact]
    public void Telling_the_routers_changes_no_region_that_recovers()
    {
        var scene = Dead();
        scene.Finish().Recovers(A);
        scene.States.ShouldBe("a:Recovering b:Serving");
        scene.Forgotten = true;

        scene.Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Establish);
        scene.Finish();

        scene.States.ShouldBe("a:Recovering b:Serving");
    }

    [Fact]
    public void A_standby_that_dies_while_it_rejoins_is_out()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.State = scene.State.With(B, static status => status with { State = RegionState.Recovering });
        scene.Round().Event.ShouldBeOfType<MoveStarted>().Request.Targets.ShouldBe([B]);

        scene.Dies(B).Finish();

        scene.States.ShouldBe("a:Serving b:Out");
    }

    [Fact]
    public void A_region_that_serves_on_has_served_since_it_began()
    {
        var scene = new Scene(Group("a active, b active"));
        scene.Now += Seconds(500);

        scene.Dies(A).Round();
        scene.Finish();

        scene.State.In(B).Since.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_region_that_a_move_did_not_concern_goes_on_becoming_stable_when_it_is_taken_back()
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.State = scene.State.With(C, status => status with { State = RegionState.Recovering, Since = scene.Now - Seconds(10) });
        var since = scene.State.In(C).Since;
        scene.Begin(CommandKind.SwitchOver, B, "OneRegionOut").ShouldBeNull();
        scene.Wait(5);

        scene.Say(CommandKind.Abort);
        scene.Finish();

        scene.State.Last!.Outcome.ShouldBe(MoveOutcome.Aborted);
        scene.State.In(C).Since.ShouldBe(since);
    }

    [Fact]
    public void An_unconfirmed_fence_of_a_halted_move_waits_until_it_is_resumed()
    {
        var scene = new Scene(Group("a active, b hot", static service => service with { Data = TwoSets }));
        scene.State = scene.State.With(B, static status => status with { State = RegionState.Out, Tombstone = true });
        scene.Round();
        scene.Fails<FenceStep>();
        (scene.State.Phase, scene.Running.Count()).ShouldBe((GroupPhase.Halted, 1));

        scene.Done<FenceStep>(nameof(FenceOutcome.Unconfirmed));

        scene.State.Phase.ShouldBe(GroupPhase.Halted);
        scene.Move.Steps.Count(static step => step is { Step: FenceStep, State: StepState.Failed }).ShouldBe(2);
    }
}
