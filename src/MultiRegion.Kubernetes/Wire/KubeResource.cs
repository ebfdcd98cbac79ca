namespace MultiRegion.Kubernetes.Wire;

/// <summary>A kind of objects, as the API serves it.</summary>
/// <param name="Group">The group; empty: the core.</param>
/// <param name="Version">The version.</param>
/// <param name="Plural">The name in paths.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
internal sealed record KubeResource(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    public static readonly KubeResource Deployments = new("apps", "v1", "deployments", "Deployment", true);
    public static readonly KubeResource StatefulSets = new("apps", "v1", "statefulsets", "StatefulSet", true);
    public static readonly KubeResource ConfigMaps = new("", "v1", "configmaps", "ConfigMap", true);
    public static readonly KubeResource Secrets = new("", "v1", "secrets", "Secret", true);
    public static readonly KubeResource Services = new("", "v1", "services", "Service", true);
    public static readonly KubeResource Pods = new("", "v1", "pods", "Pod", true);
    public static readonly KubeResource Nodes = new("", "v1", "nodes", "Node", false);
    public static readonly KubeResource Ingresses = new("networking.k8s.io", "v1", "ingresses", "Ingress", true);
    public static readonly KubeResource Autoscalers = new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true);
    public static readonly KubeResource Definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    public static readonly KubeResource Leases = new("coordination.k8s.io", "v1", "leases", "Lease", true);

    /// <summary>Whether it has a subresource <c>scale</c>.</summary>
    public bool HasScale { get; init; }

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path of the collection, of an object in it, or of a subresource of that.</summary>
    public string Path(string? ns, string? name = null, string? sub = null)
    {
        var root = GroupPath(ApiVersion);
        var within = Namespaced && ns is not null ? $"/namespaces/{Uri.EscapeDataString(ns)}" : "";
        return $"{root}{within}/{Plural}{Below(name)}{Below(sub)}";
    }

    public static string GroupPath(string apiVersion) => apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";

    private static string Below(string? part) => part is null ? "" : $"/{Uri.EscapeDataString(part)}";
}
