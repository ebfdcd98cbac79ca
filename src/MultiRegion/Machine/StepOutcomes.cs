using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Planning;

namespace MultiRegion.Machine;

/// <summary>What the outcome of a step's attempt does to the move.</summary>
internal static class StepOutcomes
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    public static StepResult Apply(GroupState state, StepEnded ended, in MachineContext context)
    {
        // An outcome of an attempt that is not awaited any more changes nothing: its write was fenced by a later sequence.
        if (state.Move is not { } move || move.Find(ended.Sequence) is not { State: StepState.Running } step || step.Attempt != ended.Attempt)
        {
            return new(state, new Reason(ReasonCode.Superseded, "", $"an outcome of step {ended.Sequence} came too late"));
        }

        return ended.Outcome.Problem is { } problem
            ? Failed(state, step, problem, context)
            : Succeeded(state, step, ended.Outcome.Output, context);
    }

    public static StepResult Failed(GroupState state, StepStatus step, Problem problem, in MachineContext context)
    {
        var move = state.Move!;
        if (problem.Kind is ProblemKind.Fenced or ProblemKind.NotOwned)
        {
            return Stop(state, step, problem);
        }

        if (problem.Retryable && step.Attempt - step.Forgiven <= step.Step.Retries)
        {
            var waiting = step with { State = StepState.Waiting, Problem = problem, RetryAt = context.Now + Delay(step, problem, context) };
            return new(state with { Move = move.With(waiting) }, new Reason(ReasonCode.StepRetried, step.Step.Words, problem.Detail));
        }

        var failed = step with { State = StepState.Failed, Problem = problem, EndedAt = context.Now };
        var reason = new Reason(ReasonCode.StepFailed, step.Step.Words, problem.Detail);
        return FailedForGood(state with { Move = move.With(failed) }, failed, reason, context);
    }

    private static StepResult Succeeded(GroupState state, StepStatus step, string? output, in MachineContext context)
    {
        var done = step with { State = StepState.Succeeded, Output = output, Problem = null, RetryAt = null, EndedAt = context.Now };
        var next = state with { Move = state.Move!.With(done) };
        if (step.Step is PromoteStep promote)
        {
            next = next with { DataAt = promote.Region };
        }

        var reason = new Reason(ReasonCode.StepSucceeded, step.Step.Words, output ?? "done");
        return step.Step is FenceStep && output == nameof(FenceOutcome.Unconfirmed)
            ? Unconfirmed(next, step, reason, context)
            : new(Moves.Advance(next, context), reason);
    }

    private static StepResult FailedForGood(GroupState state, StepStatus step, Reason reason, in MachineContext context)
    {
        var move = state.Move!;
        return step.Step switch
        {
            // An operator decides how a halted move goes on; what still ran beside the failed step is only written down.
            _ when move.Halted is not null => new(state, reason),

            // A fence that failed is one that was not confirmed: somebody may still write there.
            FenceStep when move.Kind == MoveKind.Failover => Unconfirmed(state, step, reason, context),
            PromoteStep { AllowedLoss: not null } promote when move.Kind == MoveKind.Failover && step.Problem!.Kind == ProblemKind.Refused =>
                AskFirst(state, $"{step.Problem.Detail} Promote {promote.Region} all the same?", [promote with { AllowedLoss = null }], reason, context),
            _ => Follow(state, step, reason, context),
        };
    }

    private static StepResult Follow(GroupState state, StepStatus step, Reason reason, in MachineContext context)
    {
        var move = state.Move!;
        if (move.Aborting is not null && step.Step.OnFailure is FailureAction.Abort)
        {
            return Halted(state, reason, "what was done could not be taken back");
        }

        // A failover takes nothing back. Were it given up with the data on its way, nobody would know that it is writable nowhere.
        if (step.Step.OnFailure is FailureAction.Abort && move.Request.Cause == MoveCause.Dead && DataInMove.IsHalfMoved(context.Group, move))
        {
            return Halted(state, reason, "the data is half moved, so that the move cannot be given up");
        }

        return step.Step.OnFailure switch
        {
            FailureAction.Skip => Skipped(state, step, reason, context),
            FailureAction.HaltAtEnd => new(Moves.Advance(state, context), reason),
            FailureAction.StepBack => StepBack(state, step, reason, context),
            FailureAction.Abort => new(Moves.Abort(state, reason, context), reason),
            _ => Halted(state, reason, "a step failed that the move cannot do without"),
        };
    }

    private static StepResult Skipped(GroupState state, StepStatus step, Reason reason, in MachineContext context)
    {
        var skipped = state with { Move = state.Move!.With(step with { State = StepState.Skipped }) };
        return new(Moves.Advance(skipped, context), reason with { Code = ReasonCode.StepSkipped });
    }

    private static StepResult Halted(GroupState state, Reason reason, string why)
    {
        var halt = new Reason(ReasonCode.Halted, "", why).With(reason);
        return new(Moves.Halt(state, halt), halt);
    }

    // The first bad step costs one step; a second bad one, or a bad first share, ends the return.
    private static StepResult StepBack(GroupState state, StepStatus step, Reason reason, in MachineContext context)
    {
        var (move, soak) = (state.Move!, (SoakStep)step.Step);
        var failures = move.Steps.Count(static other => other is { Step: SoakStep, State: StepState.Failed });
        var first = move.Steps.First(static other => other.Step is SoakStep);
        if (failures > 1 || soak.Share <= ((SoakStep)first.Step).Share)
        {
            return new(Moves.Abort(state, reason, context), reason);
        }

        var rest = move.Steps.Where(static other => !other.IsOver).Select(static other => other.Step);
        var tail = FailbackStages.StepBack(context.Group, move.Request, soak.Share, rest, move.LastSequence, move.LastStage);
        return new(Moves.Advance(state with { Move = Moves.Replan(move, tail) }, context), reason);
    }

    private static StepResult Unconfirmed(GroupState state, StepStatus step, Reason reason, in MachineContext context)
    {
        var (fence, move) = ((FenceStep)step.Step, state.Move!);
        if (move.Kind != MoveKind.Failover || move.Halted is not null)
        {
            var failed = state with { Move = move.With(step with { State = StepState.Failed, Problem = Problem.Refused($"{fence.Region} may still write to {fence.ReplicaSet}"), EndedAt = context.Now }) };
            return move.Halted is not null ? new(failed, reason) : Follow(failed, step, reason, context);
        }

        // Two writers of one epoch carry the same token: nothing could ever tell their writes apart, whoever accepts the risk.
        if (DataInMove.MayHaveMovedTo(move, fence.Region))
        {
            var refused = Problem.Refused($"{fence.Region} was made writable in this very epoch, and may still write to {fence.ReplicaSet}: resume to try the fence again, or abort and fail over under another epoch");
            return Halted(state with { Move = move.With(step with { State = StepState.Failed, Problem = refused, EndedAt = context.Now }) }, reason with { Detail = refused.Detail }, "a writer of the same epoch could not be fenced");
        }

        var settled = state with { Move = move.With(step with { State = StepState.Succeeded, Output = nameof(FenceOutcome.Unconfirmed), EndedAt = context.Now }) };
        return context.Group.Lead.Guards.AcceptUnconfirmedFence is { } accepted
            ? new(Moves.Advance(settled, context), reason with { Detail = $"the fence is unconfirmed; {accepted.By} accepted that: {accepted.Reason}" })
            : AskFirst(settled, $"{fence.Region} could not be fenced and may still write to {fence.ReplicaSet}. Go on, at the risk of two writers?", [], reason, context);
    }

    /// <summary>Puts an approval in front of what is left, with new sequences.</summary>
    private static StepResult AskFirst(GroupState state, string question, ImmutableArray<MoveStep> again, Reason reason, in MachineContext context)
    {
        var move = state.Move!;
        var stages = move.Steps.Where(static step => !step.IsOver).GroupBy(static step => step.Step.Stage).OrderBy(static stage => stage.Key)
            .Select(static stage => (IReadOnlyList<MoveStep>)[.. stage.Select(static step => step.Step)]);
        var approve = new StepFactory(context.Group, MoveCause.Dead).Approve(question);
        var tail = MoveSteps.Number([approve, again, .. stages], move.LastSequence, move.LastStage);
        return new(Moves.Advance(state with { Move = Moves.Replan(move, tail) }, context), new Reason(ReasonCode.Waiting, "", question).With(reason));
    }

    // Somebody else has acted, or the plane is not ours: nothing more is touched, and the step may run again once an operator has said how.
    private static StepResult Stop(GroupState state, StepStatus step, Problem problem)
    {
        var code = problem.Kind == ProblemKind.Fenced ? ReasonCode.Superseded : ReasonCode.ForeignEdit;
        var reason = new Reason(code, step.Step.Words, problem.Detail);
        var again = step with { State = StepState.Pending, Forgiven = step.Attempt, Problem = problem, RetryAt = null };
        return new(state with { Move = state.Move!.With(again), Hold = state.Hold ?? new(reason, By: null) }, reason);
    }

    // Full jitter, drawn from the step's own identity so that a replay draws the same.
    private static TimeSpan Delay(StepStatus step, Problem problem, in MachineContext context)
    {
        var ceiling = context.Group.Lead.Failover.RetryDelay * Math.Pow(2, Math.Min(step.Attempt - step.Forgiven - 1, 16));
        ceiling = ceiling < LongestDelay ? ceiling : LongestDelay;
        var key = string.Create(CultureInfo.InvariantCulture, $"{context.Group.Id}/{step.Step.Sequence}/{step.Attempt}/{step.Step.Words}");
        var drawn = ceiling * (Fnv1a(key) / (double)uint.MaxValue);
        return problem.RetryAfter is { } asked && asked > drawn ? asked : drawn;
    }

    private static uint Fnv1a(string text)
    {
        var hash = 2166136261;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        // The last character's bits have hardly spread yet: one round of mixing.
        hash ^= hash >> 15;
        return unchecked(hash * 2246822519) ^ (hash >> 13);
    }
}
