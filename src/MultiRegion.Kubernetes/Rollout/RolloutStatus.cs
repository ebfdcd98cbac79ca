using System.Collections.Immutable;
using MultiRegion.Kubernetes.Apply;

namespace MultiRegion.Kubernetes.Rollout;

/// <summary>How far a workload's rollout is.</summary>
public enum RolloutState
{
    /// <summary>All pods are of the new version, and available.</summary>
    Done,

    /// <summary>It goes on.</summary>
    Progressing,

    /// <summary>It goes on no more: its deadline has passed, or the workload is not there.</summary>
    Failed,

    /// <summary>There is nothing to follow: its pods are replaced when somebody deletes them.</summary>
    Untracked,
}

/// <summary>How far a workload's rollout is, and why that is said.</summary>
/// <param name="State">How far.</param>
/// <param name="Detail">Why, in words.</param>
public sealed record RolloutStatus(RolloutState State, string Detail);

/// <summary>The rollout of one workload.</summary>
/// <param name="Object">The workload.</param>
/// <param name="Status">How far it is.</param>
public sealed record WorkloadRollout(ObjectRef Object, RolloutStatus Status);

/// <summary>The rollouts of one cluster.</summary>
public sealed record ClusterRollout
{
    /// <summary>The cluster.</summary>
    public required ClusterId Cluster { get; init; }

    /// <summary>Why it could not be read; null: it was.</summary>
    public Problem? Problem { get; init; }

    /// <summary>The Deployments, StatefulSets and DaemonSets that are placed there.</summary>
    public ImmutableArray<WorkloadRollout> Workloads { get; init; } = [];

    /// <summary>Whether it was read and nothing is under way or has failed.</summary>
    public bool IsDone => Problem is null && Workloads.All(static one => one.Status.State is RolloutState.Done or RolloutState.Untracked);

    /// <summary>The workloads in words.</summary>
    public override string ToString() => Problem is { } problem ? $"{Cluster}: {problem}" : string.Concat(Workloads.Select(one => $"{Cluster} {one.Object}: {one.Status.State}: {one.Status.Detail}\n")).TrimEnd('\n');
}
