using MultiRegion.Planning;

namespace MultiRegion.Machine;

/// <summary>What a region that fails is to the move under way.</summary>
internal enum RegionPart
{
    /// <summary>The move is leaving it.</summary>
    Source,

    /// <summary>The move is going to it.</summary>
    Target,

    /// <summary>It serves beside them.</summary>
    Other,
}

/// <summary>What a failure during a move does to the move.</summary>
internal enum Interruption
{
    /// <summary>Nothing: the move is the answer already, or the failure is not worth more trouble.</summary>
    Ignore,

    /// <summary>What is left of the plan is replaced by an unplanned failover from the region that failed.</summary>
    Replace,

    /// <summary>The move is taken back.</summary>
    Abort,
}

/// <summary>The table of failures during moves.</summary>
internal static class Interruptions
{
    public static Interruption Rule(MoveKind kind, MoveCause underWay, RegionPart part, MoveCause cause) => (kind, part, cause) switch
    {
        (_, _, MoveCause.Planned) => Interruption.Ignore,

        // A grey failover of a region that dies now is not stepped any more: it has to be left at once.
        (MoveKind.Failover, RegionPart.Source, MoveCause.Dead) => underWay == MoveCause.Dead ? Interruption.Ignore : Interruption.Replace,
        (MoveKind.Failover, RegionPart.Source, MoveCause.Grey) => Interruption.Ignore,
        (MoveKind.Failover, _, MoveCause.Dead) => Interruption.Replace,
        (MoveKind.Failover, _, MoveCause.Grey) => Interruption.Ignore,

        (MoveKind.Switchover or MoveKind.Drain, RegionPart.Source, MoveCause.Dead) => Interruption.Replace,
        (MoveKind.Switchover or MoveKind.Drain, RegionPart.Source, MoveCause.Grey) => Interruption.Ignore,
        (MoveKind.Switchover or MoveKind.Drain, RegionPart.Target, _) => Interruption.Abort,
        (MoveKind.Switchover or MoveKind.Drain, RegionPart.Other, MoveCause.Dead) => Interruption.Abort,
        (MoveKind.Switchover or MoveKind.Drain, RegionPart.Other, MoveCause.Grey) => Interruption.Ignore,

        (MoveKind.Failback, _, MoveCause.Dead) => Interruption.Replace,
        (MoveKind.Failback, RegionPart.Target, MoveCause.Grey) => Interruption.Abort,
        (MoveKind.Failback, _, MoveCause.Grey) => Interruption.Ignore,

        (MoveKind.Establish or MoveKind.Tombstone, _, MoveCause.Dead) => Interruption.Replace,
        (MoveKind.Establish or MoveKind.Tombstone, _, MoveCause.Grey) => Interruption.Ignore,

        _ => throw new ArgumentOutOfRangeException(nameof(kind), $"No rule for {kind}, {part} and {cause}."),
    };

    /// <summary>What a request to leave a region does to the move under way.</summary>
    public static Interruption Of(GroupState state, MoveRequest request)
    {
        var (move, failed) = (state.Move!, request.From!.Value);
        var rule = Rule(move.Kind, move.Request.Cause, PartOf(move.Request, failed), request.Cause);
        return rule switch
        {
            // Data that may have moved to a dead region cannot be taken back from it.
            Interruption.Abort when request.Cause == MoveCause.Dead && DataInMove.MayHaveMovedTo(move, failed) => Interruption.Replace,
            Interruption.Abort when move.Aborting is not null => Interruption.Ignore,
            _ => rule,
        };
    }

    public static RegionPart PartOf(MoveRequest request, RegionId region) =>
        request.From == region ? RegionPart.Source : request.Targets.Contains(region) ? RegionPart.Target : RegionPart.Other;

    public static StepResult Apply(GroupState state, MoveInterrupted interrupted, in MachineContext context)
    {
        if (state.Move is not { Halted: null } move || state.Hold is not null || interrupted.Request.From is null)
        {
            return new(state, interrupted.Reason);
        }

        return Of(state, interrupted.Request) switch
        {
            Interruption.Replace => Replace(state, move, interrupted, context),
            Interruption.Abort => new(Moves.Abort(state, interrupted.Reason, context), interrupted.Reason),
            _ => new(state, interrupted.Reason),
        };
    }

    private static StepResult Replace(GroupState state, Move move, MoveInterrupted interrupted, in MachineContext context)
    {
        var tail = MovePlanner.Plan(context.Group, interrupted.Request, move.LastSequence, move.LastStage);
        var replaced = Moves.Replan(move, tail) with { Request = interrupted.Request, Reason = interrupted.Reason, Aborting = null, Afterwards = null };
        var next = Moves.Mark(state with { Move = replaced }, interrupted.Request, context.Now);
        return new(Moves.Advance(next, context), new Reason(ReasonCode.MoveStarted, "", $"epoch {move.Epoch} goes on as a failover").With(interrupted.Reason));
    }
}
