using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>What one pod asks a node for, or what nodes have left.</summary>
/// <param name="MilliCpu">Thousandths of a core.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="Pods">Pods.</param>
internal readonly record struct PodRequest(long MilliCpu, long Memory, long Pods)
{
    public static PodRequest Room(ClusterFacts facts) => new(facts.AllocatableMilliCpu, facts.AllocatableMemory, facts.AllocatablePods);

    /// <summary>As the scheduler counts: all containers together, or the largest init container where that is more.</summary>
    /// <returns>The request; a refusal names what is no quantity.</returns>
    public static Result<PodRequest> Of(JsonObject item)
    {
        var containers = PodTemplates.Containers(item, init: false).Select(static pair => pair.Container).ToList();
        var init = PodTemplates.Containers(item, init: true).Select(static pair => pair.Container).ToLookup(static container => container.Text("restartPolicy") == "Always");
        string? wrong = null;
        long Sum(string resource, int parts) => Ask(init[true], resource, parts).Sum() is var beside
            ? Math.Max(Ask(containers, resource, parts).Sum(), Ask(init[false], resource, parts).DefaultIfEmpty().Max()) + beside
            : 0;
        IEnumerable<long> Ask(IEnumerable<JsonObject> some, string resource, int parts) => some.Select(container => One(container, resource, parts, ref wrong)).ToList();

        var request = new PodRequest(Sum("cpu", 1000), Sum("memory", 1), 1);
        return wrong is null ? request : Problem.Refused(wrong);
    }

    /// <summary>How many pods fit in.</summary>
    public long Fits(PodRequest pod) => Math.Max(0, Math.Min(Fits(MilliCpu, pod.MilliCpu), Math.Min(Fits(Memory, pod.Memory), Fits(Pods, pod.Pods))));

    /// <summary>What is left when so many pods have come.</summary>
    public PodRequest Less(PodRequest pod, long count) => new(MilliCpu - (pod.MilliCpu * count), Memory - (pod.Memory * count), Pods - (pod.Pods * count));

    private static long Fits(long room, long each) => each == 0 ? long.MaxValue : room / each;

    private static long One(JsonObject container, string resource, int parts, ref string? wrong)
    {
        var resources = container.Below("resources");
        var asked = resources.Below("requests")?[resource] ?? resources.Below("limits")?[resource];
        var quantity = asked is null ? 0 : Quantity.Read(asked.ToString());
        wrong ??= quantity is not (>= 0 and <= 1_000_000_000_000_000) ? $"the container {container.Text("name")} asks for {resource} by what is no quantity" : null;
        return wrong is null ? (long)decimal.Ceiling(quantity!.Value * parts) : 0;
    }
}
