using MultiRegion.Probing;
using MultiRegion.Testing;

namespace MultiRegion.Tests.Engine;

/// <summary>What follows when a target is suspected before its next probe, on virtual time.</summary>
public sealed class AlarmTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_region_that_dies_with_an_alarm_is_left_within_milliseconds()
    {
        Threads.Stay();
        await using var world = await new World().BeginAsync();
        var killed = Kill(world);

        await world.UntilAsync(_ => world.Fraction(World.A) == 0, Minute);

        (world.Clock.Elapsed - killed).ShouldBeLessThan(TimeSpan.FromMilliseconds(40));
        world.Fraction(World.B).ShouldBe(100);
    }

    [Fact]
    public async Task An_alarm_of_a_region_that_is_well_changes_nothing()
    {
        Threads.Stay();
        await using var world = await new World().BeginAsync();
        var (writes, probes) = (world.Router.Writes, world.Probe.Count(World.A));

        world.Engine!.Ring(World.Shop, World.A);
        world.Engine.Ring(World.Shop, "gone");
        world.Engine.Ring("gone", World.A);
        await world.RunAsync(TimeSpan.FromMilliseconds(20));

        world.Probe.Count(World.A).ShouldBeInRange(probes + 1, probes + 2);
        await world.RunAsync(Minute);
        world.Router.Writes.ShouldBe(writes);
        world.Status.Phase.ShouldBe(GroupPhase.Steady);
    }

    [Fact]
    public async Task A_promotion_waits_for_its_failing_span_however_fast_the_failures_were_confirmed()
    {
        Threads.Stay();
        await using var world = Promoting(span: null);
        await world.BeginAsync();
        var killed = Kill(world);

        await world.UntilAsync(status => Verdict(status) == MultiRegion.Verdict.Unhealthy, Minute);
        (world.Clock.Elapsed - killed).ShouldBeLessThan(TimeSpan.FromMilliseconds(40));
        await world.UntilAsync(static status => status.Phase != GroupPhase.Steady, Minute);

        (world.Clock.Elapsed - killed).ShouldBeInRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task Where_a_promotion_waits_for_nothing_confirmations_are_not_compressed()
    {
        Threads.Stay();
        await using var world = Promoting(span: TimeSpan.Zero);
        await world.BeginAsync();
        var killed = Kill(world);

        await world.UntilAsync(status => Verdict(status) == MultiRegion.Verdict.Unhealthy, Minute);

        (world.Clock.Elapsed - killed).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task A_region_that_hangs_is_left_after_little_more_than_one_timeout()
    {
        Threads.Stay();
        await using var world = new World(static service => service with { Probe = Prompt });
        var begun = await HangAsync(world);

        await world.UntilAsync(_ => world.Fraction(World.A) == 0, Minute);

        (world.Clock.Elapsed - begun).ShouldBeInRange(TimeSpan.FromMilliseconds(540), TimeSpan.FromMilliseconds(600));
        world.Fraction(World.B).ShouldBe(100);
    }

    [Fact]
    public async Task Without_suspicion_it_costs_a_timeout_for_each_failure()
    {
        Threads.Stay();
        await using var world = new World(static service => service with { Probe = Prompt, Schedule = service.Schedule with { Suspicion = false } });
        var begun = await HangAsync(world);

        await world.UntilAsync(_ => world.Fraction(World.A) == 0, Minute);

        (world.Clock.Elapsed - begun).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(1500));
    }

    [Fact]
    public async Task A_promotion_waits_for_its_failing_span_however_many_probes_hung_at_once()
    {
        Threads.Stay();
        await using var world = Promoting(span: null, Prompt);
        var begun = await HangAsync(world);

        await world.UntilAsync(static status => Verdict(status) == MultiRegion.Verdict.Unhealthy, Minute);
        (world.Clock.Elapsed - begun).ShouldBeLessThan(TimeSpan.FromMilliseconds(600));
        await world.UntilAsync(static status => status.Phase != GroupPhase.Steady, Minute);

        (world.Clock.Elapsed - begun).ShouldBeInRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31.5));
    }

    [Fact]
    public async Task Where_a_promotion_waits_for_nothing_probes_are_never_sent_side_by_side()
    {
        Threads.Stay();
        await using var world = Promoting(span: TimeSpan.Zero, Prompt);
        var begun = await HangAsync(world);

        await world.UntilAsync(static status => Verdict(status) == MultiRegion.Verdict.Unhealthy, Minute);

        (world.Clock.Elapsed - begun).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(1500));
    }

    private static NamedProbeDefinition Prompt { get; } = new() { Name = "prompt" };

    // Runs long enough to know what is usual, and then until the first probe that hangs begins.
    private static async Task<TimeSpan> HangAsync(World world)
    {
        world.Start(builder => builder.AddProbe("prompt", new PromptProbe(world.Probe)));
        await world.RunAsync(TimeSpan.FromSeconds(25));
        world.Status.Phase.ShouldBe(GroupPhase.Steady);
        world.Probe.Set(World.A, ProbeBehaviour.Hanging);
        for (var count = world.Probe.Count(World.A); world.Probe.Count(World.A) == count;)
        {
            await world.RunAsync(TimeSpan.FromMilliseconds(1));
        }

        return world.Clock.Elapsed;
    }

    private sealed class PromptProbe(ScriptedProbe scripted) : IPromptProbe
    {
        public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) => scripted.ProbeAsync(target, cancellationToken);
    }

    private static World Promoting(TimeSpan? span, ProbeDefinition? probe = null) => new(service => service with
    {
        Probe = probe ?? service.Probe,
        Data = [new() { ReplicaSet = "orders" }],
        Objectives = new() { RecoveryPoint = TimeSpan.FromSeconds(10) },
        Guards = service.Guards with { MinimumFailureSpan = span, AcceptUnconfirmedFence = new("anna", "exercise") },
    })
    {
        Data = Replica(),
    };

    private static InMemoryDataReplica Replica()
    {
        var data = new InMemoryDataReplica();
        foreach (var region in new[] { World.A, World.B, World.C })
        {
            data.Add(region, region == World.A ? ReplicaRole.Writable : ReplicaRole.Standby, TimeSpan.FromSeconds(2));
        }

        return data;
    }

    private static TimeSpan Kill(World world)
    {
        world.Kill(World.A);
        world.Engine!.Ring(World.Shop, World.A);
        return world.Clock.Elapsed;
    }

    private static Verdict Verdict(GroupStatus status) => status.Regions.Single(static region => region.Region == World.A).Verdict;
}
