using System.Globalization;
using System.Text;
using MultiRegion.Testing.Forecast;

namespace MultiRegion.Testing.Replay;

/// <summary>A replay for people.</summary>
internal static class ReplayText
{
    private const int Width = 58;

    public static string Of(IncidentReplay replay)
    {
        var text = new StringBuilder();
        var start = replay.Rows.IsEmpty ? default : replay.Rows[0].At;
        text.Append(CultureInfo.InvariantCulture, $"{"time",14}  {"what happened",-Width}  what the candidate would have done\n");
        foreach (var row in replay.Rows)
        {
            if (row.Seen is { } seen)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Time(row.At, start),14}  -- {seen} --\n");
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"{Time(row.At, start),14}  {Cut(row.Happened?.Text),-Width}  {row.WouldHave?.Text}{Later(row)}\n");
        }

        foreach (var (group, phase) in replay.Phases)
        {
            text.Append(CultureInfo.InvariantCulture, $"{group} would have ended the record in the phase {phase}\n");
        }

        foreach (var caveat in replay.Caveats)
        {
            text.Append("! ").Append(caveat).Append('\n');
        }

        return text.ToString();
    }

    private static string Time(DateTimeOffset at, DateTimeOffset start) =>
        at == start ? at.ToString("HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"+{(at - start).TotalSeconds:0.000} s");

    private static string Cut(string? text) => text is { Length: > Width } ? $"{text.AsSpan(0, Width - 1)}…" : text ?? "";

    private static string Later(ReplayRow row) => row.Later switch
    {
        { Ticks: 0 } => " (at the same time)",
        { Ticks: > 0 } later => $" ({ForecastText.Words(later)} later)",
        { } earlier => $" ({ForecastText.Words(earlier.Negate())} earlier)",
        null => "",
    };
}
