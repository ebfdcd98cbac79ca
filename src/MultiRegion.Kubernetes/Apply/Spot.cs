using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>A place in a live object: what stands there, and whose it is.</summary>
/// <param name="Path">The place, in words: <c>spec.template.spec.containers[name=web].image</c>.</param>
/// <param name="Live">What stands there; null: nothing.</param>
/// <param name="Mine">What we own there; null: nothing.</param>
/// <param name="Others">What others own there.</param>
internal readonly record struct Spot(string Path, JsonNode? Live, JsonObject? Mine, ImmutableArray<FieldTree> Others)
{
    /// <summary>What a key of a list is when an item does not name it.</summary>
    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal) { ["protocol"] = "TCP" };

    public string Key { get; private init; } = "";

    public string Parent { get; private init; } = "";

    public string Top { get; private init; } = "";

    /// <summary>Whether what is there is one field as a whole for everybody.</summary>
    public bool IsOneField => Owned().Any() && !Owned().Any(FieldTree.IsSplit);

    /// <summary>Whether it is a list whose values are fields of their own.</summary>
    public bool IsSet => Owned().Any(static tree => tree.Any(static pair => pair.Key.StartsWith("v:", StringComparison.Ordinal)));

    public ImmutableArray<string> Keys() => FieldTree.KeysOf(Owned());

    public Spot Below(string key) => At($"f:{key}", Path.Length == 0 ? key : $"{Path}.{key}", (Live as JsonObject)?[key]) with { Key = key, Parent = Key, Top = Top.Length == 0 ? key : Top };

    public Spot Value(JsonNode value) => At($"v:{value.ToJsonString()}", $"{Path}[{value}]", (Live as JsonArray)?.FirstOrDefault(one => JsonNode.DeepEquals(one, value))) with { Key = Key, Parent = Parent, Top = Top };

    /// <summary>An item of a list that is a map, and the names under which anybody owns it.</summary>
    public (Spot Spot, ImmutableArray<string> Names) Item(JsonObject item, ImmutableArray<string> keys)
    {
        var live = (Live as JsonArray)?.OfType<JsonObject>().FirstOrDefault(one => keys.All(key => JsonNode.DeepEquals(Wanted(item, one, key), one[key])));
        var key = live ?? item;
        ImmutableArray<string> names = [.. Owned().SelectMany(static tree => tree).Select(static pair => pair.Key).Where(static name => name.StartsWith("k:", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)
            .Where(name => FieldTree.Key(name).All(pair => JsonNode.DeepEquals(key[pair.Key] ?? Default(pair.Key), pair.Value)))];
        var words = string.Join(',', keys.Where(one => key[one] is not null).Select(one => $"{one}={key[one]}"));
        var spot = new Spot($"{Path}[{words}]", live, First(Mine, names), [.. Others.Select(other => (other.Manager, Tree: First(other.Fields, names))).Where(static pair => pair.Tree is not null).Select(static pair => new FieldTree(pair.Manager, pair.Tree!))]);
        return (spot with { Key = Key, Parent = Parent, Top = Top }, names);
    }

    private static JsonNode? Wanted(JsonObject item, JsonObject live, string key) => item[key] ?? Default(key) ?? live[key];

    private static JsonNode? Default(string key) => Defaults.TryGetValue(key, out var value) ? value : null;

    private static JsonObject? First(JsonObject? tree, ImmutableArray<string> names) => names.Select(name => tree?[name] as JsonObject).FirstOrDefault(static found => found is not null);

    private IEnumerable<JsonObject> Owned() => Others.Select(static tree => tree.Fields).Concat(Mine is null ? [] : [Mine]);

    private Spot At(string name, string path, JsonNode? live) => new(path, live, Mine?[name] as JsonObject, [.. Others.Where(tree => tree.Fields[name] is JsonObject).Select(tree => new FieldTree(tree.Manager, (JsonObject)tree.Fields[name]!))]);
}
