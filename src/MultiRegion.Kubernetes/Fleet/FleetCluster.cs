using System.Collections.Immutable;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>One cluster of a fleet.</summary>
internal sealed class FleetCluster(ClusterId id, ImmutableArray<string> namespaces, string? selector, ClusterLink link, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private const int MostTries = 5;

    public ClusterId Id => id;

    /// <summary>Reads what is there, a list for each kind in each namespace. A cluster that cannot be read whole is unknown.</summary>
    public async ValueTask<ClusterObservation> ObserveAsync(CancellationToken cancellationToken)
    {
        var seen = await WithinAsync(ListAsync, "read", cancellationToken).ConfigureAwait(false);
        return seen.Succeeded ? new() { Cluster = id, Workloads = seen.Value } : new() { Cluster = id, Problem = seen.Problem };
    }

    public async ValueTask<Result<(WorkloadTarget Target, Workload Found)>> ReadAsync(WorkloadId workload, CancellationToken cancellationToken)
    {
        var (target, opened) = (WorkloadTarget.Of(workload, namespaces), link.Open());
        if ((target.Problem ?? opened.Problem) is { } problem)
        {
            return problem;
        }

        var read = await opened.Value!.GetAsync(target.Value!.Kind, target.Value.Namespace, target.Value.Name, cancellationToken).ConfigureAwait(false);
        return read.Succeeded ? (target.Value, Workload.Read(read.Value)) : read.Problem;
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

            var (target, found) = read.Value;
            if (FleetRules.HasHappened(found, item.Wanted, marker))
            {
                return true;
            }

            if ((FleetRules.Refusal(found, item.Wanted, marker, owner) ?? Changed(item, found)) is { } refusal)
            {
                return refusal;
            }

            var written = await link.Open().Value!.PatchAsync(
                target.Kind, target.Namespace, target.Name, PatchKind.Merge, FleetRules.Patch(found, item.Wanted, marker, owner, target.Kind), new() { FieldManager = owner }, cancellationToken).ConfigureAwait(false);
            if (written.Succeeded || written.Status?.Code != 409)
            {
                return written.Succeeded ? true : written.Problem;
            }

            // Somebody wrote between our read and our write, perhaps a status alone: what it was decides.
            last = written.Problem;
        }

        return last!;
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

    private static Problem? Changed(FleetItem item, Workload found) =>
        found.Print == item.Print ? null : Problem.Conflict($"{item.Cluster} {item.Workload}: it has changed since the plan was made; plan again.");

    private async ValueTask<Result<ImmutableArray<WorkloadObservation>>> ListAsync(CancellationToken cancellationToken)
    {
        if (link.Open() is var opened && !opened.Succeeded)
        {
            return opened.Problem;
        }

        var lists = from ns in namespaces from kind in WorkloadTarget.Kinds select ListAsync(opened.Value!, ns, kind.Word, kind.Kind, cancellationToken).AsTask();
        var read = await Task.WhenAll(lists).ConfigureAwait(false);
        return read.Select(static one => one.Problem).FirstOrDefault(static problem => problem is not null) is { } missing
            ? missing
            : read.SelectMany(static one => one.Value).OrderBy(static seen => seen.Workload).ToImmutableArray();
    }

    private async ValueTask<Result<ImmutableArray<WorkloadObservation>>> ListAsync(KubeClient client, string ns, string word, KubeResource kind, CancellationToken cancellationToken)
    {
        var read = await client.ListAsync(kind, ns, new() { LabelSelector = selector }, cancellationToken).ConfigureAwait(false);
        return read.Succeeded
            ? read.Value.Items.Where(static item => IdText.IsValid(item.Name(), out _)).Select(item => Workload.Read(item).Observe($"{ns}/{word}/{item.Name()}")).ToImmutableArray()
            : read.Problem;
    }
}
