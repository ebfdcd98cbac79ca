using System.Collections.Immutable;
using MultiRegion.Kubernetes.Apply;

namespace MultiRegion.Kubernetes.Drift;

/// <summary>What of a plan is drift: not what we want anew, but what others did since. Pure.</summary>
internal static class DriftRules
{
    public static DriftReport Of(FederationPlan plan) => new()
    {
        Clusters = [.. plan.Clusters.Select(static cluster => new ClusterDrift(cluster.Cluster, cluster.Problem, [.. cluster.Objects.Select(Of).OfType<ObjectDrift>()]))],
        Healing = plan with { Clusters = [.. plan.Clusters.Where(static cluster => cluster.Problem is null).Select(static cluster => cluster with { Objects = [.. cluster.Objects.Select(Healed).OfType<ObjectPlan>()] })] },
    };

    private static ObjectDrift? Of(ObjectPlan item) => item.Change switch
    {
        ObjectChange.Create => new(item.Object, DriftKind.Missing, []),
        ObjectChange.Conflict when item.Before is null => new(item.Object, DriftKind.NotOurs, []),
        ObjectChange.Conflict => new(item.Object, DriftKind.Edited, [.. item.Fields.Where(static field => field.IsConflict)]),
        _ => null,
    };

    private static ObjectPlan? Healed(ObjectPlan item) => item.Change switch
    {
        ObjectChange.Create => item,
        ObjectChange.Conflict when item.Before is not null => item with { Change = ObjectChange.Change, Problem = null, Force = true },
        _ => null,
    };
}
