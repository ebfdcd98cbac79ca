using System.Collections.Immutable;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>Kinds that every cluster serves in the same way: they need no discovery.</summary>
internal static class KnownKinds
{
    private static readonly ImmutableArray<KubeResource> All =
    [
        new("", "v1", "namespaces", "Namespace", false),
        KubeResource.ConfigMaps,
        KubeResource.Secrets,
        new("", "v1", "serviceaccounts", "ServiceAccount", true),
        KubeResource.Services,
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true),
        new("", "v1", "persistentvolumes", "PersistentVolume", false),
        new("", "v1", "resourcequotas", "ResourceQuota", true),
        new("", "v1", "limitranges", "LimitRange", true),
        KubeResource.Pods,
        KubeResource.Deployments with { HasScale = true },
        KubeResource.StatefulSets with { HasScale = true },
        new("apps", "v1", "daemonsets", "DaemonSet", true),
        new("apps", "v1", "replicasets", "ReplicaSet", true) { HasScale = true },
        new("batch", "v1", "jobs", "Job", true),
        new("batch", "v1", "cronjobs", "CronJob", true),
        KubeResource.Ingresses,
        new("networking.k8s.io", "v1", "ingressclasses", "IngressClass", false),
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true),
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true),
        KubeResource.Autoscalers,
        new("rbac.authorization.k8s.io", "v1", "roles", "Role", true),
        new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true),
        new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false),
        new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false),
        new("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false),
        new("storage.k8s.io", "v1", "storageclasses", "StorageClass", false),
        KubeResource.Definitions,
    ];

    /// <summary>What workloads consist of: always looked through for objects of ours that are placed no longer.</summary>
    public static ImmutableArray<KubeResource> OfWorkloads { get; } =
    [
        .. All.Where(static kind => kind.Kind is "ConfigMap" or "Secret" or "ServiceAccount" or "Service" or "Deployment" or "StatefulSet" or "DaemonSet" or "Job" or "CronJob" or "Ingress"
            or "NetworkPolicy" or "PodDisruptionBudget" or "HorizontalPodAutoscaler" or "Role" or "RoleBinding"),
    ];

    /// <summary>What takes other things with it: looked through only when that may be deleted.</summary>
    public static ImmutableArray<KubeResource> Holders { get; } = [.. All.Where(static kind => ApplyOrder.Holds(new(kind.ApiVersion, kind.Kind, null, "")))];

    public static KubeResource? Find(string apiVersion, string kind) => All.FirstOrDefault(one => one.Kind == kind && one.ApiVersion == apiVersion);
}
