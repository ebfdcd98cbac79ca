using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Kubernetes.Endpoints;
using MultiRegion.Kubernetes.Fleet;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes;

/// <summary>Kubernetes clusters, and the Deployments and StatefulSets that failover scales in them.</summary>
/// <remarks>
/// A workload is <c>namespace/deployment/name</c>, <c>namespace/statefulset/name</c> or one of another kind that is scaled, such as <c>namespace/rollouts.argoproj.io/name</c>. Annotations of it say whose it is and who wrote last, and are written in the same request as the rest, under
/// the resourceVersion that was read: the API server itself refuses a stale write, so that the fencing is <see cref="FencingStrength.Atomic"/>. A cluster that cannot be read is unknown, and delays no other.
/// </remarks>
public sealed partial class KubernetesFleet : IClusterFleet, IDisposable
{
    private readonly SortedDictionary<ClusterId, FleetCluster> _clusters = [];
    private readonly string _owner;
    private readonly bool _checksCapacity;

    /// <summary>Makes a fleet. Nothing is read before it is asked to.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Told of attempts that are repeated and of the API servers' warnings; null: nobody is.</param>
    /// <exception cref="ArgumentException">Options are wrong; all mistakes are named.</exception>
    public KubernetesFleet(KubernetesFleetOptions options, TimeProvider time, ILogger<KubernetesFleet>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        OptionRules.ThrowIfAny(OptionRules.Mistakes(options));
        (_owner, _checksCapacity) = (options.Owner, options.CheckCapacity);
        var retry = new RetrySettings { Attempts = 3, FirstWait = TimeSpan.FromMilliseconds(100), AttemptTimeout = options.Timeout, Deadline = options.Timeout, LargestBody = 32 * 1024 * 1024 };
        foreach (var cluster in options.Clusters)
        {
            var link = new ClusterLink($"cluster {cluster.Cluster}", cluster.Connection, retry, time, (ILogger?)logger ?? NullLogger.Instance);
            _clusters.Add(cluster.Cluster, new(cluster.Cluster, [.. cluster.Namespaces.Distinct(StringComparer.Ordinal)], new([.. cluster.Kinds.Distinct(StringComparer.Ordinal)]), cluster.LabelSelector, link, options.Timeout, time));
        }
    }

    /// <inheritdoc />
    public FleetCapabilities Capabilities { get; } = new() { Kind = "kubernetes", Fencing = FencingStrength.Atomic };

    /// <inheritdoc />
    public async ValueTask<FleetObservation> ObserveAsync(CancellationToken cancellationToken) =>
        new([.. await Task.WhenAll(_clusters.Values.Select(cluster => cluster.ObserveAsync(cancellationToken).AsTask())).ConfigureAwait(false)]);

    /// <inheritdoc />
    public async ValueTask<Result<FleetPlan>> PlanAsync(FleetIntent intent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        if (intent.Workloads.GroupBy(static wanted => (wanted.Cluster, wanted.Workload)).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            return Problem.Refused($"{twice.Key.Cluster} {twice.Key.Workload}: it is named twice in one intent.");
        }

        var planned = await Task.WhenAll(intent.Workloads.Select(wanted => PlanAsync(wanted, intent.Marker, cancellationToken).AsTask())).ConfigureAwait(false);
        if (planned.Select(static one => one.Problem).FirstOrDefault(static problem => problem is not null) is { } refused)
        {
            return refused;
        }

        var changes = planned.Select(static one => one.Value).Where(static one => one.Item is not null).ToImmutableArray();
        return new FleetPlan { Changes = [.. changes.Select(static one => one.Change)], Notes = [.. planned.SelectMany(static one => one.Value.Notes)], Document = new FleetDocument([.. changes.Select(static one => one.Item!)], intent.Marker).Text() };
    }

