using MultiRegion.Testing;

namespace MultiRegion.Tests.Engine;

/// <summary>Several vantage points, of which this process is one.</summary>
public sealed class VantageTests
{
    private static readonly VantageId[] Others = ["east", "west"];

    [Fact]
    public async Task One_vantage_point_that_sees_a_region_dead_moves_nothing_and_a_second_one_does()
    {
        await using var world = new World(estate: static estate => estate with { Vantages = [VantageDefinition.Local, new() { Id = "east" }, new() { Id = "west" }] });
        world.Start();
        await ReportAsync(world, seconds: 10, static (_, _) => Verdict.Healthy);
        world.Fraction(World.A).ShouldBe(100);

        world.Kill(World.A);
        await ReportAsync(world, seconds: 60, static (_, _) => Verdict.Healthy);
        world.Fraction(World.A).ShouldBe(100);

        await ReportAsync(world, seconds: 10, static (vantage, region) => vantage == "east" && region == World.A ? Verdict.Unhealthy : Verdict.Healthy);
        world.Fraction(World.A).ShouldBe(0);
        world.Fraction(World.B).ShouldBe(100);
    }

    [Fact]
    public async Task Vantage_points_that_fall_silent_make_everything_unknown_and_nothing_moves()
    {
        await using var world = new World(estate: static estate => estate with { Vantages = [VantageDefinition.Local, new() { Id = "east" }, new() { Id = "west" }] });
        world.Start();
        await ReportAsync(world, seconds: 10, static (_, _) => Verdict.Healthy);
        var writes = world.Router.Writes;
        world.Kill(World.A);

        await world.RunAsync(TimeSpan.FromMinutes(5));

        world.Status.Regions[0].Verdict.ShouldBe(Verdict.Unknown);
        world.Router.Writes.ShouldBe(writes);
    }

    [Fact]
    public async Task A_report_that_cannot_be_is_refused()
    {
        await using var world = await new World().BeginAsync();
        var observation = new VantageObservation { Vantage = "local", Service = World.Shop, Region = World.A, Verdict = Verdict.Unhealthy };

        Should.Throw<ArgumentException>(() => world.Engine!.ReportVantage(observation));
        Should.Throw<ArgumentException>(() => world.Engine!.Report(new TrafficSample { Service = World.Shop, Region = World.A, Requests = 1, Errors = 2 }));
    }

    private static async Task ReportAsync(World world, int seconds, Func<VantageId, RegionId, Verdict> see)
    {
        for (var second = 0; second < seconds; second++)
        {
            foreach (var vantage in Others)
            {
                foreach (var region in new[] { World.A, World.B, World.C })
                {
                    var verdict = see(vantage, region);
                    world.Engine!.ReportVantage(new VantageObservation
                    {
                        Vantage = vantage,
                        Service = World.Shop,
                        Region = region,
                        Verdict = verdict,
                        FailingFor = verdict == Verdict.Unhealthy ? TimeSpan.FromSeconds(1) : null,
                        SinceLastSuccess = verdict == Verdict.Unhealthy ? TimeSpan.FromSeconds(2) : TimeSpan.Zero,
                    });
                }
            }

            await world.RunAsync(TimeSpan.FromSeconds(1));
        }
    }
}
