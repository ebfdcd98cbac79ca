using System.Collections.Concurrent;
using System.Collections.Immutable;
using MultiRegion.Kubernetes.Clusters;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>Carries out one cluster's part of a plan: kind after kind, what is deleted last, and not after anything has failed.</summary>
internal sealed class ClusterApplier(MemberCluster member, ApplySettings settings, ClusterPlan plan)
{
    /// <summary>For how long it is certain enough that what was not there still is not.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ObjectRef, ObjectReport> _reports = new();
    private readonly ObjectWriter _writer = new(member, settings);

    public async ValueTask<ClusterReport> RunAsync(CancellationToken cancellationToken)
    {
        if (plan.Problem is not null)
        {
            return new() { Cluster = plan.Cluster, Problem = plan.Problem };
        }

        await RecallAsync(cancellationToken).ConfigureAwait(false);
        var writes = plan.Objects.Where(static one => one.Change is ObjectChange.Create or ObjectChange.Change).GroupBy(static one => ApplyOrder.Of(one.Object)).OrderBy(static group => group.Key);
        foreach (var phase in writes)
        {
            await EachAsync(phase, WriteAsync, cancellationToken).ConfigureAwait(false);
        }

        var deletes = plan.Objects.Where(static one => one.Change == ObjectChange.Delete).GroupBy(static one => ApplyOrder.Of(one.Object)).OrderByDescending(static group => group.Key);
        foreach (var phase in deletes)
        {
            await EachAsync(phase, DeleteAsync, cancellationToken).ConfigureAwait(false);
        }

        return new() { Cluster = plan.Cluster, Problem = _writer.Lost, Objects = [.. plan.Objects.Select(one => _reports.GetValueOrDefault(one.Object) ?? AsPlanned(one))] };
    }

    /// <summary>A plan may have been looked at for long, or be resumed: what was to be made may be there by now.</summary>
    private async ValueTask RecallAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<ObjectPlan> made = [.. plan.Objects.Where(static one => one.Change == ObjectChange.Create)];
        if (made.IsEmpty || (settings.Time.GetElapsedTime(plan.At) < Fresh && member.Losses == plan.Losses))
        {
            return;
        }

        var read = await member.WithinAsync(token => new ClusterReader(member, settings).ReadAsync([.. made.Select(static one => one.Desired!.AsObject())], beyond: default, token), cancellationToken).ConfigureAwait(false);
        foreach (var item in made)
        {
            if (!read.Succeeded)
            {
                _writer.Lose(read.Problem);
            }
            else if (read.Value.Live.TryGetValue(item.Object.Key, out var live))
            {
                _reports[item.Object] = _writer.Settled(item, live);
            }
        }
    }

    private async ValueTask EachAsync(IEnumerable<ObjectPlan> phase, Func<ObjectPlan, CancellationToken, ValueTask<ObjectReport>> act, CancellationToken cancellationToken) =>
        await Task.WhenAll(phase.Where(one => !_reports.ContainsKey(one.Object)).Select(async one => _reports[one.Object] = await act(one, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);

    private ValueTask<ObjectReport> WriteAsync(ObjectPlan item, CancellationToken cancellationToken) =>
        Needs(item) is { } missing ? Untried(item, missing) : _writer.WriteAsync(item, cancellationToken);

    /// <summary>Nothing is removed on the strength of an old reading, and nothing before that which takes its place is there.</summary>
    private ValueTask<ObjectReport> DeleteAsync(ObjectPlan item, CancellationToken cancellationToken) =>
        member.Losses != plan.Losses ? Untried(item, Problem.Conflict($"{item.Object}: cluster {member.Id} was out of reach since it was read, and is read again before anything is removed from it: plan again."))
        : _reports.Values.Any(static one => one.Outcome is ObjectOutcome.Failed or ObjectOutcome.Unknown or ObjectOutcome.NotTried) ? Untried(item, Problem.Failed($"{item.Object}: nothing is removed from cluster {member.Id} before the rest is there.", retryable: true))
        : _writer.DeleteAsync(item, cancellationToken);

    /// <returns>What must be there first, and is not.</returns>
    private Problem? Needs(ObjectPlan item) =>
        Failed("", "Namespace", name => name == item.Object.Namespace) ? Problem.Failed($"{item.Object}: its namespace could not be written.", retryable: true)
        : plan.Objects.Any(one => IsOfKind(one, item) && Failed("apiextensions.k8s.io", "CustomResourceDefinition", name => name == one.Object.Name)) ? Problem.Failed($"{item.Object}: the definition of its kind could not be written.", retryable: true)
        : null;

    private bool Failed(string group, string kind, Func<string, bool> isIt) =>
        _reports.Any(one => one.Key.Kind == kind && one.Key.Group == group && isIt(one.Key.Name) && one.Value.Outcome is ObjectOutcome.Failed or ObjectOutcome.Unknown or ObjectOutcome.NotTried);

    private static bool IsOfKind(ObjectPlan definition, ObjectPlan item) => definition.Object.Kind == "CustomResourceDefinition" && definition.Desired is { } desired
        && DefinedKinds.Of([desired.AsObject()]).Any(kind => kind.Kind == item.Object.Kind && kind.Group == item.Object.Group);

    private static ValueTask<ObjectReport> Untried(ObjectPlan item, Problem problem) => ValueTask.FromResult(new ObjectReport(item.Object, ObjectOutcome.NotTried, problem));

    private static ObjectReport AsPlanned(ObjectPlan item) => new(item.Object, item.Change switch
    {
        ObjectChange.Unchanged => ObjectOutcome.Unchanged,
        ObjectChange.Keep => ObjectOutcome.Kept,
        ObjectChange.Conflict => ObjectOutcome.Conflict,
        _ => ObjectOutcome.Failed,
    }, item.Problem);
}
