using MultiRegion.Machine;
using MultiRegion.Planning;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

public sealed class FailbackTests
{
    private static Scene Left(Func<ServiceDefinition, ServiceDefinition>? change = null, bool data = false, string deployments = "a active, b hot")
    {
        var scene = new Scene(data ? DataGroup(deployments, change) : Group(deployments, change));
        scene.Dies(A).Round();
        scene.Finish().Wait(30);
        return scene;
    }

    private static Scene Returning(Func<ServiceDefinition, ServiceDefinition>? change = null, bool data = false, string deployments = "a active, b hot")
    {
        var scene = Left(change, data, deployments).Recovers(A).Wait(60);
        scene.Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Failback);
        return scene;
    }

    private static Func<ServiceDefinition, ServiceDefinition> Failback(Func<FailbackSettings, FailbackSettings> change) =>
        service => service with { Failback = change(service.Failback) };

    private static List<double> Climb(Scene scene)
    {
        var shares = new List<double>();
        while (scene.State.Move is { Aborting: null, Halted: null } && scene.Running.Any())
        {
            var shift = scene.Running.FirstOrDefault(static status => status.Step is ShiftStep);
            if (shift is not null)
            {
                shares.Add(scene.State.In(A).Share.Percent);
            }

            var step = scene.Running.First();
            scene.Happen(new StepEnded(step.Step.Sequence, step.Attempt, StepOutcome.Done("done")));
        }

        return shares;
    }

    [Fact]
    public void A_region_waits_for_its_stability_time_and_says_how_long()
    {
        var scene = Left().Recovers(A).Wait(20);

        var decision = scene.Decide();

        decision.Event.ShouldBeNull();
        decision.RecheckIn.ShouldBe(Seconds(40));
        decision.Reason.Detail.ShouldBe("healthy for 20 s of 60 s");
        scene.State.Phase.ShouldBe(GroupPhase.Recovering);
    }

    [Fact]
    public void A_region_that_fails_again_begins_its_stability_time_anew()
    {
        var scene = Left().Recovers(A).Wait(50).Dies(A);
        scene.State.Phase.ShouldBe(GroupPhase.FailedOver);

        scene.Recovers(A).Wait(50).Decide().Event.ShouldBeNull();
        scene.Wait(10).Decide().Event.ShouldNotBeNull();
    }

    [Fact]
    public void A_standby_that_died_while_traffic_returned_is_raised_when_it_is_well_and_not_by_the_return()
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.Dies(B).Dies(A).Round();
        scene.Finish().Recovers(B).Recovers(A).Wait(60);
        scene.Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Failback);

        scene.Dies(B).Finish();
        scene.State.Phase.ShouldBe(GroupPhase.Steady);
        scene.Shares.ShouldBe("a100 b0 c100");

        scene.Recovers(B).Round();
        scene.Finish().Shares.ShouldBe("a100 b100 c100");
    }

    [Fact]
    public void Traffic_returns_by_the_steps_of_the_settings()
    {
        var scene = Returning(Failback(static settings => settings with { Steps = [5, 50, 100] }));

        Climb(scene).ShouldBe([5, 50, 100, 100]);
        scene.States.ShouldBe("a:Serving b:Standby");
        scene.State.Phase.ShouldBe(GroupPhase.Steady);
    }

    [Fact]
    public void The_first_failed_soak_steps_back_one_share_and_climbs_again()
    {
        var scene = Returning();
        scene.Until<SoakStep>(static soak => soak.Share.Percent == 50);

        scene.Fails<SoakStep>();

        scene.Shares.ShouldBe("a30 b100");
        Climb(scene).ShouldBe([30, 50, 80, 100, 100]);
        scene.States.ShouldBe("a:Serving b:Standby");
    }

    [Fact]
    public void The_second_failed_soak_ends_the_return()
    {
        var scene = Returning();
        scene.Until<SoakStep>(static soak => soak.Share.Percent == 50);
        scene.Fails<SoakStep>();
        scene.Until<SoakStep>();

        scene.Fails<SoakStep>();

        scene.Move.Aborting.ShouldNotBeNull();
        scene.Shares.ShouldBe("a0 b100");
        scene.Finish();
        scene.States.ShouldBe("a:Recovering b:Serving");
        scene.State.In(A).Since.ShouldBe(scene.Now, "its stability time begins anew");
        scene.State.Hold.ShouldBeNull();
    }

    [Fact]
    public void A_failed_first_share_ends_the_return()
    {
        var scene = Returning();
        scene.Until<SoakStep>();

        scene.Fails<SoakStep>();

        scene.Move.Aborting.ShouldNotBeNull();
    }

    [Fact]
    public void A_failed_last_share_steps_back_too()
    {
        var scene = Returning();
        scene.Until<SoakStep>(static soak => soak.Share.IsFull);

        scene.Fails<SoakStep>();

        scene.Shares.ShouldBe("a80 b100");
        Climb(scene).ShouldBe([80, 100, 100]);
    }

    [Fact]
    public void A_return_in_one_step_has_no_step_to_go_back_to()
    {
        var scene = Returning(Failback(static settings => settings with { CrossRegionWrites = false }), data: true);
        scene.Until<SoakStep>();

        scene.Fails<SoakStep>();

        scene.Move.Aborting.ShouldNotBeNull();
        scene.Finish();
        scene.State.DataAt.ShouldBe(B);
        scene.Shares.ShouldBe("a0 b100");
    }

    [Theory]
    [InlineData(DataMove.BeforeFirst, true, "catch up, demote b, promote a, 10, 30, 50, 80, 100, 100")]
    [InlineData(DataMove.AfterLast, true, "catch up, 10, 30, 50, 80, 100, demote b, promote a, 100")]
    [InlineData(DataMove.Stay, true, "catch up, 10, 30, 50, 80, 100, 100")]
    [InlineData(DataMove.BeforeFirst, false, "catch up, demote b, promote a, 100, 100")]
    [InlineData(DataMove.AfterLast, false, "catch up, demote b, promote a, 100, 100")]
    [InlineData(DataMove.Stay, false, "catch up, demote b, promote a, 100, 100")]
    public void Data_moves_when_the_settings_say_and_with_the_traffic_when_it_cannot_be_written_across_regions(DataMove move, bool acrossRegions, string expected)
    {
        var scene = Returning(Failback(settings => settings with { DataMove = move, CrossRegionWrites = acrossRegions }), data: true);

        string.Join(", ", scene.Move.Steps.Select(static step => step.Step switch
        {
            CatchUpStep => "catch up",
            DemoteStep demote => $"demote {demote.Region}",
            PromoteStep promote => $"promote {promote.Region}",
            ShiftStep shift => $"{shift.Shares[A].Percent}",
            _ => null,
        }).OfType<string>()).ShouldBe(expected);
        scene.Finish();
        scene.State.DataAt.ShouldBe(move == DataMove.Stay && acrossRegions ? B : A);
    }

    [Fact]
    public void An_aborted_return_takes_the_data_back_first()
    {
        var scene = Returning(data: true, deployments: "a active work, b hot work");
        scene.Until<SoakStep>();

        scene.Say(CommandKind.Abort);

        Text(scene.Move.Steps.Where(static step => !step.IsOver).Select(static step => step.Step))
            .ShouldStartWith("demote orders in a\npromote orders in b\nshift on main: a 0 %, b 100 %\nnotify");
        scene.Finish();
        scene.State.DataAt.ShouldBe(B);
        scene.States.ShouldBe("a:Recovering b:Serving");
    }

    [Fact]
    public void A_return_aborted_after_the_standby_was_scaled_down_scales_it_up_before_traffic_goes_back()
    {
        var scene = Returning(deployments: "a active work, b hot work");
        scene.Until<ScaleStep>(static step => !step.ToServing);

        scene.Say(CommandKind.Abort);

        Text(scene.Move.Steps.Where(static step => !step.IsOver).Select(static step => step.Step))
            .ShouldStartWith("scale b to its serving size\nwait until b is ready\nshift on main: a 0 %, b 100 %\n");
    }

    [Fact]
    public void A_compensation_that_fails_halts()
    {
        var scene = Returning(data: true);
        scene.Until<SoakStep>();
        scene.Say(CommandKind.Abort);

        scene.Fails<DemoteStep>();

        scene.State.Phase.ShouldBe(GroupPhase.Halted);
        scene.Move.Halted!.Detail.ShouldBe("what was done could not be taken back");
        scene.Say(CommandKind.Abort);
        scene.States.ShouldBe("a:Recovering b:Serving");
    }

    [Fact]
    public void A_return_that_only_a_person_may_start_keeps_no_router_from_a_new_revision()
    {
        var scene = Left(Failback(static settings => settings with { Approval = MoveApproval.Never })).Recovers(A).Wait(100);
        scene.Decide().Event.ShouldBeNull();

        scene.Forgotten = true;

        scene.Decide().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Establish);
    }

    [Fact]
    public void A_return_on_approval_asks_before_it_touches_anything()
    {
        var scene = Returning(Failback(static settings => settings with { Approval = MoveApproval.OnApproval }));

        scene.Running.Single().Step.ShouldBeOfType<ApproveStep>();
        scene.Say(CommandKind.Reject);
        scene.Finish();
        scene.States.ShouldBe("a:Recovering b:Serving");
        scene.State.Hold.ShouldBeNull();
    }

    [Fact]
    public void A_standby_that_was_out_stands_by_again_and_takes_neither_traffic_nor_data()
    {
        var scene = new Scene(DataGroup("a active work, b hot work, c hot work"));
        scene.Dies(A).Round();
        scene.Finish().Dies(B).Round();
        scene.Finish().Recovers(A).Wait(100).Round();
        scene.Finish();
        scene.States.ShouldBe("a:Serving b:Out c:Standby");
        scene.Recovers(B).Wait(59).Round().Event.ShouldBeNull();

        scene.Wait(1).Round().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Establish);

        Text(scene.Move.Steps.Select(static step => step.Step)).ShouldBe(
            "uncordon the workloads in b\nshift on main: a 100 %, b 0 %, c 0 %\nscale b to its standby size");
        scene.Finish();
        scene.States.ShouldBe("a:Serving b:Standby c:Standby");
        scene.State.DataAt.ShouldBe(A);
        scene.Round().Event.ShouldBeNull();
    }

    [Fact]
    public void A_stateless_standby_that_was_out_may_be_fallen_back_to_again()
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.Dies(A).Round();
        scene.Finish().Dies(B).Round();
        scene.Finish();
        scene.Shares.ShouldBe("a0 b0 c100");

        scene.Recovers(B).Wait(100).Round();
        scene.Finish();
        scene.Shares.ShouldBe("a0 b0 c100", "the tree prefers b to c, which serves");
        scene.Recovers(A).Wait(100).Round();
        scene.Finish();
        scene.Wait(100).Round();
        scene.Finish();

        scene.States.ShouldBe("a:Serving b:Standby c:Standby");
        scene.Shares.ShouldBe("a100 b100 c100");
    }

    [Fact]
    public void A_standby_comes_back_to_serve_when_nobody_else_does()
    {
        var scene = new Scene(Group("a active, b hot"));
        scene.State = scene.State with { Regions = [.. scene.State.Regions.Select(static status => status with { State = RegionState.Out })] };
        scene.Dies(A).Dies(B);

        scene.Recovers(B).Wait(100);

        scene.Decide().Event.ShouldBeOfType<MoveStarted>().Request.Kind.ShouldBe(MoveKind.Failback);
    }

    [Fact]
    public void A_drained_standby_does_not_stand_by_again()
    {
        var scene = new Scene(Group("a active, b hot, c hot"));
        scene.Dies(A).Round();
        scene.Finish().Dies(B).Round();
        scene.Finish().Recovers(B).Wait(100);
        scene.Drained.Add(B);

        scene.Decide().Event.ShouldBeNull();
    }

    [Fact]
    public void A_returning_region_takes_over_when_the_one_that_stood_in_dies()
    {
        var scene = Returning();
        scene.Until<SoakStep>();

        scene.Dies(B).Round();

        scene.Shares.ShouldBe("a100 b0");
        scene.Finish();
        scene.States.ShouldBe("a:Serving b:Out");
    }

    [Fact]
    public void A_returning_region_that_is_passed_over_is_out_and_gets_nothing()
    {
        var scene = new Scene(Group("a active, b active, c active"));
        scene.Dies(A).Round();
        scene.Finish().Recovers(A).Wait(100).Round();
        scene.Until<SoakStep>();

        scene.Dies(B).Round();

        scene.Shares.ShouldBe("a0 b0 c100");
        scene.Finish();
        scene.States.ShouldBe("a:Recovering b:Out c:Serving");
    }
}
