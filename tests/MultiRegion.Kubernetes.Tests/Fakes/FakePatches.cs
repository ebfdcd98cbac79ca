using System.Globalization;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Tests.Fakes;

internal static class FakePatches
{
    public static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null)
            {
                into.Remove(key);
            }
            else if (value is JsonObject map)
            {
                var below = into[key] as JsonObject ?? [];
                into[key] = below.Parent is null ? below : into[key];
                Merge(below, map);
            }
            else
            {
                into[key] = value.DeepClone();
            }
        }
    }

    /// <summary>As far as clients use it on what the fake serves: named lists are merged, null removes.</summary>
    public static void Strategic(JsonObject into, JsonObject patch)
    {
        foreach (var (key, value) in patch.ToList())
        {
            if (key.StartsWith('$'))
            {
                continue;
            }

            if (value is null)
            {
                into.Remove(key);
            }
            else if (value is JsonObject map && into[key] is JsonObject there)
            {
                Strategic(there, map);
            }
            else
            {
                FakeFields.Merge(into, new JsonObject { [key] = value.DeepClone() });
            }
        }
    }

    /// <returns>What is wrong; null: nothing.</returns>
    public static string? Json(JsonObject item, JsonArray operations)
    {
        foreach (var operation in operations.OfType<JsonObject>())
        {
            var parts = ((string)operation["path"]!).Split('/')[1..].Select(static part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
            JsonNode? at = item;
            foreach (var part in parts[..^1])
            {
                at = At(at, part);
            }

            var (verb, key, value) = ((string)operation["op"]!, parts[^1], operation["value"]?.DeepClone());
            if (at is null || (verb is "replace" or "remove" or "test" && At(at, key) is null && !(at is JsonObject map && map.ContainsKey(key))))
            {
                return $"the server rejected our request: {verb} of a path that is not there: {operation["path"]}";
            }

            if (verb == "test" && !JsonNode.DeepEquals(At(at, key), value))
            {
                return $"testing value {operation["path"]} failed";
            }

            Do(at, verb, key, value);
        }

        return null;
    }

    private static JsonNode? At(JsonNode? at, string key) => at is JsonObject map ? map[key] : at is JsonArray list && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < list.Count ? list[i] : null;

    private static void Do(JsonNode at, string verb, string key, JsonNode? value)
    {
        if (verb == "remove")
        {
            _ = at is JsonObject map ? map.Remove(key) : Removed((JsonArray)at, key);
        }
        else if (verb != "test" && at is JsonObject map)
        {
            map[key] = value;
        }
        else if (verb == "add" && at is JsonArray list)
        {
            list.Insert(key == "-" ? list.Count : int.Parse(key, CultureInfo.InvariantCulture), value);
        }
        else if (verb == "replace" && at is JsonArray there)
        {
            there[int.Parse(key, CultureInfo.InvariantCulture)] = value;
        }
    }

    private static bool Removed(JsonArray list, string key)
    {
        list.RemoveAt(int.Parse(key, CultureInfo.InvariantCulture));
        return true;
    }
}
