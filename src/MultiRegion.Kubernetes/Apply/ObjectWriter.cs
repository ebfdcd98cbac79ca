using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Clusters;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>Writes single objects of one cluster, and finds out what became of a write whose answer was lost or that met another's.</summary>
internal sealed class ObjectWriter(MemberCluster member, ApplySettings settings)
{
    private const int MostTries = 5;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly ObjectRules _rules = new(settings.Owner, settings.Manager, new());
    private Problem? _lost;

    /// <summary>Why nothing more is tried; null: the cluster is there.</summary>
    public Problem? Lost => Volatile.Read(ref _lost);

    public void Lose(Problem problem) => Interlocked.CompareExchange(ref _lost, problem, null);

    public async ValueTask<ObjectReport> WriteAsync(ObjectPlan item, CancellationToken cancellationToken)
    {
        var start = settings.Time.GetTimestamp();
        for (var (tries, at) = (1, item); ;)
        {
            var written = await SendAsync(at, cancellationToken).ConfigureAwait(false);
            switch (WriteAnswers.Read(written))
            {
                case WriteAnswer.Done:
                    return await DoneAsync(item, written, cancellationToken).ConfigureAwait(false);
                case WriteAnswer.FieldConflict:
                    return Report(item, ObjectOutcome.Conflict, written.Problem! with { Kind = ProblemKind.NotOwned }, written.Status);
                case WriteAnswer.Missing when IsNew(item) && settings.Time.GetElapsedTime(start) < settings.EstablishTimeout:
                    await Task.Delay(Poll, settings.Time, cancellationToken).ConfigureAwait(false);
                    continue;
                case WriteAnswer.Stale:
                    var (settled, again) = await MetAsync(at, cancellationToken).ConfigureAwait(false);
                    if (again is null || tries++ == MostTries)
                    {
                        return settled;
                    }

                    at = again;
                    continue;
                case WriteAnswer.Doubtful when !ReferenceEquals(written.Problem, Lost):
                    return await FoundAsync(item, written, cancellationToken).ConfigureAwait(false);
                case WriteAnswer.Doubtful:
                    return new(item.Object, ObjectOutcome.NotTried, Lost);
                default:
                    return Report(item, ObjectOutcome.Failed, written.Problem!, written.Status);
            }
        }
    }

