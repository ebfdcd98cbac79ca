using MultiRegion.Testing;

namespace MultiRegion.Tests.Engine;

/// <summary>An hour in which nothing is wrong, however much happens: nobody may be marked down.</summary>
public sealed class DailyLifeTests
{
    [Theory]
    [InlineData(1, 75_000)]
    [InlineData(2, 700)]
    [InlineData(3, 5_000)]
    public async Task An_hour_of_restarts_idle_timeouts_pauses_and_losses_marks_no_region_down(int seed, int idleTimeout)
    {
        Threads.Stay();
        await using var world = new World(static service => service with { Probe = new NamedProbeDefinition { Name = "balanced" } });
        var life = new Balanced(world.Clock, seed) { IdleTimeout = TimeSpan.FromMilliseconds(idleTimeout) };

        var seen = await LiveAsync(world, life, TimeSpan.FromHours(1));

        seen.ShouldNotContain(Verdict.Unhealthy);
        world.Router.Writes.ShouldBe(1);
        life.Closes.ShouldBeGreaterThan(100);
        life.Slow.ShouldBeGreaterThan(100);
        life.Fresh.ShouldBeGreaterThan(10);
        life.Failures.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task With_one_failure_enough_the_same_life_would_mark_regions_down()
    {
        Threads.Stay();
        await using var world = new World(static service => service with
        {
            Probe = new NamedProbeDefinition { Name = "balanced" },
            Health = service.Health with { DownThreshold = 1 },
        });
        var life = new Balanced(world.Clock, 1) { IdleTimeout = TimeSpan.FromMilliseconds(700) };

        var seen = await LiveAsync(world, life, TimeSpan.FromHours(1));

        seen.ShouldContain(Verdict.Unhealthy);
    }

    private static async Task<HashSet<Verdict>> LiveAsync(World world, Balanced life, TimeSpan span)
    {
        world.Start(builder => builder.AddProbe("balanced", life));
        life.OnClose = region => world.Engine!.Ring(World.Shop, region);
        var seen = new HashSet<Verdict>();
        for (var end = world.Clock.Elapsed + span; world.Clock.Elapsed < end;)
        {
            await world.RunAsync(TimeSpan.FromMilliseconds(250));
            seen.UnionWith(world.Status.Regions.Select(static region => region.Verdict));
        }

        return seen;
    }
}
