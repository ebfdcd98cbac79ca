using MultiRegion.Testing;
using MultiRegion.Testing.Forecast;
using MultiRegion.Testing.Replay;

namespace MultiRegion.Tests.Forecast;

/// <summary>One region dies, and nothing else goes wrong: the production engine on virtual time, over planes that take as long as the delays say.</summary>
internal sealed class OneOutage(EstateTopology topology, ServiceId service, RegionId dead, WorldDelays delays, int seed)
{
    private readonly VirtualClock _clock = new();
    private TimeSpan? _killed;

    public async Task<Seen> RunAsync()
    {
        // With the context of the test runner, what is cancelled would go on elsewhere and later.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var probe = new ScriptedProbe(_clock);
        var planes = new ReplayPlanes(topology, delays, _clock);
        var builder = FailoverEngine.CreateBuilder().WithTopology(topology).UseTime(_clock).UseJournal(new InMemoryJournal()).UseLease(new InMemoryLeaseStore(_clock))
            .UseOptions(new EngineOptions { Seed = seed, Controller = "one" });
        planes.AddTo(builder, probe);
        await using var engine = builder.Build();
        foreach (var region in topology.Regions)
        {
            probe.Set(region.Id, ProbeBehaviour.Healthy with { Latency = delays.HealthyProbe ?? TimeSpan.Zero });
        }

        await RunAsync(engine, planes, TimeSpan.FromSeconds(20) + (new Random(seed).NextDouble() * topology.Service(service).Schedule.Interval), static _ => false);
        engine.Status.Groups.ShouldAllBe(static group => group.Phase == GroupPhase.Steady && group.MoveEpoch == null);
        planes.Settle();
        _killed = _clock.Elapsed;
        probe.Set(dead, delays.FailingProbe is { } latency ? ProbeBehaviour.Failing() with { Latency = latency } : ProbeBehaviour.Hanging);

        var verdict = default(TimeSpan?);
        var left = default(TimeSpan?);
        await RunAsync(engine, planes, TimeSpan.FromMinutes(60), status =>
        {
            var group = status.Groups.First(group => group.Services.Contains(service));
            verdict ??= group.Regions.First(region => region.Region == dead).Verdict == Verdict.Unhealthy ? _clock.Elapsed : null;
            left ??= planes.Left(service, dead) ? _clock.Elapsed : null;
            return left is not null;
        });
        return new(verdict - _killed, left - _killed + Behind());
    }

    private TimeSpan Behind() => topology.Service(service).Routers
        .Max(router => delays.Of(router).Propagation + delays.Of(router).KeptFor(topology.Service(service).RoutingTree()));

    private async Task RunAsync(FailoverEngine engine, ReplayPlanes planes, TimeSpan span, Func<EngineStatus, bool> done)
    {
        var until = _clock.Elapsed + span;
        while (_clock.Elapsed < until)
        {
            await engine.TickAsync();
            if (done(engine.Status))
            {
                return;
            }

            var next = engine.NextWake();
            next = _clock.NextTimer is { } timer && timer < next ? timer : next;
            _clock.Advance(next < until - _clock.Elapsed ? next : until - _clock.Elapsed);
        }
    }
}

/// <summary>What an outage took; null: it did not happen.</summary>
internal sealed record Seen(TimeSpan? Detection, TimeSpan? Recovery);
