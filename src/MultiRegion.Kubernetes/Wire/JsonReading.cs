using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>Reads members of objects that may be anything.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonObject map, string key) => map[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    // A value that was made of an int, and not read from a text, is nothing but an int.
    public static long? Number(this JsonObject map, string key) => map[key] is not JsonValue value ? null
        : value.TryGetValue<long>(out var number) ? number
        : value.TryGetValue<int>(out var small) ? small
        : null;

    public static bool? Flag(this JsonObject map, string key) => map[key] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>What lies below; null when it is not an object.</summary>
    public static JsonObject? Below(this JsonObject? map, string key) => map?[key] as JsonObject;

    public static string? Version(this JsonObject item) => item.Below("metadata")?.Text("resourceVersion");

    public static string? Name(this JsonObject item) => item.Below("metadata")?.Text("name");

    public static string? Annotation(this JsonObject item, string key) => item.Below("metadata").Below("annotations")?.Text(key);
}
