using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Execution;

/// <summary>What the planes hold for one group, as far as they could be read.</summary>
internal sealed record PlaneReading
{
    public required MoveGroupId Group { get; init; }

    /// <summary>The group's <see cref="GroupState.EstablishedEpoch"/> and sequence when the reading began.</summary>
    public (long Epoch, int Sequence) Established { get; init; }

    /// <summary>What the routers had been told when the reading began; null while they were being told something.</summary>
    public Shares? Told { get; init; }

    /// <summary>What each router would change to have the group's present shares.</summary>
    public ImmutableArray<(RouterId Router, RouterChange Change)> Routing { get; init; } = [];

    public ImmutableArray<(ClusterId Cluster, WorkloadObservation Workload)> Workloads { get; init; } = [];

    public ImmutableArray<(ReplicaSetId ReplicaSet, ReplicaObservation Replica)> Replicas { get; init; } = [];

    /// <summary>What could not be read, by its name.</summary>
    public ImmutableArray<(string Plane, Problem Problem)> Unread { get; init; } = [];

    /// <summary>The markers found.</summary>
    public IEnumerable<Marker> Markers => Routing.Select(static entry => entry.Change.LiveMarker)
        .Concat(Workloads.Select(static entry => entry.Workload.Marker))
        .Concat(Replicas.Select(static entry => entry.Replica.Marker))
        .OfType<Marker>();

    /// <summary>How far the group's data in a region is behind, the worst of its sets; null: unknown.</summary>
    public TimeSpan? LagIn(RegionId region)
    {
        if (Replicas.IsEmpty)
        {
            return null;
        }

        var lags = Replicas.Where(entry => entry.Replica.Region == region).Select(static entry => entry.Replica.Role == ReplicaRole.Writable ? TimeSpan.Zero : entry.Replica.Lag).ToList();
        return lags.Count == 0 || lags.Contains(null) ? null : lags.Max();
    }
}

/// <summary>Reads all planes of the estate without touching anything.</summary>
internal sealed class PlaneScan(Planes planes)
{
    public async Task<ImmutableArray<PlaneReading>> ReadAsync(EstateState estate, CancellationToken cancellationToken)
    {
        var readings = estate.Groups.Values.ToDictionary(static state => state.Group, state => new PlaneReading
        {
            Group = state.Group,
            Established = (state.EstablishedEpoch, state.EstablishedSequence),
            Told = state.Move is null && Asked(estate, state) == state.Shares ? state.Shares : null,
        });
        foreach (var (id, router) in planes.Routers.OrderBy(static pair => pair.Key))
        {
            await ReadAsync(estate, id, router, readings, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (id, fleet) in planes.Fleets.OrderBy(static pair => pair.Key))
        {
            await ReadAsync(estate, id, fleet, readings, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (id, replica) in planes.Replicas.OrderBy(static pair => pair.Key))
        {
            await ReadAsync(estate, id, replica, readings, cancellationToken).ConfigureAwait(false);
        }

        return [.. readings.Values];
    }

    private static async ValueTask ReadAsync(
        EstateState estate, RouterId id, IGlobalRouter router, Dictionary<MoveGroupId, PlaneReading> readings, CancellationToken cancellationToken)
    {
        var intents = estate.Groups.Values.SelectMany(state => RouterSteps.Intents(estate.Definitions[state.Group], id, Asked(estate, state), marker: null, adopt: false)).ToList();
        if (intents.Count == 0)
        {
            return;
        }

        var planned = await GuardedAsync(() => router.PlanAsync(intents, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var group in estate.Definitions.Values.Where(group => group.Routers.Contains(id)))
        {
            var found = readings[group.Id];
            readings[group.Id] = planned.Succeeded
                ? found with { Routing = [.. found.Routing, .. planned.Value.Changes.Where(change => group.Services.Any(service => service.Id == change.Service)).Select(change => (id, change))] }
                : found with { Unread = found.Unread.Add(($"router {id}", planned.Problem)) };
        }
    }

    // A router refuses shares that leave nobody; such a state is only on its way to another.
    private static Shares Asked(EstateState estate, GroupState state) =>
        state.Regions.All(static status => status.Share.IsDrained) ? Planning.SharePlan.Steady(estate.Definitions[state.Group], []) : state.Shares;

    private static async ValueTask ReadAsync(
        EstateState estate, FleetId id, IClusterFleet fleet, Dictionary<MoveGroupId, PlaneReading> readings, CancellationToken cancellationToken)
    {
        var seen = await GuardedAsync(async () => (Result<FleetObservation>)await fleet.ObserveAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        foreach (var (group, clusters) in estate.Definitions.Values.Select(group => (group, Clusters(estate, group, id))).Where(static pair => pair.Item2.Count > 0))
        {
            var found = readings[group.Id];
            readings[group.Id] = seen.Succeeded
                ? found with
                {
                    Workloads = [.. found.Workloads, .. seen.Value.Clusters.SelectMany(static cluster => cluster.Workloads.Select(workload => (cluster.Cluster, workload))).Where(entry => Has(group, entry.Cluster, entry.workload.Workload))],
                    Unread = [.. found.Unread, .. seen.Value.Clusters.Where(cluster => cluster.Problem is not null && clusters.Contains(cluster.Cluster)).Select(static cluster => ($"cluster {cluster.Cluster}", cluster.Problem!))],
                }
                : found with { Unread = found.Unread.Add(($"fleet {id}", seen.Problem)) };
        }
    }

    private static async ValueTask ReadAsync(
        EstateState estate, ReplicaSetId id, IDataReplica replica, Dictionary<MoveGroupId, PlaneReading> readings, CancellationToken cancellationToken)
    {
        var seen = await GuardedAsync(async () => (Result<DataObservation>)await replica.ObserveAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        foreach (var group in estate.Definitions.Values.Where(group => group.SingleWriterData.Contains(id)))
        {
            var found = readings[group.Id];
            readings[group.Id] = seen.Succeeded
                ? found with { Replicas = [.. found.Replicas, .. seen.Value.Replicas.Select(entry => (id, entry))] }
                : found with { Unread = found.Unread.Add(($"replica set {id}", seen.Problem)) };
        }
    }

    private static HashSet<ClusterId> Clusters(EstateState estate, GroupDefinition group, FleetId fleet) =>
        [.. estate.Topologies[group.Revision].Clusters.Where(cluster => cluster.Fleet == fleet).Select(static cluster => cluster.Id)
            .Where(cluster => group.Services.Any(service => service.Deployments.Any(deployment => deployment.Workloads.Any(workload => workload.Cluster == cluster))))];

    private static bool Has(GroupDefinition group, ClusterId cluster, WorkloadId workload) =>
        group.Services.Any(service => service.Deployments.Any(deployment => deployment.Workloads.Any(reference => reference.Cluster == cluster && reference.Workload == workload)));

    private static async ValueTask<Result<T>> GuardedAsync<T>(Func<ValueTask<Result<T>>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Problem.Unreachable("cancelled");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Problem.Failed($"the provider threw {error.GetType().Name}", retryable: true);
        }
    }
}
