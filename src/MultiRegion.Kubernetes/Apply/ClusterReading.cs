using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>What was read of a cluster for a plan.</summary>
internal sealed class ClusterReading
{
    /// <summary>How often the cluster had been lost when the reading began.</summary>
    public required int Losses { get; init; }

    public required long At { get; init; }

    public List<DesiredObject> Desired { get; } = [];

    /// <summary>What cannot be.</summary>
    public List<ObjectPlan> Impossible { get; } = [];

    /// <summary>What is there of what shall be there.</summary>
    public Dictionary<ObjectKey, JsonObject> Live { get; } = [];

    /// <summary>What bears our label and shall not be there.</summary>
    public List<(ObjectRef At, KubeResource Resource, JsonObject Live)> Unplaced { get; } = [];

    public List<string> Notes { get; } = [];

    public static ObjectRef RefOf(KubeResource resource, JsonObject item) => new(resource.ApiVersion, resource.Kind, resource.Namespaced ? item.Below("metadata")?.Text("namespace") : null, item.Name() ?? "");
}
