using System.Diagnostics.CodeAnalysis;
using MultiRegion.Planning;

namespace MultiRegion.Machine;

/// <summary>The commands that change a move or a hold; those that begin a move come as <see cref="MoveStarted"/>.</summary>
internal static class OperatorCommands
{
    /// <summary>Says why a command cannot be carried out now, and what to do; null when it can.</summary>
    public static string? Objection(GroupState state, OperatorCommand command)
    {
        if (command.Epoch is { } epoch && state.Move?.Epoch != epoch)
        {
            return state.Move is { } move ? $"the move under way is epoch {move.Epoch}, not {epoch}" : $"no move is under way, epoch {epoch} is over";
        }

        return (command.Kind, state) switch
        {
            (CommandKind.Approve or CommandKind.Reject, _) when !Awaits(state, out _) => "nothing waits for approval",
            (CommandKind.Approve or CommandKind.Reject, _) when command.Sequence is { } asked && Awaits(state, out var waiting) && waiting.Step.Sequence != asked =>
                $"step {asked} waits for no answer any more: step {waiting.Step.Sequence} does, and asks: {((ApproveStep)waiting.Step).Question}",
            (CommandKind.Abort, { Move: null }) => "no move is under way",
            (CommandKind.Abort, { Move.Aborting: not null, Move.Halted: null }) => "the move is being taken back already",
            (CommandKind.Abort, { Move: { Halted: null, Request: { Kind: MoveKind.Failover, Cause: MoveCause.Dead } } move }) when HasTouched(move) =>
                "an unplanned failover only goes forward: when it is over, switch over or fail back",
            (CommandKind.Hold, { Hold: not null }) => "it is held already",
            (CommandKind.Resume, { Hold: null, Move: null or { Halted: null } }) => "it is neither held nor halted",
            (CommandKind.Adopt, { Hold: null }) => "nothing waits to be adopted: it is not held",
            _ => null,
        };
    }

    public static StepResult Apply(GroupState state, OperatorCommand command, in MachineContext context)
    {
        var reason = new Reason(ReasonCode.Operator, command.Kind.ToString(), $"{command.Actor}: {command.Reason}");
        return Objection(state, command) is not null
            ? new(state, reason)
            : command.Kind switch
            {
                CommandKind.Approve => Approve(state, reason, context),
                CommandKind.Reject or CommandKind.Abort => Abort(state, command.Actor, reason, context),
                CommandKind.Hold => new(state with { Hold = new(reason, command.Actor) }, reason),
                CommandKind.Resume => Resume(state, reason, context),
                // What is ours from here on is written anew, so that it carries our marker.
                CommandKind.Adopt => new(Moves.Advance(state with { Hold = null, Adopting = true, EstablishedRevision = 0 }, context), reason),
                _ => new(state, reason),
            };
    }

    private static StepResult Approve(GroupState state, Reason reason, in MachineContext context)
    {
        Awaits(state, out var waiting);
        var approved = waiting! with { State = StepState.Succeeded, Output = reason.Detail, EndedAt = context.Now };
        return new(Moves.Advance(state with { Move = state.Move!.With(approved) }, context), reason);
    }

    private static StepResult Abort(GroupState state, string actor, Reason reason, in MachineContext context)
    {
        // The cause of such a move is still there: without a hold the engine would begin it again at once.
        var beginsAgain = state.Move!.Kind is not (MoveKind.Switchover or MoveKind.Failback);
        var given = state with { Move = state.Move with { Afterwards = beginsAgain ? new(reason, actor) : null } };

        // A halted move is ended where it stands: what it could not do, it could not take back either.
        return new(given.Move.Halted is not null && HasTouched(given.Move) ? MoveEnd.Stand(given, reason, context) : Moves.Abort(given, reason, context), reason);
    }

    private static StepResult Resume(GroupState state, Reason reason, in MachineContext context)
    {
        var resumed = state with { Hold = null };
        if (resumed.Move is { Halted: not null } move)
        {
            var again = move.Steps.Select(step => MoveEnd.IsOpen(move, step)
                ? step with { State = StepState.Pending, Forgiven = step.Attempt, StartedAt = null, EndedAt = null, RetryAt = null }
                : step);
            resumed = resumed with { Move = move with { Halted = null, Steps = [.. again] } };
        }

        return new(Moves.Advance(resumed, context), reason);
    }

    private static bool Awaits(GroupState state, [NotNullWhen(true)] out StepStatus? waiting)
    {
        waiting = state.Move?.Steps.FirstOrDefault(static step => step is { Step: ApproveStep, State: StepState.Running });
        return waiting is not null;
    }

    private static bool HasTouched(Move move) => move.Steps.Any(static step => step.WasTried && step.Step is not ApproveStep);
}
