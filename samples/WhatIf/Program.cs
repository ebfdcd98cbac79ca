using System.CommandLine;
using System.Diagnostics;
using MultiRegion.Testing.Simulation;
using MultiRegion.Testing.WhatIf;
using MultiRegion.Topology;
using Spectre.Console;
using WhatIf;

var topology = new Option<string>("--topology") { Description = "The topology, a JSON file of configuration. Default: the sample's own.", DefaultValueFactory = static _ => Own("topology.json") };
var faults = new Option<string>("--faults") { Description = "What goes wrong, by lot or by a script, a JSON file. Default: the sample's own.", DefaultValueFactory = static _ => Own("faults.json") };
var variants = new Option<string>("--variants") { Description = "What is compared, a JSON file. Default: the sample's own.", DefaultValueFactory = static _ => Own("variants.json") };
var years = new Option<double>("--years") { Description = "How many years each variant lives through.", DefaultValueFactory = static _ => 5 };
var seed = new Option<int>("--seed") { Description = "Decides everything that is drawn by lot.", DefaultValueFactory = static _ => 1 };
var json = new Option<bool>("--json") { Description = "Print the report as one JSON object on the last line." };
var svg = new Option<string>("--svg") { Description = "Where the picture of the recovery times goes.", DefaultValueFactory = static _ => "what-if.svg" };
var compare = new Option<string?>("--compare-with") { Description = "Hold the simulation against what 'RegionOutage --repeat N --json' has printed into this file." };

var firstShift = new Option<bool>("--first-shift") { Description = "What the program starts itself with, to measure.", Hidden = true };

var root = new RootCommand("Lives through years of outages of a topology and of variants of it, and says what users would have seen.")
{
    topology, faults, variants, years, seed, json, svg, compare, firstShift,
};
root.SetAction(async (parsed, cancellationToken) =>
{
    if (parsed.GetValue(firstShift))
    {
        return await Agreement.MeasureAsync();
    }

    var console = AnsiConsole.Create(new() { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect, Out = new AnsiConsoleOutput(parsed.GetValue(json) ? Console.Error : Console.Out) });
    if (Console.IsOutputRedirected)
    {
        console.Profile.Width = 200;
    }

    try
    {
        if (parsed.GetValue(compare) is { } recorded)
        {
            return await Agreement.CompareAsync(console, recorded, parsed.GetValue(seed), cancellationToken);
        }

        var began = Stopwatch.GetTimestamp();
        var report = await Input.Read(parsed.GetValue(topology)!, parsed.GetValue(faults)!, parsed.GetValue(variants)!, parsed.GetValue(years), parsed.GetValue(seed)).RunAsync(cancellationToken);
        var wall = Stopwatch.GetElapsedTime(began);
        WhatIf.ReportTable.Write(console, report);
        await File.WriteAllTextAsync(parsed.GetValue(svg)!, Picture.Of(report), cancellationToken);
        console.WriteLine(FormattableString.Invariant($"{report.SimulatedYears:0.##} years in {wall.TotalSeconds:0.0} s; the picture is {parsed.GetValue(svg)}"));
        foreach (var violation in report.Violations)
        {
            console.MarkupLine($"[red]{Markup.Escape(violation.ToString())}[/]");
        }

        if (parsed.GetValue(json))
        {
            Console.WriteLine(ReportJson.Of(report, wall));
        }

        return report.Violations.IsEmpty ? 0 : 1;
    }
    catch (Exception wrong) when (wrong is InputException or SimulationException or TopologyException or IOException or UnauthorizedAccessException)
    {
        await Console.Error.WriteLineAsync(wrong.Message);
        return 2;
    }
});
return await root.Parse(args).InvokeAsync();

static string Own(string name) => Path.Join(AppContext.BaseDirectory, name);
