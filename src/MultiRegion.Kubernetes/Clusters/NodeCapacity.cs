using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Clusters;

/// <summary>What the nodes of a cluster that are ready and take ordinary pods can give to pods. Pure.</summary>
internal readonly record struct NodeCapacity(int Nodes, long MilliCpu, long Memory, long Pods)
{
    public static NodeCapacity Of(IEnumerable<JsonObject> nodes) =>
        nodes.Where(TakesPods).Select(static node => node.Below("status").Below("allocatable")).Aggregate(default(NodeCapacity), static (sum, has) => new(
            sum.Nodes + 1, sum.MilliCpu + Whole(has, "cpu", 1000), sum.Memory + Whole(has, "memory", 1), sum.Pods + Whole(has, "pods", 1)));

    private static bool TakesPods(JsonObject node) =>
        node.Below("spec")?.Flag("unschedulable") != true
        && !Items(node.Below("spec")?["taints"]).Any(static taint => taint.Text("effect") is "NoSchedule" or "NoExecute")
        && Items(node.Below("status")?["conditions"]).Any(static condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");

    private static long Whole(JsonObject? has, string what, decimal times) =>
        Quantity.Read(has?[what]?.ToString()) is { } amount and >= 0 && amount <= long.MaxValue / times / 2 ? (long)(amount * times) : 0;

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];
}
