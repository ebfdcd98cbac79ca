using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Tests.Specs;

/// <summary>Which clusters manifests speak of, by name, by region, and by label.</summary>
internal static class NamedClusters
{
    private static readonly string[] Others = ["cluster1", "cluster2"];

    /// <returns>Their names, and others until there are two.</returns>
    public static ImmutableArray<string> Of(IEnumerable<KubernetesObject> items)
    {
        var named = Federated(items).SelectMany(static item => item.Kind switch
        {
            "KubeFedCluster" => [item.Name],
            "ReplicaSchedulingPreference" => (item.ToJson()["spec"]!["clusters"] as JsonObject ?? []).Select(static pair => pair.Key).Where(static name => name != "*"),
            _ => Below(item.ToJson()),
        }).Distinct().ToImmutableArray();
        return named.Length >= 2 ? named : [.. named.Concat(Others).Distinct().Take(2)];
    }

    /// <returns>The labels by which clusters are selected, selector by selector.</returns>
    public static ImmutableArray<JsonObject> Labels(IEnumerable<KubernetesObject> items) => [.. Federated(items).SelectMany(static item => Selected(item.ToJson()))];

    public static string RegionOf(string name) => name.LastIndexOf('-') is > 0 and var dash ? name[..dash] : name.ToLowerInvariant();

    private static IEnumerable<KubernetesObject> Federated(IEnumerable<KubernetesObject> items) =>
        items.Where(static item => item.ApiVersion.Split('/')[0] is "multiregion" or "policy.karmada.io" || item.ApiVersion.Contains("kubefed.io/", StringComparison.Ordinal));

    private static IEnumerable<string> Below(JsonNode? node) => Children(node).SelectMany(static child => (child.Key switch
    {
        "clusterName" => [(string)child.Value!],
        "clusters" => Items(child.Value).Select(static item => (string)item["name"]!),
        "clusterNames" or "exclude" or "names" => Items(child.Value).Select(static item => (string)item!),
        "regions" => Items(child.Value).Select(static item => $"{(string)item!}-1"),
        _ => [],
    }).Concat(Below(child.Value)));

    private static IEnumerable<JsonObject> Selected(JsonNode? node) => Children(node).SelectMany(static child =>
        child is { Key: "targetCluster" or "clusterAffinity" or "placement", Value: JsonObject place } && (place["labelSelector"] ?? place["clusterSelector"])?["matchLabels"] is JsonObject labels ? [labels] : Selected(child.Value));

    private static IEnumerable<JsonNode> Items(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonNode>();

    private static IEnumerable<(string Key, JsonNode? Value)> Children(JsonNode? node) => node switch
    {
        JsonObject map => map.Select(static pair => (pair.Key, pair.Value)),
        JsonArray list => list.Select(static item => ("", item)),
        _ => [],
    };
}
