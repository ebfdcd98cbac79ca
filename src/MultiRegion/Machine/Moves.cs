using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using MultiRegion.Planning;
using MultiRegion.Routing;

namespace MultiRegion.Machine;

/// <summary>The life of a move: begun, advanced stage by stage, planned anew, given up or halted.</summary>
internal static class Moves
{
    public static StepResult Start(GroupState state, MoveStarted started, in MachineContext context)
    {
        if (state.Move is not null || state.Hold is not null)
        {
            return new(state, new Reason(ReasonCode.Waiting, "", state.Hold is { } hold ? $"held: {hold.Reason.Detail}" : "another move is under way"));
        }

        var now = context.Now;
        var steps = MovePlanner.Plan(context.Group, started.Request);
        var move = new Move
        {
            Epoch = started.Epoch,
            Request = started.Request,
            Steps = [.. steps.Select(static step => new StepStatus(step))],
            PlanHash = Hash(started.Epoch, steps),
            StartedAt = now,
            StartedUtc = context.Utc,
            Reason = started.Reason,
            By = started.By,
            Prior = state.Regions,
        };
        var begun = Mark(state with { Move = move, Report = null, AutomaticMoves = Budget(state, started, context.Utc) }, started.Request, now);
        return new(Advance(begun, context), new Reason(ReasonCode.MoveStarted, "", $"{started.Request.Kind} begins as epoch {started.Epoch}").With(started.Reason));
    }

    /// <summary>Starts the next stage when the present one is over; completes the move when none is left.</summary>
    public static GroupState Advance(GroupState state, in MachineContext context)
    {
        if (state.Move is not { Halted: null } move || state.Hold is not null)
        {
            return state;
        }

        var unfinished = move.Steps.Where(static step => !step.IsOver).ToList();
        if (unfinished.Count == 0)
        {
            return MoveEnd.Complete(state, context);
        }

        var (stage, now) = (unfinished.Min(static step => step.Step.Stage), context.Now);
        var started = move.Steps.Select(step => step.State == StepState.Pending && step.Step.Stage == stage
            ? step with { Step = AsThingsStand(step.Step, state), State = StepState.Running, Attempt = step.Attempt + 1, StartedAt = now }
            : step);
        return Follow(state with { Move = move with { Steps = [.. started] } }, stage);
    }

    // A return raises the standbys again at its end. One that has died since it was planned stays out, and is raised when it is well.
    private static MoveStep AsThingsStand(MoveStep step, GroupState state)
    {
        if (step is not ShiftStep shift || state.Move is not { Kind: MoveKind.Failback, Aborting: null } move)
        {
            return step;
        }

        var dead = state.Regions.Where(status => status is { Verdict: Verdict.Unhealthy, Share.IsDrained: true } && status.Region != move.Request.Target);
        return shift with { Shares = dead.Aggregate(shift.Shares, static (shares, status) => shares.With(status.Region, Share.None)) };
    }

    /// <summary>Replaces what has not been done yet. Sequences go on rising, so a late write of a dropped step is refused by its marker.</summary>
    public static Move Replan(Move move, ImmutableArray<MoveStep> tail) => move with
    {
        Steps = [.. move.Steps.Select(static step => IsSettled(step) ? step : step with { State = StepState.Dropped }), .. tail.Select(static step => new StepStatus(step))],
        PlanHash = Hash(move.Epoch, tail),
        Halted = null,
    };

    /// <summary>Takes a planned move back. An unplanned one that is given up takes nothing back: what it did, it did to leave a dead region.</summary>
    public static GroupState Abort(GroupState state, Reason why, in MachineContext context)
    {
        var move = state.Move!;
        var undo = new Compensation { Before = move.Request.Before, Text = $"{state.Group}: the {move.Kind} of epoch {move.Epoch} was given up. {why.Detail}" };
        var tail = MovePlanner.Compensate(context.Group, move.Request.Cause == MoveCause.Dead ? undo : Done(undo, move), move.LastSequence, move.LastStage);
        return Advance(state with { Move = Replan(move, tail) with { Aborting = why } }, context);
    }

    private static Compensation Done(Compensation undo, Move move)
    {
        var tried = move.Steps.Where(static step => step.WasTried).Select(static step => step.Step).ToList();
        return undo with
        {
            Shifted = tried.Exists(static step => step is ShiftStep),
            DemotedAt = tried.OfType<DemoteStep>().LastOrDefault()?.Region,
            PromotedAt = tried.OfType<PromoteStep>().LastOrDefault()?.Region,
            Grown = [.. tried.OfType<ScaleStep>().Where(static step => step.ToServing).Select(static step => step.Region).Distinct()],
            Shrunk = [.. tried.OfType<ScaleStep>().Where(static step => !step.ToServing).Select(static step => step.Region).Distinct()],
        };
    }

    // A failed soak stays on record: the second one ends the return. Other failures belong to the plan that is given up.
    private static bool IsSettled(StepStatus step) => step.IsOver && (step.State != StepState.Failed || step.Step is SoakStep);

    public static GroupState Halt(GroupState state, Reason why) => state with { Move = state.Move! with { Halted = why } };

    internal static string Hash(long epoch, ImmutableArray<MoveStep> steps)
    {
        var text = string.Join('\n', steps.Select(step => $"{epoch}.{step.Sequence} {step.Words}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    internal static GroupState Mark(GroupState state, MoveRequest request, TimeSpan now) => request.Kind switch
    {
        MoveKind.Failover or MoveKind.Switchover or MoveKind.Drain => state.With(request.From!.Value, status => Enter(status, RegionState.Draining, now)),
        MoveKind.Failback => state.With(request.Target, status => Enter(status, RegionState.Returning, now)),
        _ => state,
    };

    internal static RegionStatus Enter(RegionStatus status, RegionState entered, TimeSpan now) =>
        status.State == entered ? status : status with { State = entered, Since = now };

    private static ImmutableArray<DateTimeOffset> Budget(GroupState state, MoveStarted started, DateTimeOffset utc) =>
        started.By is not null || started.Request.Kind is MoveKind.Establish or MoveKind.Tombstone
            ? state.AutomaticMoves
            : [.. state.AutomaticMoves.Where(at => at.UtcDateTime.Date == utc.UtcDateTime.Date), utc];

    // The shares of a stage are what the routers are being told from its first write on.
    private static GroupState Follow(GroupState state, int stage)
    {
        var shift = state.Move!.Steps.Where(step => step.Step.Stage == stage && step.State == StepState.Running).Select(static step => step.Step).OfType<ShiftStep>().FirstOrDefault();
        return shift is null
            ? state
            : state with { Regions = [.. state.Regions.Select(status => status with { Share = shift.Shares.ByRegion.GetValueOrDefault(status.Region, Share.Full) })] };
    }
}
