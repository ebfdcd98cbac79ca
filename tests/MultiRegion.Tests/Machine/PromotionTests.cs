using MultiRegion.Machine;
using MultiRegion.Planning;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

public sealed class PromotionTests
{
    private static readonly Problem TooFarBehind = Problem.Refused("orders in b is 9 s behind.");

    private static Scene Promoting(params DataReference[] data)
    {
        var scene = new Scene(Group("a active, b hot, c hot", service => service with { Data = data.Length == 0 ? Orders : [.. data] }));
        scene.Dies(A).Round();
        return scene.Until<PromoteStep>();
    }

    [Fact]
    public void A_promotion_refused_for_lost_data_is_made_after_a_person_approved_the_loss()
    {
        var scene = Promoting();
        ((PromoteStep)scene.Running.Single().Step).AllowedLoss.ShouldBe(TimeSpan.Zero);

        scene.Answer<PromoteStep>(TooFarBehind);

        scene.Running.Single().Step.ShouldBeOfType<ApproveStep>().Question.ShouldBe("orders in b is 9 s behind. Promote b all the same?");
        scene.Say(CommandKind.Approve);
        ((PromoteStep)scene.Running.Single().Step).AllowedLoss.ShouldBeNull();
        scene.Finish();
        scene.State.DataAt.ShouldBe(B);
        scene.States.ShouldBe("a:Out b:Serving c:Standby");
    }

    [Fact]
    public void A_promotion_refused_although_the_loss_was_approved_halts_before_traffic_moves()
    {
        var scene = Promoting();
        scene.Answer<PromoteStep>(TooFarBehind);
        scene.Say(CommandKind.Approve);

        scene.Answer<PromoteStep>(Problem.Refused("no such replica"));

        scene.State.Phase.ShouldBe(GroupPhase.Halted);
        scene.Shares.ShouldBe("a100 b0 c0");
    }

    [Fact]
    public void A_promotion_that_fails_otherwise_halts_and_is_made_again_when_resumed()
    {
        var scene = Promoting();

        scene.Answer<PromoteStep>(Problem.Failed("disk full", retryable: false));
        scene.State.Phase.ShouldBe(GroupPhase.Halted);
        scene.Say(CommandKind.Resume);
        scene.Finish();

        scene.States.ShouldBe("a:Out b:Serving c:Standby");
    }

    [Fact]
    public void A_loss_that_a_person_rejects_demotes_nothing()
    {
        var scene = Promoting(TwoSetsArray);
        scene.Done<PromoteStep>();
        scene.Answer<PromoteStep>(TooFarBehind);

        scene.Say(CommandKind.Reject);

        scene.Running.Single().Step.ShouldBeOfType<NotifyStep>("an unplanned move takes nothing back");
        scene.Finish();
        scene.State.Hold.ShouldNotBeNull();
    }

    [Fact]
    public void What_a_person_approved_is_not_asked_again_when_a_later_step_is_resumed()
    {
        var scene = Promoting();
        scene.Answer<PromoteStep>(TooFarBehind);
        scene.Say(CommandKind.Approve);
        scene.Done<PromoteStep>();
        scene.Fails<ShiftStep>();
        scene.Finish();
        scene.State.Phase.ShouldBe(GroupPhase.Halted);

        scene.Say(CommandKind.Resume);

        scene.Running.Single().Step.ShouldBeOfType<ShiftStep>();
    }

    [Fact]
    public void A_refusal_beside_a_promotion_that_failed_does_not_wake_a_halted_move()
    {
        var scene = Promoting(TwoSetsArray);
        scene.Answer<PromoteStep>(Problem.Failed("disk full", retryable: false));
        var halted = scene.Move.Halted;

        scene.Answer<PromoteStep>(TooFarBehind);

        scene.Move.Halted.ShouldBe(halted);
        scene.Running.ShouldBeEmpty();
        scene.Say(CommandKind.Resume);
        scene.Running.Count(static status => status.Step is PromoteStep).ShouldBe(2);
    }

    [Fact]
    public void What_ends_beside_a_halted_step_is_written_down()
    {
        var scene = Promoting(TwoSetsArray);
        scene.Answer<PromoteStep>(Problem.Failed("disk full", retryable: false));

        scene.Done<PromoteStep>();

        scene.State.DataAt.ShouldBe(B);
        scene.State.Phase.ShouldBe(GroupPhase.Halted);
        scene.Say(CommandKind.Resume);
        scene.Running.Single().Step.ShouldBeOfType<PromoteStep>();
    }

    [Fact]
    public void A_target_that_dies_while_it_is_promoted_is_fenced_and_another_is_promoted()
    {
        var scene = Promoting();

        scene.Dies(B).Round().Event.ShouldBeOfType<MoveInterrupted>();

        Text(Left(scene)).ShouldStartWith("fence orders in b\npromote orders in c\nshift on main: a 0 %, b 0 %, c 100 %");
        scene.Finish();
        scene.States.ShouldBe("a:Out b:Out c:Serving");
        scene.State.DataAt.ShouldBe(C);
    }

