using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MultiRegion;
using MultiRegion.Routing;
using MultiRegion.Testing;
using MultiRegion.Testing.Simulation;
using MultiRegion.Testing.WhatIf;
using RegionOutage;
using Spectre.Console;

namespace WhatIf;

/// <summary>Holds the simulation of the sample RegionOutage against what its processes took.</summary>
internal static class Agreement
{
    private const int Outages = 400;

    public static async Task<int> CompareAsync(IAnsiConsole console, string file, int seed, CancellationToken cancellationToken)
    {
        var real = Read(file);
        var settings = Settings.Of(fast: Settings.Of(fast: true).AllowedDetection.TotalMilliseconds == real.AllowedDetectionMs);
        var topology = Estate.Topology(settings, [8081, 8082, 8083]);
        var first = await FirstShiftAsync(topology, cancellationToken);
        var report = await Simulation.Of(topology).In(World(first)).Against(Script(settings)).Over(Years(settings), seed).RunAsync(cancellationToken);
        var variant = report.Variants[0];
        var table = new Table().AddColumns("median of", "processes", "simulation", "apart", "allowed", "");
        var agrees = Row(table, "detection", real.MedianDetectionMs, variant.Detection!.P50.Value) & Row(table, "switch", real.MedianSwitchMs, variant.Switch!.P50.Value);
        console.WriteLine(FormattableString.Invariant($"{real.Runs} outages of processes against {variant.Outages.Length} simulated ones; from a process's first verdict to the route in the file it takes {first.TotalMilliseconds:0} ms here"));
        console.Write(table);
        return agrees ? 0 : 1;
    }

    // A killed process refuses connections at once. Followers look every 20 ms, and the one who watches them every 5 ms.
    private static SimulationSettings World(TimeSpan first) => new()
    {
        DeadRegionsHang = false,
        ProbeLatency = TimeSpan.FromMilliseconds(2),

        // Of the two calls that the world makes of a shift, the second takes effect half way.
        ApiLatency = first / 1.5,
        Router = RouterModel.Embedded with { Propagation = new EmbeddedRouterOptions().FollowInterval + TimeSpan.FromMilliseconds(5) },
    };

    private static FaultScript Script(Settings settings) => FaultScript.Of(Fault.RegionDown(Estate.Doomed, settings.Calm + TimeSpan.FromSeconds(10), settings.Outage));

    private static double Years(Settings settings) => Outages * (settings.Calm + TimeSpan.FromSeconds(10) + settings.Outage + TimeSpan.FromHours(2)) / TimeSpan.FromDays(365);

    private static bool Row(Table table, string name, double real, double simulated)
    {
        var (apart, allowed) = (Math.Abs(real - simulated), Math.Max(0.15 * real, 20));
        table.AddRow(name, Ms(real), Ms(simulated), Ms(apart), Ms(allowed), apart <= allowed ? "[green]agrees[/]" : "[red]DIFFERS[/]");
        return apart <= allowed;
    }

    private static string Ms(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms");

    private static Recorded Read(string file)
    {
        try
        {
            var last = File.ReadLines(file).LastOrDefault(static line => line.StartsWith('{')) ?? throw new InputException($"{file}: it has no line with a report: run 'RegionOutage --fast --repeat 20 --json > {file}'");
            var recorded = JsonSerializer.Deserialize<Recorded>(last, JsonSerializerOptions.Web)!;
            return recorded.Runs > 1 ? recorded : throw new InputException($"{file}: it is the report of one outage: run RegionOutage with --repeat 20");
        }
        catch (Exception wrong) when (wrong is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: {wrong.Message}");
        }
    }

    /// <summary>
    /// How long this machine takes from a verdict to the route in the file: code that runs for the first time, as in a controller whose first
    /// failover it is, and writes to the disk. A simulation cannot know it. To be measured before anything else has run.
    /// </summary>
    private static async Task<TimeSpan> FirstShiftAsync(EstateTopology topology, CancellationToken cancellationToken)
    {
        var (folder, clock) = (Directory.CreateTempSubdirectory("what-if-").FullName, new VirtualClock());
        var (probe, router) = (new ScriptedProbe(clock), new EmbeddedRouter(new() { StatePath = Path.Join(folder, "routes.json") }, TimeProvider.System));
        await using (var engine = FailoverEngine.CreateBuilder().WithTopology(Scripted(topology)).AddProbe("scripted", probe).AddRouter(Estate.Router, router)
            .UseFolder(Path.Join(folder, "journal")).UseTime(clock).Build())
        {
            await UntilAsync(engine, clock, () => engine.Status.Groups is [{ MoveEpoch: null, Phase: GroupPhase.Steady }] && Serves(router), cancellationToken);
            probe.Set(Estate.Doomed, ProbeBehaviour.Failing());
            var before = await UntilAsync(engine, clock, () => engine.Status.Groups[0].MoveEpoch is not null || !Serves(router), cancellationToken);
            while (Serves(router))
            {
                await engine.TickAsync(cancellationToken);
            }

            var took = Stopwatch.GetElapsedTime(before);
            await engine.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            return took;
        }
    }

    /// <summary>Makes rounds until something is so; returns when the last of them began.</summary>
    private static async Task<long> UntilAsync(FailoverEngine engine, VirtualClock clock, Func<bool> isSo, CancellationToken cancellationToken)
    {
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            await engine.TickAsync(cancellationToken);
            if (isSo())
            {
                return began;
            }

            await Task.Yield();
            clock.Advance(TimeSpan.FromMilliseconds(5));
        }
    }

    private static bool Serves(EmbeddedRouter router) =>
        router.Services.Contains(Estate.Shop) && router.Resolve(Estate.Shop, ClientLocation.Unknown)[Estate.Doomed] > 0;

    private static EstateTopology Scripted(EstateTopology topology) =>
        topology with { Services = [.. topology.Services.Select(static service => service with { Probe = new NamedProbeDefinition { Name = "scripted" } })] };

    private sealed record Recorded(int Runs, double AllowedDetectionMs, double MedianDetectionMs, double MedianSwitchMs);
}
