using MultiRegion.Machine;
using MultiRegion.Planning;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

public sealed class HaltTests
{
    private static readonly Problem Busy = Problem.Unreachable("busy");

    private static Scene TwoRouters(string deployments = "a active, b hot") =>
        new(Group(deployments, static service => service with { Routers = ["main", "second"] }));

    [Fact]
    public void Routers_that_end_up_disagreeing_halt_with_the_router_named()
    {
        var scene = TwoRouters();
        scene.Dies(A).Round();
        scene.Fails<ShiftStep>();

        scene.Finish();

        scene.State.Phase.ShouldBe(GroupPhase.Halted);
        scene.Move.Halted!.Because.Single().Subject.ShouldBe("shift on main: a 0 %, b 100 %");
        scene.Move.Halted.Because.Single().Detail.ShouldBe("no");
        scene.States.ShouldBe("a:Draining b:Standby");
    }

    [Fact]
    public void A_halted_move_that_is_resumed_tries_what_failed_once_more_and_ends()
    {
        var scene = TwoRouters();
        scene.Dies(A).Round();
        scene.Fails<ShiftStep>();
        scene.Finish();

        scene.Say(CommandKind.Resume);

        var again = scene.Running.Single();
        again.Attempt.ShouldBe(2, "an attempt is never named twice, so that a late outcome of the first is none of the second");
        scene.Happen(new StepEnded(again.Step.Sequence, 1, StepOutcome.Done())).Reason.Code.ShouldBe(ReasonCode.Superseded);
        scene.Finish();
        scene.States.ShouldBe("a:Out b:Serving");
    }

    [Fact]
    public void A_resumed_step_has_all_its_retries_again()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(A).Round();
        Exhaust(scene).ShouldBe(3);
        scene.Finish();

        scene.Say(CommandKind.Resume);