    public async ValueTask<ObjectReport> DeleteAsync(ObjectPlan item, CancellationToken cancellationToken)
    {
        for (var (tries, version) = (1, item.ResourceVersion); ; tries++)
        {
            var options = new DeleteOptions { Uid = item.Uid, ResourceVersion = version };
            var deleted = await CallAsync(client => client.DeleteAsync(item.Resource!, item.Object.Namespace, item.Object.Name, options, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (deleted.Succeeded || deleted.Code == 404)
            {
                return new(item.Object, ObjectOutcome.Deleted);
            }

            if (WriteAnswers.Read(deleted) is not (WriteAnswer.Stale or WriteAnswer.Doubtful))
            {
                return Report(item, ObjectOutcome.Failed, deleted.Problem, deleted.Status);
            }

            if (ReferenceEquals(deleted.Problem, Lost))
            {
                return new(item.Object, ObjectOutcome.NotTried, Lost);
            }

            var read = await ReadAsync(item, cancellationToken).ConfigureAwait(false);
            if (read.Code == 404 || (read.Succeeded && (read.Value.Below("metadata")?.Text("uid") != item.Uid || read.Value.Below("metadata")?.Text("deletionTimestamp") is not null)))
            {
                return new(item.Object, ObjectOutcome.Deleted);
            }

            if (!read.Succeeded)
            {
                return Vanished(item, read.Problem);
            }

            // A new status is no reason to keep it; anything else is.
            version = read.Value.Version();
            if (deleted.Code != 409 || tries == MostTries || !_rules.IsOurs(read.Value) || DesiredObject.PrintOf(read.Value) != item.Before)
            {
                return deleted.Code == 409 ? Report(item, ObjectOutcome.Conflict, Changed(item)) : Report(item, ObjectOutcome.Failed, deleted.Problem, deleted.Status);
            }
        }
    }

    /// <summary>What it means that an object, which was to be made, is there.</summary>
    public ObjectReport Settled(ObjectPlan item, JsonObject live) => _rules.Judge(item.Desired!, live).Change == ObjectChange.Unchanged
        ? new(item.Object, ObjectOutcome.Unchanged)
        : Report(item, ObjectOutcome.Conflict, Changed(item));

    private ValueTask<KubeResult<JsonObject>> SendAsync(ObjectPlan item, CancellationToken cancellationToken) => CallAsync(
        client => client.ApplyAsync(
            item.Resource!,
            item.Object.Namespace,
            item.Object.Name,
            item.Desired!.Body(settings.Owner, item.Change == ObjectChange.Change ? item.Uid : null, item.ResourceVersion),
            new() { FieldManager = settings.Manager, Force = item.Force },
            cancellationToken),
        cancellationToken);

    private async ValueTask<ObjectReport> DoneAsync(ObjectPlan item, KubeResult<JsonObject> written, CancellationToken cancellationToken)
    {
        if (item.Change == ObjectChange.Create && written.Code == 200)
        {
            return Beside(item, written.Value!);
        }

        return ApplyOrder.Of(item.Object) == ApplyOrder.Definitions && !DefinedKinds.IsEstablished(written.Value!)
            ? await EstablishedAsync(item, cancellationToken).ConfigureAwait(false)
            : new(item.Object, item.Change == ObjectChange.Create ? ObjectOutcome.Created : ObjectOutcome.Changed);
    }

    /// <summary>It was there before: ours from an earlier attempt, or somebody else's who was faster than our plan.</summary>
    private ObjectReport Beside(ObjectPlan item, JsonObject live)
    {
        var others = FieldOwners.Of(live, settings.Manager).Others.Where(static tree => tree.Fields.Any(static pair => pair.Key != "f:status")).Select(static tree => tree.Manager.Name).Distinct(StringComparer.Ordinal).ToList();
        return others.Count == 0 ? new(item.Object, ObjectOutcome.Unchanged)
            : Report(item, ObjectOutcome.Conflict, Problem.NotOwned($"{item.Object}: {string.Join(", ", others)} made it since the plan was made, and our fields were added to it. Plan again; to give it back, take off its label {DesiredObject.OwnerLabel}."));
    }

    private async ValueTask<ObjectReport> EstablishedAsync(ObjectPlan item, CancellationToken cancellationToken)
    {
        for (var start = settings.Time.GetTimestamp(); ;)
        {
            var read = await ReadAsync(item, cancellationToken).ConfigureAwait(false);
            if (!read.Succeeded)
            {
                return Vanished(item, read.Problem);
            }

            if (DefinedKinds.IsEstablished(read.Value))
            {
                return new(item.Object, item.Change == ObjectChange.Create ? ObjectOutcome.Created : ObjectOutcome.Changed);
            }

            if (settings.Time.GetElapsedTime(start) >= settings.EstablishTimeout)
            {
                return Report(item, ObjectOutcome.Failed, Problem.Failed($"{item.Object}: it was written, but is not served after {settings.EstablishTimeout.TotalSeconds:0.#} s (its condition Established is not True).", retryable: true));
            }

            await Task.Delay(Poll, settings.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>It is another version than the plan saw. When nothing but its status changed, it is written on that one; when it is as it shall be, that was an earlier attempt of ours.</summary>
    private async ValueTask<(ObjectReport Settled, ObjectPlan? Again)> MetAsync(ObjectPlan item, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(item, cancellationToken).ConfigureAwait(false);
        return !read.Succeeded ? (read.Code == 404 ? Report(item, ObjectOutcome.Conflict, Changed(item)) : Vanished(item, read.Problem), null)
            : read.Value.Below("metadata")?.Text("uid") == item.Uid && DesiredObject.PrintOf(read.Value) == item.Before ? (Report(item, ObjectOutcome.Conflict, Changed(item)), item with { ResourceVersion = read.Value.Version() })
            : (Settled(item, read.Value), null);
    }

    /// <summary>The answer was lost, or the server could not say: what is there says it.</summary>
    private async ValueTask<ObjectReport> FoundAsync(ObjectPlan item, KubeResult<JsonObject> written, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(item, cancellationToken).ConfigureAwait(false);
        return read.Succeeded && _rules.Judge(item.Desired!, read.Value).Change == ObjectChange.Unchanged ? await DoneAsync(item, read with { Code = 201 }, cancellationToken).ConfigureAwait(false)
            : read.Succeeded || read.Code == 404 ? Report(item, ObjectOutcome.Failed, written.Problem! with { Retryable = true, Detail = $"{written.Problem!.Detail} Read again: it has not taken effect." }, written.Status)
            : Vanished(item, written.Problem!, read.Problem);
    }

    private ObjectReport Vanished(ObjectPlan item, Problem problem, Problem? since = null)
    {
        if ((since ?? problem).Kind == ProblemKind.Unreachable)
        {
            Lose(since ?? problem);
        }

        return Report(item, ObjectOutcome.Unknown, problem);
    }

    private ValueTask<KubeResult<JsonObject>> ReadAsync(ObjectPlan item, CancellationToken cancellationToken) =>
        member.CallAsync(client => client.GetAsync(item.Resource!, item.Object.Namespace, item.Object.Name, cancellationToken), cancellationToken);

    /// <summary>Waits for room, and then sends only while the cluster is there.</summary>
    private async ValueTask<KubeResult<JsonObject>> CallAsync(Func<KubeClient, ValueTask<KubeResult<JsonObject>>> call, CancellationToken cancellationToken) => Lost is { } before
        ? new(before, null, [])
        : await member.CallAsync(client => Lost is { } lost ? ValueTask.FromResult(new KubeResult<JsonObject>(lost, null, [])) : call(client), cancellationToken).ConfigureAwait(false);

    private static bool IsNew(ObjectPlan item) => item.Change == ObjectChange.Create && KnownKinds.Find(item.Object.ApiVersion, item.Object.Kind) is null;

    private static Problem Changed(ObjectPlan item) => Problem.Conflict($"{item.Object}: it has changed since the plan was made; plan again.");

    private static ObjectReport Report(ObjectPlan item, ObjectOutcome outcome, Problem problem, KubeStatus? status = null) => new(item.Object, outcome, problem with { Detail = SecretText.Scrub(item.Desired, problem.Detail) })
    {
        Causes = [.. (status?.Causes ?? []).Select(cause => new FieldCause(cause.Field, cause.Reason, SecretText.Scrub(item.Desired, cause.Message)))],
    };
}
