using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Objects that belong together, where they shall be, and how they differ from place to place.</summary>
public sealed record FederatedWorkload
{
    /// <summary>Its name, for messages: by custom that of its main object.</summary>
    public required string Name { get; init; }

    /// <summary>The objects as they are where nothing overrides them.</summary>
    public required ImmutableArray<KubernetesObject> Objects { get; init; }

    /// <summary>The clusters that they are placed in. Default: all.</summary>
    public Placement Placement { get; init; } = new();

    /// <summary>How they differ. Applied in their order, after the division; what stands later sees what stands earlier. Default: nowhere.</summary>
    public ImmutableArray<ClusterOverride> Overrides { get; init; } = [];

    /// <summary>How the replicas of the objects that have some are divided. Default: every cluster has all of them.</summary>
    public ReplicaDivision Division { get; init; } = ReplicaDivision.Duplicated;

    /// <summary>
    /// Objects that may have to travel along: of these, the ConfigMaps, Secrets, SealedSecrets and ServiceAccounts that a pod template
    /// of <see cref="Objects"/> names (after the overrides) are placed beside it. What it names and is not here is said in the notes.
    /// Null: nothing travels along, and nothing is said. Default: none are there.
    /// </summary>
    public ImmutableArray<KubernetesObject>? Dependencies { get; init; } = ImmutableArray<KubernetesObject>.Empty;
}

/// <summary>The clusters that objects are placed in.</summary>
public sealed record Placement
{
    /// <summary>Which clusters. Default: all.</summary>
    public ClusterSelector Clusters { get; init; } = ClusterSelector.All;

    /// <summary>
    /// Whether a cluster of which nothing is known is decided on as if it could be read. Default: no, it keeps what it has.
    /// A cluster is decided on only when all workloads that are placed in it say so.
    /// </summary>
    public bool TolerateUnknown { get; init; }
}

/// <summary>An object that is meant: what is null is not looked at.</summary>
public sealed record ObjectSelector
{
    /// <summary>The group and version.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The kind.</summary>
    public string? Kind { get; init; }

    /// <summary>The namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>Its labels.</summary>
    public LabelSelector? Labels { get; init; }

    /// <summary>Whether an object is meant.</summary>
    /// <param name="item">The object.</param>
    public bool Selects(KubernetesObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return (ApiVersion ?? item.ApiVersion) == item.ApiVersion
            && (Kind ?? item.Kind) == item.Kind
            && (Namespace ?? item.Namespace) == item.Namespace
            && (Name ?? item.Name) == item.Name
            && Labels?.Selects(item.Labels()) != false;
    }
}

/// <summary>Which object is meant, no matter its version.</summary>
/// <param name="Group">The group; empty: the core.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">The namespace; empty: none is named.</param>
/// <param name="Name">The name.</param>
public readonly record struct ObjectKey(string Group, string Kind, string Namespace, string Name) : IComparable<ObjectKey>
{
    /// <summary>The key of an object.</summary>
    /// <param name="item">The object.</param>
    public static ObjectKey Of(KubernetesObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var slash = item.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        return new(slash < 0 ? "" : item.ApiVersion[..slash], item.Kind, item.Namespace ?? "", item.Name);
    }

    /// <summary>Orders by kind, namespace, name and group, ordinally.</summary>
    /// <param name="other">The other.</param>
    public int CompareTo(ObjectKey other) =>
        string.CompareOrdinal(Kind, other.Kind) is not 0 and var kind ? kind
        : string.CompareOrdinal(Namespace, other.Namespace) is not 0 and var ns ? ns
        : string.CompareOrdinal(Name, other.Name) is not 0 and var name ? name
        : string.CompareOrdinal(Group, other.Group);

    /// <summary>Its kind, namespace and name.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";

    /// <summary>Orders keys.</summary>
    public static bool operator <(ObjectKey left, ObjectKey right) => left.CompareTo(right) < 0;

    /// <summary>Orders keys.</summary>
    public static bool operator >(ObjectKey left, ObjectKey right) => left.CompareTo(right) > 0;

    /// <summary>Orders keys.</summary>
    public static bool operator <=(ObjectKey left, ObjectKey right) => left.CompareTo(right) <= 0;

    /// <summary>Orders keys.</summary>
    public static bool operator >=(ObjectKey left, ObjectKey right) => left.CompareTo(right) >= 0;
}
