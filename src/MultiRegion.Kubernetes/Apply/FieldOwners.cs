using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>Who has last set a field, as the API server keeps it.</summary>
/// <param name="Name">The name of the field manager: <c>kubectl-edit</c>, <c>argocd-controller</c>, <c>kube-controller-manager</c>.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="At">When it last wrote, by the API server's clock; null: not said.</param>
public sealed record FieldManager(string Name, string Operation, DateTimeOffset? At)
{
    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>Which fields of an object belong to whom: its managed fields, as trees. They also tell which lists are maps, and by which keys.</summary>
/// <param name="Mine">The tree of what we have applied; null: nothing.</param>
/// <param name="Others">The trees of all others.</param>
internal sealed record FieldOwners(JsonObject? Mine, ImmutableArray<FieldTree> Others)
{
    public static FieldOwners Of(JsonObject live, string manager)
    {
        var entries = (live.Below("metadata")?["managedFields"] as JsonArray)?.OfType<JsonObject>().Where(static entry => entry["fieldsV1"] is JsonObject).ToList() ?? [];
        bool IsMine(JsonObject entry) => entry.Text("manager") == manager && entry.Text("operation") == "Apply" && entry.Text("subresource") is null or "";
        return new(entries.FirstOrDefault(IsMine)?.Below("fieldsV1"), [.. entries.Where(entry => !IsMine(entry)).Select(static entry => new FieldTree(Manager(entry), entry.Below("fieldsV1")!))]);
    }

    private static FieldManager Manager(JsonObject entry) => new(
        entry.Text("manager") is { Length: > 0 } name ? name : "unknown",
        entry.Text("operation") ?? "",
        DateTimeOffset.TryParse(entry.Text("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null);
}

/// <summary>The fields of one manager below some place.</summary>
internal readonly record struct FieldTree(FieldManager Manager, JsonObject Fields)
{
    /// <summary>Whether fields are told apart below it: else it is one field as a whole.</summary>
    public static bool IsSplit(JsonObject? tree) => tree is not null && tree.Any(static pair => pair.Key != ".");

    /// <summary>The names of the keys by which items of a list are told apart; empty: they are not.</summary>
    public static ImmutableArray<string> KeysOf(IEnumerable<JsonObject?> trees) =>
        trees.OfType<JsonObject>().SelectMany(static tree => tree).FirstOrDefault(static pair => pair.Key.StartsWith("k:", StringComparison.Ordinal)).Key is { } found ? [.. Key(found).Select(static pair => pair.Key)] : [];

    public static JsonObject Key(string text) => JsonNode.Parse(text[2..]) as JsonObject ?? [];
}
