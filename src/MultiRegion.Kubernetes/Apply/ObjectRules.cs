using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>What is done with an object: from what it shall be and what it is. Pure.</summary>
internal sealed class ObjectRules(string owner, string manager, PlanOptions options)
{
    public ObjectPlan Judge(DesiredObject desired, JsonObject? live)
    {
        if (live is null)
        {
            return Plan(desired, null, ObjectChange.Create);
        }

        var label = live.Below("metadata").Below("labels")?.Text(DesiredObject.OwnerLabel);
        var owners = FieldOwners.Of(live, manager);
        if (label is not null && label != owner)
        {
            return Plan(desired, live, ObjectChange.Conflict) with { Problem = Problem.NotOwned($"{desired.At}: it belongs to '{label}' (label {DesiredObject.OwnerLabel}), and this is '{owner}'. Let that one give it up first.") };
        }

        var isOurs = label == owner && owners.Mine is not null;
        var wasApplied = isOurs && live.Annotation(DesiredObject.AppliedKey) == desired.Print;
        var differences = new FieldComparison(wasApplied).Run(desired.Fields, live, owners);
        return !isOurs && !options.Adopt ? Plan(desired, live, ObjectChange.Conflict) with { Problem = Foreign(desired.At, owners), Fields = Changes(desired.At, differences, wasApplied) }
            : isOurs && differences.IsEmpty ? Plan(desired, live, ObjectChange.Unchanged)
            : Against(desired, live, Changes(desired.At, differences, wasApplied)) with { Adopts = !isOurs };
    }

    /// <summary>What is done with something of ours that is placed here no longer; null: it is not ours.</summary>
    public ObjectPlan? Unplaced(ObjectRef at, KubeResource resource, JsonObject live)
    {
        if (!IsOurs(live) || !options.Delete || (options.DeleteOnly is { } only && !only.Any(one => one.Key == at.Key)))
        {
            return null;
        }

        var plan = new ObjectPlan { Object = at, Change = ObjectChange.Delete, Resource = resource, Uid = live.Below("metadata")?.Text("uid"), ResourceVersion = live.Version(), Before = DesiredObject.PrintOf(live) };
        return !ApplyOrder.Holds(at) || options.DeleteHolders ? plan
            : plan with { Change = ObjectChange.Keep, Note = "placed here no longer, but kept: it takes other things with it" };
    }

    public bool IsOurs(JsonObject live) => live.Below("metadata").Below("labels")?.Text(DesiredObject.OwnerLabel) == owner && FieldOwners.Of(live, manager).Mine is not null
        && live.Below("metadata")?.Text("deletionTimestamp") is null;

    private ObjectPlan Against(DesiredObject desired, JsonObject live, ImmutableArray<FieldChange> changes)
    {
        var plan = Plan(desired, live, ObjectChange.Change) with { Fields = changes, Force = options.TakeOver };
        var conflicts = changes.Where(static change => change.IsConflict).ToList();
        return conflicts.Count == 0 || options.TakeOver ? plan
            : plan with { Change = ObjectChange.Conflict, Problem = new(ProblemKind.NotOwned, $"{desired.At}: {string.Join("; ", conflicts.Take(5).Select(Words))}{(conflicts.Count > 5 ? $"; and {conflicts.Count - 5} more" : "")}. Take them over explicitly, or leave these fields out.", Retryable: false) };
    }

    private static string Words(FieldChange change) => change.Others.IsEmpty ? $"{change.Path} was changed by somebody since it was applied" : $"{change.Path} was set by {string.Join(", ", change.Others)}";

    private static ObjectPlan Plan(DesiredObject desired, JsonObject? live, ObjectChange change) => new()
    {
        Object = desired.At,
        Change = change,
        Desired = desired,
        Resource = desired.Resource,
        Uid = live?.Below("metadata")?.Text("uid"),
        ResourceVersion = live?.Version(),
        Before = live is null || change != ObjectChange.Change ? null : DesiredObject.PrintOf(live),
    };

    private static Problem Foreign(ObjectRef at, FieldOwners owners) => Problem.NotOwned(
        $"{at}: it is there already and not ours{(owners.Others.IsEmpty ? "" : $" (written by {string.Join(", ", owners.Others.Select(static tree => tree.Manager.Name).Distinct(StringComparer.Ordinal))})")}. Adopt it explicitly, or take it out.");

    /// <summary>A value that is not ours was set by somebody else, or, when this very intent was applied before, taken away.</summary>
    private static ImmutableArray<FieldChange> Changes(ObjectRef at, ImmutableArray<FieldDifference> differences, bool wasApplied) =>
    [
        .. differences.Select(one => new FieldChange(one.Path, SecretText.Show(at, one.Path, one.Before), SecretText.Show(at, one.Path, one.After))
        {
            Others = one.Others,
            IsConflict = one.Kind == DifferenceKind.Value && (!one.Others.IsEmpty || wasApplied),
        }),
    ];
}
