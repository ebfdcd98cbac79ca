using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>Kinds that definitions among the objects themselves bring: no cluster needs to know them yet. Pure.</summary>
internal static class DefinedKinds
{
    public static IEnumerable<KubeResource> Of(IEnumerable<KubernetesObject> objects) =>
        from definition in objects.Where(static one => one.Kind == "CustomResourceDefinition")
        let spec = definition.Json.Below("spec")
        let names = spec.Below("names")
        from version in (spec?["versions"] as JsonArray)?.OfType<JsonObject>() ?? []
        where spec.Text("group") is not null && names?.Text("plural") is not null && names.Text("kind") is not null && version.Text("name") is not null
        select new KubeResource(spec.Text("group")!, version.Text("name")!, names.Text("plural")!, names.Text("kind")!, spec.Text("scope") == "Namespaced");

    /// <summary>Whether a definition is served by now.</summary>
    public static bool IsEstablished(JsonObject definition) => (definition.Below("status")?["conditions"] as JsonArray)?.OfType<JsonObject>()
        .Any(static condition => condition.Text("type") == "Established" && condition.Text("status") == "True") == true;
}
