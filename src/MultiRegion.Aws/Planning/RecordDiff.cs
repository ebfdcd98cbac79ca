using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>
/// What leads from live records to desired ones. A record that changes is deleted with its exact old values and created anew: that
/// counts as much as an UPSERT, and is refused when somebody changed it since.
/// </summary>
internal static class RecordDiff
{
    /// <param name="live">In the order of their keys.</param>
    /// <param name="desired">In the order of their keys.</param>
    public static ImmutableArray<RecordChange> Between(ReadOnlySpan<ResourceRecordSet> live, ReadOnlySpan<ResourceRecordSet> desired)
    {
        ImmutableArray<RecordChange>.Builder? changes = null;
        var (i, j) = (0, 0);
        while (i < live.Length || j < desired.Length)
        {
            var order = i == live.Length ? 1 : j == desired.Length ? -1 : RecordOrder.Compare(live[i], desired[j]);
            if (order == 0 && live[i].Equals(desired[j]))
            {
                (i, j) = (i + 1, j + 1);
                continue;
            }

            changes ??= ImmutableArray.CreateBuilder<RecordChange>();
            if (order <= 0)
            {
                changes.Add(new(ChangeAction.Delete, live[i++]));
            }

            if (order >= 0)
            {
                changes.Add(new(ChangeAction.Create, desired[j++]));
            }
        }

        return changes is null ? [] : changes.DrainToImmutable();
    }
}
