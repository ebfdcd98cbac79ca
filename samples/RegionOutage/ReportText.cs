using System.Globalization;
using MultiRegion;
using Spectre.Console;

namespace RegionOutage;

/// <summary>The report for people.</summary>
internal static class ReportText
{
    public static void Write(IAnsiConsole console, RunResult run)
    {
        var (seen, found) = (run.Seen, run.Found);
        console.WriteLine();
        console.Write(Steps(seen));
        console.Write(Times(run));
        foreach (var check in run.Checks)
        {
            console.MarkupLine($"{(check.Kept ? "[green]kept  [/]" : "[red]BROKEN[/]")} {Markup.Escape(check.Words)}");
        }
    }

    public static void WriteMedians(IAnsiConsole console, IReadOnlyList<RunResult> runs)
    {
        var table = new Table().AddColumns("", "median", "least", "most");
        Row("detection", static run => run.DetectionMs);
        Row("switch", static run => run.SwitchMs);
        Row("recovery", static run => run.RecoveryMs);
        console.Write(table);

        void Row(string name, Func<RunResult, double> value) =>
            table.AddRow(name, Ms(ReportJson.Median(runs.Select(value))), Ms(runs.Min(value)), Ms(runs.Max(value)));
    }

    private static Table Times(RunResult run)
    {
        var settings = run.Seen.Settings;
        var probing = settings.Probing;
        var table = new Table().AddColumns("from the kill to", "took", "allowed by the settings");
        table.AddRow("detection", Ms(run.DetectionMs),
            $"{Ms(settings.AllowedDetection)} = {Ms(probing.Interval)} phase + {settings.FailureThreshold - 1} × {Ms(probing.ConfirmInterval)} + {Ms(probing.Timeout)} time-out");
        table.AddRow("switch", Ms(run.SwitchMs), $"detection + {Ms(new EngineOptions().WriteTimeout)} write time-out");
        table.AddRow("recovery", Ms(run.RecoveryMs), $"switch + {Ms(settings.RequestTimeout)} request time-out + a client's next turn");
        return table;
    }

    private static Table Steps(Observations seen)
    {
        var table = new Table { Border = TableBorder.Simple }.AddColumns("time", "step", "what", "why");
        table.Columns[0].RightAligned().NoWrap();
        table.Columns[2].NoWrap();
        foreach (var (at, step, what, why) in Lines(seen).OrderBy(static line => line.At))
        {
            var time = string.Create(CultureInfo.InvariantCulture, $"{(at - seen.Killed).TotalSeconds:+0.000;-0.000} s");
            table.AddRow(time, step, Markup.Escape(what), Markup.Escape(why));
        }

        return table;
    }

    private static IEnumerable<(TimeSpan At, string Step, string What, string Why)> Lines(Observations seen)
    {
        yield return (seen.TrafficBegan, "", "clients begin", "");
        yield return (seen.Killed, "", $"{Estate.Doomed} is killed", "SIGKILL");
        yield return (seen.Restarted, "", $"{Estate.Doomed} is started again", "");
        if (seen.ControllerKilled is { } killed)
        {
            yield return (killed, "", "the controller is killed", "SIGKILL");
        }

        foreach (var happened in seen.Events)
        {
            yield return (seen.At(happened), Step(happened), happened.Kind.ToString(), happened.Reason.ToTree().TrimEnd());
        }
    }

    private static string Step(EngineEvent happened) => happened switch
    {
        { Epoch: 0 } => "",
        { Step: 0 } => happened.Epoch.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{happened.Epoch}.{happened.Step}"),
    };

    private static string Ms(TimeSpan span) => Ms(span.TotalMilliseconds);

    private static string Ms(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms");
}
