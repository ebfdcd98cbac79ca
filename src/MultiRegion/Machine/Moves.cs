using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using MultiRegion.Planning;
using MultiRegion.Routing;

namespace MultiRegion.Machine;

/// <summary>The life of a move: begun, advanced stage by stage, completed, given up or halted.</summary>
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
            return Complete(state, context);
        }

        var (stage, now) = (unfinished.Min(static step => step.Step.Stage), context.Now);
        var started = move.Steps.Select(step => step.State == StepState.Pending && step.Step.Stage == stage
            ? step with { State = StepState.Running, Attempt = step.Attempt + 1, StartedAt = now }
            : step);
        return Follow(state with { Move = move with { Steps = [.. started] } }, stage);
    }

    /// <summary>Replaces what has not been done yet. Sequences go on rising, so a late write of a dropped step is refused by its marker.</summary>
    public static Move Replan(Move move, ImmutableArray<MoveStep> tail) => move with
    {
        Steps = [.. move.Steps.Select(static step => step.IsOver ? step : step with { State = StepState.Dropped }), .. tail.Select(static step => new StepStatus(step))],
        PlanHash = Hash(move.Epoch, tail),
        Halted = null,
    };

    /// <summary>Takes a planned move back; an unplanned one only goes forward.</summary>
    public static GroupState Abort(GroupState state, Reason why, in MachineContext context)
    {
        var move = state.Move!;
        var undo = new Compensation
        {
            Before = move.Request.Before,
            Text = $"{state.Group}: the {move.Kind} of epoch {move.Epoch} was given up. {why.Detail}",
            Shifted = move.Steps.Any(static step => step is { Step: ShiftStep, WasTried: true }),
            DemotedAt = Tried<DemoteStep>(move)?.Region,
            PromotedAt = Tried<PromoteStep>(move)?.Region,
            PromoteBackTo = Tried<DemoteStep>(move)?.Region,
            Scaled = Tried<ScaleStep>(move) is { ToServing: true } scale ? scale.Region : default(RegionId?),
        };
        var tail = MovePlanner.Compensate(context.Group, undo, move.LastSequence, move.LastStage);
        return Advance(state with { Move = Replan(move, tail) with { Aborting = why } }, context);
    }

    public static GroupState Halt(GroupState state, Reason why) => state with { Move = state.Move! with { Halted = why } };

    public static GroupState Complete(GroupState state, in MachineContext context)
    {
        var (move, now) = (state.Move!, context.Now);
        var unswitched = move.Steps.Where(static step => step is { State: StepState.Failed, Step.OnFailure: FailureAction.HaltAtEnd }).ToList();
        if (unswitched.Count > 0)
        {
            return Halt(state, new Reason(ReasonCode.Halted, "", $"{unswitched.Count} step(s) failed and cannot be left undone") with
            {
                Because = [.. unswitched.Select(static step => new Reason(ReasonCode.StepFailed, step.Step.Words, step.Problem?.Detail ?? ""))],
            });
        }

        var outcome = move.Aborting is null ? MoveOutcome.Completed : MoveOutcome.Aborted;
        var reason = move.Aborting ?? new Reason(ReasonCode.MoveCompleted, "", $"{move.Kind} of epoch {move.Epoch} is complete");
        var settled = outcome == MoveOutcome.Completed ? Arrive(state, move, now) : Retreat(state, move, now);
        return settled with
        {
            Move = null,
            Adopting = false,
            Last = new(move.Epoch, move.Kind, outcome, now, reason),
            EstablishedRevision = outcome == MoveOutcome.Completed && move.Steps.Any(static step => step is { Step: ShiftStep, State: StepState.Succeeded })
                ? context.Group.Revision
                : state.EstablishedRevision,
        };
    }

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

    private static GroupState Arrive(GroupState state, Move move, TimeSpan now)
    {
        var regions = state.Regions.Select(status => Regional.Settle(Arrived(status, move, now), now));
        return state with { Regions = [.. regions] };
    }

    private static RegionStatus Arrived(RegionStatus status, Move move, TimeSpan now)
    {
        var (request, region) = (move.Request, status.Region);
        return request.Kind switch
        {
            MoveKind.Failover or MoveKind.Drain or MoveKind.Switchover when region != request.From && request.Targets.Contains(region) && !status.Share.IsDrained =>
                Enter(status, RegionState.Serving, now),
            MoveKind.Switchover when region == request.From => Enter(status, RegionState.Standby, now),
            MoveKind.Failover or MoveKind.Drain when status.State is RegionState.Draining or RegionState.Returning =>
                Enter(status, RegionState.Out, now) with { Tombstone = status.Tombstone || IsUnfenced(move, region) },
            MoveKind.Tombstone when region == request.Target => status with { Tombstone = false },
            MoveKind.Failback when region == request.Target => Enter(status, RegionState.Serving, now),
            MoveKind.Failback when request.Reserves.Contains(region) => Enter(status, RegionState.Standby, now),
            _ => status,
        };
    }

    private static bool IsUnfenced(Move move, RegionId region) => move.Steps.Any(step =>
        step.Step is FenceStep fence && fence.Region == region && (step.State != StepState.Succeeded || step.Output != nameof(FenceOutcome.Confirmed)));

    private static GroupState Retreat(GroupState state, Move move, TimeSpan now) => state with
    {
        Regions =
        [
            .. state.Regions.Select(status =>
            {
                var prior = move.Prior.First(before => before.Region == status.Region);
                return status.State == prior.State ? status : Regional.Settle(Enter(status, Again(prior.State), now), now);
            }),
        ],
    };

    // A region whose return was given up starts its stability time from the beginning.
    private static RegionState Again(RegionState prior) => prior == RegionState.Recovering ? RegionState.Out : prior;

    private static RegionStatus Enter(RegionStatus status, RegionState entered, TimeSpan now) =>
        status.State == entered ? status : status with { State = entered, Since = now };

    private static TStep? Tried<TStep>(Move move)
        where TStep : MoveStep =>
        move.Steps.Where(static step => step is { Step: TStep, WasTried: true }).Select(static step => (TStep)step.Step).LastOrDefault();

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
