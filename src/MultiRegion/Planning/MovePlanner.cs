using System.Collections.Immutable;
using MultiRegion.Policies;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Planning;

/// <summary>
/// Turns a request into stages of steps. Data is fenced and promoted before traffic moves; a region is added before
/// another is removed; what is torn down comes last.
/// </summary>
internal static class MovePlanner
{
    public static ImmutableArray<MoveStep> Plan(GroupDefinition group, MoveRequest request, int lastSequence = 0, int lastStage = 0) =>
        MoveSteps.Number(Stages(group, request), lastSequence, lastStage);

    /// <summary>What a planned move that is given up takes back: size where it is needed again, data, traffic, size that is not needed any more.</summary>
    public static ImmutableArray<MoveStep> Compensate(GroupDefinition group, Compensation undo, int lastSequence, int lastStage)
    {
        var steps = new StepFactory(group, MoveCause.Planned);
        return MoveSteps.Number(
            [
                [.. undo.Shrunk.SelectMany(region => steps.Scale(region, toServing: true, FailureAction.Abort))],
                [.. undo.Shrunk.SelectMany(region => steps.WaitReady(region, FailureAction.Abort))],
                undo.PromotedAt is { } promoted ? steps.Demote(promoted) : [],
                undo.DemotedAt is { } home ? steps.Promote(home, undo.PromotedAt ?? home, allowedLoss: TimeSpan.Zero) : [],
                undo.Shifted ? steps.Shift(undo.Before, FailureAction.Halt) : [],
                [.. undo.Grown.SelectMany(region => steps.Scale(region, toServing: false, FailureAction.Skip))],
                steps.Notify(NotificationSeverity.Warning, undo.Text),
            ],
            lastSequence,
            lastStage);
    }

    private static IEnumerable<IReadOnlyList<MoveStep>> Stages(GroupDefinition group, MoveRequest request)
    {
        var steps = new StepFactory(group, request.Cause);
        var approvals = request.Questions.IsEmpty ? [] : steps.Approve(string.Join("; ", request.Questions));
        return request.Kind switch
        {
            MoveKind.Establish => [approvals, .. Established(group, request, steps)],
            MoveKind.Tombstone => [steps.Fence(request.Target), steps.Cordon(request.Target, cordoned: true)],
            MoveKind.Failback => [approvals, .. FailbackStages.Of(group, request, steps)],
            MoveKind.Failover when request.Cause == MoveCause.Dead => [approvals, .. Unplanned(group, request, steps)],
            _ => [approvals, .. Planned(group, request, steps)],
        };
    }

    // Regions that stand by again are let work, at their standby size.
    private static IEnumerable<IReadOnlyList<MoveStep>> Established(GroupDefinition group, MoveRequest request, StepFactory steps)
    {
        yield return [.. request.Targets.SelectMany(region => steps.Cordon(region, cordoned: false, FailureAction.Halt))];
        yield return steps.Shift(request.Desired ?? SharePlan.Steady(group, request.Unusable), FailureAction.Halt);
        yield return [.. request.Targets.SelectMany(region => steps.Scale(region, toServing: false, FailureAction.Skip))];
    }

    private static IEnumerable<IReadOnlyList<MoveStep>> Unplanned(GroupDefinition group, MoveRequest request, StepFactory steps)
    {
        var from = request.From!.Value;
        var ready = request.Targets.Where(region => IsReady(group, request, region)).ToImmutableArray();
        var (now, full) = (Spread(group, request, ready, scaled: false), Spread(group, request, request.Targets, scaled: true));
        var load = CapacityPlan.LoadOf(group);
        var hot = ready.Contains(request.Target);
        var cramped = now.Room < load || ready.Length < request.Targets.Length;

        yield return [.. request.Writers.SelectMany(steps.Fence)];
        yield return Restore(group, request, steps);
        yield return request.Promotes ? steps.Promote(request.Target, request.DemotedFrom, request.LossApproved ? null : group.Lead.Objectives.RecoveryPoint) : [];
        yield return Uncordon(request, steps, FailureAction.HaltAtEnd);
        yield return steps.Custom(group.Lead.Failover.BeforeTraffic, FailureAction.Halt);

        yield return hot ? steps.Shift(SharePlan.Leaving(group, request, now).With(from, Unhoused(request, now, load)), FailureAction.HaltAtEnd) : [];
        if (!hot || cramped)
        {
            yield return steps.ScaleAll(full.Shares, toServing: true, hot ? FailureAction.HaltAtEnd : FailureAction.Halt);
            yield return steps.WaitReadyAll(full.Shares, hot ? FailureAction.HaltAtEnd : FailureAction.Halt);
            yield return steps.Shift(SharePlan.Leaving(group, request, full), FailureAction.HaltAtEnd);
        }
        else
        {
            yield return steps.ScaleAll(full.Shares, toServing: true, FailureAction.HaltAtEnd);
        }

        yield return steps.Verify(request.Target, FailureAction.HaltAtEnd);
        yield return steps.Custom(group.Lead.Failover.AfterTraffic, FailureAction.HaltAtEnd);
        yield return steps.Cordon(from, cordoned: true);
        yield return steps.Notify(NotificationSeverity.ActionNeeded, $"{group.Id} failed over from {from} to {string.Join(", ", request.Targets)}.");
    }

