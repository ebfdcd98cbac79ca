using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Rollout;

/// <summary>How far a rollout is, by the rules of <c>kubectl rollout status</c>. Pure.</summary>
internal static class RolloutRules
{
    /// <returns>How far it is; null: the kind has no rollouts.</returns>
    public static RolloutStatus? Judge(string kind, JsonObject workload) => kind switch
    {
        "Deployment" => Deployment(workload),
        "DaemonSet" => DaemonSet(workload),
        "StatefulSet" => StatefulSet(workload),
        _ => null,
    };

    private static RolloutStatus Deployment(JsonObject workload)
    {
        var (wanted, has) = (workload.Below("spec")?.Number("replicas") ?? 1, new Counts(workload));
        return !IsObserved(workload) ? Unobserved
            : IsPastDeadline(workload) ? new(RolloutState.Failed, "it has exceeded its progress deadline")
            : has["updatedReplicas"] < wanted ? Going($"{has["updatedReplicas"]} of {wanted} replicas are of the new version")
            : has["replicas"] > has["updatedReplicas"] ? Going($"{has["replicas"] - has["updatedReplicas"]} old replicas have not ended yet")
            : has["availableReplicas"] < has["updatedReplicas"] ? Going($"{has["availableReplicas"]} of {has["updatedReplicas"]} new replicas are available")
            : Done($"{has["updatedReplicas"]} replicas are new and available");
    }

    private static RolloutStatus DaemonSet(JsonObject workload)
    {
        var has = new Counts(workload);
        var wanted = has["desiredNumberScheduled"];
        return IsOnDelete(workload) ? OnDelete
            : !IsObserved(workload) ? Unobserved
            : has["updatedNumberScheduled"] < wanted ? Going($"{has["updatedNumberScheduled"]} of {wanted} pods are of the new version")
            : has["numberAvailable"] < wanted ? Going($"{has["numberAvailable"]} of {wanted} new pods are available")
            : Done($"{wanted} pods are new and available");
    }

    private static RolloutStatus StatefulSet(JsonObject workload)
    {
        var (wanted, has) = (workload.Below("spec")?.Number("replicas") ?? 1, new Counts(workload));
        var rolling = workload.Below("spec").Below("updateStrategy").Below("rollingUpdate");
        return IsOnDelete(workload) ? OnDelete
            : workload.Below("status")?.Number("observedGeneration") is null or 0 || !IsObserved(workload) ? Unobserved
            : has["readyReplicas"] < wanted ? Going($"{has["readyReplicas"]} of {wanted} pods are ready")
            : rolling is not null ? Partitioned(wanted - (rolling.Number("partition") ?? 0), has["updatedReplicas"])
            : workload.Below("status")?.Text("updateRevision") != workload.Below("status")?.Text("currentRevision") ? Going($"{has["updatedReplicas"]} of {wanted} pods are of the new version")
            : Done($"{has["currentReplicas"]} pods are new and ready");
    }

    /// <summary>Pods below the partition stay old.</summary>
    private static RolloutStatus Partitioned(long wanted, long updated) =>
        updated < wanted ? Going($"{updated} of {wanted} pods above the partition are of the new version") : Done($"{updated} pods above the partition are new and ready");

    private static bool IsObserved(JsonObject workload) => (workload.Below("metadata")?.Number("generation") ?? 0) <= (workload.Below("status")?.Number("observedGeneration") ?? 0);

    private static bool IsPastDeadline(JsonObject workload) => (workload.Below("status")?["conditions"] as JsonArray)?.OfType<JsonObject>()
        .Any(static condition => condition.Text("type") == "Progressing" && condition.Text("reason") == "ProgressDeadlineExceeded") == true;

    private static bool IsOnDelete(JsonObject workload) => workload.Below("spec").Below("updateStrategy")?.Text("type") == "OnDelete";

    private static RolloutStatus Unobserved { get; } = new(RolloutState.Progressing, "its controller has not seen the new version yet");

    private static RolloutStatus OnDelete { get; } = new(RolloutState.Untracked, "its pods are replaced when they are deleted");

    private static RolloutStatus Going(string detail) => new(RolloutState.Progressing, detail);

    private static RolloutStatus Done(string detail) => new(RolloutState.Done, detail);

    /// <summary>Counts of a status; those that are not there are 0.</summary>
    private readonly struct Counts(JsonObject workload)
    {
        public long this[string name] => workload.Below("status")?.Number(name) ?? 0;
    }
}
