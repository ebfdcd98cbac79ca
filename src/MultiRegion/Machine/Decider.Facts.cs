using MultiRegion.Planning;
using MultiRegion.Policies;

namespace MultiRegion.Machine;

/// <content>What the guards look at.</content>
internal static partial class Decider
{
    private static GuardFacts Facts(DecisionInput input, MoveRequest request)
    {
        var (state, group, settings) = (input.State, input.Group, input.Group.Lead.Guards);
        var target = input.Of(request.Target);
        var source = request.From is { } from ? input.Of(from) : default;
        var after = state.Serving.Where(region => region != request.From && input.IsAlive(region)).Concat(request.Targets.Where(input.IsHealthy)).Distinct().ToList();
        var rooms = after.Select(region => CapacityPlan.RoomIn(group, region, scaled: true)).ToList();
        var frozen = settings.FreezeWindows.FirstOrDefault(window => window.From <= input.Utc && input.Utc < window.Until);
        return new GuardFacts
        {
            Cause = request.Cause,
            ServingAfterwards = after.Count,
            OtherRegionOut = request.From is null ? null : OtherOut(state, request),
            SinceLastMove = input.Now - state.MovedAt,
            CoolDown = settings.CoolDown,
            TargetVerdict = target.Verdict,
            TargetIsFresh = source.FailingSince is not { } since || target.LastGood >= since,
            FailingFor = source.FailingSince is { } began ? input.Now - began : request.Cause == MoveCause.Dead ? TimeSpan.MaxValue : TimeSpan.Zero,
            MinimumFailureSpan = group.MinimumFailureSpan,
            MovesToday = state.AutomaticMoves.Count(at => at.UtcDateTime.Date == input.Utc.UtcDateTime.Date),
            DailyBudget = settings.DailyBudget,
            UntilNextDay = input.Utc.UtcDateTime.Date.AddDays(1) - input.Utc.UtcDateTime,
            Load = CapacityPlan.LoadOf(group),
            Room = rooms.Contains(null) ? null : rooms.Sum(),
            Promotes = request is { Promotes: true, DemotedFrom: null },
            Lag = target.Lag,
            RecoveryPoint = group.Lead.Objectives.RecoveryPoint,
            Frozen = frozen?.Reason,
            FrozenFor = frozen is null ? TimeSpan.Zero : frozen.Until - input.Utc,
            Approval = group.Lead.Failover.Approval,
            Mode = settings.Mode,
        };
    }

    private static RegionId? OtherOut(GroupState state, MoveRequest request)
    {
        foreach (var status in state.Regions)
        {
            if (status.State is RegionState.Out or RegionState.Recovering or RegionState.Returning && status.Region != request.From && !request.Targets.Contains(status.Region))
            {
                return status.Region;
            }
        }

        return null;
    }
}
