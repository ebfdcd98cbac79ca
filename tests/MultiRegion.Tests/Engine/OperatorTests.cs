using MultiRegion.Routing;
using MultiRegion.Testing;

namespace MultiRegion.Tests.Engine;

/// <summary>What a person at the console can do, and what the engine answers.</summary>
public sealed class OperatorTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_switchover_moves_without_a_gap_and_stays_until_somebody_brings_it_back()
    {
        await using var world = await new World().BeginAsync();

        (await world.SayAsync(world.Command(CommandKind.SwitchOver, World.B))).Accepted.ShouldBeTrue();
        await world.UntilAsync(static status => status is { Phase: GroupPhase.Steady, MoveEpoch: null }, TimeSpan.FromMinutes(3));
        await world.RunAsync(TimeSpan.FromMinutes(30));

        world.Fraction(World.B).ShouldBe(100);
        world.Status.Regions[0].State.ShouldBe(RegionState.Standby);

        (await world.SayAsync(world.Command(CommandKind.FailBack, World.A))).Accepted.ShouldBeTrue();
        await world.UntilAsync(static status => status is { Phase: GroupPhase.Steady, MoveEpoch: null }, TimeSpan.FromMinutes(5));
        world.Fraction(World.A).ShouldBe(100);
    }

    [Fact]
    public async Task A_plan_shows_the_steps_and_the_routers_changes_and_touches_nothing()
    {
        await using var world = await new World().BeginAsync();
        var (writes, records) = (world.Router.Writes, world.Journal.LastSequence);

        var preview = await world.Engine!.PlanAsync(world.Command(CommandKind.SwitchOver, World.B));

        preview.Refusal.ShouldBeNull();
        preview.Steps.Select(static step => step.Words).ShouldContain("shift on main: a 0 %, b 100 %, c 100 %");
        preview.Changes.ShouldHaveSingleItem().After.ShouldNotBe(preview.Changes[0].Before);
        preview.ToString().ShouldContain("before:");
        world.Router.Writes.ShouldBe(writes);
        world.Journal.LastSequence.ShouldBe(records);
    }

    [Theory]
    [InlineData(CommandKind.SwitchOver, "nowhere", "it has a, b, c")]
    [InlineData(CommandKind.FailBack, "a", "serves already")]
    [InlineData(CommandKind.Approve, null, "nothing waits for approval")]
    [InlineData(CommandKind.Abort, null, "no move is under way")]
    [InlineData(CommandKind.Resume, null, "neither held nor halted")]
    [InlineData(CommandKind.Adopt, null, "not held")]
    [InlineData(CommandKind.Undrain, "b", "not drained")]
    [InlineData(CommandKind.Drain, "nowhere", "no region 'nowhere'")]
    public async Task A_command_that_makes_no_sense_is_refused_with_the_way_out(CommandKind kind, string? region, string words)
    {
        await using var world = await new World().BeginAsync();

        var answer = await world.SayAsync(world.Command(kind, region is null ? default(RegionId?) : new RegionId(region)));

        answer.Accepted.ShouldBeFalse();
        answer.Text.ShouldContain(words);
    }

    [Fact]
    public async Task A_command_is_carried_out_once_by_its_id()
    {
        await using var world = await new World().BeginAsync();
        var hold = world.Command(CommandKind.Hold);
        var first = await world.SayAsync(hold);
        await world.SayAsync(world.Command(CommandKind.Resume));

        var second = await world.SayAsync(hold);

        second.ShouldBe(first);
        world.Status.Held.ShouldBeNull();
    }

    [Fact]
    public async Task A_command_from_the_inbox_is_carried_out_and_answered()
    {
        await using var world = await new World().BeginAsync();
        world.Inbox.Post(world.Command(CommandKind.Drain, World.A));

        await world.UntilAsync(static status => status is { Regions: [{ State: RegionState.Out or RegionState.Recovering }, ..], MoveEpoch: null }, TimeSpan.FromMinutes(3));

        world.Inbox.Answers.ShouldHaveSingleItem().Accepted.ShouldBeTrue();
        world.Fraction(World.A).ShouldBe(0);
    }

    [Fact]
    public async Task A_drained_region_stays_out_until_it_is_opened_again_and_then_comes_back_by_steps()
    {
        await using var world = await new World().BeginAsync();
        (await world.SayAsync(world.Command(CommandKind.Drain, World.A))).Accepted.ShouldBeTrue();
        await world.UntilAsync(static status => status is { Phase: not GroupPhase.SwitchingOver, Regions: [{ State: not RegionState.Serving }, ..] }, TimeSpan.FromMinutes(3));
        await world.RunAsync(TimeSpan.FromMinutes(30));
        world.Fraction(World.A).ShouldBe(0);

        (await world.SayAsync(world.Command(CommandKind.Undrain, World.A))).Accepted.ShouldBeTrue();
        await world.UntilAsync(static status => status is { Phase: GroupPhase.Steady, MoveEpoch: null }, TimeSpan.FromMinutes(10));

        world.Fraction(World.A).ShouldBe(100);
        world.SharesOf(World.A)[^6..].ShouldBe([10, 30, 50, 80, 100, 100]);
    }

    [Fact]
    public async Task A_failover_that_asks_waits_for_the_approval_and_tells_somebody()
    {
        await using var world = await new World(static service => service with { Failover = service.Failover with { Approval = MoveApproval.OnApproval } }).BeginAsync();
        var writes = world.Router.Writes;
        world.Kill(World.A);
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailingOver, Minute);
        await world.RunAsync(Minute);
        world.Router.Writes.ShouldBe(writes);
        world.Notifier.Sent.ShouldContain(static sent => sent.Severity == NotificationSeverity.ActionNeeded);

        (await world.SayAsync(world.Command(CommandKind.Approve))).Accepted.ShouldBeTrue();
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);

        world.Fraction(World.B).ShouldBe(100);
    }

    [Fact]
    public async Task A_group_moves_whole_when_one_of_its_services_dies()
    {
        await using var world = new World(
            static service => service with { MoveGroup = "store" },
            static estate => estate with
            {
                Services = [.. estate.Services, World.Service("cart", "cart.example.com") with { MoveGroup = "store", Probe = new NamedProbeDefinition { Name = "cart" } }],
            });
        var cart = new ScriptedProbe(world.Clock);
        foreach (var region in new[] { World.A, World.B, World.C })
        {
            cart.Set(region, ProbeBehaviour.Healthy);
        }

        world.Start(builder => builder.AddProbe("cart", cart));
        await world.RunAsync(TimeSpan.FromSeconds(5));
        cart.Set(World.A, ProbeBehaviour.Failing());
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);

        world.Fraction(World.B, "shop").ShouldBe(100);
        world.Fraction(World.B, "cart").ShouldBe(100);
        world.Router.Log.Where(static write => write.Marker.Epoch == 2).Select(static write => write.Marker.Sequence).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_router_that_cannot_be_switched_halts_the_failover_and_is_named_while_the_other_has_gone_forward()
    {
        await using var world = new World(static service => service with { Routers = ["main", "second"] });
        world.SecondRouter = new InMemoryRouter(world.Clock);
        await world.BeginAsync();
        world.SecondRouter.ControlPlaneGone = true;
        world.Kill(World.A);

        await world.UntilAsync(static status => status.Phase == GroupPhase.Halted, TimeSpan.FromMinutes(20));
        world.Fraction(World.B).ShouldBe(100);
        world.Status.Reason.ToTree().ShouldContain("second");
        world.Notifier.Sent.ShouldContain(static sent => sent.Severity == NotificationSeverity.ActionNeeded && sent.Text.Contains("halted"));

        world.SecondRouter.ControlPlaneGone = false;
        (await world.SayAsync(world.Command(CommandKind.Resume))).Accepted.ShouldBeTrue();
        await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, TimeSpan.FromMinutes(5));
        world.SecondRouter.Resolve(World.Shop, ClientLocation.Unknown)[World.B].ShouldBe(100);
    }

    [Fact]
    public async Task Readiness_says_what_stands_in_the_way_without_touching_anything()
    {
        await using var world = await new World().BeginAsync();
        var writes = world.Router.Writes;
        world.Kill(World.C);
        await world.RunAsync(Minute);

        world.Status.Readiness.Single(static report => report.Region == World.B).IsReady.ShouldBeTrue();
        world.Status.Readiness.Single(static report => report.Region == World.C).Obstacles.ShouldHaveSingleItem().Code.ShouldBe(ReasonCode.RegionUnhealthy);
        world.Router.Writes.ShouldBe(writes);
    }

    [Fact]
    public async Task Users_who_suffer_in_a_region_that_answers_its_probes_are_led_away_by_steps()
    {
        await using var world = await new World(static service => service with { Health = new() { Degraded = new() { SustainedFor = TimeSpan.FromSeconds(20) } } }).BeginAsync();
        for (var second = 0; second < 120 && world.Fraction(World.A) > 0; second++)
        {
            world.Engine!.Report(new TrafficSample { Service = World.Shop, Region = World.A, Requests = 100, Errors = world.Fraction(World.A) > 0 ? 30 : 0 });
            world.Engine.Report(new TrafficSample { Service = World.Shop, Region = World.B, Requests = 100, Errors = 0 });
            await world.RunAsync(TimeSpan.FromSeconds(1));
        }

        world.Fraction(World.A).ShouldBe(0);
        world.SharesOf(World.A).ShouldBe([100, 50, 0]);
    }
}
