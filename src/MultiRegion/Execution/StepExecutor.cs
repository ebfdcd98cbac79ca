using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Planning;

namespace MultiRegion.Execution;

/// <summary>Carries out one attempt at a step. Never throws: what goes wrong is an outcome.</summary>
/// <param name="planes">What steps act on.</param>
/// <param name="time">The clock of records.</param>
/// <param name="polls">The clock of what only looks again.</param>
/// <param name="view">What steps may look at.</param>
internal sealed class StepExecutor(Planes planes, TimeProvider time, TimeProvider polls, IStepView view)
{
    private readonly RouterSteps _routers = new(polls, view);
    private readonly FleetSteps _fleets = new(planes, polls, view);
    private readonly DataSteps _data = new(planes, polls, view);
    private readonly WaitSteps _waits = new(polls, view);

    /// <summary>Carries out the shifts of one tick on one router.</summary>
    public Task<ImmutableArray<StepReport>> ShiftAsync(RouterId router, ImmutableArray<StepWork> works, CancellationToken cancellationToken) => GuardedAsync(
        works,
        async () => planes.Routers.TryGetValue(router, out var found)
            ? await _routers.ShiftAsync(found, works, cancellationToken).ConfigureAwait(false)
            : [.. works.Select(work => new StepReport(work.Key, Missing("router", router.Value)))],
        cancellationToken);

    /// <summary>Carries out any other step.</summary>
    public Task<ImmutableArray<StepReport>> ExecuteAsync(StepWork work, CancellationToken cancellationToken) => GuardedAsync(
        [work],
        async () => [new StepReport(work.Key, Absent(work) ?? await DispatchAsync(work, cancellationToken).ConfigureAwait(false))],
        cancellationToken);

    private ValueTask<StepOutcome> DispatchAsync(StepWork work, CancellationToken cancellationToken) => work.Step switch
    {
        FenceStep step => _data.FenceAsync(work, step, cancellationToken),
        DemoteStep step => _data.DemoteAsync(work, step, cancellationToken),
        PromoteStep step => _data.PromoteAsync(work, step, cancellationToken),
        CatchUpStep step => _data.CatchUpAsync(step, cancellationToken),
        BackUpStep step => _data.BackUpAsync(work, step, cancellationToken),
        RestoreStep step => _data.RestoreAsync(work, step, cancellationToken),
        ScaleStep step => _fleets.ScaleAsync(work, step, cancellationToken),
        CordonStep step => _fleets.CordonAsync(work, step, cancellationToken),
        WaitReadyStep step => _fleets.WaitReadyAsync(work, step, cancellationToken),
        AwaitQuietStep step => _waits.AwaitQuietAsync(work, step, cancellationToken),
        SoakStep step => _waits.SoakAsync(work, step, cancellationToken),
        VerifyStep step => _waits.VerifyAsync(work, step, cancellationToken),
        NotifyStep step => NotifyAsync(work, step, cancellationToken),
        CustomStep step => RunAsync(work, step, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(work), work.Step.GetType().Name, "No executor for the step."),
    };

    private StepOutcome? Absent(StepWork work) => work.Step switch
    {
        FenceStep step => Known(planes.Replicas, step.ReplicaSet, "replica set"),
        DemoteStep step => Known(planes.Replicas, step.ReplicaSet, "replica set"),
        PromoteStep step => Known(planes.Replicas, step.ReplicaSet, "replica set"),
        CatchUpStep step => Known(planes.Replicas, step.ReplicaSet, "replica set"),
        BackUpStep step => Known(planes.Vaults, step.Vault, "vault"),
        RestoreStep step => Known(planes.Vaults, step.Vault, "vault"),
        CustomStep step => Known(planes.CustomSteps, step.Name, "custom step"),
        ScaleStep or CordonStep or WaitReadyStep => work.WorkloadsIn(work.Step.Where!.Value)
            .Select(entry => Known(planes.Fleets, entry.Fleet, "fleet")).FirstOrDefault(static missing => missing is not null),
        _ => null,
    };

    private static StepOutcome? Known<TKey, TValue>(ImmutableDictionary<TKey, TValue> planes, TKey key, string what)
        where TKey : notnull => planes.ContainsKey(key) ? null : Missing(what, key.ToString()!);

    private static StepOutcome Missing(string what, string id) => Problem.Refused($"No {what} '{id}' is registered: register it, then resume.");

    private async ValueTask<StepOutcome> NotifyAsync(StepWork work, NotifyStep step, CancellationToken cancellationToken)
    {
        var notification = new Notification { Group = work.Group.Id, Epoch = work.Move.Epoch, Severity = step.Severity, Text = step.Text, At = time.GetUtcNow() };
        Problem? problem = null;
        foreach (var notifier in planes.Notifiers)
        {
            problem ??= (await notifier.NotifyAsync(notification, cancellationToken).ConfigureAwait(false)).Problem;
        }

        return problem is null ? StepOutcome.Done() : problem;
    }

    private async ValueTask<StepOutcome> RunAsync(StepWork work, CustomStep step, CancellationToken cancellationToken)
    {
        var (request, targets) = (work.Move.Request, work.Move.Request.Targets);
        var context = new CustomStepContext { Group = work.Group.Id, Marker = work.Marker, From = request.From, To = targets.IsEmpty ? default(RegionId?) : targets[0], Cause = request.Cause };
        var ran = await planes.CustomSteps[step.Name].RunAsync(context, cancellationToken).ConfigureAwait(false);
        return ran.Succeeded ? StepOutcome.Done(ran.Value) : ran.Problem;
    }

    // The text of a foreign exception may hold a secret; its type does not.
    private static async Task<ImmutableArray<StepReport>> GuardedAsync(
        ImmutableArray<StepWork> works, Func<ValueTask<ImmutableArray<StepReport>>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [.. works.Select(static work => new StepReport(work.Key, Problem.Unreachable("cancelled")))];
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return [.. works.Select(work => new StepReport(work.Key, Problem.Failed($"the provider threw {error.GetType().Name}", retryable: true)))];
        }
    }
}
