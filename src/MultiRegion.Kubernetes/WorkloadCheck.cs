using System.Collections.Immutable;

namespace MultiRegion.Kubernetes;

/// <summary>A workload in a cluster.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Workload">The workload.</param>
public readonly record struct WorkloadPlace(ClusterId Cluster, WorkloadId Workload);

/// <summary>What a check before traffic found.</summary>
/// <param name="Verdict">What it comes to.</param>
/// <param name="Findings">What is wrong, or not known, in words; empty when all is well.</param>
public sealed record WorkloadCheck(WorkloadVerdict Verdict, ImmutableArray<string> Findings);

/// <summary>What a check before traffic comes to.</summary>
public enum WorkloadVerdict
{
    /// <summary>It could not be read: nobody knows.</summary>
    Unknown,

    /// <summary>All is well.</summary>
    Fit,

    /// <summary>Something is wrong.</summary>
    Unfit,
}
