using MultiRegion.Testing;
using MultiRegion.Testing.Replay;
using static MultiRegion.Tests.Forecast.Estates;

namespace MultiRegion.Tests.Replay;

/// <summary>An engine that writes to a folder as in production, while a region dies and comes back.</summary>
internal static class RealRun
{
    public static EstateTopology Topology { get; } = Of(Service() with
    {
        Failback = new() { Stability = TimeSpan.FromSeconds(20), Soak = TimeSpan.FromSeconds(5), Steps = [50, 100], InconclusiveFor = TimeSpan.FromSeconds(5) },
        Guards = new() { CoolDown = TimeSpan.FromSeconds(10) },
    });

    public static async Task WriteAsync(string folder)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var clock = new VirtualClock();
        var probe = new ScriptedProbe(clock);
        var builder = FailoverEngine.CreateBuilder().WithTopology(Topology).UseTime(clock).UseFolder(folder).UseLease(new InMemoryLeaseStore(clock))
            .UseOptions(new EngineOptions { Seed = 3, Controller = "real" });
        new ReplayPlanes(Topology, new(), clock).AddTo(builder, probe);
        await using var engine = builder.Build();
        foreach (var (span, behaviour) in new[] { (15, ProbeBehaviour.Healthy), (30, ProbeBehaviour.Hanging), (120, ProbeBehaviour.Healthy) })
        {
            probe.Set(A, behaviour);
            await RunAsync(engine, clock, TimeSpan.FromSeconds(span));
        }
    }

    private static async Task RunAsync(FailoverEngine engine, VirtualClock clock, TimeSpan span)
    {
        for (var until = clock.Elapsed + span; clock.Elapsed < until;)
        {
            await engine.TickAsync();
            var next = clock.NextTimer is { } timer && timer < engine.NextWake() ? timer : engine.NextWake();
            clock.Advance(next < until - clock.Elapsed ? next : until - clock.Elapsed);
        }
    }
}

/// <summary>A folder that goes when the test does.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("multiregion-replay-").FullName;

    public string this[string name] => System.IO.Path.Join(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }
}
