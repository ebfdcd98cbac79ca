using System.Globalization;

namespace MultiRegion.Benchmarks.Cost;

/// <summary>
/// What a probe costs: processor time of the prober alone, managed allocation, resident memory; beside HAProxy in the same run, and
/// the portable prober. Each prober is a process of its own, and so is the target. One JSON line per figure.
/// </summary>
internal static class CostBench
{
    public const string Command = "cost";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(int targets, int seconds)
    {
        var certificate = Path.GetTempFileName();
        using var server = ChildProcess.Start(CostServer.Command, certificate);
        var ports = (await server.ReadLineAsync()).Split(' ').Select(static port => int.Parse(port, CultureInfo.InvariantCulture)).ToArray();
        var peer = await PeerAsync(server, targets, ports[1], seconds);
        var kept = await OwnAsync("keep-alive", CostProber.Batch, ports[0], targets, seconds, https: false, certificate);
        var fresh = await OwnAsync("reconnecting", CostProber.Batch, ports[1], targets, seconds, https: false, certificate);
        var secured = await OwnAsync("HTTPS keep-alive", CostProber.Batch, ports[2], targets, seconds, https: true, certificate);
        await OwnAsync("keep-alive", CostProber.Portable, ports[0], targets, seconds, https: false, certificate);
        File.Delete(certificate);
        Ratio("keep-alive to HAProxy", kept, peer, 0.35);
        Ratio("reconnecting to HAProxy", fresh, peer, 1.1);
        Ratio("HTTPS keep-alive to plain", secured, kept, 1.5);
        return peer is null ? 1 : 0;
    }

    private static async Task<double?> PeerAsync(ChildProcess server, int targets, int port, int seconds)
    {
        using var peer = CostPeer.Start(targets, port);
        if (peer is null)
        {
            await Console.Error.WriteLineAsync("HAProxy is not installed, so there is nothing to compare with: apt-get install haproxy");
            return null;
        }

        await Task.Delay(WarmUp, TimeProvider.System, CancellationToken.None);
        var (before, cpu) = (await CountAsync(server), peer.Cpu);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, CancellationToken.None);
        var each = (peer.Cpu - cpu).TotalMicroseconds / Math.Max(1, await CountAsync(server) - before);
        Line("cpu", "haproxy, reconnecting", "us/probe", each, null);
        return each;
    }

    private static async Task<double> OwnAsync(string what, string kind, int port, int targets, int seconds, bool https, string certificate)
    {
        using var prober = ChildProcess.Start(CostProber.Command, kind, Text(port), Text(targets), Text(seconds), $"{https}", certificate);
        var said = (await prober.ReadLineAsync()).Split(' ');
        var figures = said.Take(5).Select(static each => double.Parse(each, CultureInfo.InvariantCulture)).ToArray();
        var who = $"{kind}, {what}";
        Line("probes", who, "1", figures[0], null);
        Line("failures", said[5].Length > 0 ? $"{who}: {said[5]} {said[6]}" : who, "1", figures[1], 0);
        Line("cpu", who, "us/probe", figures[2], null);
        Line("allocated", who, "B/probe", figures[3], kind == CostProber.Batch ? 64 : null);
        Line("resident", who, "KiB/target", figures[4], kind == CostProber.Batch ? 30 : null);
        return figures[2];
    }

    private static void Ratio(string what, double own, double? other, double goal)
    {
        if (other is > 0)
        {
            Line("cpu ratio", what, "1", own / other.Value, goal);
        }
    }

    private static void Line(string figure, string who, string unit, double value, double? goal) => Console.Out.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"figure":"{{figure}}","who":"{{who}}","unit":"{{unit}}","value":{{value:0.###}}{{(goal is null ? "" : $",\"goal\":{goal}")}}}"""));

    private static async Task<long> CountAsync(ChildProcess server) => long.Parse(await server.AskAsync("count"), CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
