using MultiRegion.Machine;
using MultiRegion.Planning;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

public sealed class FenceTests
{
    private static Scene FailingOver(Func<ServiceDefinition, ServiceDefinition>? change = null)
    {
        var scene = new Scene(DataGroup("a active, b hot, c hot", change));
        scene.Dies(A).Round();
        return scene.Until<FenceStep>();
    }

    [Theory]
    [InlineData(FenceOutcome.Confirmed, false)]
    [InlineData(FenceOutcome.Expired, true)]
    public void A_fence_that_holds_lets_the_promotion_begin(FenceOutcome outcome, bool tombstone)
    {
        var scene = FailingOver();

        scene.Done<FenceStep>(outcome.ToString());

        scene.Running.Single().Step.ShouldBeOfType<PromoteStep>().Region.ShouldBe(B);
        scene.Finish();
        scene.State.In(A).Tombstone.ShouldBe(tombstone);
        scene.State.DataAt.ShouldBe(B);
    }

    [Fact]
    public void An_unconfirmed_fence_waits_for_a_person_before_anything_is_promoted()
    {
        var scene = FailingOver();

        scene.Done<FenceStep>(nameof(FenceOutcome.Unconfirmed));

        scene.Running.Single().Step.ShouldBeOfType<ApproveStep>().Question.ShouldContain("two writers");
        scene.Say(CommandKind.Approve);
        scene.Running.Single().Step.ShouldBeOfType<PromoteStep>();
        scene.Finish();
        scene.States.ShouldBe("a:Out b:Serving c:Standby");
        scene.State.In(A).Tombstone.ShouldBeTrue();
    }

    [Fact]
    public void A_region_that_this_epoch_made_writable_and_that_cannot_be_fenced_halts_the_move_whoever_accepts_the_risk()
    {
        var scene = FailingOver(static service => service with { Guards = service.Guards with { AcceptUnconfirmedFence = new("anna", "stale reads only") } });
        scene.Done<FenceStep>(nameof(FenceOutcome.Confirmed));
        scene.Done<PromoteStep>();
        scene.Dies(B).Round();
        scene.Until<FenceStep>();

        scene.Done<FenceStep>(nameof(FenceOutcome.Unconfirmed));

        scene.Move.Halted!.ToTree().ShouldContain("b was made writable in this very epoch");
        scene.Say(CommandKind.Resume);
        scene.Running.Single().Step.ShouldBeOfType<FenceStep>().Region.ShouldBe(B);
        scene.Done<FenceStep>(nameof(FenceOutcome.Confirmed));
        scene.Running.Single().Step.ShouldBeOfType<PromoteStep>().Region.ShouldBe(C);
    }

    [Fact]
    public void A_recorded_acceptance_of_the_risk_answers_for_the_person()
    {
        var scene = FailingOver(static service => service with { Guards = service.Guards with { AcceptUnconfirmedFence = new("anna", "stale reads only") } });

        var result = scene.Done<FenceStep>(nameof(FenceOutcome.Unconfirmed));

        result.Reason.Detail.ShouldContain("anna accepted that: stale reads only");
        scene.Running.Single().Step.ShouldBeOfType<PromoteStep>();
    }

    [Fact]
    public void A_fence_that_fails_for_good_is_an_unconfirmed_one()
    {
        var scene = FailingOver();

        scene.Fails<FenceStep>();

        scene.Running.Single().Step.ShouldBeOfType<ApproveStep>();
        scene.Move.Halted.ShouldBeNull();
    }

    [Fact]
    public void A_rejected_risk_leaves_everything_as_it_was_and_holds()
    {
        var scene = FailingOver();
        scene.Done<FenceStep>(nameof(FenceOutcome.Unconfirmed));

        scene.Say(CommandKind.Reject);
        scene.Finish();

        scene.States.ShouldBe("a:Serving b:Standby c:Standby");
        scene.State.DataAt.ShouldBe(A);
        scene.State.Hold!.By.ShouldBe("anna");
        scene.State.Last!.Outcome.ShouldBe(MoveOutcome.Aborted);
    }

    [Fact]
    public void An_approval_that_nobody_gives_ends_the_move_at_its_deadline_without_a_hold()
    {
        var scene = FailingOver(static service => service with { Failover = service.Failover with { ApprovalDeadline = Seconds(90) } });
        scene.Done<FenceStep>(nameof(FenceOutcome.Unconfirmed));
        FailoverMachine.WakeAt(scene.State).ShouldBe(scene.Now + Seconds(90));

        scene.Wait(90).Finish();

        scene.State.Move.ShouldBeNull();
        scene.State.Hold.ShouldBeNull();
        scene.State.Last!.Reason.Detail.ShouldContain("nobody approved it");
    }

