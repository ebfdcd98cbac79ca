using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using MultiRegion.Kubernetes;
using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Benchmarks.Fleet;

/// <summary>Many clusters at once, over real sockets to test servers in a process of their own. A JSON line for each figure.</summary>
internal static class FleetBench
{
    public const string Command = "fleet";

    private const int PerCluster = 8;
    private const string Lost = "lost";

    public static async Task<int> RunAsync(int clusters, int objects, int delay)
    {
        using var servers = await FleetServers.StartAsync(clusters, delay);
        using var federation = Federation(servers, PerCluster * (clusters + 1));
        ImmutableArray<ClusterId> all = [.. Enumerable.Range(0, clusters).Select(Name)];

        await ApplyAsync(federation, [all[^1]], "warm", objects);
        var own = Slowest(await ApplyAsync(federation, [all[0]], "own", objects), all);
        var before = (federation.Traffic, Allocated: GC.GetTotalAllocatedBytes());
        var first = await ApplyAsync(federation, all, "first", objects);
        var allocated = GC.GetTotalAllocatedBytes() - before.Allocated;
        var requests = federation.Traffic.Requests - before.Traffic.Requests;
        var second = await SecondAsync(federation, all, objects);
        var dead = await ApplyAsync(federation, [.. all, Lost], "dead", objects);
        var calm = await ApplyAsync(federation, all, "calm", objects);

        var (wall, with, without) = (Slowest(first, all), Slowest(dead, all), Slowest(calm, all));
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 / 1024.0 / 1024;
        Line("first apply over the slowest cluster's own", $"\"clusters\":{clusters},\"objects\":{objects},\"delayMs\":{delay},\"ownMs\":{own:0},\"wallMs\":{wall:0},\"ratio\":{wall / own:0.00},\"requests\":{requests},\"goal\":1.3");
        Line("second apply", $"\"wallMs\":{second.Wall:0},\"requests\":{second.Requests},\"writes\":{second.Writes},\"goal\":0");
        Line("what one dead cluster costs the others", $"\"withoutMs\":{without:0},\"withMs\":{with:0},\"ratio\":{with / without:0.00},\"goal\":1");
        Line("memory", $"\"peakMiB\":{memory:0},\"goal\":200");
        Line("allocated per object at the first apply", $"\"KiB\":{allocated / 1024.0 / clusters / objects:0.0}");
        return second.Writes == 0 && wall <= 1.3 * own && memory <= 200 ? 0 : 1;
    }

    private static KubernetesFederation Federation(FleetServers servers, int parallelism)
    {
        var options = new KubernetesFederationOptions { Parallelism = parallelism, ParallelismPerCluster = PerCluster, Timeout = TimeSpan.FromSeconds(10) };
        foreach (var (name, address) in servers.Addresses.Select(static (address, i) => (Name(i), address)).Append((Lost, servers.Dead)))
        {
            options.AddCluster(name, address, new(new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan });
        }

        return new(options, TimeProvider.System);
    }

    private static async Task<ApplyReport> ApplyAsync(KubernetesFederation federation, ImmutableArray<ClusterId> clusters, string ns, int objects)
    {
        var report = await federation.ApplyAsync(Distribution(clusters, ns, objects), new() { Delete = false }, CancellationToken.None);
        return report.Clusters.All(static cluster => cluster.Succeeded || cluster.Cluster == Lost) ? report : throw new InvalidOperationException($"{report}");
    }

    private static async Task<(double Wall, long Requests, long Writes)> SecondAsync(KubernetesFederation federation, ImmutableArray<ClusterId> all, int objects)
    {
        var before = federation.Traffic;
        var report = await ApplyAsync(federation, all, "first", objects);
        return (Slowest(report, all), federation.Traffic.Requests - before.Requests, federation.Traffic.Writes - before.Writes);
    }

    private static Distribution Distribution(ImmutableArray<ClusterId> clusters, string ns, int objects)
    {
        var what = FleetObjects.Of(ns, objects);
        return new() { Objects = clusters.ToImmutableSortedDictionary(static cluster => cluster, _ => what) };
    }

    private static double Slowest(ApplyReport report, ImmutableArray<ClusterId> among) => report.Clusters.Where(cluster => among.Contains(cluster.Cluster)).Max(static cluster => cluster.Took.TotalMilliseconds);

    private static ClusterId Name(int i) => new($"c{i:000}");

    private static void Line(string figure, FormattableString rest) => Console.Out.WriteLine($"{{\"figure\":\"{figure}\",{rest.ToString(CultureInfo.InvariantCulture)}}}");
}
