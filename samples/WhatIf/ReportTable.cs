using System.Globalization;
using MultiRegion.Testing.WhatIf;
using Spectre.Console;

namespace WhatIf;

/// <summary>The report for people: the figures that decide, and where the true ones lie.</summary>
internal static class ReportTable
{
    public static void Write(IAnsiConsole console, SimulationReport report)
    {
        var table = new Table().AddColumn("").AddColumns([.. report.Variants.Select(static variant => new TableColumn(Markup.Escape(variant.Name)).RightAligned())]);
        foreach (var (name, cell) in Rows())
        {
            table.AddRow([new Text(name), .. report.Variants.Select(variant => new Text(cell(variant)))]);
        }

        console.Write(table);
        foreach (var (variant, objective) in report.Variants.SelectMany(static variant => variant.Objectives.Select(objective => (variant, objective))))
        {
            console.MarkupLine($"{Judged(objective.Time)} {Judged(objective.Point)} {Markup.Escape(variant.Name)}: {Markup.Escape(Words(objective))}");
        }

        if (report.Variants.Select(static variant => (variant, variant.Worst)).MaxBy(static pair => pair.Worst?.Recovery) is (var slowest, { } worst))
        {
            console.WriteLine();
            console.WriteLine($"The slowest recovery of all, of the variant '{slowest.Name}':");
            console.Write(new Text(slowest.Explain(worst).ToText()));
        }
    }

    private static IEnumerable<(string Name, Func<VariantReport, string> Cell)> Rows()
    {
        yield return ("outages", static variant => variant.Outages.Length.ToString(CultureInfo.InvariantCulture));
        yield return ("detection p50 / p99", static variant => Quantiles(variant.Detection));
        yield return ("switch p50 / p99", static variant => Quantiles(variant.Switch));
        yield return ("recovery p50 / p90", static variant => variant.Recovery is { } times ? $"{Span(times.P50.Value)} / {Span(times.P90.Value)}" : "-");
        yield return ("recovery p99 / max", static variant => variant.Recovery is { } times ? $"{Span(times.P99.Value)} / {Span(times.Max.TotalMilliseconds)}" : "-");
        yield return ("  p99 with 95 %", static variant => variant.Recovery is { } times ? $"{Span(times.P99.Low)} to {Span(times.P99.High)}" : "-");
        yield return ("bound", static variant => variant.Bound is { } bound ? Span(bound.TotalMilliseconds) : "none");
        yield return ("return p50 / p99", static variant => Quantiles(variant.Return));
        yield return ("data lost p99", static variant => variant.DataLost is { } lost ? Span(lost.P99.Value) : "-");
        yield return ("availability", static variant => string.Create(CultureInfo.InvariantCulture, $"{variant.Availability.Value * 100:0.0000} %"));
        yield return ("  in nines", static variant => string.Create(CultureInfo.InvariantCulture, $"{variant.Nines:0.00}"));
        yield return ("failed requests a year", static variant => Rate(variant.FailedRequestsPerYear));
        yield return ("failovers a year", static variant => Rate(variant.FailoversPerYear));
        yield return ("flaps a year", static variant => Rate(variant.FlapsPerYear));
        yield return ("violations", static variant => variant.Violations.Length.ToString(CultureInfo.InvariantCulture));
    }

    private static string Quantiles(Distribution? times) => times is null ? "-" : $"{Span(times.P50.Value)} / {Span(times.P99.Value)}";

    private static string Rate(Estimate rate) => string.Create(CultureInfo.InvariantCulture, $"{rate.Value:#,0.##} ± {rate.High - rate.Value:#,0.##}");

    private static string Span(double milliseconds) => milliseconds switch
    {
        double.PositiveInfinity => "?",
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.00} s"),
        < 120_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 60_000:0.0} min"),
    };

    private static string Words(ObjectiveReport objective) => string.Create(CultureInfo.InvariantCulture,
        $"{objective.Service} {(objective.RecoveryTime is { } time ? $"recovers within {Span(time.TotalMilliseconds)} in {objective.WithinTime * 100:0.00} % of outages, and " : "")}loses no more than {Span(objective.RecoveryPoint.TotalMilliseconds)} of data in {objective.WithinPoint * 100:0.00} %");

    private static string Judged(bool? met) => met switch
    {
        true => "[green]met[/]      ",
        false => "[red]NOT met[/]  ",
        _ => "[yellow]uncertain[/]",
    };
}
