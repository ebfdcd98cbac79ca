using System.Globalization;

namespace MultiRegion.Topology.Forms;

/// <summary>Durations: a number with its unit (<c>500ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>, <c>1d</c>) or <c>[d.]hh:mm:ss[.fff]</c>.</summary>
internal sealed class DurationForm(Bound<TimeSpan>? bound) : BoundedForm<TimeSpan>(bound)
{
    private static readonly (string Suffix, long Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    public override FormKind Kind => FormKind.Duration;

    protected override string Expected => "a duration such as '500ms', '5s', '2m', '1h' or '00:00:05'";

    /// <summary>The duration in the largest unit that needs no fraction.</summary>
    public static string Format(TimeSpan value)
    {
        var (suffix, ticks) = value == TimeSpan.Zero ? Units[1] : Units.LastOrDefault(unit => value.Ticks % unit.Ticks == 0, Units[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)value.Ticks / ticks:0.####}{suffix}");
    }

    protected override string Show(TimeSpan value) => Format(value);

    /// <summary>Reads a duration; says what to mend, or null.</summary>
    public static string? Read(string text, out TimeSpan value)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return text.Count(static letter => letter == ':') == 2 && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value)
                ? null
                : Fail("write hours, minutes and seconds, for example '00:00:05'", out value);
        }

        var digits = text.TrimEnd([.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]);
        if (!decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return Fail("write a number with its unit: ms, s, m, h or d", out value);
        }

        return WithUnit(number, text[digits.Length..], out value);
    }

    protected override string? Parse(string text, out TimeSpan value) => Read(text, out value);

    private static string? WithUnit(decimal number, string suffix, out TimeSpan value)
    {
        var unit = Array.Find(Units, unit => string.Equals(unit.Suffix, suffix, StringComparison.OrdinalIgnoreCase));
        if (unit.Suffix is null)
        {
            return Fail(suffix.Length == 0 ? $"add the unit, for example '{number}s'" : $"'{suffix}' is not a unit: use ms, s, m, h or d", out value);
        }

        if (Math.Abs(number) > long.MaxValue / unit.Ticks)
        {
            return Fail("it is too long for any setting here", out value);
        }

        value = TimeSpan.FromTicks((long)(number * unit.Ticks));
        return null;
    }

    private static string Fail(string mend, out TimeSpan value)
    {
        value = default;
        return mend;
    }
}
