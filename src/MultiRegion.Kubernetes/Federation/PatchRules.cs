using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>JSON patches (RFC 6902) over JSON pointers (RFC 6901).</summary>
internal static class PatchRules
{
    public static string Name(PatchKind kind) => kind switch
    {
        PatchKind.Add => "add",
        PatchKind.Remove => "remove",
        PatchKind.Replace => "replace",
        PatchKind.Move => "move",
        PatchKind.Copy => "copy",
        _ => "test",
    };

    public static PatchKind? Kind(string name) => Enum.GetValues<PatchKind>().Select(static kind => (PatchKind?)kind).FirstOrDefault(kind => Name(kind!.Value) == name);

    /// <returns>The patched document; a refusal says which operation did not fit, and never a value. What was given does not change.</returns>
    public static Result<JsonNode?> Apply(JsonNode? document, ImmutableArray<PatchOperation> operations)
    {
        var result = new Holder { Root = document?.DeepClone() };
        foreach (var operation in operations)
        {
            if (result.Apply(operation) is { } wrong)
            {
                return Problem.Refused($"'{Name(operation.Kind)} {ErrorText.Line(operation.Path, 200)}': {wrong}");
            }
        }

        return result.Root;
    }

    /// <returns>The parts of a pointer; null when it is none.</returns>
    public static ImmutableArray<string>? Parse(string pointer)
    {
        if (pointer.Length == 0)
        {
            return [];
        }

        var parts = pointer.Split('/');
        return parts[0].Length > 0 || parts.Any(static part => part.Replace("~0", "", StringComparison.Ordinal).Replace("~1", "", StringComparison.Ordinal).Contains('~', StringComparison.Ordinal))
            ? null
            : [.. parts.Skip(1).Select(static part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    public static string Escape(string part) => part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <returns>What stands there; found says whether anything does.</returns>
    public static JsonNode? Find(JsonNode? root, IEnumerable<string> parts, out bool found)
    {
        found = true;
        foreach (var part in parts)
        {
            root = Step(root, part, out found);
            if (!found)
            {
                return null;
            }
        }

        return root;
    }

    private static JsonNode? Step(JsonNode? node, string part, out bool found)
    {
        if (node is JsonObject map)
        {
            found = map.TryGetPropertyValue(part, out var member);
            return member;
        }

        var index = node is JsonArray list ? Index(part, list.Count - 1) : null;
        found = index is not null;
        return index is { } at ? node![at] : null;
    }

    // No sign and no leading zero (RFC 6901, section 4).
    private static int? Index(string part, int last) =>
        part.Length is > 0 and < 10 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0') && int.Parse(part, CultureInfo.InvariantCulture) is var at && at <= last ? at : null;

    private sealed class Holder
    {
        public JsonNode? Root { get; set; }

        public string? Apply(PatchOperation operation)
        {
            if (Parse(operation.Path) is not { } path || (operation.From is { } text && Parse(text) is null))
            {
                return "this is no JSON pointer (RFC 6901)";
            }

            return operation.Kind switch
            {
                PatchKind.Add => Add(path, operation.Value),
                PatchKind.Remove => Remove(path),
                PatchKind.Replace => Exists(path) ? Put(path, operation.Value) : Missing,
                PatchKind.Test => Find(Root, path, out var found) is var seen && !found ? Missing : JsonNode.DeepEquals(seen, operation.Value) ? null : "another value stands there",
                _ => Take(operation, path),
            };
        }

        private const string Missing = "nothing stands there";

        private string? Take(PatchOperation operation, ImmutableArray<string> path)
        {
            if (operation.From is null || Parse(operation.From) is not { } from)
            {
                return "it needs a 'from'";
            }

            var value = Find(Root, from, out var found)?.DeepClone();
            return !found ? $"nothing stands at {ErrorText.Line(operation.From, 200)}"
                : operation.Kind == PatchKind.Copy ? Add(path, value)
                : path.Length > from.Length && path.Take(from.Length).SequenceEqual(from) ? "nothing can be moved into itself"
                : path.SequenceEqual(from) ? null
                : Remove(from) ?? Add(path, value);
        }

        private bool Exists(ImmutableArray<string> path)
        {
            Find(Root, path, out var found);
            return found;
        }

        private string? Add(ImmutableArray<string> path, JsonNode? value)
        {
            var parent = path.IsEmpty ? null : Find(Root, path[..^1], out _);
            if (parent is not JsonArray list)
            {
                return path.IsEmpty || parent is JsonObject ? Put(path, value) : "what it would stand in is not there";
            }

            if ((path[^1] == "-" ? list.Count : Index(path[^1], list.Count)) is not { } at)
            {
                return "the list has no such place";
            }

            list.Insert(at, value);
            return null;
        }

        private string? Put(ImmutableArray<string> path, JsonNode? value)
        {
            if (path.IsEmpty)
            {
                Root = value;
                return null;
            }

            switch (Find(Root, path[..^1], out _))
            {
                case JsonObject map:
                    map[path[^1]] = value;
                    break;
                case JsonArray list:
                    list[int.Parse(path[^1], CultureInfo.InvariantCulture)] = value;
                    break;
            }

            return null;
        }

        private string? Remove(ImmutableArray<string> path)
        {
            if (!Exists(path))
            {
                return Missing;
            }

            if (path.IsEmpty)
            {
                Root = null;
                return null;
            }

            switch (Find(Root, path[..^1], out _))
            {
                case JsonObject map:
                    map.Remove(path[^1]);
                    break;
                case JsonArray list:
                    list.RemoveAt(int.Parse(path[^1], CultureInfo.InvariantCulture));
                    break;
            }

            return null;
        }
    }
}