    [Fact]
    public void A_target_that_dies_before_it_was_promoted_needs_no_fence_and_another_is_promoted()
    {
        var scene = new Scene(DataGroup("a active, b hot, c hot"));
        scene.Dies(A).Round();

        scene.Dies(B).Round();

        Text(Left(scene)).ShouldStartWith("fence orders in a\npromote orders in c\nshift");
    }

    [Fact]
    public void A_source_that_dies_after_its_demotion_costs_no_data()
    {
        var scene = new Scene(DataGroup("a active, b hot"));
        scene.Begin(CommandKind.SwitchOver, B).ShouldBeNull();
        scene.Until<PromoteStep>();
        scene.Lag[B] = null;

        scene.Dies(A).Round().Event.ShouldBeOfType<MoveInterrupted>().Request.Questions.ShouldBeEmpty();

        Text(Left(scene)).ShouldStartWith("promote orders in b\nshift");
        Left(scene).OfType<PromoteStep>().Single().DemotedFrom.ShouldBe(A);
        scene.Finish();
        scene.States.ShouldBe("a:Out b:Serving");
    }

    [Fact]
    public void A_target_that_dies_with_the_data_is_left_for_the_source()
    {
        var scene = new Scene(DataGroup("a active, b hot"));
        scene.Begin(CommandKind.SwitchOver, B);
        scene.Until<ShiftStep>();
        scene.State.DataAt.ShouldBe(B);

        scene.Dies(B).Round();

        scene.State.Phase.ShouldBe(GroupPhase.FailingOver, "data cannot be taken back from a dead region");
        Text(Left(scene)).ShouldStartWith("fence orders in b\npromote orders in a\nshift on main: a 100 %, b 0 %");
        scene.Finish();
        scene.States.ShouldBe("a:Serving b:Out");
        scene.State.DataAt.ShouldBe(A);
    }

    [Fact]
    public void A_demoted_source_is_promoted_again_when_the_other_region_of_a_move_dies()
    {
        var scene = new Scene(DataGroup("a active, b hot"));
        scene.Begin(CommandKind.SwitchOver, B);
        scene.Until<DemoteStep>();

        scene.Dies(B).Round();

        scene.Move.Aborting.ShouldNotBeNull();
        scene.Running.Single().Step.ShouldBeOfType<PromoteStep>().Region.ShouldBe(A);
    }

    [Fact]
    public void A_fence_without_an_answer_is_tried_again_when_the_target_dies_while_a_person_is_asked()
    {
        var scene = new Scene(DataGroup("a active, b hot, c hot"));
        scene.Dies(A).Round();
        scene.Done<FenceStep>(nameof(FenceOutcome.Unconfirmed));

        scene.Dies(B).Round();

        Text(Left(scene)).ShouldStartWith("fence orders in a\npromote orders in c", customMessage: "a may still write");
    }

    [Fact]
    public void A_failover_is_not_given_up_while_the_data_is_half_moved()
    {
        var scene = new Scene(DataGroup("a active, b hot", static service => service with { Failover = service.Failover with { Approval = MoveApproval.OnApproval, ApprovalDeadline = Seconds(90) } }));
        scene.Begin(CommandKind.SwitchOver, B);
        scene.Until<DemoteStep>();
        scene.Dies(A).Round();

        scene.Wait(100);

        scene.State.Phase.ShouldBe(GroupPhase.Halted, "whoever came next would take the data to be writable in a");
        scene.Move.Halted!.ToTree().ShouldContain("half moved");
    }

    [Fact]
    public void Data_that_stayed_in_a_standby_is_left_when_the_standby_dies()
    {
        var scene = new Scene(DataGroup("a active, b hot", static service => service with { Failback = service.Failback with { DataMove = DataMove.Stay } }));
        scene.Dies(A).Round();
        scene.Finish().Recovers(A).Wait(100).Round();
        scene.Finish();
        scene.States.ShouldBe("a:Serving b:Standby");
        scene.State.DataAt.ShouldBe(B);
        scene.Wait(100);

        scene.Dies(B).Round();

        Text(Left(scene)).ShouldStartWith("fence orders in b\npromote orders in a\nshift");
        scene.Finish();
        scene.States.ShouldBe("a:Serving b:Out");
    }

    [Fact]
    public void A_dead_region_that_is_well_again_is_gone_back_to_when_the_only_other_one_dies()
    {
        var scene = new Scene(DataGroup("a active, b hot"));
        scene.Dies(A).Round();
        scene.Until<PromoteStep>();

        scene.Recovers(A).Dies(B).Round();

        Text(Left(scene)).ShouldStartWith("fence orders in b\npromote orders in a\nshift on main: a 100 %, b 0 %");
        scene.Finish();
        scene.States.ShouldBe("a:Serving b:Out");
    }

    private static DataReference[] TwoSetsArray => [.. TwoSets];

    private static List<MoveStep> Left(Scene scene) => [.. scene.Move.Steps.Where(static step => !step.IsOver).Select(static step => step.Step)];
}
