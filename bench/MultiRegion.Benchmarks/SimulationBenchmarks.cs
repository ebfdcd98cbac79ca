using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using MultiRegion.Testing.Simulation;

namespace MultiRegion.Benchmarks;

/// <summary>
/// The simulated world: a calm year of one service in three regions, and outages of it, each from calm to normal times. An event is a round of an
/// engine or an entry that it writes; what is allocated is divided by them where the report says so.
/// </summary>
[ShortRunJob]
[MemoryDiagnoser]
public class SimulationBenchmarks
{
    private static readonly RegionId[] Regions = ["a", "b", "c"];
    private static readonly EstateTopology Shop = Topology();
    private int _seed;

    /// <summary>Says what an event allocates.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var (outage, before) = (One(seed: 1), GC.GetAllocatedBytesForCurrentThread());
        var again = One(seed: 2);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)again.Events;
        Console.WriteLine(FormattableString.Invariant($"// an outage is {outage.Events} events, {bytes:0} B each"));
        before = GC.GetAllocatedBytesForCurrentThread();
        var year = Calm();
        Console.WriteLine(FormattableString.Invariant($"// a calm year is {year.Events} events, {(GC.GetAllocatedBytesForCurrentThread() - before) / (double)year.Events:0} B each"));
    }

    [Params(365)]
    public int CalmDays { get; set; }

    [Benchmark(Description = "a calm stretch of one service")]
    public SimulationRun Calm() => Simulator.Run(new() { Topology = Shop, Length = TimeSpan.FromDays(CalmDays), KeepsTrace = false });

    [Benchmark(Description = "an outage scenario")]
    public SimulationRun Outage() => One(++_seed);

    internal static SimulationRun One(int seed) => Simulator.Run(new()
    {
        Topology = Shop,
        Faults = FaultScript.Of(Fault.RegionDown(Regions[0], TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30))),
        Seed = seed,
        Length = TimeSpan.FromHours(2),
        KeepsTrace = false,
    });

    private static EstateTopology Topology() => new()
    {
        Regions = [.. Regions.Select(static region => new RegionDefinition { Id = region })],
        Services =
        [
            new()
            {
                Id = "shop",
                Hostname = "shop.example.com",
                Routers = ["dns"],
                Deployments =
                [
                    .. Regions.Select(static region => new DeploymentDefinition
                    {
                        Region = region,
                        Endpoint = new($"{region}.example.com"),
                        Role = region == Regions[0] ? DeploymentRole.Active : DeploymentRole.Standby,
                    }),
                ],
                Probe = new HttpProbeDefinition { Path = "/health" },
            },
        ],
    };
}

/// <summary>The goal of the simulator: 10,000 outages of a service in three regions in under 60 s on two processors. Made once: a minute says enough.</summary>
[Config(typeof(WithRoom))]
[MemoryDiagnoser]
public class TenThousandOutagesBenchmarks
{
    private long _events;
    private long _bytes;

    [Params(10_000)]
    public int Outages { get; set; }

    [Benchmark(Description = "10,000 outage scenarios, two at a time")]
    public long All()
    {
        var (events, before) = (0L, GC.GetTotalAllocatedBytes());
        Parallel.For(0, Outages, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed => Interlocked.Add(ref events, SimulationBenchmarks.One(seed).Events));
        (_events, _bytes) = (events, GC.GetTotalAllocatedBytes() - before);
        return events;
    }

    /// <summary>Says what an event allocates.</summary>
    [GlobalCleanup]
    public void Tell() => Console.WriteLine(FormattableString.Invariant($"// {_events} events, {_bytes / (double)_events:0} B each"));

    /// <summary>Once, with room for what is thrown away: two simulations share a heap, and stop each other to clean it.</summary>
    private sealed class WithRoom : ManualConfig
    {
        public WithRoom() => AddJob(Job.Default
            .WithStrategy(RunStrategy.Monitoring).WithLaunchCount(1).WithWarmupCount(0).WithIterationCount(1)
            .WithEnvironmentVariable("DOTNET_GCgen0size", "0x4000000"));
    }
}
