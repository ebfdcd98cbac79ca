using System.Collections.Immutable;

namespace MultiRegion.Testing.Replay;

/// <summary>Lays what happened beside what would have.</summary>
internal static class ReplayRows
{
    // A single lost probe is no news.
    private const int WorthTelling = 2;

    public static ImmutableArray<ReplayRow> Of(IncidentRecord record, ImmutableArray<IncidentEvent> wouldHave)
    {
        var (ours, theirs) = (Numbered(wouldHave), Numbered(record.Happened));
        var rows = theirs.Select(pair => new ReplayRow(Earlier(pair.Value.At, ours.GetValueOrDefault(pair.Key)?.At), null, pair.Value, ours.GetValueOrDefault(pair.Key)))
            .Concat(ours.Where(pair => !theirs.ContainsKey(pair.Key)).Select(static pair => new ReplayRow(pair.Value.At, null, null, pair.Value)))
            .Concat(Seen(record));
        return [.. rows.OrderBy(static row => row.At)];
    }

    // The third time that one is found unhealthy stands beside the third time that the other is.
    private static Dictionary<(IncidentEventKind, MoveGroupId, RegionId?, string, int), IncidentEvent> Numbered(ImmutableArray<IncidentEvent> events) => events
        .GroupBy(static happened => (happened.Kind, happened.Group, happened.Region, Text: TellsApart(happened.Kind) ? happened.Text : ""))
        .SelectMany(static alike => alike.Select((happened, index) => (alike.Key, Happened: happened, Index: index)))
        .ToDictionary(static entry => (entry.Key.Kind, entry.Key.Group, entry.Key.Region, entry.Key.Text, entry.Index), static entry => entry.Happened);

    private static bool TellsApart(IncidentEventKind kind) => kind is IncidentEventKind.Verdict or IncidentEventKind.Shifted or IncidentEventKind.DataMoved or IncidentEventKind.Command;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

    private static IEnumerable<ReplayRow> Seen(IncidentRecord record)
    {
        foreach (var target in record.Probes.GroupBy(static probe => (probe.Target, probe.Vantage)))
        {
            var (first, failures, ok) = (default(RecordedProbe), 0, false);
            foreach (var probe in target.Where(static probe => probe.Outcome != ProbeOutcome.Unknown))
            {
                (first, failures, ok) = probe.Outcome == ProbeOutcome.Success ? (null, 0, failures >= WorthTelling) : (first ?? probe, failures + 1, false);
                if (failures == WorthTelling)
                {
                    yield return new(first!.At, $"{Name(target.Key)} begins to fail: {first.Reason}", null, null);
                }
                else if (ok)
                {
                    yield return new(probe.At, $"{Name(target.Key)} succeeds again", null, null);
                }
            }
        }
    }

    private static string Name((string Target, VantageId Vantage) key) => key.Vantage == VantageDefinition.Local.Id ? key.Target : $"{key.Target}, seen by {key.Vantage},";
}
