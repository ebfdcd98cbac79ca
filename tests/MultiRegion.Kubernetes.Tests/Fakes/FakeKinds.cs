using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Tests.Fakes;

internal sealed record FakeKind(string Group, string Version, string Plural, string Kind, bool Namespaced, bool Scales = false, string? Short = null)
{
    /// <summary>Where the count of replicas stands.</summary>
    public string ReplicasPath { get; init; } = "spec.replicas";

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public bool IsBuiltIn => Group is "" or "apps" or "batch" || Group.EndsWith(".k8s.io", StringComparison.Ordinal) || Group is "policy" or "autoscaling";

    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}

/// <summary>What a fake serves, and how discovery tells it.</summary>
internal static class FakeKinds
{
    public static readonly FakeKind Namespaces = new("", "v1", "namespaces", "Namespace", false, Short: "ns");
    public static readonly FakeKind Definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false, Short: "crd");

    public static List<FakeKind> BuiltIn() =>
    [
        Namespaces, Definitions,
        new("", "v1", "configmaps", "ConfigMap", true, Short: "cm"), new("", "v1", "secrets", "Secret", true), new("", "v1", "services", "Service", true, Short: "svc"),
        new("", "v1", "serviceaccounts", "ServiceAccount", true, Short: "sa"), new("", "v1", "pods", "Pod", true, Short: "po"), new("", "v1", "nodes", "Node", false, Short: "no"),
        new("apps", "v1", "deployments", "Deployment", true, true, "deploy"), new("apps", "v1", "statefulsets", "StatefulSet", true, true, "sts"),
        new("apps", "v1", "daemonsets", "DaemonSet", true, Short: "ds"), new("apps", "v1", "replicasets", "ReplicaSet", true, true, "rs"),
        new("batch", "v1", "jobs", "Job", true), new("batch", "v1", "cronjobs", "CronJob", true, Short: "cj"),
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, Short: "pvc"), new("", "v1", "resourcequotas", "ResourceQuota", true, Short: "quota"), new("", "v1", "limitranges", "LimitRange", true),
        new("networking.k8s.io", "v1", "ingresses", "Ingress", true, Short: "ing"), new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true),
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true, Short: "pdb"), new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true, Short: "hpa"),
        new("rbac.authorization.k8s.io", "v1", "roles", "Role", true), new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true),
        new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false), new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false),
        new("coordination.k8s.io", "v1", "leases", "Lease", true),
    ];

    public static FakeKind Of(JsonObject definition)
    {
        var spec = definition["spec"]!;
        var version = spec["versions"]!.AsArray().First(static one => (bool?)one!["storage"] == true)!;
        return new((string)spec["group"]!, (string)version["name"]!, (string)spec["names"]!["plural"]!, (string)spec["names"]!["kind"]!, (string?)spec["scope"] == "Namespaced", version["subresources"]?["scale"] is not null)
        {
            ReplicasPath = ((string?)version["subresources"]?["scale"]?["specReplicasPath"])?.TrimStart('.') ?? "spec.replicas",
        };
    }

    public static JsonObject Resources(string apiVersion, IEnumerable<FakeKind> kinds)
    {
        var resources = new JsonArray();
        foreach (var kind in kinds)
        {
            resources.Add(Resource(kind, kind.Plural, kind.Kind, "create", "delete", "get", "list", "patch", "update", "watch"));
            if (kind.Scales)
            {
                resources.Add(Resource(kind, $"{kind.Plural}/scale", "Scale", "get", "patch", "update"));
            }
        }

        return new() { ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = apiVersion, ["resources"] = resources };
    }

    public static JsonObject Groups(IEnumerable<FakeKind> kinds) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. kinds.Where(static kind => kind.Group.Length > 0).GroupBy(static kind => kind.Group).Select(static group => new JsonObject
        {
            ["name"] = group.Key,
            ["versions"] = new JsonArray([.. group.Select(static kind => kind.ApiVersion).Distinct().Select(static version => Version(version))]),
            ["preferredVersion"] = Version(group.First().ApiVersion),
        })]),
    };

    private static JsonObject Version(string apiVersion) => new() { ["groupVersion"] = apiVersion, ["version"] = apiVersion.Split('/')[1] };

    private static JsonObject Resource(FakeKind kind, string name, string itsKind, params string[] verbs)
    {
        var resource = new JsonObject { ["name"] = name, ["singularName"] = itsKind.ToLowerInvariant(), ["namespaced"] = kind.Namespaced, ["kind"] = itsKind, ["verbs"] = new JsonArray([.. verbs.Select(static verb => JsonValue.Create(verb))]) };
        if (itsKind == "Scale")
        {
            (resource["group"], resource["version"]) = ("autoscaling", "v1");
        }

        if (kind.Short is { } brief && itsKind != "Scale")
        {
            resource["shortNames"] = new JsonArray(brief);
        }

        return resource;
    }
}
