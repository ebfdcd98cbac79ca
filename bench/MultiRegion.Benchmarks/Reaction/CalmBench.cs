using System.Globalization;
using System.Runtime.InteropServices;
using MultiRegion.Routing;

namespace MultiRegion.Benchmarks.Reaction;

/// <summary>
/// How often a region that is well is marked down, over real sockets, with the settings of the reaction bench. One JSON line, also when it
/// is ended before its time (Ctrl+C, SIGTERM), for the minutes that it ran.
/// </summary>
internal static class CalmBench
{
    public const string Command = "calm";

    private const int Services = 10;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(double minutes, bool inBatches)
    {
        var servers = Enumerable.Range(1, Services + 1).Select(static seed => new UnsteadyServer(seed)).ToList();
        var folder = Directory.CreateTempSubdirectory("calm-").FullName;
        try
        {
            var topology = Estate.Topology(servers.Take(Services).Select(static server => server.Port), servers[^1].Port);
            await using var engine = Estate.Engine(topology, new EmbeddedRouter(new(), Time), folder, inBatches);
            var tally = await WatchAsync(engine, TimeSpan.FromMinutes(minutes));
            Report(tally, servers);
            return tally.Down == 0 ? 0 : 1;
        }
        finally
        {
            await Task.WhenAll(servers.Select(static server => server.DisposeAsync().AsTask()));
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Tally> WatchAsync(FailoverEngine engine, TimeSpan span)
    {
        using var over = new CancellationTokenSource(span, Time);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var stop = new CancellationTokenSource();
        var told = TellAsync(engine.Events, stop.Token);
        var (running, start, tally, last) = (engine.RunAsync(stop.Token), Time.GetTimestamp(), new Tally(), (EngineStatus?)null);
        while (!over.IsCancellationRequested && !running.IsCompleted)
        {
            await Task.Delay(Look, Time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var status = engine.Status;
            (tally, last) = (tally.With(last, status), status);
        }

        await stop.CancelAsync();
        await running;
        await told;
        return tally with { Minutes = Time.GetElapsedTime(start).TotalMinutes };

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            over.Cancel();
        }
    }

    // What a region was marked down for, so that it can be found out why.
    private static async Task TellAsync(IAsyncEnumerable<EngineEvent> events, CancellationToken end)
    {
        try
        {
            await foreach (var each in events.WithCancellation(end))
            {
                if (each.Kind == EngineEventKind.VerdictChanged && each.Reason.Code == ReasonCode.RegionUnhealthy)
                {
                    await Console.Error.WriteLineAsync($"{each.At:HH:mm:ss.fff} {each.Group}: {each.Reason}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The bench is over.
        }
    }

    private static void Report(Tally tally, List<UnsteadyServer> servers) => Console.Out.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"figure":"regions marked down that were well","minutes":{{tally.Minutes:F1}},"services":{{Services}},"regions":{{Services * 2}},"answers":{{servers.Sum(static it => it.Answers)}},"closes":{{servers.Sum(static it => it.Closes)}},"pauses":{{servers.Sum(static it => it.Pauses)}},"lost":{{servers.Sum(static it => it.Lost)}},"unknown":{{tally.Unknown}},"down":{{tally.Down}},"goal":0}"""));

    /// <summary>How often regions became what they should not be.</summary>
    private readonly record struct Tally(double Minutes, int Down, int Unknown)
    {
        // Before the first probes nothing is known of anything.
        public Tally With(EngineStatus? before, EngineStatus now) => before is null || ReferenceEquals(before, now) ? this : this with
        {
            Down = Down + Math.Max(0, Count(now, Verdict.Unhealthy) - Count(before, Verdict.Unhealthy)),
            Unknown = Unknown + Math.Max(0, Count(now, Verdict.Unknown) - Count(before, Verdict.Unknown)),
        };

        private static int Count(EngineStatus status, Verdict verdict) =>
            status.Groups.Sum(group => group.Regions.Count(region => region.Verdict == verdict));
    }
}
