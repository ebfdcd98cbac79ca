using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MultiRegion;
using MultiRegion.Journal;
using MultiRegion.Routing;
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
        var (append, write) = (await AppendAsync(cancellationToken), await WriteAsync(topology.Services[0], cancellationToken));
        var report = await Simulation.Of(topology).In(World(append, write)).Against(Script(settings)).Over(Years(settings), seed).RunAsync(cancellationToken);
        var variant = report.Variants[0];

        // The verdict is told when it is in the journal; in the simulated world that takes no time.
        var table = new Table().AddColumns("median of", "processes", "simulation", "apart", "allowed", "");
        var agrees = Row(table, "detection", real.MedianDetectionMs, variant.Detection!.P50.Value + append.TotalMilliseconds)
            & Row(table, "switch", real.MedianSwitchMs, variant.Switch!.P50.Value + append.TotalMilliseconds);
        console.WriteLine(FormattableString.Invariant($"{real.Runs} outages of processes against {variant.Outages.Length} simulated ones; here an entry takes {append.TotalMilliseconds:0.0} ms to be in the journal, a route {write.TotalMilliseconds:0.0} ms to be in the file"));
        console.Write(table);
        return agrees ? 0 : 1;
    }

    // A killed process refuses connections at once. Followers look every 20 ms, and the one who watches them every 5 ms.
    private static SimulationSettings World(TimeSpan append, TimeSpan write) => new()
    {
        DeadRegionsHang = false,
        ProbeLatency = TimeSpan.FromMilliseconds(2),

        // A shift is written when its move is in the journal; of the two calls that the world makes of it, the second arrives half way.
        ApiLatency = (append + write) / 1.5,
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

    private static async Task<TimeSpan> AppendAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("what-if-").FullName;
        await using var journal = FileJournal.Open(folder);
        var took = await MedianAsync(async number => await journal.AppendAsync(
            new() { Sequence = number + 1, Kind = "measure", Version = 1, Epoch = 0, At = DateTimeOffset.UnixEpoch, Payload = new byte[400] }, number, cancellationToken));
        await journal.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        return took;
    }

    private static async Task<TimeSpan> WriteAsync(ServiceDefinition service, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("what-if-").FullName;
        var router = new EmbeddedRouter(new() { StatePath = Path.Join(folder, "routes.json") }, TimeProvider.System);
        var took = await MedianAsync(async number =>
        {
            var shares = Shares.AllFull.With(Estate.Doomed, number % 2 == 0 ? Share.None : Share.Full);
            var plan = await router.PlanAsync([Estate.Look(service) with { Shares = shares, Marker = new Marker(1, (int)number + 1, "what-if", "0") }], cancellationToken);
            await router.ApplyAsync(plan.Value!, cancellationToken);
        });
        Directory.Delete(folder, recursive: true);
        return took;
    }

    private static async Task<TimeSpan> MedianAsync(Func<long, ValueTask> act)
    {
        var took = new List<TimeSpan>();
        for (var number = 0L; number < 100; number++)
        {
            var began = Stopwatch.GetTimestamp();
            await act(number);
            took.Add(Stopwatch.GetElapsedTime(began));
        }

        return took.Order().ElementAt(took.Count / 2);
    }

    private sealed record Recorded(int Runs, double AllowedDetectionMs, double MedianDetectionMs, double MedianSwitchMs);
}
