using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Twin;

/// <summary>What Route 53 asks of a batch, whatever the zone holds.</summary>
internal static class BatchRules
{
    public const int MostElements = 1000;
    public const int MostCharacters = 32_000;

    public static Problem? Size(ImmutableArray<RecordChange> batch) =>
        batch.IsEmpty ? Invalid("the batch is empty")
        : batch.Sum(Elements) > MostElements ? Invalid($"more than {MostElements} record elements")
        : batch.Sum(Characters) > MostCharacters ? Invalid($"more than {MostCharacters} characters of values")
        : null;

    public static Problem? Twice(ImmutableArray<RecordChange> batch) => batch
        .GroupBy(static change => (change.Action, change.Record.Key))
        .Where(static group => group.Count() > 1)
        .Select(static group => Invalid($"{group.Key.Action} of {group.Key.Key.Name} {group.Key.Key.Type} twice"))
        .FirstOrDefault();

    /// <summary>How many elements a change counts for: an alias is one, an UPSERT counts twice.</summary>
    public static int Elements(RecordChange change) => Times(change) * Math.Max(1, change.Record.Values.Length);

    public static int Characters(RecordChange change) => Times(change) * change.Record.Values.Sum(static value => value.Length);

    public static Problem Invalid(string what) => Problem.Refused($"InvalidChangeBatch: {what}.");

    private static int Times(RecordChange change) => change.Action == ChangeAction.Upsert ? 2 : 1;
}
