using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Writes a workload as Karmada's policies, with the objects that they select.</summary>
internal sealed class KarmadaWriter(ExportSnapshot snapshot, List<string> notes)
{
    private const string Version = "policy.karmada.io/v1alpha1";

    public IEnumerable<JsonObject> Write()
    {
        var along = snapshot.Dependencies().ToList();
        foreach (var sealedSecret in along.Where(static item => item.Kind == "SealedSecret"))
        {
            notes.Add($"{snapshot.Workload.Name}: Karmada lets ConfigMaps, Secrets and ServiceAccounts travel along, and {sealedSecret} does not.");
        }

        return snapshot.Workload.Objects.SelectMany(item => Own(item, along.Count > 0)).Concat(along.SelectMany(item => new[] { item.ToJson() }.Concat(Overrides(item, divided: false))));
    }

    private IEnumerable<JsonObject> Own(KubernetesObject item, bool dependencies)
    {
        var division = PodTemplates.HasReplicas(item.Json) ? Division() : null;
        var isDivided = division is not null && snapshot.Workload.Division.Mode != DivisionMode.Duplicated;
        var template = item.ToJson();
        if (PodTemplates.HasReplicas(item.Json) && (isDivided || snapshot.Workload.Division.Mode == DivisionMode.Duplicated) && snapshot.Workload.Division.Total is { } total)
        {
            template = PodTemplates.WithReplicas(item, total);
        }

        yield return template;
        if (snapshot.Workload.Placement.Clusters.Names is { IsEmpty: true })
        {
            notes.Add($"{snapshot.Workload.Name}: {item} is placed in no cluster, and no policy is written for it.");
            yield break;
        }

        yield return Document(item.Namespace is null ? "ClusterPropagationPolicy" : "PropagationPolicy", item, OwnWriter.Of(
            ("resourceSelectors", new JsonArray(Selector(item))),
            ("propagateDeps", dependencies ? true : null),
            ("placement", OwnWriter.Of(("clusterAffinity", Affinity(snapshot.Workload.Placement.Clusters)), ("replicaScheduling", division))))!);
        foreach (var policy in Overrides(item, isDivided))
        {
            yield return policy;
        }
    }

    // What Karmada cannot divide is written as replicas, which is then no division. Without any weight it would divide evenly.
    private JsonObject? Division()
    {
        var division = snapshot.Workload.Division;
        var isPlain = division.Shares.IsEmpty;
        JsonObject? written = division.Mode switch
        {
            DivisionMode.Weighted when division.Shares.All(static share => share is { Minimum: 0, Maximum: null }) && snapshot.Places.Any(facts => snapshot.Share(facts)?.Weight > 0) => Divided("Weighted", new() { ["staticWeightList"] = new JsonArray([.. snapshot.Places.Select(Weight).Where(static one => one is not null)]) }),
            DivisionMode.Capacity when isPlain => Divided("Weighted", new() { ["dynamicWeight"] = "AvailableReplicas" }),
            DivisionMode.Packed when isPlain => Divided("Aggregated", null),
            _ => null,
        };
        if (written is null && division.Mode != DivisionMode.Duplicated)
        {
            notes.Add($"{snapshot.Workload.Name}: its division is written as the replicas that it gives now.");
        }

        return written;
    }

    private static JsonObject Divided(string preference, JsonObject? weights) =>
        OwnWriter.Of(("replicaSchedulingType", "Divided"), ("replicaDivisionPreference", preference), ("weightPreference", weights))!;

    private JsonObject? Weight(ClusterFacts facts) => snapshot.Share(facts) is { } share
        ? new() { ["targetCluster"] = new JsonObject { ["clusterNames"] = new JsonArray(facts.Cluster.Value) }, ["weight"] = share.Weight }
        : null;

    private IEnumerable<JsonObject> Overrides(KubernetesObject item, bool divided)
    {
        var rules = (divided || snapshot.Workload.Division.Mode == DivisionMode.Duplicated ? KarmadaRules.Of(snapshot.Workload, item) : null) ?? [.. snapshot.Places.Select(facts => Patched(facts, item, divided)).OfType<JsonObject>()];
        return rules.IsEmpty ? [] : [Document(item.Namespace is null ? "ClusterOverridePolicy" : "OverridePolicy", item, new() { ["resourceSelectors"] = new JsonArray(Selector(item)), ["overrideRules"] = new JsonArray([.. rules]) })];
    }

    private JsonObject? Patched(ClusterFacts facts, KubernetesObject item, bool divided)
    {
        var changes = divided ? snapshot.Overrides(facts, item) : snapshot.Changes(facts, item);
        return changes.IsEmpty ? null : KarmadaRules.Rule(new() { ["clusterNames"] = new JsonArray(facts.Cluster.Value) }, "plaintext", [.. changes.Select(static one => OwnWriter.Operation(one, "operator"))]);
    }

    private static JsonObject Selector(KubernetesObject item) => OwnWriter.Of(("apiVersion", item.ApiVersion), ("kind", item.Kind), ("namespace", item.Namespace), ("name", item.Name))!;

    /// <summary>The affinity; null: it means all clusters.</summary>
    public static JsonObject? Affinity(ClusterSelector clusters)
    {
        var fields = new[] { ("region", "In", clusters.Regions.Select(static one => one.Value)), ("region", "NotIn", clusters.ExceptRegions.Select(static one => one.Value)), ("provider", "In", clusters.Providers), ("provider", "NotIn", clusters.ExceptProviders) }
            .Where(static field => field.Item3.Any()).Select(static field => new JsonObject { ["key"] = field.Item1, ["operator"] = field.Item2, ["values"] = OwnWriter.Texts(field.Item3) }).ToList();
        return OwnWriter.Of(
            ("clusterNames", OwnWriter.Texts((clusters.Names ?? []).Select(static one => one.Value))),
            ("exclude", OwnWriter.Texts(clusters.Except.Select(static one => one.Value))),
            ("labelSelector", OwnWriter.Labels(clusters.Labels)),
            ("fieldSelector", OwnWriter.Of(("matchExpressions", OwnWriter.List(fields, static one => one)))));
    }

    private static JsonObject Document(string kind, KubernetesObject item, JsonObject spec) => new()
    {
        ["apiVersion"] = Version,
        ["kind"] = kind,
        ["metadata"] = OwnWriter.Of(("name", $"{item.Kind.ToLowerInvariant()}-{item.Name}"), ("namespace", item.Namespace)),
        ["spec"] = spec,
    };
}