    [Fact]
    public void Each_data_set_is_fenced_before_any_is_promoted()
    {
        var scene = new Scene(Group("a active, b hot", static service => service with { Data = TwoSets }));
        scene.Dies(A).Round();

        scene.Running.Count(static status => status.Step is FenceStep).ShouldBe(2);
        scene.Done<FenceStep>(nameof(FenceOutcome.Confirmed));
        scene.Running.Single().Step.ShouldBeOfType<FenceStep>();
        scene.Done<FenceStep>(nameof(FenceOutcome.Confirmed));
        scene.Running.Count(static status => status.Step is PromoteStep).ShouldBe(2);
    }

    [Fact]
    public void A_second_fence_that_still_runs_is_made_again_after_the_approval()
    {
        var scene = new Scene(Group("a active, b hot", static service => service with { Data = TwoSets }));
        scene.Dies(A).Round();
        var late = scene.Running.Last();

        scene.Done<FenceStep>(nameof(FenceOutcome.Unconfirmed));
        var asked = scene.State;
        scene.Happen(new StepEnded(late.Step.Sequence, late.Attempt, StepOutcome.Done(nameof(FenceOutcome.Confirmed)))).State.ShouldBeSameAs(asked);
        scene.Say(CommandKind.Approve);

        scene.Running.Single().Step.ShouldBeOfType<FenceStep>().Sequence.ShouldBeGreaterThan(late.Step.Sequence);
    }

    [Fact]
    public void A_region_that_was_left_unfenced_is_fenced_before_it_recovers()
    {
        var scene = FailingOver();
        scene.Done<FenceStep>(nameof(FenceOutcome.Expired));
        scene.Finish().Wait(30);

        scene.Recovers(A);
        scene.States.ShouldBe("a:Out b:Serving c:Standby");
        scene.Begin(CommandKind.FailBack, A)!.ShouldContain("has not been fenced");
        scene.Begin(CommandKind.FailOver, A)!.ShouldContain("has not been fenced");
        var started = (MoveStarted)scene.Round().Event!;
        started.Request.Kind.ShouldBe(MoveKind.Tombstone);
        scene.State.Phase.ShouldBe(GroupPhase.FailedOver);
        scene.Finish();

        scene.States.ShouldBe("a:Recovering b:Serving c:Standby");
        scene.State.In(A).Tombstone.ShouldBeFalse();
        scene.State.MovedAt.ShouldBe(scene.Now - Seconds(30), "fencing is no move of traffic: the cool-down goes on from the failover");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Workloads_that_could_not_be_cordoned_while_their_region_was_away_are_cordoned_before_it_recovers(bool isReached)
    {
        var scene = new Scene(Group("a active work, b hot work"));
        scene.Dies(A).Round();
        scene.Until<CordonStep>();
        for (var tries = 0; !isReached && tries < 20 && scene.Running.Any(static status => status.Step is CordonStep); tries++)
        {
            scene.Fails<CordonStep>();
        }

        scene.Finish();
        scene.State.In(A).Tombstone.ShouldBe(!isReached);
        scene.Recovers(A).Round();

        if (!isReached)
        {
            scene.Move.Request.Kind.ShouldBe(MoveKind.Tombstone);
            scene.Running.Single().Step.ShouldBeOfType<CordonStep>().Cordoned.ShouldBeTrue();
            scene.Finish();
        }

        scene.State.In(A).Tombstone.ShouldBeFalse();
        scene.State.In(A).State.ShouldBe(RegionState.Recovering);
    }

    [Fact]
    public void A_degraded_region_that_comes_back_is_fenced_too()
    {
        var scene = FailingOver();
        scene.Done<FenceStep>(nameof(FenceOutcome.Expired));
        scene.Finish();

        scene.Sees(A, Verdict.Degraded).Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Tombstone);
        scene.Finish();

        scene.States.ShouldBe("a:Out b:Serving c:Standby");
        scene.State.In(A).Tombstone.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tombstone_that_cannot_be_fenced_halts_and_stays(bool fails)
    {
        var scene = FailingOver();
        scene.Done<FenceStep>(nameof(FenceOutcome.Expired));
        scene.Finish();
        scene.Recovers(A).Round();

        _ = fails ? scene.Fails<FenceStep>() : scene.Done<FenceStep>(nameof(FenceOutcome.Unconfirmed));

        scene.State.Phase.ShouldBe(GroupPhase.Halted);
        scene.Say(CommandKind.Abort);
        scene.State.Move.ShouldBeNull();
        scene.State.In(A).Tombstone.ShouldBeTrue();
        scene.State.Hold.ShouldNotBeNull("it would begin again at once");
    }

    [Fact]
    public void A_halted_tombstone_tries_again_when_resumed()
    {
        var scene = FailingOver();
        scene.Done<FenceStep>(nameof(FenceOutcome.Expired));
        scene.Finish();
        scene.Recovers(A).Round();
        scene.Done<FenceStep>(nameof(FenceOutcome.Unconfirmed));

        scene.Say(CommandKind.Resume);
        scene.Finish();

        scene.States.ShouldBe("a:Recovering b:Serving c:Standby");
    }
}
