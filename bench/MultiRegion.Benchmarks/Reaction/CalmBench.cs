using System.Globalization;
using MultiRegion.Routing;

namespace MultiRegion.Benchmarks.Reaction;

/// <summary>How often a region that is well is marked down, over real sockets, with the settings of the reaction bench. One JSON line.</summary>
internal static class CalmBench
{
    public const string Command = "calm";

    private const int Services = 10;
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(double minutes)
    {
        var servers = Enumerable.Range(1, Services + 1).Select(static seed => new UnsteadyServer(seed)).ToList();
        var folder = Directory.CreateTempSubdirectory("calm-").FullName;
        var topology = Estate.Topology(servers.Take(Services).Select(static server => server.Port), servers[^1].Port);
        await using var engine = Estate.Engine(topology, new EmbeddedRouter(new(), Time), folder);
        using var stop = new CancellationTokenSource();
        var (running, down) = (engine.RunAsync(stop.Token), 0);
        for (var start = Time.GetTimestamp(); Time.GetElapsedTime(start) < TimeSpan.FromMinutes(minutes);)
        {
            var before = Down(engine.Status);
            await Task.Delay(TimeSpan.FromMilliseconds(20), Time, CancellationToken.None);
            down += Math.Max(0, Down(engine.Status) - before);
        }

        await stop.CancelAsync();
        await running;
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"figure":"regions marked down that were well","minutes":{{minutes}},"services":{{Services}},"regions":{{Services * 2}},"answers":{{servers.Sum(static it => it.Answers)}},"closes":{{servers.Sum(static it => it.Closes)}},"pauses":{{servers.Sum(static it => it.Pauses)}},"down":{{down}},"goal":0}"""));
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        await engine.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        return down == 0 ? 0 : 1;
    }

    private static int Down(EngineStatus status) =>
        status.Groups.Sum(static group => group.Regions.Count(static region => region.Verdict == Verdict.Unhealthy));
}
