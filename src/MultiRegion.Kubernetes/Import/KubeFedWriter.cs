using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Writes a workload as KubeFed's federated objects.</summary>
internal sealed class KubeFedWriter(ExportSnapshot snapshot, List<string> notes)
{
    private const string Replicas = "/spec/replicas";

    public IEnumerable<JsonObject> Write() => snapshot.Workload.Objects.SelectMany(Own).Concat(snapshot.Dependencies().SelectMany(Along));

    private IEnumerable<JsonObject> Own(KubernetesObject item)
    {
        if (!IsKnown(item))
        {
            yield break;
        }

        var divided = snapshot.Workload.Division.Mode != DivisionMode.Duplicated && PodTemplates.HasReplicas(item.Json);
        var preferred = divided && HasPreference(item);
        if (divided && !preferred)
        {
            notes.Add($"{snapshot.Workload.Name}: the division of {item} is written as the replicas that it gives now.");
        }

        yield return Federated(item, Placement(), facts => preferred ? snapshot.Overrides(facts, item) : snapshot.Changes(facts, item));
        if (preferred)
        {
            yield return Preference(item);
        }
    }

    private IEnumerable<JsonObject> Along(KubernetesObject item) =>
        IsKnown(item) ? [Federated(item, Names(snapshot.Places.Where(facts => snapshot.Final(facts, item) is not null)), facts => snapshot.Changes(facts, item))] : [];

    private bool IsKnown(KubernetesObject item)
    {
        if (KubeFedReader.VersionOf(item.Kind) == item.ApiVersion)
        {
            return true;
        }

        notes.Add($"{snapshot.Workload.Name}: {item} is not written: KubeFed has no type for {item.ApiVersion} {item.Kind} of its own.");
        return false;
    }

    // It knows weights and bounds, writes the replicas of these two kinds, and lets no override have the last word.
    private bool HasPreference(KubernetesObject item) => item.Kind is "Deployment" or "ReplicaSet"
        && snapshot.Workload.Division.Mode == DivisionMode.Weighted && !snapshot.Places.Any(facts => snapshot.Overrides(facts, item).Any(static one => one.Path == Replicas));

    private JsonObject Federated(KubernetesObject item, JsonObject placement, Func<ClusterFacts, ImmutableArray<PatchOperation>> changes)
    {
        var template = item.ToJson();
        template.Remove("apiVersion");
        template.Remove("kind");
        var metadata = (JsonObject)template["metadata"]!;
        metadata.Remove("name");
        metadata.Remove("namespace");
        if (metadata.Count == 0)
        {
            template.Remove("metadata");
        }

        var overrides = snapshot.Places.Select(facts => (facts.Cluster, Changes: changes(facts))).Where(static pair => !pair.Changes.IsEmpty).Select(static pair => new JsonObject
        {
            ["clusterName"] = pair.Cluster.Value,
            ["clusterOverrides"] = new JsonArray([.. pair.Changes.Select(static one => OwnWriter.Operation(one, "op"))]),
        });
        return Document("types.kubefed.io/v1beta1", $"Federated{item.Kind}", item, OwnWriter.Of(("template", template), ("placement", placement), ("overrides", OwnWriter.List(overrides, static one => one)))!);
    }

    private JsonObject Preference(KubernetesObject item) => Document("scheduling.kubefed.io/v1alpha1", "ReplicaSchedulingPreference", item, new()
    {
        ["targetKind"] = $"Federated{item.Kind}",
        ["totalReplicas"] = snapshot.Workload.Division.Total ?? PodTemplates.Replicas(item.Json),
        ["rebalance"] = true,
        ["intersectWithClusterSelector"] = true,
        ["clusters"] = new JsonObject(snapshot.Places.Select(facts => KeyValuePair.Create(facts.Cluster.Value, (JsonNode?)Share(snapshot.Share(facts))))),
    });

    private static JsonObject Share(ClusterShare? share) => OwnWriter.Of(("weight", share?.Weight ?? 0), ("minReplicas", share?.Minimum > 0 ? share.Minimum : null), ("maxReplicas", share is null ? 0 : share.Maximum))!;

    private JsonObject Placement()
    {
        var clusters = snapshot.Workload.Placement.Clusters;
        if (clusters is { Names: null, IsByNamesOrLabels: true })
        {
            return new() { ["clusterSelector"] = OwnWriter.Labels(clusters.Labels) ?? [] };
        }

        if (!clusters.IsByNamesOrLabels || OwnWriter.Labels(clusters.Labels) is not null)
        {
            notes.Add($"{snapshot.Workload.Name}: its placement is written by the names of the clusters that it means now.");
        }

        return Names(snapshot.Places);
    }

    private static JsonObject Names(IEnumerable<ClusterFacts> places) => new() { ["clusters"] = new JsonArray([.. places.Select(static facts => new JsonObject { ["name"] = facts.Cluster.Value })]) };

    private static JsonObject Document(string version, string kind, KubernetesObject item, JsonObject spec)
    {
        var ns = item.Kind == "Namespace" ? item.Name : item.Namespace;
        return new() { ["apiVersion"] = version, ["kind"] = kind, ["metadata"] = OwnWriter.Of(("name", item.Name), ("namespace", ns)), ["spec"] = spec };
    }
}
