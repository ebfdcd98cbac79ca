using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Checks;

/// <summary>How many more pods of a kind a cluster has room for. Pure.</summary>
/// <remarks>It counts requests of processor, memory and places for pods, node by node, on nodes that a pod may go to by readiness, taints and its node selector. Affinities and volumes are not looked at.</remarks>
internal static class CapacityRules
{
    public static int Room(JsonObject podSpec, IEnumerable<JsonObject> nodes, IEnumerable<JsonObject> pods)
    {
        var wanted = Requests.Of(podSpec);
        var used = pods.Where(static pod => pod.Below("status")?.Text("phase") is not ("Succeeded" or "Failed"))
            .GroupBy(static pod => pod.Below("spec")?.Text("nodeName") ?? "", StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Aggregate(default(Requests), static (sum, pod) => sum + Requests.Of(pod.Below("spec") ?? [])), StringComparer.Ordinal);
        return nodes.Where(node => IsOpen(node, podSpec)).Sum(node => wanted.Fit(Requests.Allocatable(node), used.GetValueOrDefault(node.Name() ?? "")));
    }

    /// <summary>How many pods of a workload have a node already.</summary>
    public static int Placed(JsonObject workload, IEnumerable<JsonObject> pods)
    {
        var (ns, labels) = (workload.Below("metadata")?.Text("namespace"), workload.Below("spec").Below("selector").Below("matchLabels"));
        return labels is null ? 0 : pods.Count(pod => pod.Below("metadata")?.Text("namespace") == ns && pod.Below("spec")?.Text("nodeName") is { Length: > 0 }
            && labels.All(label => pod.Below("metadata").Below("labels")?.Text(label.Key) == label.Value?.ToString()));
    }

    private static bool IsOpen(JsonObject node, JsonObject podSpec) =>
        node.Below("spec")?.Flag("unschedulable") is not true
        && Items(node.Below("status")?["conditions"]).Any(static one => one.Text("type") == "Ready" && one.Text("status") == "True")
        && Items(node.Below("spec")?["taints"]).Where(static taint => taint.Text("effect") is "NoSchedule" or "NoExecute").All(taint => Items(podSpec["tolerations"]).Any(toleration => Tolerates(toleration, taint)))
        && (podSpec.Below("nodeSelector") ?? []).All(label => node.Below("metadata").Below("labels")?.Text(label.Key) == label.Value?.ToString());

    private static bool Tolerates(JsonObject toleration, JsonObject taint) =>
        (string.IsNullOrEmpty(toleration.Text("key")) ? toleration.Text("operator") == "Exists" : toleration.Text("key") == taint.Text("key"))
        && (toleration.Text("operator") == "Exists" || (toleration.Text("value") ?? "") == (taint.Text("value") ?? ""))
        && (string.IsNullOrEmpty(toleration.Text("effect")) || toleration.Text("effect") == taint.Text("effect"));

    internal static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>What a pod asks for, or a node has.</summary>
    internal readonly record struct Requests(decimal Cpu, decimal Memory, long Pods)
    {
        public static Requests operator +(Requests left, Requests right) => new(left.Cpu + right.Cpu, left.Memory + right.Memory, left.Pods + right.Pods);

        /// <summary>Containers add up; those of the start count where one of them asks for more than all others together.</summary>
        public static Requests Of(JsonObject podSpec)
        {
            var (all, starts) = (Items(podSpec["containers"]).Select(Asks).ToList(), Items(podSpec["initContainers"]).Select(Asks).ToList());
            var overhead = Read(podSpec.Below("overhead"));
            return new(
                Math.Max(all.Sum(static one => one.Cpu), starts.Select(static one => one.Cpu).DefaultIfEmpty().Max()) + overhead.Cpu,
                Math.Max(all.Sum(static one => one.Memory), starts.Select(static one => one.Memory).DefaultIfEmpty().Max()) + overhead.Memory,
                1);
        }

        public static Requests Allocatable(JsonObject node) => Read(node.Below("status").Below("allocatable")) with { Pods = (long)Quantity(node.Below("status").Below("allocatable")?["pods"]) };

        public int Fit(Requests has, Requests used) => (int)Math.Clamp(
            Math.Min(Math.Min(Times(has.Cpu - used.Cpu, Cpu), Times(has.Memory - used.Memory, Memory)), has.Pods - used.Pods), 0, 100_000);

        // What is asked for by limits alone is asked for all the same.
        private static Requests Asks(JsonObject container)
        {
            var (limits, requests) = (container.Below("resources").Below("limits"), container.Below("resources").Below("requests"));
            return new(Quantity(requests?["cpu"] ?? limits?["cpu"]), Quantity(requests?["memory"] ?? limits?["memory"]), 0);
        }

        private static Requests Read(JsonObject? map) => new(Quantity(map?["cpu"]), Quantity(map?["memory"]), 0);

        private static decimal Times(decimal free, decimal each) => each <= 0 ? decimal.MaxValue : Math.Floor(free / each);
    }

    private static readonly ImmutableArray<(string Suffix, decimal Factor)> Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1048576m), ("Gi", 1073741824m), ("Ti", 1099511627776m), ("Pi", 1125899906842624m), ("Ei", 1152921504606846976m),
        ("n", 1e-9m), ("u", 1e-6m), ("m", 1e-3m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m), ("E", 1e18m),
    ];

    /// <summary>Reads a quantity such as <c>250m</c>, <c>1.5</c>, <c>64Mi</c> or <c>1e3</c>; what is none counts nothing.</summary>
    internal static decimal Quantity(JsonNode? node)
    {
        var text = (node as JsonValue)?.ToString() ?? "";
        var (suffix, factor) = Suffixes.FirstOrDefault(one => text.EndsWith(one.Suffix, StringComparison.Ordinal), (Suffix: "", Factor: 1m));
        return decimal.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e9m * 1e9m / factor ? number * factor : 0;
    }
}
