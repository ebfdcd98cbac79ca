using System.Collections.Immutable;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Decides which objects belong into which cluster. Pure: the same input has the same answer.</summary>
public static class Distributor
{
    /// <summary>
    /// Places the workloads, divides their replicas, applies their overrides, and adds what travels along. A cluster that cannot be read is
    /// <see cref="Distribution.Undecided"/> unless all workloads that are placed in it tolerate that; the replicas that it is known to hold
    /// stay counted there.
    /// </summary>
    /// <param name="workloads">The workloads. Where capacity is short, those that stand earlier come first.</param>
    /// <param name="clusters">The clusters, all of them: one that is missing is not there any more.</param>
    /// <param name="previous">The replicas of the last distribution, or as they were read; null: nothing was distributed yet, or nobody knows.</param>
    /// <returns>The distribution; a refusal names the workload, the cluster and the object that cannot be right.</returns>
    public static Result<Distribution> Distribute(IReadOnlyList<FederatedWorkload> workloads, IReadOnlyList<ClusterFacts> clusters, IReadOnlyCollection<PlacedReplicas>? previous = null)
    {
        ArgumentNullException.ThrowIfNull(workloads);
        ArgumentNullException.ThrowIfNull(clusters);
        return WorkloadRules.Mistakes(workloads, clusters).FirstOrDefault() is { } mistake
            ? Problem.Refused($"{mistake}.")
            : new DistributionBuilder(workloads, clusters, previous).Build();
    }
}
