using System.Globalization;
using System.Text;
using MultiRegion.Testing.Forecast;

namespace MultiRegion.Testing.WhatIf;

/// <summary>Variants side by side: a row each figure, a column each variant.</summary>
internal static class ReportTable
{
    public static string Of(SimulationReport report)
    {
        var text = new StringBuilder();
        var rows = Rows(report).ToList();
        var widths = Enumerable.Range(0, report.Variants.Length + 1).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            text.AppendJoin("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).Append('\n');
        }

        foreach (var (variant, objective) in report.Variants.SelectMany(static variant => variant.Objectives.Select(objective => (variant, objective))))
        {
            text.Append(CultureInfo.InvariantCulture, $"{variant.Name}: {Words(objective)}\n");
        }

        return text.ToString();
    }

    /// <summary>The rows of the table, the head first: the name of the figure, and the figure of each variant.</summary>
    public static IEnumerable<string[]> Rows(SimulationReport report)
    {
        string[] Row(string name, Func<VariantReport, string> cell) => [name, .. report.Variants.Select(cell)];
        yield return Row("", static variant => variant.Name);
        yield return Row("years", static variant => Number(variant.Years));
        yield return Row("outages", static variant => Number(variant.Outages.Length));
        foreach (var (name, of) in new (string, Func<VariantReport, Distribution?>)[]
        {
            ("detection", static variant => variant.Detection),
            ("switch", static variant => variant.Switch),
            ("recovery", static variant => variant.Recovery),
            ("return", static variant => variant.Return),
        })
        {
            yield return Row($"{name} p50", variant => Quantile(of(variant)?.P50));
            yield return Row($"{name} p90", variant => Quantile(of(variant)?.P90));
            yield return Row($"{name} p99", variant => Quantile(of(variant)?.P99));
            yield return Row($"{name} max", variant => of(variant) is { } times ? Words(times.Max) : "-");
        }

        yield return Row("bound of recovery", static variant => variant.Bound is { } bound ? Words(bound) : "-");
        yield return Row("data lost p99", static variant => variant.DataLost is { } lost ? Quantile(lost.P99) : "-");
        yield return Row("availability", static variant => string.Create(CultureInfo.InvariantCulture, $"{100 * variant.Availability.Value:0.00000} %"));
        yield return Row("  in nines", static variant => string.Create(CultureInfo.InvariantCulture, $"{variant.Nines:0.00} ({-Math.Log10(1 - variant.Availability.Low):0.00} to {-Math.Log10(1 - variant.Availability.High):0.00})"));
        yield return Row("failed requests a year", static variant => Rate(variant.FailedRequestsPerYear));
        yield return Row("failovers a year", static variant => Rate(variant.FailoversPerYear));
        yield return Row("flaps a year", static variant => Rate(variant.FlapsPerYear));
    }

    private static string Words(ObjectiveReport objective)
    {
        var time = objective.RecoveryTime is { } limit
            ? string.Create(CultureInfo.InvariantCulture, $"{objective.Service} recovers within {ForecastText.Words(limit)} in {objective.WithinTime:P2} of outages: {Judged(objective.Time)}; ")
            : $"{objective.Service}: ";
        return string.Create(CultureInfo.InvariantCulture, $"{time}loses at most {ForecastText.Words(objective.RecoveryPoint)} of data in {objective.WithinPoint:P2}: {Judged(objective.Point)}");
    }

    private static string Judged(bool? met) => met switch
    {
        true => "objective met",
        false => "objective NOT met",
        _ => "too few outages to be certain",
    };

    private static string Quantile(Estimate? estimate) => estimate is { } known
        ? $"{Words(known.Value)} ({Words(known.Low)} to {Words(known.High)})"
        : "-";

    private static string Rate(Estimate rate) => $"{Number(rate.Value)} ({Number(rate.Low)} to {Number(rate.High)})";

    private static string Words(double milliseconds) => double.IsInfinity(milliseconds) ? "?" : Words(TimeSpan.FromMilliseconds(milliseconds));

    private static string Words(TimeSpan span) => ForecastText.Words(TimeSpan.FromMilliseconds(Math.Round(span.TotalMilliseconds, span.TotalSeconds < 10 ? 0 : -2 + 2)));

    private static string Number(double number) => double.IsInfinity(number) ? "?" : number.ToString(Math.Abs(number) < 100 ? "0.##" : "N0", CultureInfo.InvariantCulture);
}
