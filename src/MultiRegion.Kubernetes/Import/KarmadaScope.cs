using System.Collections.Immutable;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Which objects a policy of Karmada means.</summary>
internal sealed record KarmadaScope
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string Where { get; init; }

    /// <summary>The namespace of the policy; null: it is one of the cluster.</summary>
    public string? Namespace { get; init; }

    /// <summary>The selectors; null: everything.</summary>
    public required ImmutableArray<ObjectSelector>? Selectors { get; init; }

    public bool IsCluster => Namespace is null;

    public static KarmadaScope Read(ImportFields root, ImportFields spec)
    {
        var item = root.Document.Object;
        var selectors = spec.Maps("resourceSelectors").Select(Selector).ToImmutableArray();
        return new()
        {
            Kind = item.Kind,
            Name = item.Name,
            Where = root.Where,
            Namespace = item.Kind.StartsWith("Cluster", StringComparison.Ordinal) ? null : item.Namespace ?? "default",
            Selectors = selectors.IsEmpty && item.Kind.EndsWith("OverridePolicy", StringComparison.Ordinal) ? null : selectors,
        };
    }

    /// <summary>How closely an object is meant: 3 by its name, 2 by its labels, 1 by its kind, 0 not at all.</summary>
    public int Closeness(KubernetesObject item)
    {
        if (Namespace is not null && Namespace != (item.Namespace ?? "default"))
        {
            return 0;
        }

        return Selectors is not { } selectors ? 1 : selectors.Where(one => one.Selects(item)).Select(static one => one.Name is not null ? 3 : one.Labels is not null ? 2 : 1).DefaultIfEmpty(0).Max();
    }

    private static ObjectSelector Selector(ImportFields from)
    {
        var labels = from.Has("labelSelector") ? SelectorReader.Labels(from.Map("labelSelector")) : null;
        var name = from.Text("name") is { Length: > 0 } text ? text : null;
        var read = new ObjectSelector
        {
            ApiVersion = from.Required("apiVersion"),
            Kind = from.Required("kind"),
            Namespace = from.Text("namespace") is { Length: > 0 } ns ? ns : null,
            Name = name,
            Labels = name is null ? labels : null,
        };
        from.RestIsNotMapped();
        return read;
    }
}
