using System.Collections.Immutable;
using System.Text.Json;

namespace MultiRegion.Testing;

/// <summary>
/// Clusters whose workloads start on the clock. Each workload keeps the marker of its last write and a revision: a stale plan and an old
/// epoch are refused, and a plan is carried out for all its workloads or for none.
/// </summary>
/// <param name="time">The clock that start-up runs on.</param>
public sealed class InMemoryFleet(TimeProvider time) : IClusterFleet
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ClusterId, InMemoryCluster> _clusters = [];
    private readonly Faults _faults = new();
    private readonly Faults _timeouts = new();
    private ImmutableArray<FleetWrite> _log = [];

    /// <summary>How long a replica takes from when it is asked for until it is ready. Default zero.</summary>
    public TimeSpan StartUp { get; set; }

    /// <summary>What was applied, oldest first; without changes by hand.</summary>
    public ImmutableArray<FleetWrite> Log
    {
        get
        {
            lock (_gate)
            {
                return _log;
            }
        }
    }

    /// <inheritdoc />
    public FleetCapabilities Capabilities { get; } = new() { Kind = "in-memory", Fencing = FencingStrength.Atomic };

    /// <summary>Adds a workload with all its replicas ready, and its cluster when that is new.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="replicas">How many replicas; 0 or more.</param>
    /// <param name="version">What version runs; null: unknown.</param>
    public void Add(ClusterId cluster, WorkloadId workload, int replicas, string? version = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        lock (_gate)
        {
            _clusters.TryAdd(cluster, new());
            _clusters[cluster].Workloads.Add(workload, new(replicas, version));
        }
    }

    /// <summary>Says whether a cluster's API can be reached. Its workloads run on either way.</summary>
    /// <param name="cluster">A cluster of the fleet.</param>
    /// <param name="isReachable">Whether it can.</param>
    public void SetReachable(ClusterId cluster, bool isReachable)
    {
        lock (_gate)
        {
            _clusters[cluster].IsReachable = isReachable;
        }
    }

    /// <summary>Says whether a workload's replicas can become and stay ready.</summary>
    /// <param name="cluster">A cluster of the fleet.</param>
    /// <param name="workload">A workload in it.</param>
    /// <param name="isBroken">Whether none can.</param>
    public void SetBroken(ClusterId cluster, WorkloadId workload, bool isBroken)
    {
        lock (_gate)
        {
            _clusters[cluster].Workloads[workload].IsBroken = isBroken;
        }
    }

    /// <summary>Scales a workload as a person or an autoscaler would, leaving our marker where it is.</summary>
    /// <param name="cluster">A cluster of the fleet.</param>
    /// <param name="workload">A workload in it.</param>
    /// <param name="replicas">How many replicas; 0 or more.</param>
    public void ScaleByHand(ClusterId cluster, WorkloadId workload, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        lock (_gate)
        {
            _clusters[cluster].Workloads[workload].Set(replicas, null, StartUp, time);
        }
    }

    /// <summary>A workload as it is in truth, reachable or not.</summary>
    internal WorkloadObservation Truth(ClusterId cluster, WorkloadId workload)
    {
        lock (_gate)
        {
            return _clusters[cluster].Workloads[workload].Observe(workload, time);
        }
    }

    /// <summary>How long it is until some replica becomes ready; null when none is starting.</summary>
    internal TimeSpan? NextChange
    {
        get
        {
            lock (_gate)
            {
                return _clusters.Values.SelectMany(static cluster => cluster.Workloads.Values).Min(workload => workload.Starting(time));
            }
        }
    }

    /// <summary>Puts a cluster back to what it was when its workloads were added: sizes, and no markers.</summary>
    internal void Restore(ClusterId cluster)
    {
        lock (_gate)
        {
            foreach (var workload in _clusters[cluster].Workloads.Values)
            {
                workload.Restore(time);
            }
        }
    }

    /// <summary>Makes the next plans or applies fail without any effect.</summary>
    /// <param name="problem">What they bring.</param>
    /// <param name="times">How many calls; at least 1.</param>
    public void FailNext(Problem problem, int times = 1) => _faults.FailNext(problem, times);

    /// <summary>Makes the next applies take effect and then bring <see cref="ProblemKind.Unreachable"/>, as a lost answer does.</summary>
    /// <param name="times">How many applies; at least 1.</param>
    public void TimeOutNext(int times = 1) =>
        _timeouts.FailNext(Problem.Unreachable("The answer was lost; whether the call took effect is unknown."), times);

    /// <inheritdoc />
    public ValueTask<FleetObservation> ObserveAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(new FleetObservation([.. _clusters.Select(pair => pair.Value.Observe(pair.Key, time))]));
        }
    }

    /// <inheritdoc />
    public ValueTask<Result<FleetPlan>> PlanAsync(FleetIntent intent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_faults.Take() is { } fault ? fault : Plan(intent));
        }
    }

    /// <inheritdoc />
    public ValueTask<Result<FleetReceipt>> ApplyAsync(FleetPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var applied = _faults.Take() is { } fault ? fault : Apply(InMemoryFleetPlan.Read(plan.Document));
            return ValueTask.FromResult(applied.Succeeded && _timeouts.Take() is { } lost ? lost : applied);
        }
    }

    private Result<FleetPlan> Plan(FleetIntent intent)
    {
        var (changes, items) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<InMemoryFleetItem>());
        foreach (var wanted in intent.Workloads)
        {
            var found = Find(wanted.Cluster, wanted.Workload);
            if ((found.Problem ?? Refusal(wanted, intent) ?? found.Value!.Against(intent.Marker, wanted)) is { } problem)
            {
                return problem;
            }

            if (found.Value!.Differences(wanted, intent.Marker) is [_, ..] differences)
            {
                changes.Add($"{wanted.Cluster} {wanted.Workload}: {string.Join(", ", differences)}");
                items.Add(new(wanted.Cluster, wanted.Workload, found.Value.Revision, wanted.Replicas, wanted.Cordoned));
            }
        }

        var document = new InMemoryFleetPlan(items.ToImmutable(), intent.Marker);
        return new FleetPlan { Changes = changes.ToImmutable(), Document = JsonSerializer.Serialize(document, TestingJson.Default.InMemoryFleetPlan) };
    }

    private static Problem? Refusal(WorkloadIntent wanted, FleetIntent intent) =>
        wanted.Replicas < 0 ? Problem.Refused($"{wanted.Cluster} {wanted.Workload}: {wanted.Replicas} replicas cannot be.")
        : intent.Workloads.Count(other => other.Cluster == wanted.Cluster && other.Workload == wanted.Workload) > 1
            ? Problem.Refused($"{wanted.Cluster} {wanted.Workload}: it is named twice in one intent.")
        : null;

    private Result<FleetReceipt> Apply(InMemoryFleetPlan? plan)
    {
        if (plan is null)
        {
            return Problem.Refused("The plan is not one of an in-memory fleet.");
        }

        if (plan.Items.Select(item => Refusal(item, plan.Marker)).FirstOrDefault(static problem => problem is not null) is { } refusal)
        {
            return refusal;
        }

        foreach (var item in plan.Items)
        {
            Write(item, plan.Marker);
        }

        return new FleetReceipt($"{plan.Marker}");
    }

    private Problem? Refusal(InMemoryFleetItem item, Marker marker)
    {
        var found = Find(item.Cluster, item.Workload);
        return !found.Succeeded ? found.Problem
            : found.Value.HasHappened(item, marker) ? null
            : found.Value.Against(marker, item.Wanted) ?? (found.Value.Revision == item.Revision ? null
                : Problem.Conflict($"{item.Cluster} {item.Workload}: it has changed since the plan was made; plan again."));
    }

    private void Write(InMemoryFleetItem item, Marker marker)
    {
        var workload = _clusters[item.Cluster].Workloads[item.Workload];
        if (!workload.HasHappened(item, marker))
        {
            workload.Set(item.Replicas, item.Cordoned, StartUp, time);
            workload.Marker = marker;
            _log = _log.Add(new(marker, item.Cluster, item.Workload, workload.Replicas, workload.IsCordoned));
        }
    }

    private Result<InMemoryWorkload> Find(ClusterId cluster, WorkloadId workload) =>
        !_clusters.TryGetValue(cluster, out var found) ? new Problem(ProblemKind.NotFound, $"There is no cluster {cluster} in the fleet.", Retryable: false)
        : !found.IsReachable ? InMemoryCluster.Unreachable(cluster)
        : found.Workloads.GetValueOrDefault(workload) is { } there ? there
        : new Problem(ProblemKind.NotFound, $"There is no workload {workload} in cluster {cluster}.", Retryable: false);
}

/// <summary>A write that a fleet has accepted for one workload.</summary>
/// <param name="Marker">Under which marker.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Replicas">The replicas after it.</param>
/// <param name="Cordoned">Whether it is cordoned after it.</param>
public sealed record FleetWrite(Marker Marker, ClusterId Cluster, WorkloadId Workload, int Replicas, bool Cordoned);
