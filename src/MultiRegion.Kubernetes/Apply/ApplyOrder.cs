namespace MultiRegion.Kubernetes.Apply;

/// <summary>In which order kinds are written: what others need comes first. Deletes go the other way.</summary>
internal static class ApplyOrder
{
    public const int Namespaces = 0;
    public const int Definitions = 1;
    public const int Configuration = 2;
    public const int Services = 3;
    public const int Workloads = 4;
    public const int Rest = 5;

    public static int Of(ObjectRef item) => (item.Group, item.Kind) switch
    {
        ("", "Namespace") => Namespaces,
        ("apiextensions.k8s.io", "CustomResourceDefinition") => Definitions,
        ("", "ConfigMap" or "Secret" or "ServiceAccount" or "ResourceQuota" or "LimitRange" or "PersistentVolume" or "PersistentVolumeClaim") => Configuration,
        ("rbac.authorization.k8s.io" or "scheduling.k8s.io" or "storage.k8s.io", _) or ("networking.k8s.io", "NetworkPolicy" or "IngressClass") or ("bitnami.com", "SealedSecret") => Configuration,
        ("", "Service") => Services,
        ("", "Pod" or "ReplicationController") or ("apps" or "batch", _) => Workloads,
        _ => Rest,
    };

    /// <summary>What takes other things with it when it is deleted: all that is in it, or the data that it holds.</summary>
    public static bool Holds(ObjectRef item) => (item.Group, item.Kind) is ("", "Namespace" or "PersistentVolumeClaim" or "PersistentVolume") or ("apiextensions.k8s.io", "CustomResourceDefinition");
}
