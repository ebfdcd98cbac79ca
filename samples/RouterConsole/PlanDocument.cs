using System.Text.Json;
using System.Text.Json.Nodes;

namespace RouterConsole;

/// <summary>Reads single changes out of the documents of plans. They are the routers' own; what is not understood is passed over.</summary>
internal static class PlanDocument
{
    public static IEnumerable<JsonObject> Changes(string document)
    {
        try
        {
            var root = JsonNode.Parse(document) as JsonObject;
            return root?["Behind"]?.GetValue<string>() is { } behind && root["Ahead"]?.GetValue<string>() is { } ahead
                ? Changes(behind).Concat(Changes(ahead))
                : [.. (root?["services"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(static service => Records(service).Concat(Groups(service)))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static JsonObject Change(string kind, string id, JsonNode? before, JsonNode? after) => new() { ["kind"] = kind, ["id"] = id, ["before"] = before?.DeepClone(), ["after"] = after?.DeepClone() };

    /// <summary>A record that is deleted and created is one that changes.</summary>
    private static IEnumerable<JsonObject> Records(JsonObject service) => (service["changes"] as JsonArray ?? []).OfType<JsonObject>()
        .GroupBy(static change => string.Join(' ', new[] { "name", "type", "setIdentifier" }.Select(part => change["record"]?[part]?.GetValue<string>()).OfType<string>()))
        .Select(static changes =>
        {
            JsonNode? Of(string action) => changes.FirstOrDefault(change => string.Equals(change["action"]?.GetValue<string>(), action, StringComparison.OrdinalIgnoreCase))?["record"];
            var (before, after) = (Of("delete"), Of("create"));
            return Change(before is null ? "create" : after is null ? "delete" : "update", changes.Key, before, after);
        });

    private static IEnumerable<JsonObject> Groups(JsonObject service) => (service["steps"] as JsonArray ?? []).OfType<JsonObject>()
        .Select(static step => Change(step["update"] is null ? "create" : "update", step["desired"]?["region"]?.GetValue<string>() ?? "", null, step["update"] ?? step["desired"]));
}
