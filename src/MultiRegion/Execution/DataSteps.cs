using System.Globalization;
using MultiRegion.Machine;
using MultiRegion.Planning;

namespace MultiRegion.Execution;

/// <summary>Fencing, demoting, promoting and catching up of data, and backups.</summary>
internal sealed class DataSteps(Planes planes, TimeProvider time, IStepView view)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    public async ValueTask<StepOutcome> FenceAsync(StepWork work, FenceStep step, CancellationToken cancellationToken)
    {
        var fenced = await planes.Replicas[step.ReplicaSet].FenceAsync(step.Region, work.Marker, cancellationToken).ConfigureAwait(false);
        return fenced.Succeeded ? StepOutcome.Done(fenced.Value.ToString()) : fenced.Problem;
    }

    public async ValueTask<StepOutcome> DemoteAsync(StepWork work, DemoteStep step, CancellationToken cancellationToken)
    {
        if (!view.MayWrite())
        {
            return Problem.Unreachable("the lease would be over before the write is");
        }

        var demoted = await planes.Replicas[step.ReplicaSet].DemoteAsync(step.Region, work.Marker, cancellationToken).ConfigureAwait(false);
        return demoted.Succeeded ? StepOutcome.Done(demoted.Value.Document) : demoted.Problem;
    }

    public async ValueTask<StepOutcome> PromoteAsync(StepWork work, PromoteStep step, CancellationToken cancellationToken)
    {
        var replica = planes.Replicas[step.ReplicaSet];
        var seen = (await replica.ObserveAsync(cancellationToken).ConfigureAwait(false)).In(step.Region);
        if (step is { DemotedFrom: null, AllowedLoss: { } allowed } && seen is not { Role: ReplicaRole.Writable } && !(seen?.Lag <= allowed))
        {
            return Problem.Refused(seen?.Lag is { } lag
                ? $"{step.ReplicaSet} in {step.Region} is {Seconds(lag)} behind, the objective allows {Seconds(allowed)}."
                : $"How far {step.ReplicaSet} in {step.Region} is behind is not known.");
        }

        if (!view.MayWrite())
        {
            return Problem.Unreachable("the lease would be over before the write is");
        }

        var promoted = await replica.PromoteAsync(step.Region, TokenOf(work, step), work.Marker, cancellationToken).ConfigureAwait(false);
        return !promoted.Succeeded ? promoted.Problem : StepOutcome.Done(promoted.Value.Lost is { } lost ? $"writable, {Seconds(lost)} of data lost" : "writable, loss of data not known");
    }

    public async ValueTask<StepOutcome> CatchUpAsync(CatchUpStep step, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = (await planes.Replicas[step.ReplicaSet].ObserveAsync(cancellationToken).ConfigureAwait(false)).In(step.Region);
            if (seen is { Role: ReplicaRole.Writable } or { Role: ReplicaRole.Standby, Lag: not null } && !(seen.Lag > step.AllowedLag))
            {
                return StepOutcome.Done($"follows, {Seconds(seen.Lag ?? TimeSpan.Zero)} behind");
            }

            await Pause.ForAsync(time, Poll, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<StepOutcome> BackUpAsync(StepWork work, BackUpStep step, CancellationToken cancellationToken)
    {
        var made = await planes.Vaults[step.Vault].BackUpAsync(step.Service, step.Region, work.Marker, cancellationToken).ConfigureAwait(false);
        return made.Succeeded ? StepOutcome.Done(made.Value.Id) : made.Problem;
    }

    public async ValueTask<StepOutcome> RestoreAsync(StepWork work, RestoreStep step, CancellationToken cancellationToken)
    {
        var listed = await planes.Vaults[step.Vault].ListAsync(step.Service, cancellationToken).ConfigureAwait(false);
        if (!listed.Succeeded || listed.Value.IsEmpty)
        {
            return listed.Problem ?? Problem.Refused($"The vault {step.Vault} has no backup of {step.Service}.");
        }

        var restored = await planes.Vaults[step.Vault].RestoreAsync(listed.Value[0], step.Region, work.Marker, cancellationToken).ConfigureAwait(false);
        return restored.Succeeded ? StepOutcome.Done(restored.Value.Id) : restored.Problem;
    }

    private static DemotionToken? TokenOf(StepWork work, PromoteStep step) => work.Move.Steps
        .Where(status => status is { State: StepState.Succeeded, Output: not null, Step: DemoteStep demote } && demote.ReplicaSet == step.ReplicaSet && demote.Region == step.DemotedFrom)
        .Select(static status => new DemotionToken(status.Output!))
        .LastOrDefault();

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");
}
