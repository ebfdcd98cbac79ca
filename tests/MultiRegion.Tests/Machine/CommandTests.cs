using MultiRegion.Machine;
using MultiRegion.Planning;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

public sealed class CommandTests
{
    [Theory]
    [InlineData(CommandKind.SwitchOver, "nowhere", "shop has no deployment in nowhere: it has a, b, c")]
    [InlineData(CommandKind.SwitchOver, "a", "no other region serves that could be left for a")]
    [InlineData(CommandKind.FailOver, "a", "no other region serves that could be left for a")]
    [InlineData(CommandKind.FailBack, "a", "a serves already")]
    [InlineData(CommandKind.SwitchOver, "c", "c is drained: open it again first")]
    public void A_command_that_makes_no_sense_says_why(CommandKind kind, string region, string text)
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.Drained.Add(C);

        scene.Begin(kind, region).ShouldBe(text);
        scene.State.Move.ShouldBeNull();
    }

    [Fact]
    public void A_command_without_a_region_says_so() =>
        Decider.ForCommand(new Scene(Group("a active, b hot")).Input(), Command(CommandKind.SwitchOver)).ShouldBe((null, "SwitchOver needs a region"));

    [Fact]
    public void A_held_or_busy_group_refuses_a_move()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Begin(CommandKind.SwitchOver, B).ShouldBeNull();
        scene.Begin(CommandKind.SwitchOver, B).ShouldBe("Switchover of epoch 2 is under way: wait for it, or abort it");

        scene.Say(CommandKind.Hold);

        scene.Begin(CommandKind.SwitchOver, B).ShouldBe("it is held (anna: exercise): resume or adopt first");
    }

    [Fact]
    public void A_region_that_was_left_is_returned_to_by_a_failback()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(A).Round();
        scene.Finish().Recovers(A);

        scene.Begin(CommandKind.SwitchOver, A).ShouldBe("a is recovering: fail back to it instead");
        scene.Begin(CommandKind.FailBack, A).ShouldBeNull();
        scene.Move.By.ShouldBe("anna");
        scene.State.AutomaticMoves.Length.ShouldBe(1, "the failover counts, the operator's move does not");
    }

    [Fact]
    public void A_switchover_leaves_the_region_that_has_the_data()
    {
        var scene = new Scene(DataGroup("a active, b active, c hot"));
        scene.State = scene.State with { DataAt = B };

        scene.Begin(CommandKind.SwitchOver, C);

        scene.Move.Request.From.ShouldBe(B);
    }

    [Fact]
    public void A_guard_that_a_person_cannot_answer_refuses_and_is_named()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(B);

        scene.Begin(CommandKind.SwitchOver, B).ShouldBe("refused by LastServingRegion: no healthy region would be left serving; Quorum: the target is unhealthy by the configured vantage points");
        scene.Begin(CommandKind.SwitchOver, B, "quorum", "LASTSERVINGREGION").ShouldBeNull();
    }

    [Fact]
    public void A_failover_by_command_asks_before_it_loses_data_unless_the_operator_has_answered()
    {
        var scene = new Scene(DataGroup("a active, b hot"));
        scene.Lag[B] = Seconds(9);
        scene.Begin(CommandKind.FailOver, B).ShouldBeNull();
        scene.Running.Single().Step.ShouldBeOfType<ApproveStep>().Question.ShouldBe("the replica is 9 s behind, the objective is 0 s");
        scene.Move.Steps.Select(static step => step.Step).OfType<PromoteStep>().Single().AllowedLoss.ShouldBeNull();
        scene.Say(CommandKind.Reject);
        scene.Finish();
        scene.Say(CommandKind.Resume);

        scene.Begin(CommandKind.FailOver, B, "DataLoss").ShouldBeNull();

        scene.Running.Single().Step.ShouldBeOfType<FenceStep>();
        scene.Move.Steps.Select(static step => step.Step).OfType<PromoteStep>().Single().AllowedLoss.ShouldBeNull("the operator has accepted the loss");
    }

    [Theory]
    [InlineData(CommandKind.Approve, "nothing waits for approval")]
    [InlineData(CommandKind.Reject, "nothing waits for approval")]
    [InlineData(CommandKind.Abort, "no move is under way")]
    [InlineData(CommandKind.Resume, "it is neither held nor halted")]
    [InlineData(CommandKind.Adopt, "nothing waits to be adopted: it is not held")]
    public void A_calm_group_has_nothing_to_answer(CommandKind kind, string objection)
    {
        var scene = new Scene(Group("a active, b hot"));
        OperatorCommands.Objection(scene.State, Command(kind)).ShouldBe(objection);
        var before = scene.State;

        scene.Say(kind).State.ShouldBeSameAs(before);
    }

    [Fact]
    public void A_command_for_another_epoch_is_none_for_this_one()
    {
        var scene = new Scene(Group("a active, b hot"));
        OperatorCommands.Objection(scene.State, Command(CommandKind.Abort) with { Epoch = 1 }).ShouldBe("no move is under way, epoch 1 is over");
        scene.Begin(CommandKind.SwitchOver, B);

        OperatorCommands.Objection(scene.State, Command(CommandKind.Abort) with { Epoch = 1 }).ShouldBe("the move under way is epoch 2, not 1");
        OperatorCommands.Objection(scene.State, Command(CommandKind.Abort) with { Epoch = 2 }).ShouldBeNull();
    }

    [Fact]
    public void An_answer_to_one_question_is_none_to_another_of_the_same_epoch()
    {
        var scene = new Scene(Group("a active, b hot", static service => service with { Failover = service.Failover with { Approval = MoveApproval.OnApproval } }));
        scene.Dies(A).Round();
        var asked = scene.Running.Single().Step.Sequence;

        OperatorCommands.Objection(scene.State, Command(CommandKind.Approve) with { Sequence = asked + 1 })!.ShouldStartWith($"step {asked + 1} waits for no answer any more: step {asked} does, and asks:");
        OperatorCommands.Objection(scene.State, Command(CommandKind.Reject) with { Sequence = asked + 1 }).ShouldNotBeNull();
        OperatorCommands.Objection(scene.State, Command(CommandKind.Approve) with { Sequence = asked }).ShouldBeNull();
    }

    [Fact]
    public void An_unplanned_failover_only_goes_forward_once_it_has_touched_something()
    {
        var scene = new Scene(Group("a active, b hot", static service => service with { Failover = service.Failover with { Approval = MoveApproval.OnApproval } }));
        scene.Dies(A).Round();
        OperatorCommands.Objection(scene.State, Command(CommandKind.Abort)).ShouldBeNull();
        scene.Say(CommandKind.Approve);

        OperatorCommands.Objection(scene.State, Command(CommandKind.Abort))!.ShouldStartWith("an unplanned failover only goes forward");
    }

    [Fact]
    public void A_grey_failover_that_is_given_up_is_taken_back_whole_and_then_held()
    {
        var scene = new Scene(Group("a active, b warm work"));
        scene.Sees(A, Verdict.Degraded).Round();
        scene.Until<VerifyStep>();
        scene.Shares.ShouldBe("a50 b100");

        scene.Say(CommandKind.Abort);
        OperatorCommands.Objection(scene.State, Command(CommandKind.Abort)).ShouldBe("the move is being taken back already");
        scene.Finish();

        scene.Shares.ShouldBe("a100 b0");
        scene.States.ShouldBe("a:Serving b:Standby");
        scene.State.Hold!.By.ShouldBe("anna");
        OperatorCommands.Objection(scene.State, Command(CommandKind.Hold)).ShouldBe("it is held already");
    }

    [Fact]
    public void A_switchover_that_is_given_up_puts_everything_back_and_holds_nothing()
    {
        var scene = new Scene(DataGroup("a active work, b warm work, c hot"));
        scene.Begin(CommandKind.SwitchOver, B);
        scene.Until<AwaitQuietStep>();
        scene.State.DataAt.ShouldBe(B);

        scene.Say(CommandKind.Abort);
        scene.Finish();

        (scene.Shares, scene.States, scene.State.DataAt, scene.State.Hold).ShouldBe(("a100 b0 c0", "a:Serving b:Standby c:Standby", A, null));
    }

    [Fact]
    public void A_hold_in_a_move_lets_what_runs_end_and_starts_nothing()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(A).Round();
        scene.Say(CommandKind.Hold);

        scene.Done<ShiftStep>();
        scene.Running.ShouldBeEmpty();
        scene.Happen(new MoveInterrupted(scene.Move.Request, Because)).State.Move!.Steps.Length.ShouldBe(scene.Move.Steps.Length);
        scene.Say(CommandKind.Resume);

        scene.Running.Single().Step.ShouldBeOfType<VerifyStep>();
        scene.State.Hold.ShouldBeNull();
    }

    [Fact]
    public void What_is_adopted_is_written_anew()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Happen(new HoldPlaced(Because));
        scene.State.Hold.ShouldBe(new Hold(Because, null));
        scene.Happen(new HoldPlaced(new Reason(ReasonCode.ForeignEdit, "", "again")));
        scene.State.Hold!.Reason.ShouldBe(Because, "the first reason stays");

        scene.Say(CommandKind.Adopt);

        scene.State.Adopting.ShouldBeTrue();
        scene.Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Establish);
        scene.Finish();
        scene.State.Adopting.ShouldBeFalse();
    }
}
