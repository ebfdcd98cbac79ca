using MultiRegion.Planning;
using MultiRegion.Policies;

namespace MultiRegion.Machine;

/// <content>Moves that an operator's command begins.</content>
internal static partial class Decider
{
    /// <summary>The move that an operator's command begins, or why it cannot.</summary>
    public static (MachineEvent? Event, string Text) ForCommand(DecisionInput input, OperatorCommand command)
    {
        if (Refusal(input, command) is { } refusal)
        {
            return (null, refusal);
        }

        var request = Requested(input, command);
        var report = Guards.Evaluate(Facts(input, request) with { ByOperator = true, Overridden = command.Override });
        if (!report.MayStart)
        {
            return (null, $"refused by {string.Join("; ", report.Answers.Where(static answer => answer.Rule is not (GuardRule.Ask or GuardRule.Ramp)).Select(static answer => $"{answer.Guard}: {answer.Detail}"))}");
        }

        var reason = new Reason(ReasonCode.Operator, command.Kind.ToString(), $"{command.Actor}: {command.Reason}").With([.. report.Reasons]);
        return (Started(input, Approved(request, report), reason, command.Actor), $"epoch {input.NextEpoch}: {command.Kind} to {command.Region} begins");
    }

    private static MoveRequest Requested(DecisionInput input, OperatorCommand command)
    {
        var region = command.Region!.Value;
        var leaves = WithData(input, Base(input, MoveKind.Switchover, MoveCause.Planned) with { From = Source(input.State, region), Targets = [region] });
        return command.Kind switch
        {
            CommandKind.FailBack => Base(input, MoveKind.Failback, MoveCause.Planned) with { Targets = [region] },
            CommandKind.FailOver => leaves with
            {
                Kind = MoveKind.Failover,
                Cause = MoveCause.Dead,
                LossApproved = command.Override.Contains(nameof(Guard.DataLoss), StringComparer.OrdinalIgnoreCase),
            },
            _ => leaves,
        };
    }

    private static string? Refusal(DecisionInput input, OperatorCommand command) => (command.Region, input.State) switch
    {
        (null, _) => $"{command.Kind} needs a region",
        ({ } region, var state) when !state.Has(region) => $"{input.Group.Id} has no deployment in {region}: it has {string.Join(", ", input.Group.Regions)}",
        (_, { Hold: { } hold }) => $"it is held ({hold.Reason.Detail}): resume or adopt first",
        (_, { Move: { } move }) => $"{move.Kind} of epoch {move.Epoch} is under way: wait for it, or abort it",
        ({ } region, _) when input.Drained.Contains(region) => $"{region} is drained: open it again first",
        ({ } region, var state) when state.In(region).Tombstone => $"{region} has not been fenced since it was left",
        ({ } region, var state) when command.Kind == CommandKind.FailBack && state.In(region).State == RegionState.Serving => $"{region} serves already",
        ({ } region, var state) when command.Kind != CommandKind.FailBack && Source(state, region) is null => $"no other region serves that could be left for {region}",
        ({ } region, var state) when command.Kind == CommandKind.SwitchOver && state.In(region).State is not (RegionState.Standby or RegionState.Serving) => $"{region} is {state.In(region).State.ToString().ToLowerInvariant()}: fail back to it instead",
        _ => null,
    };

    private static RegionId? Source(GroupState state, RegionId target)
    {
        var serving = state.Serving.Where(region => region != target).ToList();
        return serving.Count == 0 ? default(RegionId?) : state.DataAt is { } at && serving.Contains(at) ? at : serving[0];
    }
}
