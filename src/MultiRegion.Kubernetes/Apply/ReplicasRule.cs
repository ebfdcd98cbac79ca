using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Fleet;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>How many replicas there are is somebody else's to say once a failover or an autoscaler has said it. Pure.</summary>
internal static class ReplicasRule
{
    /// <returns>Who has set the replicas in our place, and may; null: nobody.</returns>
    public static string? Decides(DesiredObject desired, JsonObject? live, IEnumerable<DesiredObject> beside, string manager)
    {
        if (live?.Below("spec")?["replicas"] is null || desired.Fields.Below("spec")?["replicas"] is null || IsOurs(live, manager))
        {
            return null;
        }

        return live.Annotation(Workload.MarkerKey) is not null ? "the failover"
            : beside.Any(other => Scales(other, desired.At)) ? "its HorizontalPodAutoscaler"
            : null;
    }

    private static bool IsOurs(JsonObject live, string manager) => FieldOwners.Of(live, manager).Mine.Below("f:spec")?.ContainsKey("f:replicas") == true;

    private static bool Scales(DesiredObject other, ObjectRef workload) => other.At.Kind == "HorizontalPodAutoscaler" && other.At.Namespace == workload.Namespace
        && other.Fields.Below("spec").Below("scaleTargetRef") is { } target && target.Text("kind") == workload.Kind && target.Text("name") == workload.Name;
}