    /// <inheritdoc />
    public async ValueTask<Result<FleetReceipt>> ApplyAsync(FleetPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (FleetDocument.Read(plan.Document) is not { } document)
        {
            return Problem.Refused("The plan is not one of a fleet of Kubernetes.");
        }

        var written = await Task.WhenAll(document.Items.Select(item => WriteAsync(item, document.Marker, cancellationToken).AsTask())).ConfigureAwait(false);
        var problems = written.Where(static one => !one.Succeeded).Select(static one => one.Problem!).ToList();
        return problems.Count == 0 ? new FleetReceipt($"{document.Marker}") : Gravest(problems, written.Length);
    }

    /// <summary>Reads where users reach something in a cluster, so that nobody has to copy addresses into the topology by hand.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="source">What says so: <c>namespace/service/name</c> or <c>namespace/ingress/name</c>. The namespace need not be among the cluster's Namespaces.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The endpoint, which may have no address yet; a problem when it cannot be read: then nothing is known.</returns>
    public ValueTask<Result<KubernetesEndpoint>> DiscoverAsync(ClusterId cluster, string source, CancellationToken cancellationToken) =>
        !EndpointSource.TryParse(source, out var from) ? ValueTask.FromResult<Result<KubernetesEndpoint>>(Problem.Refused($"'{source}' says no address: write namespace/service/name or namespace/ingress/name."))
        : _clusters.TryGetValue(cluster, out var found) ? found.UseAsync(from.ReadAsync, cancellationToken)
        : ValueTask.FromResult<Result<KubernetesEndpoint>>(Unknown(cluster));

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var cluster in _clusters.Values)
        {
            cluster.Dispose();
        }
    }

    private async ValueTask<Result<(FleetItem? Item, string Change, ImmutableArray<string> Notes)>> PlanAsync(WorkloadIntent wanted, Marker marker, CancellationToken cancellationToken)
    {
        if (!_clusters.TryGetValue(wanted.Cluster, out var cluster))
        {
            return Unknown(wanted.Cluster);
        }

        var read = await cluster.ReadAsync(wanted.Workload, cancellationToken).ConfigureAwait(false);
        if ((read.Problem ?? FleetRules.Refusal(read.Value!, wanted, marker, _owner)) is { } problem)
        {
            return problem;
        }

        var (live, at) = (read.Value!, $"{wanted.Cluster} {wanted.Workload}");
        var room = _checksCapacity && wanted.Replicas > live.Found.Replicas ? (await CheckCapacityAsync(new(wanted.Cluster, wanted.Workload), wanted.Replicas.Value, cancellationToken).ConfigureAwait(false)).Findings : [];
        var notes = FleetRules.Notes(live).Select(note => $"{at}: {note}").Concat(room).ToImmutableArray();
        return FleetRules.Differences(live, wanted, marker) is [_, ..] differences
            ? (new FleetItem(wanted.Cluster, wanted.Workload, live.Found.ResourceVersion, live.Found.Print, wanted.Replicas, wanted.Cordoned, live.Autoscaler?.Print), $"{at}: {string.Join(", ", differences)}", notes)
            : ((FleetItem?)null, "", notes);
    }

    private ValueTask<Result<bool>> WriteAsync(FleetItem item, Marker marker, CancellationToken cancellationToken) => _clusters.TryGetValue(item.Cluster, out var cluster)
        ? cluster.WriteAsync(item, marker, _owner, cancellationToken)
        : ValueTask.FromResult<Result<bool>>(Unknown(item.Cluster));

    private static Problem Unknown(ClusterId cluster) => new(ProblemKind.NotFound, $"There is no cluster {cluster} in the fleet.", Retryable: false);

    // A superseded writer must stop, whatever else went wrong.
    private static Problem Gravest(List<Problem> problems, int all)
    {
        var gravest = problems.FirstOrDefault(static problem => problem.Kind == ProblemKind.Fenced) ?? problems.FirstOrDefault(static problem => !problem.Retryable) ?? problems[0];
        return all == 1 ? gravest : gravest with { Detail = $"{gravest.Detail} {all - problems.Count} of {all} workloads were written; the same plan can be applied again." };
    }
}
