using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MultiRegion.Routing;

namespace MultiRegion.Benchmarks.Reaction;

/// <summary>
/// From a fault to the first client request that the other region answers, with interval 1 s, time-out 500 ms and three failures
/// to mark down, beside HAProxy with the same settings, in the same run and on the same faults. One JSON line per figure.
/// </summary>
internal static class ReactionBench
{
    public const string Command = "reaction";

    private const string Other = "other-region";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(int rounds, int seed, bool inBatches)
    {
        var ports = FreePorts((rounds * 6) + 1);
        var (killed, hung, other) = (ports[..rounds], ports[rounds..(2 * rounds)], ports[^1]);
        int[] all = [.. killed, .. hung];
        var (plain, fast) = (Fronts(all, ports, rounds * 2), Fronts(all, ports, rounds * 4));
        using var standby = await Region.StartAsync(Other, [other]);
        using var hanging = await Region.StartAsync("first-region", hung);
        var dying = new Dictionary<int, Region>();
        foreach (var port in killed)
        {
            dying.Add(port, await Region.StartAsync("first-region", [port]));
        }

        using var peer = HaProxy.Start(all.Select(port => (plain[port], port)), other, "");
        using var fastPeer = HaProxy.Start(all.Select(port => (fast[port], port)), other, "fastinter 20ms");
        var folder = Directory.CreateTempSubdirectory("reaction-").FullName;
        var router = new EmbeddedRouter(new(), Time);
        await using var engine = Estate.Engine(Estate.Topology(all, other), router, folder, inBatches);
        using var stop = new CancellationTokenSource();
        var running = engine.RunAsync(stop.Token);
        try
        {
            await Task.Delay(WarmUp, Time, CancellationToken.None);
            var random = new Random(seed);
            Clients[] Contenders(int port) =>
            [
                new("multiregion", () => router.Route(Estate.Service(port), ClientLocation.Unknown).Port!.Value),
                .. peer is null ? Array.Empty<Clients>() : [new("haproxy", () => plain[port]), new("haproxy fastinter 20ms", () => fast[port])],
            ];
            Report("killed", 60, await RoundsAsync(killed, random, Contenders, port => dying[port].Kill()));
            Report("hangs", 1200, await RoundsAsync(hung, random, Contenders, hanging.Hang));
        }
        finally
        {
            await stop.CancelAsync();
            await running;
            foreach (var region in dying.Values)
            {
                region.Dispose();
            }

            Directory.Delete(folder, recursive: true);
        }

        if (peer is null)
        {
            await Console.Error.WriteLineAsync("HAProxy is not installed, so there is nothing to compare with: apt-get install haproxy");
        }

        return peer is null ? 1 : 0;
    }

    private static async Task<Dictionary<string, List<double?>>> RoundsAsync(int[] ports, Random random, Func<int, Clients[]> contenders, Action<int> fault)
    {
        var figures = new Dictionary<string, List<double?>>();
        foreach (var port in ports)
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + random.NextDouble()), Time, CancellationToken.None);
            var since = Time.GetTimestamp();
            fault(port);
            var clients = contenders(port);
            var answered = await Task.WhenAll(clients.Select(each => each.UntilAnsweredByAsync(Other, since)));
            foreach (var (each, span) in clients.Zip(answered))
            {
                figures[each.Name] = [.. figures.GetValueOrDefault(each.Name, []), span?.TotalMilliseconds];
            }
        }

        return figures;
    }

    private static void Report(string fault, int goal, Dictionary<string, List<double?>> figures)
    {
        foreach (var (name, spans) in figures)
        {
            var sorted = spans.OfType<double>().Order().ToList();
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"figure":"reaction, region {{fault}}","who":"{{name}}","unit":"ms","rounds":{{spans.Count}},"answered":{{sorted.Count}},"median":{{At(sorted, 0.5):F1}},"min":{{At(sorted, 0):F1}},"p90":{{At(sorted, 0.9):F1}},"max":{{At(sorted, 1):F1}},"goal":{{goal}}}"""));
        }
    }

    private static double At(List<double> sorted, double part) => sorted.Count == 0 ? -1 : sorted[(int)Math.Round(part * (sorted.Count - 1))];

    private static Dictionary<int, int> Fronts(int[] regions, int[] ports, int first) =>
        regions.Index().ToDictionary(static each => each.Item, each => ports[first + each.Index]);

    // Below those that systems give to outgoing connections, one of which could take the port of a region that has died.
    private static int[] FreePorts(int count)
    {
        var found = Enumerable.Range(0, 12_000).Select(static offset => 20_000 + (((Environment.ProcessId * 7) + offset) % 12_000)).Where(IsFree).Take(count).ToArray();
        return found.Length == count ? found : throw new InvalidOperationException($"No {count} free ports between 20000 and 32000.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
