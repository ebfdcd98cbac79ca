using System.Globalization;

namespace MultiRegion.Testing.Replay;

/// <summary>Single values of a record.</summary>
internal static class RecordValues
{
    private const string ReferencePrefix = "reference ";

    public static DateTimeOffset Time(RecordPlace place, string? text) =>
        text is not null && text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw new RecordException(place, $"'{text}' is no time: write it like 2026-01-31T12:00:00.250Z");

    public static ProbeOutcome Outcome(RecordPlace place, string? text) => Named<ProbeOutcome>(place, "outcome", text);

    public static ProbeReason Reason(RecordPlace place, string? text) => Named<ProbeReason>(place, "reason", text);

    public static ProbeReason Usual(ProbeOutcome outcome) => outcome switch
    {
        ProbeOutcome.Success => ProbeReason.Ok,
        ProbeOutcome.Failure => ProbeReason.ConnectionLost,
        _ => ProbeReason.NoRoute,
    };

    public static TimeSpan Milliseconds(RecordPlace place, string? text) =>
        text is null ? TimeSpan.Zero
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e9 ? TimeSpan.FromMilliseconds(number)
        : throw new RecordException(place, $"'{text}' is no latency: write milliseconds, 0 or more");

    public static TId Id<TId>(RecordPlace place, string what, string? text)
        where TId : struct, IStringId<TId> =>
        IdText.IsValid(text, out var problem) ? TId.From(text) : throw new RecordException(place, $"'{text}' is no {what}: {problem}");

    /// <summary>Which reference target a text names; null: none.</summary>
    public static int? Reference(string? text) =>
        text?.StartsWith(ReferencePrefix, StringComparison.Ordinal) == true
        && int.TryParse(text.AsSpan(ReferencePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    private static T Named<T>(RecordPlace place, string what, string? text)
        where T : struct, Enum =>
        text is not null && char.IsLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value)
            ? value
            : throw new RecordException(place, $"'{text}' is no {what}: it is one of {string.Join(", ", Enum.GetNames<T>())}");
}
