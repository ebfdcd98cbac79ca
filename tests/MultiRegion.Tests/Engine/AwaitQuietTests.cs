namespace MultiRegion.Tests.Engine;

public sealed class AwaitQuietTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_report_that_reaches_back_before_the_drain_does_not_hide_the_quiet_after_it()
    {
        await using var world = await DrainingAsync();

        await ReportAsync(world, requests: 5);
        IsWaiting(world).ShouldBeTrue();
        await ReportAsync(world, requests: 0);

        IsWaiting(world).ShouldBeFalse();
    }

    [Fact]
    public async Task A_region_that_goes_on_serving_is_waited_for_until_the_deadline()
    {
        await using var world = await DrainingAsync();

        for (var report = 1; report <= 4; report++)
        {
            await ReportAsync(world, requests: 5);
            IsWaiting(world).ShouldBeTrue();
        }

        await world.RunAsync(2 * Second);
        IsWaiting(world).ShouldBeFalse();
    }

    [Fact]
    public async Task Connections_that_are_still_open_are_not_quiet()
    {
        await using var world = await DrainingAsync();

        await ReportAsync(world, requests: 0, open: 3);
        IsWaiting(world).ShouldBeTrue();
        await ReportAsync(world, requests: 0, open: 0);

        IsWaiting(world).ShouldBeFalse();
    }

    private static async Task<World> DrainingAsync()
    {
        var world = await new World().BeginAsync();
        (await world.SayAsync(world.Command(CommandKind.SwitchOver, World.B))).Accepted.ShouldBeTrue();
        await world.UntilAsync(_ => IsWaiting(world), Second);

        // Reports of the very moment in which the step began count as older than it.
        await world.RunAsync(Second / 10);
        return world;
    }

    private static bool IsWaiting(World world) => world.Status.Steps.Any(static step => step is { State: "Running", Words: "wait until a is quiet" });

    private static Task ReportAsync(World world, long requests, long? open = null)
    {
        world.Engine!.Report(new() { Service = World.Shop, Region = World.A, Requests = requests, Errors = 0, OpenConnections = open });
        return world.RunAsync(Second);
    }
}
