using MultiRegion.Planning;
using MultiRegion.Topology;

namespace MultiRegion.Machine;

/// <summary>
/// Where a group's single-writer data stands, also in the middle of a move: half moved, it is writable nowhere for sure, and
/// whatever replaces the move has to promote, and to fence whoever may still write.
/// </summary>
internal static class DataInMove
{
    /// <summary>Adds to a request what leaving its source takes for the data.</summary>
    public static MoveRequest Plan(GroupDefinition group, GroupState state, MoveRequest request)
    {
        if (state.DataAt is not { } at)
        {
            return request;
        }

        var isLost = at != request.Target && (at == request.From || state.In(at).State == RegionState.Draining);
        return isLost || group.SingleWriterData.Any(data => IsOpen(state.Move, data))
            ? request with
            {
                Promotes = true,
                Writers = [.. state.Regions.Select(static status => status.Region).Where(region => IsLeft(state, request, region) && MayWrite(group, state, region))],
                DemotedFrom = DemotedFrom(group, state.Move, request.Target),
            }
            : request;
    }

    /// <summary>Whether a move has tried to make a region writable.</summary>
    public static bool MayHaveMovedTo(Move move, RegionId region) => move.Steps.Any(step => step.WasTried && step.Step is PromoteStep promote && promote.Region == region);

    /// <summary>Whether a move has tried to take the writable role from one region, or to give it to another, and has not ended with a promotion.</summary>
    public static bool IsHalfMoved(GroupDefinition group, Move move) => group.SingleWriterData.Any(data =>
        IsOpen(move, data) && move.Steps.Any(step => step.WasTried && step.Step is DemoteStep or PromoteStep && DataOf(step.Step) == data));

    private static bool IsLeft(GroupState state, MoveRequest request, RegionId region) =>
        region != request.Target && (region == request.From || state.In(region).State == RegionState.Draining);

    private static bool IsOpen(Move? move, ReplicaSetId data) => Last(move, data, null) is { } last && last is not { Step: PromoteStep, State: StepState.Succeeded };

    private static bool MayWrite(GroupDefinition group, GroupState state, RegionId region) => group.SingleWriterData.Any(data => Last(state.Move, data, region) switch
    {
        null => state.DataAt == region,
        { Step: FenceStep, Output: nameof(FenceOutcome.Unconfirmed) } => true,
        { Step: FenceStep or DemoteStep, State: StepState.Succeeded } => false,
        _ => true,
    });

    // A promotion of the same target takes nothing from the proof: nobody else can have written since.
    private static RegionId? DemotedFrom(GroupDefinition group, Move? move, RegionId target)
    {
        var last = group.SingleWriterData.Select(data => move?.Steps.LastOrDefault(step =>
            step.WasTried && DataOf(step.Step) == data && !(step.Step is PromoteStep promote && promote.Region == target))).ToList();
        return last.TrueForAll(static step => step is { Step: DemoteStep, State: StepState.Succeeded }) ? last[0]!.Step.Where : null;
    }

    private static StepStatus? Last(Move? move, ReplicaSetId data, RegionId? region) => move?.Steps.LastOrDefault(step =>
        step.WasTried && DataOf(step.Step) == data && (region is null || step.Step.Where == region));

    private static ReplicaSetId? DataOf(MoveStep step) => step switch
    {
        FenceStep fence => fence.ReplicaSet,
        DemoteStep demote => demote.ReplicaSet,
        PromoteStep promote => promote.ReplicaSet,
        _ => default(ReplicaSetId?),
    };
}
