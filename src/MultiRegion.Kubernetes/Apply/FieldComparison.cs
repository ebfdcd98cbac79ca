using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>
/// Where a live object differs from what it shall be. Only fields that we name are looked at, so that what the server fills in is no difference; lists are maps where its managed fields say so. Pure.
/// </summary>
/// <param name="wasApplied">Whether this very intent was applied before: then what still is ours is right, in whichever way the server writes it.</param>
internal sealed class FieldComparison(bool wasApplied)
{
    private static readonly string[] Identity = ["apiVersion", "kind"];
    private static readonly string[] Name = ["name", "namespace", "generateName"];
    private static readonly string[] Written = ["labels", "annotations"];

    private readonly ImmutableArray<FieldDifference>.Builder _found = ImmutableArray.CreateBuilder<FieldDifference>();

    public ImmutableArray<FieldDifference> Run(JsonObject wanted, JsonObject live, FieldOwners owners)
    {
        var root = new Spot("", live, owners.Mine, owners.Others);
        foreach (var (key, value) in wanted.Where(static pair => !Identity.Contains(pair.Key) && pair.Key != "metadata"))
        {
            Walk(value, root.Below(key));
        }

        var meta = root.Below("metadata");
        foreach (var (key, value) in wanted.Below("metadata")!.Where(static pair => !Name.Contains(pair.Key)))
        {
            Walk(value, meta.Below(key));
        }

        GivenUp(wanted, root, static key => key == "metadata");
        GivenUp(wanted.Below("metadata")!, meta, key => key is "labels" or "annotations" && !wanted.Below("metadata")!.ContainsKey(key));
        foreach (var key in Written.Where(key => !wanted.Below("metadata")!.ContainsKey(key)))
        {
            GivenUp([], meta.Below(key), static _ => false);
        }

        return _found.ToImmutable();
    }

    private void Walk(JsonNode? wanted, Spot spot)
    {
        if (wanted is JsonObject map && spot.Live is JsonObject && (map.Count > 0 ? !spot.IsOneField : FieldTree.IsSplit(spot.Mine)))
        {
            foreach (var (key, value) in map)
            {
                Walk(value, spot.Below(key));
            }

            GivenUp(map, spot, static _ => false);
        }
        else if (wanted is JsonArray { Count: > 0 } list && spot.Live is JsonArray && spot.Keys() is [_, ..] keys)
        {
            WalkItems(list, spot, keys);
        }
        else if (wanted is JsonArray { Count: > 0 } set && spot.Live is JsonArray && spot.IsSet)
        {
            WalkSet(set, spot);
        }
        else
        {
            Leaf(wanted, spot);
        }
    }

    private void WalkItems(JsonArray list, Spot spot, ImmutableArray<string> keys)
    {
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.OfType<JsonObject>())
        {
            var below = spot.Item(item, keys);
            met.UnionWith(below.Names);
            Walk(item, below.Spot);
        }

        foreach (var name in spot.Mine?.Select(static pair => pair.Key).Where(name => name.StartsWith("k:", StringComparison.Ordinal) && !met.Contains(name)) ?? [])
        {
            var gone = spot.Item(FieldTree.Key(name), keys).Spot;
            if (gone.Live is not null)
            {
                Add(DifferenceKind.GivenUp, gone, gone.Live, null);
            }
        }
    }

    private void WalkSet(JsonArray set, Spot spot)
    {
        foreach (var value in set.Where(static value => value is not null))
        {
            var below = spot.Value(value!);
            if (below.Live is null || (below.Mine is null && !wasApplied))
            {
                Add(below.Live is null ? DifferenceKind.Value : DifferenceKind.Unowned, below, null, value);
            }
        }

        foreach (var name in spot.Mine?.Select(static pair => pair.Key).Where(name => name.StartsWith("v:", StringComparison.Ordinal) && !set.Any(value => $"v:{value?.ToJsonString()}" == name)) ?? [])
        {
            Add(DifferenceKind.GivenUp, spot, JsonNode.Parse(name[2..]), null);
        }
    }

    private void Leaf(JsonNode? wanted, Spot spot)
    {
        if (spot.Mine is not null && wasApplied)
        {
            return;
        }

        if (!FieldValues.Same(wanted, spot, wasApplied))
        {
            Add(DifferenceKind.Value, spot, spot.Live, wanted);
        }
        else if (spot.Mine is null && !wasApplied)
        {
            Add(DifferenceKind.Unowned, spot, spot.Live, wanted);
        }
    }

    private void GivenUp(JsonObject wanted, Spot spot, Func<string, bool> passes)
    {
        foreach (var name in spot.Mine?.Select(static pair => pair.Key).Where(static name => name.StartsWith("f:", StringComparison.Ordinal)) ?? [])
        {
            var below = spot.Below(name[2..]);
            if (!wanted.ContainsKey(name[2..]) && !passes(name[2..]) && !IsBookkeeping(below.Path) && below.Live is not null)
            {
                Add(DifferenceKind.GivenUp, below, below.Live, null);
            }
        }
    }

    private static bool IsBookkeeping(string path) => path is $"metadata.labels.{DesiredObject.OwnerLabel}" or $"metadata.annotations.{DesiredObject.AppliedKey}";

    private void Add(DifferenceKind kind, Spot spot, JsonNode? before, JsonNode? after) =>
        _found.Add(new(kind, spot.Path, before, after, [.. spot.Others.Select(static tree => tree.Manager)]) { IsOurs = spot.Mine is not null });
}