    private static IEnumerable<IReadOnlyList<MoveStep>> Planned(GroupDefinition group, MoveRequest request, StepFactory steps)
    {
        var from = request.From!.Value;
        var moveData = request.Promotes;
        var trafficFirst = !moveData || group.Services.All(service => service.DeploymentIn(request.Target)?.ServesUnpromoted == true);
        var spread = Spread(group, request, request.Targets, scaled: true);

        // A degraded region still serves most of its users: it keeps those whom nobody else has room for.
        var kept = request.Cause == MoveCause.Grey ? Unhoused(request, spread, CapacityPlan.LoadOf(group)) : Share.None;
        var shares = SharePlan.Leaving(group, request, spread).With(from, kept);
        IReadOnlyList<MoveStep> demote = moveData ? steps.Demote(from) : [];
        IReadOnlyList<MoveStep> promote = moveData ? steps.Promote(request.Target, from, TimeSpan.Zero) : [];
        IReadOnlyList<MoveStep> quiet = steps.AwaitQuiet(from);

        yield return moveData ? steps.BackUp(from) : [];
        yield return Restore(group, request, steps);
        yield return Uncordon(request, steps, FailureAction.Abort);
        yield return steps.ScaleAll(spread.Shares, toServing: true, FailureAction.Abort);
        yield return steps.WaitReadyAll(spread.Shares, FailureAction.Abort);
        yield return steps.Custom(group.Lead.Failover.BeforeTraffic, FailureAction.Abort);
        if (trafficFirst)
        {
            var added = shares.With(from, request.Before[from]);
            yield return added == request.Before ? [] : steps.Shift(added, FailureAction.Abort);
            if (request.Cause == MoveCause.Grey)
            {
                yield return steps.Shift(shares.With(from, new Share(Math.Max(kept.Percent, request.Before[from].Percent / 2))), FailureAction.Abort);
                yield return steps.Verify(request.Target, FailureAction.Abort, group.Lead.Health.Degraded?.SustainedFor);
            }

            yield return steps.Shift(shares, FailureAction.Abort, steps.DrainsGently);
            yield return quiet;
            yield return steps.DrainsGently ? steps.Shift(shares, FailureAction.Abort) : [];
            yield return demote;
            yield return promote;
        }
        else
        {
            yield return demote;
            yield return promote;
            yield return steps.Shift(shares, FailureAction.Abort);
            yield return quiet;
        }

        yield return steps.Verify(request.Target, FailureAction.Abort);
        yield return steps.Custom(group.Lead.Failover.AfterTraffic, FailureAction.HaltAtEnd);
        yield return steps.Scale(from, toServing: false, FailureAction.Skip);
        yield return steps.Notify(NotificationSeverity.Information, $"{group.Id} moved from {from} to {string.Join(", ", request.Targets)}.");
    }

    private static IReadOnlyList<MoveStep> Restore(GroupDefinition group, MoveRequest request, StepFactory steps) =>
        [.. request.Targets.Where(region => group.TemperatureIn(region) == StandbyTemperature.Cold && !request.Serving.Contains(region)).SelectMany(steps.Restore)];

    // A region that was left before is cordoned since.
    private static IReadOnlyList<MoveStep> Uncordon(MoveRequest request, StepFactory steps, FailureAction onFailure) =>
        [.. request.Targets.Where(region => request.Unusable.Contains(region)).SelectMany(region => steps.Cordon(region, cordoned: false, onFailure))];

    private static bool IsReady(GroupDefinition group, MoveRequest request, RegionId region) =>
        group.TemperatureIn(region) == StandbyTemperature.Hot || request.Serving.Contains(region);

    // In the group's order, since that is the order in which the tree offers the load to them.
    private static CapacitySpread Spread(GroupDefinition group, MoveRequest request, ImmutableArray<RegionId> regions, bool scaled)
    {
        var targets = group.Regions.Where(regions.Contains).Select(region => (Region: region, Room: CapacityPlan.RoomIn(group, region, scaled))).ToImmutableArray();

        // Regions that serve side by side are balanced by the tree itself.
        return request.Serving.Contains(request.Target)
            ? new([.. targets.Select(static target => (target.Region, Share.Full))], targets.Any(static target => target.Room is null) ? null : targets.Sum(static target => target.Room))
            : CapacitySpread.Of(CapacityPlan.LoadOf(group), targets);
    }

    // Users whom nobody has room for yet stay with the region that is left: there they get errors, elsewhere they would break it for all.
    private static Share Unhoused(MoveRequest request, CapacitySpread spread, double? load) => spread.Room < load
        ? new(Math.Min(request.Before[request.From!.Value].Percent, Math.Ceiling(1000 * (1 - (spread.Room.Value / load.Value))) / 10))
        : Share.None;
}

/// <summary>What a planned move that is given up has done so far.</summary>
internal sealed record Compensation
{
    public required Shares Before { get; init; }

    public required string Text { get; init; }

    public bool Shifted { get; init; }

    /// <summary>Where the data was demoted in this move, or may have been; null when it was not tried.</summary>
    public RegionId? DemotedAt { get; init; }

    /// <summary>Where it was promoted, or may have been; null when it was not tried.</summary>
    public RegionId? PromotedAt { get; init; }

    /// <summary>Regions that were scaled up, and are not needed any more.</summary>
    public ImmutableArray<RegionId> Grown { get; init; } = [];

    /// <summary>Regions that were scaled down, and are needed again.</summary>
    public ImmutableArray<RegionId> Shrunk { get; init; } = [];
}
