using MultiRegion.Planning;
using MultiRegion.Policies;

namespace MultiRegion.Machine;

/// <summary>Joins policy, guards and the state of a group into one decision.</summary>
internal static partial class Decider
{
    /// <summary>What follows from what the policy wants.</summary>
    public static Decision Decide(DecisionInput input, PolicyDecision wanted)
    {
        var state = input.State;
        if (state.Hold is { } hold)
        {
            return new(null, new Reason(ReasonCode.Held, "", "held: nothing is touched").With(hold.Reason, wanted.Reason));
        }

        if (state.Move is { Halted: { } halted })
        {
            return new(null, halted);
        }

        return (wanted.Action, state.Move) switch
        {
            (PolicyAction.Leave, _) when Targets(input, wanted).IsEmpty => new(null, new Reason(ReasonCode.NoCandidate, "", "the policy names no region of the group that could take over").With(wanted.Reason)),
            (PolicyAction.Leave, null) => OrUpkeep(input, Leave(input, wanted)),
            (PolicyAction.Leave, { } move) => Interrupt(input, wanted, move),
            (_, { } move) => new(null, new Reason(ReasonCode.Waiting, "", $"{move.Kind} of epoch {move.Epoch} is under way").With(move.Reason)),
            (PolicyAction.Return, _) => Tombstone(input) ?? Rejoin(input) ?? UntilRejoin(input, OrUpkeep(input, Return(input, wanted))),
            _ => Tombstone(input) ?? Rejoin(input) ?? UntilRejoin(input, Establish(input, wanted.Reason)),
        };
    }

    private static Decision Leave(DecisionInput input, PolicyDecision wanted)
    {
        var drain = wanted.Cause == MoveCause.Planned;
        var request = WithData(input, Base(input, drain ? MoveKind.Drain : MoveKind.Failover, wanted.Cause) with { From = wanted.Region, Targets = Targets(input, wanted) });
        var report = Guards.Evaluate(Facts(input, request) with
        {
            ByOperator = drain,
            Repeats = drain && input.State.Last is { Kind: MoveKind.Drain, Outcome: MoveOutcome.Aborted },
        });
        return Guarded(input, report, wanted.Reason, reason => Started(input, Approved(request, report), reason, by: drain ? "operator" : null));
    }

    private static Decision Interrupt(DecisionInput input, PolicyDecision wanted, Move move)
    {
        var request = WithData(input, Base(input, MoveKind.Failover, wanted.Cause) with { From = wanted.Region, Targets = Targets(input, wanted) });
        switch (Interruptions.Of(input.State, request))
        {
            case Interruption.Ignore:
                return new(null, new Reason(ReasonCode.Waiting, "", $"{move.Kind} of epoch {move.Epoch} goes on").With(wanted.Reason));

            // Taking a move back is no move of its own: no guard stands before it.
            case Interruption.Abort:
                return new(new MoveInterrupted(request, wanted.Reason), wanted.Reason);
            default:
                var report = Guards.Evaluate(Facts(input, request));
                return Guarded(input, report, wanted.Reason, reason => new MoveInterrupted(Approved(request, report), reason));
        }
    }

    private static Decision Return(DecisionInput input, PolicyDecision wanted)
    {
        var settings = input.Group.Lead.Failback;
        if (Unstable(input, input.State.In(wanted.Region)) is { } unstable)
        {
            return unstable;
        }

        var request = Base(input, MoveKind.Failback, MoveCause.Planned) with { Targets = [wanted.Region] };
        var report = Guards.Evaluate(Facts(input, request) with { Approval = settings.Approval });
        return Guarded(input, report, wanted.Reason, reason => Started(input, Approved(request, report), reason, by: null));
    }

    private static Decision? Unstable(DecisionInput input, RegionStatus status)
    {
        var (stable, needed) = (input.Now - status.Since, input.Group.Lead.Failback.Stability);
        return stable < needed
            ? new(null, new Reason(ReasonCode.Recovering, status.Region.Value, $"healthy for {stable.TotalSeconds:0} s of {needed.TotalSeconds:0} s"), needed - stable)
            : null;
    }

    private static Decision Guarded(DecisionInput input, GuardReport report, Reason wanted, Func<Reason, MachineEvent> happens)
    {
        var reason = wanted.With([.. report.Reasons]);
        if (report.MayStart)
        {
            return new(happens(reason), reason);
        }

        return report.Answers.All(static answer => answer.Rule is GuardRule.Report or GuardRule.Ask or GuardRule.Ramp)
            ? Reported(input, reason)
            : new(null, reason, report.WaitFor);
    }

    // What differs in its numbers only has been reported already.
    private static Decision Reported(DecisionInput input, Reason reason)
    {
        var report = new Reason(ReasonCode.MonitorOnly, "", "would move, and only watches").With(reason);
        return new(input.State.Report is { } known && Alike(known, report) ? null : new MoveReported(report), report);
    }

    private static bool Alike(Reason left, Reason right) =>
        left.Code == right.Code && left.Subject == right.Subject && left.Because.Length == right.Because.Length
        && left.Because.Zip(right.Because).All(static pair => Alike(pair.First, pair.Second));
}
