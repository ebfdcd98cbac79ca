using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>Some services' changes of one zone, in one batch.</summary>
internal sealed record Batch(string Zone, ImmutableArray<PreparedService> Services)
{
    public ImmutableArray<RecordChange> Changes => [.. Services.SelectMany(static service => service.Core)];
}

/// <summary>A service whose health checks all have ids.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Before">What may be created ahead: groups that nothing leads to yet. Empty unless the service is too large for one batch.</param>
/// <param name="Core">What must happen at once, with the TXT record.</param>
/// <param name="Afterwards">What may be deleted later: groups that nothing leads to any more.</param>
/// <param name="Txt">The TXT record that will be there.</param>
internal sealed record PreparedService(
    ServicePlan Plan, ImmutableArray<RecordChange> Before, ImmutableArray<RecordChange> Core, ImmutableArray<RecordChange> Afterwards, ResourceRecordSet Txt);

/// <summary>Puts changes into as few batches as the limits of Route 53 allow. Pure.</summary>
internal static class Batches
{
    private const int MostElements = 1000;
    private const int MostCharacters = 32_000;

    /// <param name="plan">The plan of a service that is to be written.</param>
    /// <param name="ids">The ids of the checks that the plan names by keys.</param>
    public static PreparedService Prepare(ServicePlan plan, IReadOnlyDictionary<string, string> ids)
    {
        var desired = plan.Desired.Select(record => WithId(record, ids)).ToImmutableArray();
        var txt = (plan.After! with { Content = LiveService.Print(desired) }).Record(plan.Hostname);
        ImmutableArray<RecordChange> changes = [.. plan.Changes.Select(change => change with { Record = WithId(change.Record, ids) })];
        ImmutableArray<RecordChange> marker = plan.TxtBefore is { } old && old != txt ? [new(ChangeAction.Delete, old), new(ChangeAction.Create, txt)]
            : plan.TxtBefore is null ? [new(ChangeAction.Create, txt)] : [];
        var whole = changes.AddRange(marker);
        return Fits(whole) ? new(plan, [], whole, [], txt) : Split(plan, changes, marker, txt);
    }

    /// <summary>The marker comes first, so that a stale batch is refused for what it is.</summary>
    public static ImmutableArray<Batch> Pack(IEnumerable<PreparedService> services)
    {
        var batches = ImmutableArray.CreateBuilder<Batch>();
        foreach (var zone in services.GroupBy(static service => service.Plan.Zone))
        {
            var (open, size) = (new List<PreparedService>(), default(Size));
            foreach (var service in zone)
            {
                var more = size + Size.Of(service.Core);
                if (open.Count > 0 && !more.Fits)
                {
                    batches.Add(new(zone.Key, [.. open]));
                    (open, more) = ([], Size.Of(service.Core));
                }

                open.Add(service);
                size = more;
            }

            batches.Add(new(zone.Key, [.. open]));
        }

        return batches.ToImmutable();
    }

    /// <summary>All that a batch stands for, in the order in which it is safe to stop anywhere.</summary>
    public static IEnumerable<ImmutableArray<RecordChange>> Steps(Batch batch) =>
        Chunk([.. batch.Services.SelectMany(static service => service.Before)])
            .Append(batch.Changes)
            .Concat(Chunk([.. batch.Services.SelectMany(static service => service.Afterwards)]));

    /// <summary>Changes that need no order among themselves, in as few batches as the limits allow.</summary>
    public static IEnumerable<ImmutableArray<RecordChange>> Chunk(ImmutableArray<RecordChange> changes)
    {
        var (open, size) = (ImmutableArray.CreateBuilder<RecordChange>(), default(Size));
        foreach (var group in changes.GroupBy(static change => change.Record.Name))
        {
            var more = Size.Of([.. group]);
            if (open.Count > 0 && !(size + more).Fits)
            {
                yield return open.DrainToImmutable();
                size = default;
            }

            open.AddRange(group);
            size += more;
        }

        if (open.Count > 0)
        {
            yield return open.DrainToImmutable();
        }
    }

    public static bool Fits(ImmutableArray<RecordChange> changes) => Size.Of(changes).Fits;

    private static PreparedService Split(ServicePlan plan, ImmutableArray<RecordChange> changes, ImmutableArray<RecordChange> marker, ResourceRecordSet txt)
    {
        var actions = changes.ToLookup(static change => change.Record.Name);
        bool Only(RecordChange change, ChangeAction action) =>
            change.Record.Name != plan.Hostname && actions[change.Record.Name].All(other => other.Action == action) && IsWhole(plan, change.Record.Name, action);
        return new(
            plan,
            AliasOrder.TargetsFirst(changes.Where(change => Only(change, ChangeAction.Create))),
            [.. changes.Where(change => !Only(change, ChangeAction.Create) && !Only(change, ChangeAction.Delete)), .. marker],
            AliasOrder.TargetsLast(changes.Where(change => Only(change, ChangeAction.Delete))),
            txt);
    }

    /// <summary>Whether a name comes, or goes, with all its records.</summary>
    private static bool IsWhole(ServicePlan plan, string name, ChangeAction action)
    {
        var (after, changed) = (plan.Desired.Count(record => record.Name == name), plan.Changes.Count(change => change.Record.Name == name));
        return action == ChangeAction.Create ? after == changed : after == 0;
    }

    private static ResourceRecordSet WithId(ResourceRecordSet record, IReadOnlyDictionary<string, string> ids) =>
        record.HealthCheckId is { } key && ids.TryGetValue(key, out var id) ? record with { HealthCheckId = id } : record;

    private readonly record struct Size(int Elements, int Characters)
    {
        public bool Fits => Elements <= MostElements && Characters <= MostCharacters;

        public static Size operator +(Size left, Size right) => new(left.Elements + right.Elements, left.Characters + right.Characters);

        public static Size Of(ImmutableArray<RecordChange> changes)
        {
            var size = default(Size);
            foreach (var change in changes)
            {
                var characters = 0;
                foreach (var value in change.Record.Values)
                {
                    characters += value.Length;
                }

                size += new Size(Math.Max(1, change.Record.Values.Length), characters);
            }

            return size;
        }
    }
}
