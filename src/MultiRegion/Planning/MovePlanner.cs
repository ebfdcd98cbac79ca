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

    /// <summary>What a planned move that is given up takes back: data first, then traffic, then size.</summary>
    public static ImmutableArray<MoveStep> Compensate(GroupDefinition group, Compensation undo, int lastSequence, int lastStage)
    {
        var steps = new StepFactory(group, MoveCause.Planned);
        return MoveSteps.Number(
            [
                undo.PromotedAt is { } promoted ? steps.Demote(promoted) : [],
                undo.PromoteBackTo is { } home ? steps.Promote(home, undo.PromotedAt ?? undo.DemotedAt, allowedLoss: TimeSpan.Zero) : [],
                undo.Shifted ? steps.Shift(undo.Before, FailureAction.Halt) : [],
                undo.Scaled is { } scaled ? steps.Scale(scaled, toServing: false, FailureAction.Skip) : [],
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
            MoveKind.Establish => [approvals, steps.Shift(request.Desired ?? SharePlan.Steady(group, request.Unusable), FailureAction.Halt)],
            MoveKind.Tombstone => [steps.Fence(request.Targets[0]), steps.Cordon(request.Targets[0], cordoned: true)],
            MoveKind.Failback => [approvals, .. FailbackStages.Of(group, request, steps)],
            MoveKind.Failover when request.Cause == MoveCause.Dead => [approvals, .. Unplanned(group, request, steps)],
            _ => [approvals, .. Planned(group, request, steps)],
        };
    }

    private static IEnumerable<IReadOnlyList<MoveStep>> Unplanned(GroupDefinition group, MoveRequest request, StepFactory steps)
    {
        var from = request.From!.Value;
        var promote = request.DataAt == from;
        var (now, full) = (Spread(group, request, scaled: false), Spread(group, request, scaled: true));
        var load = CapacityPlan.LoadOf(group);
        var hot = group.TemperatureIn(request.Target) == StandbyTemperature.Hot || request.Serving.Contains(request.Target);
        var cramped = now.Room < load;

        yield return promote ? steps.Fence(from) : [];
        yield return group.TemperatureIn(request.Target) == StandbyTemperature.Cold ? steps.Restore(request.Target) : [];
        yield return promote ? steps.Promote(request.Target, demotedFrom: null, request.LossApproved ? null : group.Lead.Objectives.RecoveryPoint) : [];
        yield return steps.Custom(group.Lead.Failover.BeforeTraffic, FailureAction.Halt);

        var first = SharePlan.Leaving(group, request, now);
        yield return hot ? steps.Shift(cramped ? first.With(from, Unhoused(now, load!.Value)) : first, FailureAction.HaltAtEnd) : [];
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
        var moveData = request.DataAt == from;
        var trafficFirst = !moveData || group.Services.All(service => service.DeploymentIn(request.Target)?.ServesUnpromoted == true);
        var spread = Spread(group, request, scaled: true);
        var shares = SharePlan.Leaving(group, request, spread);
        IReadOnlyList<MoveStep> demote = moveData ? steps.Demote(from) : [];
        IReadOnlyList<MoveStep> promote = moveData ? steps.Promote(request.Target, from, TimeSpan.Zero) : [];
        IReadOnlyList<MoveStep> quiet = steps.AwaitQuiet(from);

        yield return moveData ? steps.BackUp(from) : [];
        yield return group.TemperatureIn(request.Target) == StandbyTemperature.Cold ? steps.Restore(request.Target) : [];
        yield return steps.ScaleAll(spread.Shares, toServing: true, FailureAction.Abort);
        yield return steps.WaitReadyAll(spread.Shares, FailureAction.Abort);
        yield return steps.Custom(group.Lead.Failover.BeforeTraffic, FailureAction.Abort);
        if (trafficFirst)
        {
            var added = shares.With(from, request.Before[from]);
            yield return added == request.Before ? [] : steps.Shift(added, FailureAction.Abort);
            if (request.Cause == MoveCause.Grey)
            {
                yield return steps.Shift(shares.With(from, new Share(request.Before[from].Percent / 2)), FailureAction.Abort);
                yield return steps.Verify(request.Target, FailureAction.Abort, group.Lead.Health.Degraded?.SustainedFor);
            }

            yield return steps.Shift(shares, FailureAction.Abort);
            yield return quiet;
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

    private static CapacitySpread Spread(GroupDefinition group, MoveRequest request, bool scaled)
    {
        var targets = request.Targets.Select(region => (Region: region, Room: CapacityPlan.RoomIn(group, region, scaled))).ToImmutableArray();

        // Regions that serve side by side are balanced by the tree itself.
        return request.Serving.Contains(request.Target)
            ? new([.. targets.Select(static target => (target.Region, Share.Full))], targets.Any(static target => target.Room is null) ? null : targets.Sum(static target => target.Room))
            : CapacitySpread.Of(CapacityPlan.LoadOf(group), targets);
    }

    // Users whom nobody has room for yet stay with the dead region: there they get errors, elsewhere they would break it for all.
    private static Share Unhoused(CapacitySpread spread, double load) => new(Math.Ceiling(1000 * (1 - (spread.Room!.Value / load))) / 10);
}

/// <summary>What a planned move that is given up has done so far.</summary>
internal sealed record Compensation
{
    public required Shares Before { get; init; }

    public required string Text { get; init; }

    public bool Shifted { get; init; }

    /// <summary>Where the data was demoted in this move; null when it was not.</summary>
    public RegionId? DemotedAt { get; init; }

    /// <summary>Where it was promoted, or may have been; null when it was not tried.</summary>
    public RegionId? PromotedAt { get; init; }

    public RegionId? PromoteBackTo { get; init; }

    public RegionId? Scaled { get; init; }
}
