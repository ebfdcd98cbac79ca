using MultiRegion.Testing;

namespace MultiRegion.Tests.Engine;

public sealed class OutageTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_start_writes_what_holds_in_normal_times_and_then_nothing_more()
    {
        await using var world = await new World().BeginAsync();
        var writes = world.Router.Writes;

        await world.RunAsync(TimeSpan.FromMinutes(10));

        world.Fraction(World.A).ShouldBe(100);
        writes.ShouldBe(1);
        world.Router.Writes.ShouldBe(writes);
        world.Engine!.Status.Epoch.ShouldBe(1);
    }

    [Fact]
    public async Task A_region_that_dies_is_left_within_the_detection_time_and_gets_nothing_afterwards()
    {
        await using var world = await new World().BeginAsync();
        world.Kill(World.A);
        var killed = world.Clock.Elapsed;

        await world.UntilAsync(_ => world.Fraction(World.A) == 0, Minute);

        // Phase, two confirmations, and no time-out since the port refuses.
        (world.Clock.Elapsed - killed).ShouldBeLessThan(TimeSpan.FromSeconds(1.5));
        world.Fraction(World.B).ShouldBe(100);
        await world.UntilAsync(status => status.Phase == GroupPhase.FailedOver, Minute);
        world.Notifier.Sent.ShouldContain(notification => notification.Severity == NotificationSeverity.ActionNeeded);
    }

    [Fact]
    public async Task Traffic_comes_back_by_steps_and_ends_where_it_was()
    {
        await using var world = await new World().BeginAsync();
        world.Kill(World.A);
        await world.UntilAsync(status => status.Phase == GroupPhase.FailedOver, Minute);
        world.Revive(World.A);

        await world.UntilAsync(status => status.Phase == GroupPhase.Recovering, Minute);
        await world.UntilAsync(status => status.Phase == GroupPhase.FailingBack, TimeSpan.FromMinutes(2));
        await world.UntilAsync(status => status.Phase == GroupPhase.Steady, TimeSpan.FromMinutes(5));

        world.SharesOf(World.A).ShouldBe([100, 0, 10, 30, 50, 80, 100, 100]);
        world.Fraction(World.A).ShouldBe(100);
        world.Engine!.Status.Epoch.ShouldBe(3);
    }
}
