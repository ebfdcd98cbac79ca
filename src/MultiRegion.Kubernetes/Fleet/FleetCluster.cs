using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>One cluster of a fleet.</summary>
internal sealed class FleetCluster(ClusterId id, ImmutableArray<string> namespaces, ScaledKinds kinds, string? selector, ClusterLink link, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private const int MostTries = 5;

    public ClusterId Id => id;

    /// <summary>Reads what is there, a list for each kind in each namespace. A cluster that cannot be read whole is unknown.</summary>
    public async ValueTask<ClusterObservation> ObserveAsync(CancellationToken cancellationToken)
    {
        var seen = await WithinAsync(ListAsync, "read", cancellationToken).ConfigureAwait(false);
        return seen.Succeeded ? new() { Cluster = id, Workloads = seen.Value } : new() { Cluster = id, Problem = seen.Problem };
    }

    /// <summary>Reads something else in the cluster, within the same time.</summary>
    public ValueTask<Result<T>> UseAsync<T>(Func<KubeClient, CancellationToken, ValueTask<Result<T>>> read, CancellationToken cancellationToken) => WithinAsync(
        token => link.Open() is var opened && opened.Succeeded ? read(opened.Value, token) : ValueTask.FromResult<Result<T>>(opened.Problem!), "read", cancellationToken);

    public async ValueTask<Result<LiveWorkload>> ReadAsync(WorkloadId workload, CancellationToken cancellationToken)
    {
        var (target, opened) = (WorkloadTarget.Of(workload, namespaces, kinds.Words), link.Open());
        if ((target.Problem ?? opened.Problem) is { } problem)
        {
            return problem;
        }

        var (client, at) = (opened.Value!, target.Value!);
        var kind = await kinds.FindAsync(client, at.Word, cancellationToken).ConfigureAwait(false);
        if (!kind.Succeeded)
        {
            return kind.Problem;
        }

        var read = await client.GetAsync(kind.Value.Resource, at.Namespace, at.Name, cancellationToken).ConfigureAwait(false);
        return !read.Succeeded ? read.Problem
            : kind.Value.IsAssumed && await MisplacedAsync(client, kind.Value, at, read.Value, cancellationToken).ConfigureAwait(false) is { } misplaced ? misplaced
            : await RuledAsync(client, new(kind.Value, Workload.Read(read.Value, kind.Value), null, read.Value), at, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes one item of a plan, once: a lost answer is recognised by the marker, and what changed beside the plan's own ground is no obstacle.</summary>
    public ValueTask<Result<bool>> WriteAsync(FleetItem item, Marker marker, string owner, CancellationToken cancellationToken) =>
        WithinAsync(token => TryAsync(item, marker, owner, token), $"written to ({item.Workload}; it may have taken effect)", cancellationToken);

    public void Dispose() => link.Dispose();

    private async ValueTask<Result<bool>> TryAsync(FleetItem item, Marker marker, string owner, CancellationToken cancellationToken)
    {
        Problem? last = null;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var read = await ReadAsync(item.Workload, cancellationToken).ConfigureAwait(false);
            if (!read.Succeeded)
            {
                return read.Problem;
            }

            var live = read.Value;
            if (FleetRules.HasHappened(live, item.Wanted, marker))
            {
                return true;
            }

            if ((FleetRules.Refusal(live, item.Wanted, marker, owner) ?? Changed(item, live, marker)) is { } refusal)
            {
                return refusal;
            }

            var written = await WriteAsync(live, item, marker, owner, cancellationToken).ConfigureAwait(false);
            if (written.Succeeded || written.Status?.Code != 409)
            {
                return written.Succeeded ? true : written.Problem;
            }

            // Somebody wrote between our read and our write, perhaps a status alone: what it was decides.
            last = written.Problem;
        }

        return last!;
    }

    /// <summary>The autoscaler first: it would take back what it does not know of.</summary>
    private async ValueTask<KubeResult<JsonObject>> WriteAsync(LiveWorkload live, FleetItem item, Marker marker, string owner, CancellationToken cancellationToken)
    {
        var (client, at, options) = (link.Open().Value!, WorkloadTarget.Of(item.Workload, namespaces, kinds.Words).Value!, new WriteOptions { FieldManager = owner });
        if (live.Autoscaler is { } autoscaler && item.Replicas is { } replicas && FleetRules.Differences(autoscaler, replicas, marker).Any())
        {
            var told = await client.PatchAsync(KubeResource.Autoscalers, at.Namespace, autoscaler.Name, PatchKind.Merge, autoscaler.Patch(replicas, marker, owner), options, cancellationToken).ConfigureAwait(false);
            if (!told.Succeeded)
            {
                return told;
            }
        }

        return await client.PatchAsync(live.Kind.Resource, at.Namespace, at.Name, PatchKind.Merge, FleetRules.Patch(live, item.Wanted, marker, owner), options, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<Result<LiveWorkload>> RuledAsync(KubeClient client, LiveWorkload live, WorkloadTarget at, CancellationToken cancellationToken)
    {
        var read = await client.ListAsync(KubeResource.Autoscalers, at.Namespace, new(), cancellationToken).ConfigureAwait(false);
        return read.Succeeded ? live with { Autoscaler = Autoscaler.Of(read.Value.Items, live.Kind.Resource, at.Name) }

            // Without the right to see them a region is still moved; a cluster that has no autoscalers has none.
            : read.Problem.Kind is ProblemKind.Denied ? live with { Unread = read.Problem }
            : read.Problem.Kind is ProblemKind.NotFound ? live
            : read.Problem;
    }

    private static async ValueTask<Problem?> MisplacedAsync(KubeClient client, ScaledKind kind, WorkloadTarget at, JsonObject item, CancellationToken cancellationToken)
    {
        var scale = await client.GetScaleAsync(kind.Resource, at.Namespace, at.Name, cancellationToken).ConfigureAwait(false);
        return !scale.Succeeded ? scale.Problem
            : kind.Count(item) is { } count && count == scale.Value.Below("spec")?.Number("replicas") ? null
            : Problem.Refused($"'{at.Id}': its replicas are not at {string.Join('.', kind.Replicas)}, and its CustomResourceDefinition, which says where, cannot be read: give the right to get it.");
    }

    private async ValueTask<Result<T>> WithinAsync<T>(Func<CancellationToken, ValueTask<Result<T>>> act, string what, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await act(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Problem.Unreachable($"cluster {id}: it could not be {what} within {timeout.TotalSeconds:0.###} s.");
        }
    }

    private static Problem? Changed(FleetItem item, LiveWorkload live, Marker marker) =>
        item.Saw(live, marker) ? null : Problem.Conflict($"{item.Cluster} {item.Workload}: it has changed since the plan was made; plan again.");

    private async ValueTask<Result<ImmutableArray<WorkloadObservation>>> ListAsync(CancellationToken cancellationToken)
    {
        if (link.Open() is var opened && !opened.Succeeded)
        {
            return opened.Problem;
        }

        var lists = from ns in namespaces from word in kinds.Words select ListAsync(opened.Value!, ns, word, cancellationToken).AsTask();
        var read = await Task.WhenAll(lists).ConfigureAwait(false);
        return read.Select(static one => one.Problem).FirstOrDefault(static problem => problem is not null) is { } missing
            ? missing
            : read.SelectMany(static one => one.Value).OrderBy(static seen => seen.Workload).ToImmutableArray();
    }

    private async ValueTask<Result<ImmutableArray<WorkloadObservation>>> ListAsync(KubeClient client, string ns, string word, CancellationToken cancellationToken)
    {
        var kind = await kinds.FindAsync(client, word, cancellationToken).ConfigureAwait(false);
        if (!kind.Succeeded)
        {
            return kind.Problem;
        }

        var read = await client.ListAsync(kind.Value.Resource, ns, new() { LabelSelector = selector }, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded)
        {
            return read.Problem;
        }

        var found = read.Value.Items.Where(static item => IdText.IsValid(item.Name(), out _)).Select(item => (Name: item.Name()!, Workload: Workload.Read(item, kind.Value))).ToImmutableArray();
        var autoscalers = found.Any(static one => one.Workload.IsScaledAway) ? await client.ListAsync(KubeResource.Autoscalers, ns, new(), cancellationToken).ConfigureAwait(false) : null;
        var rulers = autoscalers is { Succeeded: true } ? autoscalers.Value.Items : [];
        return found.Select(one => one.Workload.Observe($"{ns}/{word}/{one.Name}", Autoscaler.Of(rulers, kind.Value.Resource, one.Name))).ToImmutableArray();
    }
}
