using System.Collections.Immutable;
using MultiRegion.Kubernetes.Apply;

namespace MultiRegion.Kubernetes.Drift;

/// <summary>In which way an object is no longer as it was applied.</summary>
public enum DriftKind
{
    /// <summary>Somebody has changed, or taken away, fields that we had set.</summary>
    Edited,

    /// <summary>It is not there: somebody has deleted it, or it was never applied.</summary>
    Missing,

    /// <summary>It is there, and not ours (any more): its label was taken off, or it is another of that name.</summary>
    NotOurs,
}

/// <summary>What is no longer as it was applied. Reporting changes nothing.</summary>
public sealed record DriftReport
{
    /// <summary>Each cluster that was decided on.</summary>
    public required ImmutableArray<ClusterDrift> Clusters { get; init; }

    /// <summary>Whether every cluster could be read and nothing has drifted.</summary>
    public bool IsEmpty => Clusters.All(static cluster => cluster.Problem is null && cluster.Objects.IsEmpty);

    /// <summary>The plan that sets it all back, but for what is not ours. Nobody applies it but you: it reverts what people did.</summary>
    public required FederationPlan Healing { get; init; }

    /// <summary>The drift in words.</summary>
    public override string ToString() => string.Join('\n', Clusters.Select(static cluster => cluster.ToString()));
}

/// <summary>What has drifted in one cluster.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Problem">Why it could not be read; null: it was.</param>
/// <param name="Objects">The objects that have drifted.</param>
public sealed record ClusterDrift(ClusterId Cluster, Problem? Problem, ImmutableArray<ObjectDrift> Objects)
{
    /// <summary>The objects in words.</summary>
    public override string ToString() => $"{Cluster}: {(Problem is null ? Objects.IsEmpty ? "as applied" : $"{Objects.Length} drifted" : Problem)}{string.Concat(Objects.Select(static one => $"\n  {one}"))}";
}

/// <summary>An object that has drifted.</summary>
/// <param name="Object">The object.</param>
/// <param name="Kind">In which way.</param>
/// <param name="Fields">The fields, each with who has set it; values of Secrets are never shown.</param>
public sealed record ObjectDrift(ObjectRef Object, DriftKind Kind, ImmutableArray<FieldChange> Fields)
{
    /// <summary>The object and its fields in words.</summary>
    public override string ToString() => $"{Object}: {Kind}{string.Concat(Fields.Select(static field => $"\n    {field.Path}: {field.After ?? "none"} became {field.Before ?? "none"} by {(field.Others.IsEmpty ? "somebody" : string.Join(", ", field.Others))}"))}";
}
