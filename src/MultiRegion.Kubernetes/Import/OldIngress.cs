using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Writes the backends of an Ingress v1beta1 as those of v1: what the API server did when it served both.</summary>
internal static class OldIngress
{
    /// <returns>Whether there were any.</returns>
    public static bool Convert(JsonObject ingress)
    {
        var spec = ingress["spec"] as JsonObject ?? [];
        var paths = (spec["rules"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(static rule => (rule["http"] as JsonObject)?["paths"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var old = paths.Where(static path => path["backend"] is JsonObject backend && backend.ContainsKey("serviceName")).ToList();
        foreach (var path in old)
        {
            path["backend"] = Backend((JsonObject)path["backend"]!);
            path.TryAdd("pathType", "ImplementationSpecific");
        }

        if (spec["backend"] is JsonObject all && all.ContainsKey("serviceName"))
        {
            spec.Remove("backend");
            spec["defaultBackend"] = Backend(all);
            return true;
        }

        return old.Count > 0;
    }

    private static JsonObject Backend(JsonObject old)
    {
        var port = old["servicePort"]?.DeepClone();
        return new() { ["service"] = new JsonObject { ["name"] = old["serviceName"]?.DeepClone(), ["port"] = new JsonObject { [port?.GetValueKind() == JsonValueKind.Number ? "number" : "name"] = port } } };
    }
}
