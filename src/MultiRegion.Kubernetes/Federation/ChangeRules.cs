using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>What a change comes to for one object: the JSON patch that does it.</summary>
internal static class ChangeRules
{
    /// <returns>The operations; null: it makes no sense for this object.</returns>
    public static ImmutableArray<PatchOperation>? Compile(Change change, JsonObject item) => change switch
    {
        PatchChange patch => patch.Operations,
        ReplicasChange replicas => PodTemplates.HasReplicas(item) ? [Add(["spec", "replicas"], replicas.Replicas)] : null,
        ImageChange image => Some([.. Images(image, item)]),
        MetadataChange metadata => [.. Metadata(metadata, item)],
        EnvironmentChange environment => Some([.. Environment(environment, item)]),
        CommandChange command => Some([.. Command(command, item)]),
        _ => throw new InvalidOperationException($"There is no rule for {change.GetType().Name}."),
    };

    private static ImmutableArray<PatchOperation>? Some(ImmutableArray<PatchOperation> operations) => operations.IsEmpty ? null : operations;

    private static IEnumerable<PatchOperation> Images(ImageChange change, JsonObject item)
    {
        var containers = PodTemplates.Containers(item, init: false).Concat(change.InitContainers || change.Container is not null ? PodTemplates.Containers(item, init: true) : []);
        var paths = change.Path is { } path ? [PatchRules.Parse(path) ?? []]
            : containers.Where(pair => change.Container is null || pair.Container.Text("name") == change.Container).Select(static pair => pair.Path.Add("image"));
        foreach (var at in paths)
        {
            if (PatchRules.Find(item, at, out _) is JsonValue value && value.TryGetValue<string>(out var image))
            {
                yield return Add(at, ImageText.Parse(image).With(change).ToString());
            }
        }
    }

    private static IEnumerable<PatchOperation> Metadata(MetadataChange change, JsonObject item)
    {
        ImmutableArray<string> path = ["metadata", change.Field == MetadataField.Labels ? "labels" : "annotations"];
        var there = PatchRules.Find(item, path, out _) as JsonObject;
        if (there is null && !change.Set.IsEmpty)
        {
            yield return Add(path, new JsonObject());
        }

        foreach (var (key, value) in change.Set.Concat(change.Replace.Where(pair => there?.ContainsKey(pair.Key) == true && !change.Set.ContainsKey(pair.Key))))
        {
            yield return Add(path.Add(key), value);
        }

        foreach (var key in change.Remove.Where(key => there?.ContainsKey(key) == true || change.Set.ContainsKey(key)))
        {
            yield return new() { Kind = PatchKind.Remove, Path = Pointer(path.Add(key)) };
        }
    }

    private static IEnumerable<PatchOperation> Environment(EnvironmentChange change, JsonObject item)
    {
        var containers = PodTemplates.Containers(item, init: false).Concat(change.Container is null ? [] : PodTemplates.Containers(item, init: true));
        foreach (var (path, container) in containers.Where(pair => change.Container is null || pair.Container.Text("name") == change.Container))
        {
            var variables = new JsonArray();
            var left = change.Set;
            foreach (var variable in container["env"] as JsonArray ?? [])
            {
                var name = (variable as JsonObject)?.Text("name") ?? "";
                if (!change.Remove.Contains(name) || left.ContainsKey(name))
                {
                    variables.Add((JsonNode?)(left.TryGetValue(name, out var value) ? Variable(name, value) : variable?.DeepClone()));
                    left = left.Remove(name);
                }
            }

            left.ToList().ForEach(pair => variables.Add((JsonNode)Variable(pair.Key, pair.Value)));
            yield return Add(path.Add("env"), variables);
        }
    }

    private static JsonObject Variable(string name, string value) => new JsonObject { ["name"] = name, ["value"] = value };

    private static IEnumerable<PatchOperation> Command(CommandChange change, JsonObject item)
    {
        var field = change.Field == CommandField.Command ? "command" : "args";
        foreach (var (path, container) in PodTemplates.Containers(item, init: false).Where(pair => pair.Container.Text("name") == change.Container))
        {
            var there = (container[field] as JsonArray ?? []).Select(static text => text?.ToString() ?? "");
            var texts = change.Action switch
            {
                ListAction.Set => change.Values,
                ListAction.Append => there.Concat(change.Values),
                _ => there.Where(text => !change.Values.Contains(text)),
            };
            yield return Add(path.Add(field), new JsonArray([.. texts.Select(static text => JsonValue.Create(text))]));
        }
    }

    private static PatchOperation Add(ImmutableArray<string> path, JsonNode value) => new() { Kind = PatchKind.Add, Path = Pointer(path), Value = value };

    public static string Pointer(IEnumerable<string> path) => string.Concat(path.Select(static part => $"/{PatchRules.Escape(part)}"));
}
