using System.Collections.Immutable;
using System.Globalization;

namespace MultiRegion.Testing.Replay;

/// <summary>Probe results in a table.</summary>
internal static class CsvRecord
{
    private static readonly string[] Required = ["time", "service", "region", "outcome"];
    private static readonly string[] Known = [.. Required, "vantage", "latencyMs", "reason"];

    public static ImmutableArray<RecordedProbe> Read(string path)
    {
        var (probes, columns) = (ImmutableArray.CreateBuilder<RecordedProbe>(), default(string[]));
        foreach (var (place, text, isWhole) in RecordLines.Read(path))
        {
            if (!isWhole)
            {
                throw new RecordException(place, "the line has no end, so it may have been cut off. End the file with a line break if it is whole");
            }

            if (columns is null)
            {
                columns = Columns(place, text);
            }
            else if (text.Length > 0)
            {
                probes.Add(Row(place, columns, text));
                RecordOrder.Check(probes);
            }
        }

        return probes.Count > 0 ? probes.ToImmutable() : throw new RecordException(new(path, 0), "it holds no probe results");
    }

    private static string[] Columns(RecordPlace place, string text)
    {
        var columns = text.TrimStart('\uFEFF').Split(',', StringSplitOptions.TrimEntries);
        var wrong = columns.FirstOrDefault(static column => !Known.Contains(column)) is { } unknown ? $"'{unknown}' is no column that is known"
            : Required.FirstOrDefault(column => !columns.Contains(column)) is { } missing ? $"the column '{missing}' is missing"
            : columns.Distinct().Count() < columns.Length ? "a column is there twice"
            : null;
        return wrong is null ? columns : throw new RecordException(place, $"{wrong}. The first line names the columns: {string.Join(", ", Required)}, and if there {string.Join(", ", Known.Except(Required))}");
    }

    private static RecordedProbe Row(RecordPlace place, string[] columns, string text)
    {
        var fields = text.Split(',', StringSplitOptions.TrimEntries);
        if (fields.Length != columns.Length)
        {
            throw new RecordException(place, $"it has {fields.Length} values, and there are {columns.Length} columns: the line is torn or not of this table");
        }

        string? Of(string column) => Array.IndexOf(columns, column) is >= 0 and var index && fields[index].Length > 0 ? fields[index] : null;
        var outcome = RecordValues.Outcome(place, Of("outcome"));
        var probe = new RecordedProbe
        {
            At = RecordValues.Time(place, Of("time")),
            Outcome = outcome,
            Reason = Of("reason") is { } reason ? RecordValues.Reason(place, reason) : RecordValues.Usual(outcome),
            Vantage = Of("vantage") is { } vantage ? RecordValues.Id<VantageId>(place, "vantage", vantage) : VantageDefinition.Local.Id,
            Latency = RecordValues.Milliseconds(place, Of("latencyMs")),
            Place = place,
        };
        return RecordValues.Reference(Of("service")) is { } reference && Of("region") is null ? probe with { Reference = reference } : probe with
        {
            Service = RecordValues.Id<ServiceId>(place, "service", Of("service")),
            Region = RecordValues.Id<RegionId>(place, "region", Of("region")),
        };
    }
}

/// <summary>A record goes forward in time.</summary>
internal static class RecordOrder
{
    public static void Check(ImmutableArray<RecordedProbe>.Builder probes)
    {
        if (probes.Count > 1 && probes[^1].At < probes[^2].At)
        {
            throw new RecordException(probes[^1].Place, string.Create(CultureInfo.InvariantCulture,
                $"its time {probes[^1].At:O} is before that of the one above, {probes[^2].At:O}. Sort the record by time; where a clock was set back, replay the parts on either side by themselves"));
        }
    }
}
