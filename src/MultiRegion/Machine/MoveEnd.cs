using MultiRegion.Planning;

namespace MultiRegion.Machine;

/// <summary>How a move ends, and where its regions stand then.</summary>
internal static class MoveEnd
{
    /// <summary>Ends a move whose steps are all over; halts it when some failed that must not be left undone.</summary>
    public static GroupState Complete(GroupState state, in MachineContext context)
    {
        var move = state.Move!;
        var open = move.Steps.Where(step => IsOpen(move, step)).ToList();
        if (open.Count > 0)
        {
            return Moves.Halt(state, new Reason(ReasonCode.Halted, "", $"{open.Count} step(s) failed and cannot be left undone") with
            {
                Because = [.. open.Select(static step => new Reason(ReasonCode.StepFailed, step.Step.Words, step.Problem?.Detail ?? ""))],
            });
        }

        return move.Aborting is { } why
            ? Finish(state, MoveOutcome.Aborted, why, context)
            : Finish(state, MoveOutcome.Completed, new Reason(ReasonCode.MoveCompleted, "", $"{move.Kind} of epoch {move.Epoch} is complete"), context);
    }

    /// <summary>Ends a halted move where it stands: it has arrived when a router was switched, and is as before otherwise.</summary>
    public static GroupState Stand(GroupState state, Reason why, in MachineContext context)
    {
        var move = state.Move!;
        var arrived = move.Aborting is null && move.Steps.Any(static step => step is { Step: ShiftStep, State: StepState.Succeeded });
        return Finish(state, arrived ? MoveOutcome.Completed : MoveOutcome.Aborted, why, context);
    }

    /// <summary>Whether a step failed and is still wanted: a shift is not, once a later one on the same router was made.</summary>
    public static bool IsOpen(Move move, StepStatus failed) => failed is { State: StepState.Failed, Step: not SoakStep } && !(failed.Step is ShiftStep shift && move.Steps.Any(step =>
        step is { Step: ShiftStep later, State: StepState.Succeeded } && later.Router == shift.Router && later.Sequence > shift.Sequence));

    private static GroupState Finish(GroupState state, MoveOutcome outcome, Reason reason, in MachineContext context)
    {
        var (move, now) = (state.Move!, context.Now);
        var isUpkeep = move.Kind is MoveKind.Establish or MoveKind.Tombstone;
        var isEstablished = outcome == MoveOutcome.Completed && move.Steps.Any(static step => step is { Step: ShiftStep, State: StepState.Succeeded });
        return state with
        {
            Regions = [.. state.Regions.Select(status => Settled(status, move, outcome, now))],
            Move = null,
            Adopting = false,
            Last = new(move.Epoch, move.Kind, outcome, now, reason),
            MovedAt = isUpkeep ? state.MovedAt : now,
            Hold = state.Hold ?? (outcome == MoveOutcome.Aborted ? move.Afterwards : null),
            EstablishedRevision = isEstablished ? context.Group.Revision : state.EstablishedRevision,
            EstablishedEpoch = isEstablished ? move.Epoch : state.EstablishedEpoch,
            EstablishedSequence = isEstablished ? Reached(move) : state.EstablishedSequence,
        };
    }

    private static int Reached(Move move) => move.Steps.Where(static step => step is { Step: ShiftStep, State: StepState.Succeeded })
        .GroupBy(static step => ((ShiftStep)step.Step).Router).Min(static shifts => shifts.Max(static step => step.Step.Sequence));

    private static RegionStatus Settled(RegionStatus status, Move move, MoveOutcome outcome, TimeSpan now) =>
        Regional.Settle(outcome == MoveOutcome.Completed ? Arrived(status, move, now) : Retreated(status, move, now), now);

    private static RegionStatus Arrived(RegionStatus status, Move move, TimeSpan now)
    {
        var (request, region) = (move.Request, status.Region);
        return request.Kind switch
        {
            MoveKind.Failover or MoveKind.Drain or MoveKind.Switchover when region != request.From && request.Targets.Contains(region) && !status.Share.IsDrained =>
                Moves.Enter(status, RegionState.Serving, now),
            MoveKind.Switchover when region == request.From => Moves.Enter(status, RegionState.Standby, now),
            MoveKind.Failover or MoveKind.Drain when status.State is RegionState.Draining or RegionState.Returning =>
                Moves.Enter(status, RegionState.Out, now) with { Tombstone = status.Tombstone || IsUnfenced(move, region) },
            MoveKind.Tombstone when region == request.Target => status with { Tombstone = false },
            MoveKind.Establish when request.Targets.Contains(region) && status.State == RegionState.Recovering => Moves.Enter(status, RegionState.Standby, now),
            MoveKind.Failback when region == request.Target => Moves.Enter(status, RegionState.Serving, now),
            MoveKind.Failback when request.Reserves.Contains(region) => Moves.Enter(status, RegionState.Standby, now),
            _ => status,
        };
    }

    /// <summary>Whether its data may still be written to, or its workloads may still start something: what could not be done while it was away is done first when it returns.</summary>
    private static bool IsUnfenced(Move move, RegionId region) => move.Steps.Any(step => step.Step switch
    {
        FenceStep fence => fence.Region == region && (step.State != StepState.Succeeded || step.Output != nameof(FenceOutcome.Confirmed)),
        CordonStep { Cordoned: true } cordon => cordon.Region == region && step.State != StepState.Succeeded,
        _ => false,
    });

    private static RegionStatus Retreated(RegionStatus status, Move move, TimeSpan now)
    {
        var prior = move.Prior.First(before => before.Region == status.Region);
        return status.State == prior.State ? status : Moves.Enter(status, Again(prior.State), now);
    }

    // A region whose return was given up starts its stability time from the beginning.
    private static RegionState Again(RegionState prior) => prior == RegionState.Recovering ? RegionState.Out : prior;
}
