using System.Globalization;
using MultiRegion.Benchmarks.Cost;
using MultiRegion.Benchmarks.Fleet;
using MultiRegion.Benchmarks.Reaction;

return args switch
{
    [ReactionBench.Command, .. var rest] => await ReactionBench.RunAsync(Number(rest, 0, 20), seed: 1, rest is [_, CostProber.Batch]),
    [CalmBench.Command, .. var rest] => await CalmBench.RunAsync(rest is [var minutes, ..] ? double.Parse(minutes, CultureInfo.InvariantCulture) : 60, rest is [_, CostProber.Batch]),
    [FleetBench.Command] => await FleetBench.RunAsync(clusters: 50, objects: 40, delay: 100),
    [FleetBench.Command, var clusters, var objects, var delay] => await FleetBench.RunAsync(int.Parse(clusters, CultureInfo.InvariantCulture), int.Parse(objects, CultureInfo.InvariantCulture), int.Parse(delay, CultureInfo.InvariantCulture)),
    [FleetServers.Command, var count, var delay] => await FleetServers.RunAsync(int.Parse(count, CultureInfo.InvariantCulture), int.Parse(delay, CultureInfo.InvariantCulture)),
    [RegionServer.Command, var name, .. var ports] => await RegionServer.RunAsync(name, ports.Select(static port => int.Parse(port, CultureInfo.InvariantCulture))),
    [CostBench.Command, .. var rest] => await CostBench.RunAsync(Number(rest, 0, 2000), Number(rest, 1, 30)),
    [CrowdBench.Command, .. var rest] => await CrowdBench.RunAsync(Number(rest, 0, 15_000), Number(rest, 1, 600)),
    [CostServer.Command, var certificate] => await CostServer.RunAsync(certificate),
    [CostProber.Command, .. var rest] => await CostProber.RunAsync(rest),
    _ => Micro(args),
};

static int Number(string[] args, int at, int otherwise) => at < args.Length ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;

static int Micro(string[] args)
{
    BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}
