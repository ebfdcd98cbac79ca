using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>The JSON patch from one object to another: no path twice, and in any order the same. Lists are replaced as a whole.</summary>
internal static class JsonDiff
{
    public static ImmutableArray<PatchOperation> Between(JsonObject before, JsonObject after) => [.. Between(before, after, [])];

    private static IEnumerable<PatchOperation> Between(JsonObject before, JsonObject after, ImmutableArray<string> path) => before.Concat(after).Select(static pair => pair.Key)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).SelectMany(key => Between(before, after, key, path.Add(key)));

    private static IEnumerable<PatchOperation> Between(JsonObject before, JsonObject after, string key, ImmutableArray<string> path) =>
        !after.TryGetPropertyValue(key, out var now) ? [new() { Kind = PatchKind.Remove, Path = ChangeRules.Pointer(path) }]
        : !before.TryGetPropertyValue(key, out var then) ? [new() { Kind = PatchKind.Add, Path = ChangeRules.Pointer(path), Value = now }]
        : then is JsonObject left && now is JsonObject right ? Between(left, right, path)
        : JsonNode.DeepEquals(then, now) ? []
        : [new() { Kind = PatchKind.Replace, Path = ChangeRules.Pointer(path), Value = now }];
}
