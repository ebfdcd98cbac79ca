using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Writes overrides as Karmada's rules, where each change has its counterpart there: a rule for each, so that their order stays.</summary>
internal static class KarmadaRules
{
    /// <returns>The rules; null: Karmada has no word for one of the changes.</returns>
    public static ImmutableArray<JsonObject>? Of(FederatedWorkload workload, KubernetesObject item)
    {
        var isOwn = workload.Objects.Contains(item);
        var found = workload.Overrides.Where(one => one.Objects?.Selects(item) ?? isOwn).SelectMany(one => one.Changes.Select(change => (one.Clusters, Rules: Of(change, item)))).ToList();
        return found.Exists(static pair => pair.Rules is null || pair.Clusters.Names is { IsEmpty: true }) ? null
            : [.. found.SelectMany(static pair => pair.Rules!.Select(rule => Rule(KarmadaWriter.Affinity(pair.Clusters), rule.Overrider, rule.Items)))];
    }

    public static JsonObject Rule(JsonObject? clusters, string overrider, JsonObject[] items) =>
        OwnWriter.Of(("targetCluster", clusters), ("overriders", new JsonObject { [overrider] = new JsonArray([.. items]) }))!;

    private static List<(string Overrider, JsonObject[] Items)>? Of(Change change, KubernetesObject item) => change switch
    {
        PatchChange patch => patch.Operations.All(static one => one.Kind is PatchKind.Add or PatchKind.Replace or PatchKind.Remove) ? [("plaintext", [.. patch.Operations.Select(static one => OwnWriter.Operation(one, "operator"))])] : null,
        ReplicasChange replicas => PodTemplates.HasReplicas(item.Json) ? [("plaintext", [new() { ["operator"] = "add", ["path"] = "/spec/replicas", ["value"] = replicas.Replicas }])] : [],
        ImageChange image => Image(image, item),
        MetadataChange metadata => Metadata(metadata),
        CommandChange { Action: not ListAction.Set } command when KarmadaOverrides.Reaches(command, item) => [(command.Field == CommandField.Command ? "commandOverrider" : "argsOverrider", [Command(command)])],
        _ => null,
    };

    private static List<(string Overrider, JsonObject[] Items)>? Image(ImageChange image, KubernetesObject item)
    {
        var init = image.InitContainers && PodTemplates.Containers(item.Json, init: true).Any();
        var there = image.Path is null || (PatchRules.Find(item.Json, PatchRules.Parse(image.Path) ?? [], out var found) is not null && found);
        return image.Container is not null || (image.Path is null && init) || !there || !KarmadaOverrides.Reaches(image, item) ? null : [("imageOverrider", [OwnWriter.Of(
            ("component", $"{image.Part}"),
            ("operator", image.Action switch { ListAction.Set => "replace", ListAction.Append => "add", _ => "remove" }),
            ("value", image.Value.Length == 0 ? null : image.Value),
            ("predicate", OwnWriter.Of(("path", image.Path))))!])];
    }

    private static List<(string Overrider, JsonObject[] Items)> Metadata(MetadataChange change)
    {
        var name = change.Field == MetadataField.Labels ? "labelsOverrider" : "annotationsOverrider";
        var replace = change.Replace.RemoveRange(change.Set.Keys);
        return [(name, [
            .. One("add", change.Set),
            .. One("replace", replace),
            .. One("remove", change.Remove.ToDictionary(static key => key, static _ => "")),
        ])];
    }

    private static IEnumerable<JsonObject> One(string @operator, IReadOnlyDictionary<string, string> values) => values.Count == 0 ? [] : [new() { ["operator"] = @operator, ["value"] = OwnWriter.Map(values) }];

    private static JsonObject Command(CommandChange command) => OwnWriter.Of(
        ("containerName", command.Container),
        ("operator", command.Action == ListAction.Append ? "add" : "remove"),
        ("value", OwnWriter.Texts(command.Values)))!;
}
