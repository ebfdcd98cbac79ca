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
    private const int Processes = 9;

    public static async Task<int> CompareAsync(IAnsiConsole console, string file, int seed, CancellationToken cancellationToken)
    {
        var real = Read(file);
        var settings = Settings.Of(fast: Settings.Of(fast: true).AllowedDetection.TotalMilliseconds == real.AllowedDetectionMs, real.Plain);
        var topology = Estate.Topology(settings, [8081, 8082, 8083]);
        var first = await FirstShiftAsync(cancellationToken);
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
            return recorded.Runs <= 1 ? throw new InputException($"{file}: it is the report of one outage: run RegionOutage with --repeat 20")
                : recorded;
        }
        catch (Exception wrong) when (wrong is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: {wrong.Message}");
        }
    }

    /// <summary>
    /// How long this machine takes from a verdict to the route in the file: code that runs for the first time, as in a controller whose first
    /// failover it is, and writes to the disk. A simulation cannot know it. The median of several processes.
    /// </summary>
    private static async Task<TimeSpan> FirstShiftAsync(CancellationToken cancellationToken)
    {
        var took = new List<double>();
        for (var number = 0; number < Processes; number++)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "--first-shift") { RedirectStandardOutput = true })!;
            var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            took.Add(double.Parse(text, CultureInfo.InvariantCulture));
        }

        return TimeSpan.FromMilliseconds(took.Order().ElementAt(took.Count / 2));
    }

    /// <summary>What such a process does: the first failover of its life, in real time. Prints how many milliseconds it took.</summary>
    public static async Task<int> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("what-if-").FullName;
        var (probe, router) = (new ScriptedProbe(TimeProvider.System), new EmbeddedRouter(new() { StatePath = Path.Join(folder, "routes.json") }, TimeProvider.System));
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var engine = FailoverEngine.CreateBuilder().WithTopology(Scripted(Estate.Topology(Settings.Of(fast: true), [8081, 8082, 8083])))
            .AddProbe("scripted", probe).AddRouter(Estate.Router, router).UseFolder(Path.Join(folder, "journal")).Build();
        var running = engine.RunAsync(stop.Token);
        while (!Serves(router))
        {
            await Task.Delay(10, stop.Token);
        }

        await Task.Delay(1500, stop.Token);
        var found = FoundAsync(engine);
        probe.Set(Estate.Doomed, ProbeBehaviour.Failing());
        while (Serves(router))
        {
            await Task.Delay(1, stop.Token);
        }

        var at = DateTimeOffset.UtcNow;
        Console.Write((at - await found).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        await stop.CancelAsync();
        await running;
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task<DateTimeOffset> FoundAsync(FailoverEngine engine)
    {
        await foreach (var happened in engine.Events)
        {
            if (happened is { Kind: EngineEventKind.VerdictChanged, Reason.Code: ReasonCode.RegionUnhealthy })
            {
                return happened.At;
            }
        }

        throw new InputException("the engine ended before it found the region dead");
    }

    private static bool Serves(EmbeddedRouter router) =>
        router.Services.Contains(Estate.Shop) && router.Resolve(Estate.Shop, ClientLocation.Unknown)[Estate.Doomed] > 0;

    private static EstateTopology Scripted(EstateTopology topology) =>
        topology with { Services = [.. topology.Services.Select(static service => service with { Probe = new NamedProbeDefinition { Name = "scripted" } })] };

    private sealed record Recorded(int Runs, bool Plain, double AllowedDetectionMs, double MedianDetectionMs, double MedianSwitchMs);
}
