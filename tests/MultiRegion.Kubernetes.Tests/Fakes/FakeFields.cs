using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Tests.Fakes;

/// <summary>Fields of objects as paths: lists of things with names are maps, other lists are one field.</summary>
internal static class FakeFields
{
    private const char Then = '\u001f';

    private static readonly Dictionary<string, string[]> Keys = new()
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["env"] = ["name"],
        ["volumes"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["conditions"] = ["type"],
        ["imagePullSecrets"] = ["name"],
        ["ownerReferences"] = ["uid"],
    };

    private static readonly HashSet<string> Atomic = ["selector", "nodeSelector", "matchLabels", "resourceFieldRef", "secretKeyRef", "configMapKeyRef"];

    /// <summary>Paths and values of all fields that a manager may own.</summary>
    public static Dictionary<string, string> Of(JsonObject item)
    {
        var found = new Dictionary<string, string>();
        foreach (var (key, value) in item)
        {
            if (key is not ("apiVersion" or "kind" or "status"))
            {
                Walk(found, $"f:{key}", key, value);
            }
        }

        foreach (var own in new[] { "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields" })
        {
            foreach (var path in found.Keys.Where(path => path == $"f:metadata{Then}f:{own}" || path.StartsWith($"f:metadata{Then}f:{own}{Then}", StringComparison.Ordinal)).ToList())
            {
                found.Remove(path);
            }
        }

        return found;
    }

    public static string Words(string path) => string.Concat(path.Split(Then).Select(static part => part.StartsWith("f:", StringComparison.Ordinal) ? $".{part[2..]}" : $"[{part[2..].Replace("\"", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace(':', '=')}]"));

    public static JsonObject Tree(IEnumerable<string> paths)
    {
        var root = new JsonObject();
        foreach (var path in paths)
        {
            var at = root;
            foreach (var part in path.Split(Then))
            {
                at[part] ??= new JsonObject();
                at = at[part]!.AsObject();
            }
        }

        return root;
    }

    public static IEnumerable<string> Paths(JsonObject tree) => tree.SelectMany(static pair => pair.Value!.AsObject().Count == 0 ? [pair.Key] : Paths(pair.Value.AsObject()).Select(below => $"{pair.Key}{Then}{below}"));

    /// <summary>Writes a configuration over an object: maps and named lists are merged, all else is replaced.</summary>
    public static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (key, value) in from)
        {
            if (value is JsonObject map && into[key] is JsonObject there && !Atomic.Contains(key))
            {
                Merge(there, map);
            }
            else if (key == "finalizers" && value is JsonArray added && into[key] is JsonArray has)
            {
                foreach (var one in added.Where(one => !has.Any(there => JsonNode.DeepEquals(there, one))))
                {
                    has.Add(one!.DeepClone());
                }
            }
            else if (value is JsonObject atomic && Atomic.Contains(key))
            {
                into[key] = atomic.DeepClone();
            }
            else if (value is JsonArray list && into[key] is JsonArray present && KeyOf(key, list) is { } by)
            {
                MergeList(present, list, by);
            }
            else
            {
                into[key] = value?.DeepClone();
            }
        }
    }

    public static void Remove(JsonObject item, string path)
    {
        JsonNode? at = item;
        var parts = path.Split(Then);
        foreach (var part in parts[..^1])
        {
            at = Step(at, part);
        }

        if (at is JsonObject map)
        {
            map.Remove(parts[^1][2..]);
        }
        else if (at is JsonArray list && Step(at, parts[^1]) is { } gone)
        {
            list.Remove(gone);
        }
    }

    /// <summary>The path of the outermost item of a list that a path leads through, and which nobody else has fields in.</summary>
    public static string? ItemOf(string path, Func<string, bool> isKept)
    {
        var parts = path.Split(Then);
        return Enumerable.Range(1, parts.Length - 1).Where(i => parts[i].StartsWith("k:", StringComparison.Ordinal)).Select(i => string.Join(Then, parts[..(i + 1)])).FirstOrDefault(item => !isKept(item + Then));
    }

    private static JsonNode? Step(JsonNode? at, string part) => part.StartsWith("f:", StringComparison.Ordinal) ? (at as JsonObject)?[part[2..]]
        : part.StartsWith("v:", StringComparison.Ordinal) ? (at as JsonArray)?.FirstOrDefault(item => item?.ToJsonString() == part[2..])
        : (at as JsonArray)?.FirstOrDefault(item => item is JsonObject one && JsonNode.Parse(part[2..])!.AsObject().All(pair => JsonNode.DeepEquals(one[pair.Key] ?? (pair.Key == "protocol" ? "TCP" : null), pair.Value)));

    private static void MergeList(JsonArray present, JsonArray list, string[] by)
    {
        foreach (var item in list.OfType<JsonObject>())
        {
            if (present.OfType<JsonObject>().FirstOrDefault(one => JsonNode.DeepEquals(KeyOf(one, by), KeyOf(item, by))) is { } same)
            {
                Merge(same, item);
            }
            else
            {
                present.Add(item.DeepClone());
            }
        }
    }

    private static string[]? KeyOf(string name, JsonArray list) => list.Count == 0 || !list.All(static item => item is JsonObject) ? null
        : name == "ports" ? new[] { "containerPort", "port" }.FirstOrDefault(key => list.All(item => item!.AsObject().ContainsKey(key))) is { } port ? [port, "protocol"] : null
        : Keys.TryGetValue(name, out var keys) && list.All(item => item!.AsObject().ContainsKey(keys[0])) ? keys : null;

    private static JsonObject KeyOf(JsonObject item, string[] by) => new(by.Select(key => KeyValuePair.Create(key, item[key]?.DeepClone() ?? (key == "protocol" ? "TCP" : null))));

    private static void Walk(Dictionary<string, string> found, string path, string name, JsonNode? value)
    {
        if (value is JsonObject { Count: > 0 } map && !Atomic.Contains(name))
        {
            foreach (var (key, below) in map)
            {
                Walk(found, $"{path}{Then}f:{key}", key, below);
            }
        }
        else if (value is JsonArray list && KeyOf(name, list) is { } by)
        {
            foreach (var item in list.OfType<JsonObject>())
            {
                Walk(found, $"{path}{Then}k:{KeyOf(item, by).ToJsonString()}", "", item);
            }
        }
        else if (name == "finalizers" && value is JsonArray set)
        {
            foreach (var item in set)
            {
                found[$"{path}{Then}v:{item!.ToJsonString()}"] = "";
            }
        }
        else
        {
            found[path] = value?.ToJsonString() ?? "null";
        }
    }
}
