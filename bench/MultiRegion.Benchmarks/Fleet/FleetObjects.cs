using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Benchmarks.Fleet;

/// <summary>The objects that each cluster gets: a namespace, and of four others five kinds in the shares that real workloads have.</summary>
internal static class FleetObjects
{
    public static ImmutableArray<KubernetesObject> Of(string ns, int count) =>
    [
        KubernetesObject.Of(new() { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = ns } }).Value!,
        .. Enumerable.Range(1, count - 1).Select(i => KubernetesObject.Of(JsonNode.Parse(Text(ns, i))!.AsObject()).Value!),
    ];

    private static string Text(string ns, int i) => (i % 5) switch
    {
        0 or 1 => $$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c{{{i}}}", "namespace": "{{{ns}}}", "labels": {"app": "a{{{i}}}"}}, "data": {"settings": "{{{new string('x', 500)}}}", "i": "{{{i}}}"}}""",
        2 => $$$"""{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s{{{i}}}", "namespace": "{{{ns}}}"}, "stringData": {"key": "value-{{{i}}}"}}""",
        3 => $$$"""{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "w{{{i}}}", "namespace": "{{{ns}}}"}, "spec": {"selector": {"app": "a{{{i}}}"}, "ports": [{"port": 80, "targetPort": 8080}]}}""",
        _ => $$$"""
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "w{{{i}}}", "namespace": "{{{ns}}}", "labels": {"app": "a{{{i}}}"}}, "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "a{{{i}}}"}},
             "template": {"metadata": {"labels": {"app": "a{{{i}}}"}}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/app:{{{i}}}", "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
              "ports": [{"containerPort": 8080}], "resources": {"requests": {"cpu": "250m", "memory": "128Mi"} } } ] } } } }
            """,
    };
}
