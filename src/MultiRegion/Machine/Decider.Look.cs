using MultiRegion.Planning;

namespace MultiRegion.Machine;

/// <content>The regions as a policy sees them, also in the middle of a move.</content>
internal static partial class Decider
{
    public static void Look(DecisionInput input, Span<RegionView> views)
    {
        for (var i = 0; i < views.Length; i++)
        {
            var status = input.State.Regions[i];
            var (role, verdict) = (input.Group.RoleIn(status.Region), input.Facts[i].Verdict);

            // The move under way is the answer to the drain of the region that it leaves.
            var drained = input.Drained.Contains(status.Region) && !IsSource(input.State.Move, status.Region);
            views[i] = new(status.Region, role, verdict, Seen(input.State, status, verdict), drained);
        }
    }

    private static RegionState Seen(GroupState state, RegionStatus status, Verdict verdict) => state.Move switch
    {
        // Whatever else it is: where the data is writable must live.
        null => status.State == RegionState.Standby && state.DataAt == status.Region && verdict == Verdict.Unhealthy ? RegionState.Serving : status.State,

        // Targets may fail on the way; a source that was not dead serves on and may die, or be gone back to.
        { Aborting: null } move when IsLeaving(move) && !IsSource(move, status.Region) && move.Request.Targets.Contains(status.Region) => RegionState.Serving,
        { } move when StillServes(move, status.Region) => RegionState.Serving,

        // A region that was left dead and is well again is better than none.
        _ when status.State == RegionState.Draining && verdict == Verdict.Healthy => RegionState.Recovering,
        _ => status.State,
    };

    private static bool IsLeaving(Move move) => move.Kind is MoveKind.Failover or MoveKind.Switchover or MoveKind.Drain;

    private static bool IsSource(Move? move, RegionId region) => move is not null && move.Request.From == region;

    private static bool StillServes(Move move, RegionId region) => IsSource(move, region) && move.Request is not { Kind: MoveKind.Failover, Cause: MoveCause.Dead };
}
