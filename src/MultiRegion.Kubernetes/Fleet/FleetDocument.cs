using System.Collections.Immutable;
using System.Text.Json;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>A plan, as its document carries it.</summary>
internal sealed record FleetDocument(ImmutableArray<FleetItem> Items, Marker Marker)
{
    public static FleetDocument? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, FleetJson.Default.FleetDocument) is { Items.IsDefault: false, Marker: not null } plan ? plan : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Text() => JsonSerializer.Serialize(this, FleetJson.Default.FleetDocument);
}

/// <summary>One workload of a plan.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Workload">The workload.</param>
/// <param name="ResourceVersion">In which version it was seen.</param>
/// <param name="Print">What was seen of it: see <see cref="Fleet.Workload.Print"/>.</param>
/// <param name="Replicas">How many replicas; null: as it is.</param>
/// <param name="Cordoned">Whether it is cordoned; null: as it is.</param>
/// <param name="AutoscalerPrint">What was seen of its autoscaler; null: it had none.</param>
internal sealed record FleetItem(ClusterId Cluster, WorkloadId Workload, string ResourceVersion, string Print, int? Replicas, bool? Cordoned, string? AutoscalerPrint = null)
{
    /// <summary>Whether what the plan depends on is as it was seen. What this very plan wrote to the autoscaler is no change.</summary>
    public bool Saw(LiveWorkload live, Marker marker) =>
        live.Found.Print == Print && (live.Autoscaler?.Print == AutoscalerPrint || (AutoscalerPrint is not null && live.Autoscaler is { } now && marker.Against(now.Marker) == MarkerOrder.Same));

    public WorkloadIntent Wanted => new() { Cluster = Cluster, Workload = Workload, Replicas = Replicas, Cordoned = Cordoned };
}
