using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>Which object of a cluster.</summary>
/// <param name="ApiVersion">Its group and version: <c>v1</c>, <c>apps/v1</c>.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; null: it lives in none.</param>
/// <param name="Name">Its name.</param>
public readonly record struct ObjectRef(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>The group of its kind; empty: the core.</summary>
    public string Group => ApiVersion.Split('/') is [var group, _] ? group : "";

    /// <summary>Kind, namespace and name.</summary>
    public override string ToString() => Namespace is { } ns ? $"{Kind} {ns}/{Name}" : $"{Kind} {Name}";

    internal static ObjectRef Of(KubernetesObject item) => new(item.ApiVersion, item.Kind, item.Namespace, item.Name);

    /// <summary>The same object, in whichever version it is read.</summary>
    internal ObjectKey Key => new(Group, Kind, Namespace ?? "", Name);
}
