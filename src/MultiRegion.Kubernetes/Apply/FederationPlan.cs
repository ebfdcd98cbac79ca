using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>What would be written to which cluster so that a distribution is there. It can be printed, and shows no value of a Secret.</summary>
public sealed record FederationPlan
{
    /// <summary>Each cluster that was decided on, by name.</summary>
    public required ImmutableArray<ClusterPlan> Clusters { get; init; }

    /// <summary>What a reader should know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Whether nothing would be written.</summary>
    public bool IsEmpty => !Clusters.Any(static cluster => cluster.Objects.Any(static one => one.Writes));

    /// <summary>Whether every cluster could be read and every object can be as it shall.</summary>
    public bool IsWhole => Clusters.All(static cluster => cluster.Problem is null && cluster.Objects.All(static one => one.Problem is null));

    /// <summary>The plan in words, a line for each object that does not stay as it is, and below it its fields.</summary>
    public override string ToString() => PlanText.Of(this);
}

/// <summary>What would be written to one cluster.</summary>
public sealed record ClusterPlan
{
    /// <summary>The cluster.</summary>
    public required ClusterId Cluster { get; init; }

    /// <summary>Why it could not be planned for; null: it could. What it has stays as it is.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Its objects, in the order in which they are written.</summary>
    public ImmutableArray<ObjectPlan> Objects { get; init; } = [];

    /// <summary>How many objects come to so.</summary>
    /// <param name="change">What is done with them.</param>
    public int Count(ObjectChange change) => Objects.Count(one => one.Change == change);

    internal int Losses { get; init; }

    internal long At { get; init; }

    /// <summary>Its objects in words.</summary>
    public override string ToString() => PlanText.Of(this);
}
