using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Tests.Fakes;

/// <summary>Who owns which fields of an object.</summary>
internal static class FakeManagers
{
    /// <summary>Server-side apply onto an object, or the conflicts that stand against it.</summary>
    public static List<(string Manager, string Path)> Apply(JsonObject live, JsonObject config, string manager, bool force)
    {
        var (wanted, has, owners) = (FakeFields.Of(config), FakeFields.Of(live), Read(live));
        var conflicts = owners.Where(owner => owner.Key != (manager, "Apply")).SelectMany(owner => owner.Value.Where(path => wanted.TryGetValue(path, out var value) && has.GetValueOrDefault(path) != value).Select(path => (owner.Key.Manager, path))).ToList();
        if (conflicts.Count > 0 && !force)
        {
            return conflicts;
        }

        foreach (var (other, path) in conflicts)
        {
            foreach (var owner in owners.Where(owner => owner.Key.Manager == other && owner.Key != (manager, "Apply")))
            {
                owner.Value.Remove(path);
            }
        }

        var before = owners.GetValueOrDefault((manager, "Apply")) ?? [];
        FakeFields.Merge(live, config);
        bool IsKept(string prefix) => wanted.Keys.Any(path => path.StartsWith(prefix, StringComparison.Ordinal)) || owners.Any(owner => owner.Key != (manager, "Apply") && owner.Value.Any(path => path.StartsWith(prefix, StringComparison.Ordinal)));
        foreach (var path in before.Where(path => !wanted.ContainsKey(path) && !owners.Any(owner => owner.Key != (manager, "Apply") && owner.Value.Contains(path))).Select(path => FakeFields.ItemOf(path, IsKept) ?? path).Distinct().ToList())
        {
            FakeFields.Remove(live, path);
        }

        owners[(manager, "Apply")] = [.. wanted.Keys];
        Write(live, owners);
        return [];
    }

    /// <summary>What another write changed belongs to its manager from now on.</summary>
    public static void Update(JsonObject? before, JsonObject after, string manager)
    {
        var (had, has, owners) = (before is null ? [] : FakeFields.Of(before), FakeFields.Of(after), Read(before ?? after));
        var changed = has.Where(pair => had.GetValueOrDefault(pair.Key) != pair.Value).Select(static pair => pair.Key).ToHashSet();
        foreach (var owner in owners)
        {
            owner.Value.RemoveWhere(path => !has.ContainsKey(path) || (changed.Contains(path) && owner.Key != (manager, "Update")));
        }

        if (changed.Count > 0)
        {
            owners.TryAdd((manager, "Update"), []);
            owners[(manager, "Update")].UnionWith(changed);
        }

        Write(after, owners);
    }

    private static Dictionary<(string Manager, string Operation), HashSet<string>> Read(JsonObject item) =>
        (item["metadata"]?["managedFields"] as JsonArray ?? []).ToDictionary(static entry => ((string)entry!["manager"]!, (string)entry["operation"]!), static entry => FakeFields.Paths(entry!["fieldsV1"]!.AsObject()).ToHashSet());

    private static void Write(JsonObject item, Dictionary<(string Manager, string Operation), HashSet<string>> owners) =>
        item["metadata"]!.AsObject()["managedFields"] = new JsonArray([.. owners.Where(static owner => owner.Value.Count > 0).OrderBy(static owner => owner.Key).Select(owner => new JsonObject
        {
            ["manager"] = owner.Key.Manager,
            ["subresource"] = owner.Key.Manager == "kube-controller-manager" ? "scale" : null,
            ["operation"] = owner.Key.Operation,
            ["apiVersion"] = (string?)item["apiVersion"],
            ["time"] = "2026-01-01T00:00:00Z",
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = FakeFields.Tree(owner.Value.Order(StringComparer.Ordinal)),
        })]);
}
