using System.Collections.Immutable;
using MultiRegion.Topology;

namespace MultiRegion.Machine;

/// <summary>When something happens and to whom: the values beside the event.</summary>
/// <param name="Group">The definition that binds the group now.</param>
/// <param name="Now">Machine time: monotonic, continued over restarts of the process.</param>
/// <param name="Utc">For records and budgets, nothing else.</param>
internal readonly record struct MachineContext(GroupDefinition Group, TimeSpan Now, DateTimeOffset Utc);

/// <summary>What a step of the machine gives. The same state instance means that nothing happened.</summary>
/// <param name="State">The state after.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct StepResult(GroupState State, Reason Reason)
{
    /// <summary>What is to be carried out now. Derived from the state alone, so that a restart finds the same.</summary>
    public ImmutableArray<StepStatus> Effects => FailoverMachine.Effects(State);

    /// <summary>The machine time at which <see cref="TimePassed"/> is due; null: never.</summary>
    public TimeSpan? WakeAt => FailoverMachine.WakeAt(State);
}

/// <summary>
/// The failover state machine: a pure function of a state and an event. It knows no clock, logger or task; the engine
/// appends the event to the journal before it carries out an effect.
/// </summary>
internal static class FailoverMachine
{
    public static StepResult Step(GroupState state, MachineEvent happened, in MachineContext context) => happened switch
    {
        VerdictChanged changed => Regional.Verdict(state, changed, context),
        MoveStarted started => Moves.Start(state, started, context),
        MoveInterrupted interrupted => Interruptions.Apply(state, interrupted, context),
        MoveReported reported => new(state with { Report = reported.Reason }, reported.Reason),
        StepEnded ended => StepOutcomes.Apply(state, ended, context),
        TimePassed => Timers.Apply(state, context),
        OperatorSaid said => OperatorCommands.Apply(state, said.Command, context),
        HoldPlaced placed => state.Hold is null ? new(state with { Hold = new(placed.Reason, By: null) }, placed.Reason) : new(state, placed.Reason),
        PlanesFound found => Regional.Found(state, found, context.Now),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "The machine knows no such event."),
    };

    public static ImmutableArray<StepStatus> Effects(GroupState state) =>
        state.Move is { } move && move.Steps.Any(static step => step.State == StepState.Running)
            ? [.. move.Steps.Where(static step => step.State == StepState.Running)]
            : [];

    /// <summary>The next deadline or retry. A move that is held or halted starts no retry, but its deadlines go on.</summary>
    public static TimeSpan? WakeAt(GroupState state)
    {
        TimeSpan? earliest = null;
        if (state.Move is { } move)
        {
            var rests = move.Halted is not null || state.Hold is not null;
            foreach (var step in move.Steps)
            {
                earliest = Earlier(earliest, DueAt(step, rests));
            }
        }

        return earliest;
    }

    private static TimeSpan? DueAt(StepStatus step, bool rests) => step.State switch
    {
        StepState.Waiting => rests ? step.Deadline : Earlier(step.RetryAt, step.Deadline),
        StepState.Running => step.Deadline,
        _ => null,
    };

    private static TimeSpan? Earlier(TimeSpan? left, TimeSpan? right) => left is null || right < left ? right : left;
}
