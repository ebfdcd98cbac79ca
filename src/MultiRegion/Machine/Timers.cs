using System.Globalization;
using MultiRegion.Planning;

namespace MultiRegion.Machine;

/// <summary>What the passing of time does: retries that are due begin, steps that are overdue fail.</summary>
internal static class Timers
{
    private static readonly Reason Nothing = new(ReasonCode.Waiting, "", "no time is up");

    public static StepResult Apply(GroupState state, in MachineContext context)
    {
        if (state.Move is not { } move)
        {
            return new(state, Nothing);
        }

        var now = context.Now;
        foreach (var step in move.Steps)
        {
            if (step.State is StepState.Running or StepState.Waiting && now >= step.Deadline)
            {
                return Overdue(state, step, context);
            }
        }

        return move.Halted is null && state.Hold is null && Due(move, now) is { } due
            ? new(
                state with { Move = move.With(due with { State = StepState.Running, Attempt = due.Attempt + 1, RetryAt = null }) },
                new Reason(ReasonCode.StepStarted, due.Step.Words, string.Create(CultureInfo.InvariantCulture, $"attempt {due.Attempt + 1}")))
            : new(state, Nothing);
    }

    private static StepStatus? Due(Move move, TimeSpan now)
    {
        foreach (var step in move.Steps)
        {
            if (step.State == StepState.Waiting && now >= step.RetryAt)
            {
                return step;
            }
        }

        return null;
    }

    private static StepResult Overdue(GroupState state, StepStatus step, in MachineContext context)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"not done within {step.Step.Timeout.TotalSeconds:0.###} s");
        var last = step.Problem is { } problem ? $"{words}; the last attempt: {problem.Detail}" : words;
        return step.Step is ApproveStep
            ? StepOutcomes.Failed(state, step, Problem.Refused($"nobody approved it: {words}"), context)
            : StepOutcomes.Failed(state, step, Problem.Failed(last, retryable: false), context);
    }
}
