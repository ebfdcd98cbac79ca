using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Import;

namespace MultiRegion.Kubernetes.Tests.Specs;

/// <summary>What samples of policies speak of and do not bring: the objects that they select, and who places these.</summary>
internal static class Companions
{
    public static IEnumerable<ImportFile> Of(ImportFile file) =>
        Manifests.Read(file.Text, file.Name).Value.SelectMany(static item => Of(item.ToJson())).Select(static (json, i) => new ImportFile($"beside-{i}", json.ToJsonString()));

    private static IEnumerable<JsonObject> Of(JsonObject item) => (string)item["kind"]! switch
    {
        "PropagationPolicy" or "ClusterPropagationPolicy" => Selected(item),
        "OverridePolicy" or "ClusterOverridePolicy" => Selected(item).Append(Propagation(item)),
        "ReplicaSchedulingPreference" => [Federated(item["metadata"]!.DeepClone(), (string)item["spec"]!["targetKind"]!)],
        _ => [],
    };

    private static IEnumerable<JsonObject> Selected(JsonObject policy) => policy["spec"]!["resourceSelectors"]!.AsArray().Select(selector => Object((string)selector!["kind"]!, (string?)selector["name"] ?? "any", (string?)selector["namespace"] ?? (string?)policy["metadata"]!["namespace"]));

    private static JsonObject Object(string kind, string name, string? ns) => kind switch
    {
        "CustomResourceDefinition" => Json($$$"""
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "{{{kind}}}", "metadata": {"name": "{{{name}}}"}, "spec": {"group": "{{{name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]}}}", "scope": "Namespaced",
             "names": {"plural": "{{{name.Split('.')[0]}}}", "kind": "Thing"}, "versions": [{"name": "v1", "served": true, "storage": true}]}}
            """),
        _ => Json($$$"""
            {"apiVersion": "apps/v1", "kind": "{{{kind}}}", "metadata": {"name": "{{{name}}}", "namespace": "{{{ns ?? "default"}}}"}, "spec": {{{Spec}}}}
            """),
    };

    private static JsonObject Propagation(JsonObject policy)
    {
        var (after, isOfCluster) = ((JsonObject)policy.DeepClone(), ((string)policy["kind"]!).StartsWith("Cluster", StringComparison.Ordinal));
        after["kind"] = isOfCluster ? "ClusterPropagationPolicy" : "PropagationPolicy";
        after["spec"] = new JsonObject { ["resourceSelectors"] = policy["spec"]!["resourceSelectors"]!.DeepClone(), ["placement"] = new JsonObject() };
        return after;
    }

    private static JsonObject Federated(JsonNode meta, string kind) => new()
    {
        ["apiVersion"] = "types.kubefed.io/v1beta1",
        ["kind"] = kind,
        ["metadata"] = meta,
        ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = Json(Spec) }, ["placement"] = new JsonObject { ["clusterSelector"] = new JsonObject() } },
    };

    private const string Spec = """{"replicas": 3, "selector": {"matchLabels": {"app": "a"} }, "template": {"metadata": {"labels": {"app": "a"} }, "spec": {"containers": [{"name": "a", "image": "registry.example.com/a:1"}]} } }""";

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
