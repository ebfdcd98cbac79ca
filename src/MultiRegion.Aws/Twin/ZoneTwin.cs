using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Twin;

/// <summary>A hosted zone that takes batches as Route 53 does. Pure: a change gives another zone.</summary>
internal sealed record ZoneTwin
{
    /// <summary>With the final dot.</summary>
    public required string Name { get; init; }

    public string Id { get; init; } = "ZTWIN";

    /// <summary>What has been accepted.</summary>
    public ImmutableSortedDictionary<RecordKey, ResourceRecordSet> Accepted { get; init; } = Empty;

    /// <summary>What is answered.</summary>
    public ImmutableSortedDictionary<RecordKey, ResourceRecordSet> InEffect { get; init; } = Empty;

    /// <summary>The health checks that are there.</summary>
    public ImmutableHashSet<string> Checks { get; init; } = [];

    /// <summary>Whether every name server has what has been accepted.</summary>
    public bool InSync { get; init; } = true;

    /// <summary>Whether the latest batch is still being processed.</summary>
    public bool IsBusy { get; init; }

    private static ImmutableSortedDictionary<RecordKey, ResourceRecordSet> Empty { get; } =
        ImmutableSortedDictionary.Create<RecordKey, ResourceRecordSet>(Comparer<RecordKey>.Create(RecordOrder.Compare));

    /// <summary>All of a batch, or nothing of it.</summary>
    public Result<ZoneTwin> Change(ImmutableArray<RecordChange> batch)
    {
        if (IsBusy)
        {
            return Problem.Throttled("PriorRequestNotComplete: the zone is still being changed.");
        }

        if ((BatchRules.Size(batch) ?? BatchRules.Twice(batch)) is { } problem)
        {
            return problem;
        }

        var records = Accepted;
        foreach (var change in batch)
        {
            var changed = Apply(records, change);
            if (!changed.Succeeded)
            {
                return changed.Problem;
            }

            records = changed.Value;
        }

        return ZoneRules.Check(this, records, batch) is { } wrong ? wrong : this with { Accepted = records, InSync = false, IsBusy = true };
    }

    /// <summary>The batch is processed; it has not reached every name server.</summary>
    public ZoneTwin Processed() => this with { IsBusy = false };

    /// <summary>Every name server has it.</summary>
    public ZoneTwin Synced() => this with { IsBusy = false, InSync = true, InEffect = Accepted };

    private static Result<ImmutableSortedDictionary<RecordKey, ResourceRecordSet>> Apply(ImmutableSortedDictionary<RecordKey, ResourceRecordSet> records, RecordChange change)
    {
        var live = records.GetValueOrDefault(change.Record.Key);
        return change.Action switch
        {
            ChangeAction.Create when live is not null => BatchRules.Invalid($"{Text(change.Record)} is there already"),
            ChangeAction.Delete when live is null => BatchRules.Invalid($"{Text(change.Record)} is not there"),
            ChangeAction.Delete when live != change.Record => BatchRules.Invalid($"{Text(change.Record)} has other values"),
            ChangeAction.Delete => records.Remove(change.Record.Key),
            _ => records.SetItem(change.Record.Key, change.Record),
        };
    }

    private static string Text(ResourceRecordSet record) => $"{record.Name} {record.Type} {record.SetIdentifier}".TrimEnd();
}
