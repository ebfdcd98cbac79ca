using MultiRegion.Machine;
using MultiRegion.Planning;

namespace MultiRegion.Testing.Simulation;

/// <summary>Never are two regions writable in one epoch; and two at all only where somebody accepted that a region may not be fenced.</summary>
internal sealed class OneWriter(SimulatedWorld world) : Invariant(world, "one-writer")
{
    public override string? AfterPromotion(PromotionSeen seen)
    {
        var replica = World.Replicas[seen.Set];
        var writable = replica.WritableRegions;
        if (writable.Length < 2)
        {
            return null;
        }

        var epochs = writable.Select(region => replica.MarkerOf(region)?.Epoch ?? 0).ToList();
        return epochs.Distinct().Count() < epochs.Count || !SimulatedWorld.RiskAccepted(seen.Group, seen.State)
            ? $"{seen.Set} is writable in {string.Join(" and ", writable)} at once"
            : null;
    }
}

/// <summary>Whoever may still write is fenced before somebody else is promoted.</summary>
internal sealed class FencedBeforePromotion(SimulatedWorld world) : Invariant(world, "fence-before-promotion")
{
    private readonly Dictionary<(ReplicaSetId, RegionId), long> _stopped = [];
    private readonly Dictionary<ReplicaSetId, RegionId> _home = [];

    public override string? AfterData(DataOperation done, ReplicaSetId set)
    {
        if (done.Kind != DataOperationKind.Promote)
        {
            _stopped[(set, done.Region)] = done.Marker.Epoch;
            return null;
        }

        var group = World.Groups.First(group => group.SingleWriterData.Contains(set));
        var home = _home.TryGetValue(set, out var known) ? known : group.Regions.First(region => group.RoleIn(region) == DeploymentRole.Active);
        _home[set] = done.Region;
        var stopped = home == done.Region || (_stopped.TryGetValue((set, home), out var epoch) && epoch == done.Marker.Epoch);
        return stopped || SimulatedWorld.RiskAccepted(group, World.StateOf(group.Id))
            ? null
            : $"{set} was promoted in {done.Region} under {done.Marker}, and nobody had fenced or demoted {home} in that epoch";
    }
}

/// <summary>Where there is data, traffic of an unplanned move follows the promotion.</summary>
internal sealed class PromotedBeforeShift(SimulatedWorld world) : Invariant(world, "promote-before-shift")
{
    public override string? AfterShift(ShiftSeen seen)
    {
        if (seen is not { Move: { Kind: MoveKind.Failover, Aborting: null, Request: { Cause: MoveCause.Dead, Promotes: true } request } })
        {
            return null;
        }

        var unready = seen.Group.SingleWriterData.Where(set => World.Replicas[set].RoleOf(request.Target) != ReplicaRole.Writable).ToList();
        return unready.Count > 0 && seen.Before is { } before && seen.Write.Shares != before
            ? $"{seen.Router} was shifted to {seen.Write.Shares} while {string.Join(", ", unready)} in {request.Target} was not writable"
            : null;
    }
}

/// <summary>No promotion loses more data than was agreed to, by the objective or by a person.</summary>
internal sealed class LossAgreed(SimulatedWorld world) : Invariant(world, "loss-agreed")
{
    public override string? AfterPromotion(PromotionSeen seen)
    {
        var allowed = seen.Group.Lead.Objectives.RecoveryPoint;
        return !seen.Planned && !(seen.Lost <= allowed) && !SimulatedWorld.IsApproved(seen.State)
            ? $"the promotion of {seen.Set} in {seen.Region} lost {seen.Lost?.ToString("c") ?? "an unknown amount"} of data; {allowed:c} was agreed to"
            : null;
    }
}