        Exhaust(scene).ShouldBe(3);
    }

    private static int Exhaust(Scene scene)
    {
        var attempts = 0;
        for (; scene.Running.Any(static status => status.Step is ShiftStep); attempts++)
        {
            scene.Answer<ShiftStep>(Busy);
            scene.Wait(40);
        }

        return attempts;
    }

    [Fact]
    public void A_shift_that_a_later_one_has_overtaken_is_neither_missed_nor_made_again()
    {
        var scene = new Scene(Group("a active, b hot work room=60 full=100", static service => service with { Load = 100 }));
        scene.Dies(A).Round();
        scene.Shares.ShouldBe("a40 b100");
        scene.Fails<ShiftStep>();

        scene.Finish();

        scene.State.Move.ShouldBeNull();
        scene.Shares.ShouldBe("a0 b100");
    }

    [Fact]
    public void Ending_a_halted_move_leaves_it_where_it_stands()
    {
        var scene = TwoRouters();
        scene.Dies(A).Round();
        scene.Fails<ShiftStep>();
        scene.Finish();

        scene.Say(CommandKind.Abort);

        scene.States.ShouldBe("a:Out b:Serving");
        scene.State.Last!.Reason.Detail.ShouldBe("anna: exercise");
        scene.State.Hold.ShouldBeNull("nothing would begin again");
    }

    [Fact]
    public void Ending_a_halted_move_before_traffic_was_switched_is_as_before_and_holds()
    {
        var scene = new Scene(DataGroup("a active, b hot"));
        scene.Dies(A).Round();
        scene.Until<PromoteStep>();
        scene.Answer<PromoteStep>(Problem.Failed("disk full", retryable: false));

        scene.Say(CommandKind.Abort);

        scene.States.ShouldBe("a:Serving b:Standby");
        scene.State.Last!.Outcome.ShouldBe(MoveOutcome.Aborted);
        scene.State.Hold!.By.ShouldBe("anna");
    }

    [Fact]
    public void A_halted_group_starts_nothing_but_its_deadlines_go_on()
    {
        var scene = new Scene(Group("a active, b hot", static service => service with { Data = TwoSets }));
        scene.Dies(A).Round();
        scene.Until<PromoteStep>();
        scene.Answer<PromoteStep>(Problem.Failed("disk full", retryable: false));
        scene.Answer<PromoteStep>(Busy);
        var waiting = scene.Move.Steps.Single(static step => step.State == StepState.Waiting);

        FailoverMachine.WakeAt(scene.State).ShouldBe(waiting.Deadline);
        scene.Wait(60);
        scene.Running.ShouldBeEmpty();
        scene.Wait(400);
        scene.Move.Find(waiting.Step.Sequence)!.State.ShouldBe(StepState.Failed);
        scene.State.Phase.ShouldBe(GroupPhase.Halted);
    }

    [Fact]
    public void A_held_group_waits_with_its_retries_but_not_with_its_deadlines()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(A).Round();
        scene.Answer<ShiftStep>(Busy);
        var waiting = scene.Move.Steps.First(static step => step.State == StepState.Waiting);
        FailoverMachine.WakeAt(scene.State).ShouldBe(waiting.RetryAt);

        scene.Say(CommandKind.Hold);

        FailoverMachine.WakeAt(scene.State).ShouldBe(waiting.Deadline);
        scene.Wait(60);
        scene.Running.ShouldBeEmpty();
        scene.Say(CommandKind.Resume);
        scene.Wait(0);
        scene.Running.Single().Attempt.ShouldBe(2);
    }

    [Fact]
    public void A_retry_asked_for_after_the_deadline_ends_the_step_at_the_deadline()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(A).Round();
        scene.Answer<ShiftStep>(Problem.Throttled("slow down", TimeSpan.FromHours(1)));

        FailoverMachine.WakeAt(scene.State).ShouldBe(scene.Now + TimeSpan.FromMinutes(5));
        scene.Wait(300);

        scene.Move.Steps[0].Problem!.Detail.ShouldBe("not done within 300 s; the last attempt: slow down");
    }

    [Fact]
    public void A_step_that_never_answers_fails_at_its_deadline()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(A).Round();

        scene.Wait(299.9);
        scene.Move.Steps[0].State.ShouldBe(StepState.Running);
        scene.Wait(0.1);

        scene.Move.Steps[0].State.ShouldBe(StepState.Failed);
        scene.Move.Steps[0].Problem!.Detail.ShouldBe("not done within 300 s");
    }

    [Theory]
    [InlineData(ProblemKind.Fenced, ReasonCode.Superseded)]
    [InlineData(ProblemKind.NotOwned, ReasonCode.ForeignEdit)]
    public void A_plane_that_somebody_else_has_written_to_holds_the_group_until_a_person_resumes(ProblemKind kind, ReasonCode code)
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(A).Round();

        scene.Answer<ShiftStep>(new Problem(kind, "not ours", Retryable: false));

        scene.State.Hold!.Reason.Code.ShouldBe(code);
        scene.State.Hold.By.ShouldBeNull();
        scene.Running.ShouldBeEmpty();
        scene.Say(CommandKind.Adopt);
        scene.Running.Single().Attempt.ShouldBe(2);
        scene.State.Adopting.ShouldBeTrue();
        scene.Finish();
        scene.State.Adopting.ShouldBeFalse();
    }

    [Fact]
    public void A_retry_waits_longer_each_time_and_is_drawn_the_same_in_a_replay()
    {
        static List<TimeSpan> Delays()
        {
            var scene = new Scene(Group("a active, b hot", static service => service with { Failover = service.Failover with { Retries = 20, StepTimeout = TimeSpan.FromHours(1) } }));
            scene.Dies(A).Round();
            var delays = new List<TimeSpan>();
            for (var attempt = 1; attempt <= 20; attempt++)
            {
                scene.Answer<ShiftStep>(Busy);
                var delay = scene.Move.Steps[0].RetryAt!.Value - scene.Now;
                delay.ShouldBeInRange(TimeSpan.Zero, Seconds(Math.Min(30, Math.Pow(2, attempt - 1))));
                delays.Add(delay);
                scene.Wait(delay.TotalSeconds + 0.001);
            }

            return delays;
        }

        Delays().ShouldBe(Delays());
        Delays().Distinct().Count().ShouldBe(20);
        Delays().Max().ShouldBeGreaterThan(Seconds(15));
    }

    [Fact]
    public void A_receiver_that_asks_for_a_longer_wait_gets_it()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(A).Round();

        scene.Answer<ShiftStep>(Problem.Throttled("slow down", Seconds(77)));

        scene.Move.Steps[0].RetryAt.ShouldBe(scene.Now + Seconds(77));
    }

    [Fact]
    public void A_notification_that_fails_is_skipped()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.Dies(A).Round();
        scene.Until<NotifyStep>();

        scene.Fails<NotifyStep>().Reason.Code.ShouldBe(ReasonCode.StepSkipped);

        scene.State.Move.ShouldBeNull();
        scene.State.Last!.Outcome.ShouldBe(MoveOutcome.Completed);
    }
}
