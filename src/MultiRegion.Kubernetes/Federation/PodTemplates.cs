using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Finds what objects have in common: pods, containers, replicas, labels.</summary>
internal static class PodTemplates
{
    private static readonly ImmutableArray<string> OfPod = ["spec"];
    private static readonly ImmutableArray<string> OfCronJob = ["spec", "jobTemplate", "spec", "template", "spec"];
    private static readonly ImmutableArray<string> OfOthers = ["spec", "template", "spec"];

    /// <summary>Where the specification of the object's pods stands; null: it has none.</summary>
    public static ImmutableArray<string>? PodPath(JsonObject item)
    {
        var path = item.Text("kind") switch { "Pod" => OfPod, "CronJob" => OfCronJob, _ => OfOthers };
        return PatchRules.Find(item, path, out _) is JsonObject pod && pod["containers"] is JsonArray ? path : null;
    }

    public static JsonObject? Pod(JsonObject item) => PodPath(item) is { } path ? PatchRules.Find(item, path, out _) as JsonObject : null;

    /// <summary>The containers of a pod, with where each stands in the object.</summary>
    public static IEnumerable<(ImmutableArray<string> Path, JsonObject Container)> Containers(JsonObject item, bool init)
    {
        if (PodPath(item) is not { } path)
        {
            return [];
        }

        var list = path.Add(init ? "initContainers" : "containers");
        return (PatchRules.Find(item, list, out _) as JsonArray ?? []).Select((container, i) => (list.Add($"{i}"), container as JsonObject ?? []));
    }

    /// <summary>Whether it has replicas that can be divided.</summary>
    public static bool HasReplicas(JsonObject item) =>
        item.Text("kind") is "Deployment" or "StatefulSet" or "ReplicaSet" or "ReplicationController" || item.Below("spec")?.Number("replicas") is not null;

    /// <summary>How many replicas it asks for; none said is one.</summary>
    public static long Replicas(JsonObject item) => item.Below("spec")?.Number("replicas") ?? 1;

    /// <summary>A copy with so many replicas.</summary>
    public static JsonObject WithReplicas(KubernetesObject item, int count)
    {
        var json = item.ToJson();
        if (json["spec"] is not JsonObject spec)
        {
            json["spec"] = spec = [];
        }

        spec["replicas"] = count;
        return json;
    }

    public static IReadOnlyDictionary<string, string> Labels(this KubernetesObject item) =>
        (item.Json.Below("metadata").Below("labels") ?? []).Where(static pair => pair.Value is JsonValue value && value.TryGetValue<string>(out _)).ToDictionary(static pair => pair.Key, static pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal);
}
