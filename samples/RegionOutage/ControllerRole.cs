using System.Text.Json;
using MultiRegion;
using MultiRegion.Routing;

namespace RegionOutage;

/// <summary>A controller: the engine in a process of its own, with real probes, a journal in a folder and the embedded router.</summary>
internal static class ControllerRole
{
    private static readonly TimeSpan StatusEvery = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(
        string name, RunFolder folder, int[] ports, Settings settings, TimeSpan confirmAfter, SharedClock clock, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var router = new EmbeddedRouter(new() { StatePath = folder.Routes }, clock);
        await using var engine = FailoverEngine.CreateBuilder()
            .WithTopology(Estate.Topology(settings, ports))
            .AddRouter(Estate.Router, confirmAfter > TimeSpan.Zero ? new SlowRouter(router, confirmAfter, clock) : router)
            .UseFolder(folder.Journal)
            .UseTime(clock)
            .UseOptions(new EngineOptions { Controller = name })
            .Build();
        var telling = Task.WhenAll(TellEventsAsync(engine.Events), TellStatusAsync(engine, clock, ended.Token));
        _ = ParentWatch.EndWithParentAsync(ended, line => engine.Report(JsonSerializer.Deserialize<TrafficSample>(line, Wire.Json)!));
        await engine.RunAsync(ended.Token);
        await telling;
        return 0;
    }

    private static async Task TellEventsAsync(IAsyncEnumerable<EngineEvent> events)
    {
        await foreach (var happened in events)
        {
            Tell(new() { Event = happened });
        }
    }

    private static async Task TellStatusAsync(FailoverEngine engine, SharedClock clock, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Tell(new() { Status = engine.Status });
            await Task.Delay(StatusEvery, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Tell(ControllerLine line) => ChildProcess.Announce(JsonSerializer.Serialize(line, Wire.Json));
}
