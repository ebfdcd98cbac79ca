using System.Collections.Immutable;
using System.Text.Json;

namespace MultiRegion.Testing;

/// <summary>A cluster of an <see cref="InMemoryFleet"/>.</summary>
internal sealed class InMemoryCluster
{
    public bool IsReachable { get; set; } = true;

    public SortedDictionary<WorkloadId, InMemoryWorkload> Workloads { get; } = [];

    public static Problem Unreachable(ClusterId cluster) => Problem.Unreachable($"Cluster {cluster} does not answer.");

    public ClusterObservation Observe(ClusterId cluster, TimeProvider time) => IsReachable
        ? new() { Cluster = cluster, Workloads = [.. Workloads.Select(pair => pair.Value.Observe(pair.Key, time))] }
        : new() { Cluster = cluster, Problem = Unreachable(cluster) };
}

/// <summary>A workload of an <see cref="InMemoryFleet"/>.</summary>
internal sealed class InMemoryWorkload(int replicas, string? version)
{
    private readonly int _first = replicas;

    // While replicas start, this many are ready already.
    private int _readyBefore = replicas;
    private long _started;
    private TimeSpan _startUp;

    public int Replicas { get; private set; } = replicas;

    public bool IsCordoned { get; private set; }

    public bool IsBroken { get; set; }

    public Marker? Marker { get; set; }

    public long Revision { get; private set; }

    public WorkloadObservation Observe(WorkloadId workload, TimeProvider time) =>
        new() { Workload = workload, Replicas = Replicas, Ready = Ready(time), Cordoned = IsCordoned, Version = version, Marker = Marker };

    /// <summary>Changes what is asked for. New replicas begin to start; a cordoned workload starts none until it is let go.</summary>
    public void Set(int? replicas, bool? cordoned, TimeSpan startUp, TimeProvider time)
    {
        var (ready, wasCordoned, before) = (Running(time), IsCordoned, Replicas);
        (Replicas, IsCordoned) = (replicas ?? Replicas, cordoned ?? IsCordoned);
        Revision++;
        if (Replicas > before || wasCordoned != IsCordoned)
        {
            (_readyBefore, _started, _startUp) = (ready, time.GetTimestamp(), startUp);
        }
    }

    /// <summary>How long until its replicas are ready; null when none is starting.</summary>
    public TimeSpan? Starting(TimeProvider time) =>
        !IsCordoned && !IsBroken && Replicas > _readyBefore && _startUp - time.GetElapsedTime(_started) is var left && left > TimeSpan.Zero ? left : null;

    /// <summary>Puts it back to what it was when it was added.</summary>
    public void Restore(TimeProvider time)
    {
        Set(_first, cordoned: false, TimeSpan.Zero, time);
        Marker = null;
    }

    public bool HasHappened(InMemoryFleetItem item, Marker marker) =>
        Marker is not null && marker.Against(Marker) == MarkerOrder.Same && IsAs(item.Wanted);

    public Problem? Against(Marker marker, WorkloadIntent wanted) => marker.Against(Marker) switch
    {
        MarkerOrder.Older => Problem.Fenced($"{wanted.Cluster} {wanted.Workload}: {marker} was superseded by {Marker}."),
        MarkerOrder.Conflicting => Problem.Conflict($"{wanted.Cluster} {wanted.Workload}: {marker} meets {Marker}, the same place in the same epoch by another plan."),
        _ => null,
    };

    public ImmutableArray<string> Differences(WorkloadIntent wanted, Marker marker)
    {
        List<string> differences = [];
        if (wanted.Replicas is { } replicas && replicas != Replicas)
        {
            differences.Add($"replicas {Replicas} to {replicas}");
        }

        if (wanted.Cordoned is { } cordoned && cordoned != IsCordoned)
        {
            differences.Add(cordoned ? "cordon" : "uncordon");
        }

        if (marker.Against(Marker) != MarkerOrder.Same)
        {
            differences.Add($"marker {Marker?.ToString() ?? "none"} to {marker}");
        }

        return [.. differences];
    }

    private bool IsAs(WorkloadIntent wanted) => (wanted.Replicas ?? Replicas) == Replicas && (wanted.Cordoned ?? IsCordoned) == IsCordoned;

    private int Ready(TimeProvider time) => IsBroken ? 0 : Running(time);

    private int Running(TimeProvider time) =>
        !IsCordoned && time.GetElapsedTime(_started) >= _startUp ? Replicas : Math.Min(_readyBefore, Replicas);
}

/// <summary>A fleet plan, as its document carries it.</summary>
internal sealed record InMemoryFleetPlan(ImmutableArray<InMemoryFleetItem> Items, Marker Marker)
{
    public static InMemoryFleetPlan? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, TestingJson.Default.InMemoryFleetPlan) is { Items.IsDefault: false, Marker: not null } plan ? plan : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a plan saw (the revision) and writes for a workload.</summary>
internal sealed record InMemoryFleetItem(ClusterId Cluster, WorkloadId Workload, long Revision, int? Replicas, bool? Cordoned)
{
    internal WorkloadIntent Wanted => new() { Cluster = Cluster, Workload = Workload, Replicas = Replicas, Cordoned = Cordoned };
}
