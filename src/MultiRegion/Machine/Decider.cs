using System.Collections.Immutable;
using MultiRegion.Planning;
using MultiRegion.Policies;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Machine;

/// <summary>What is known of a region beside its state, read before a decision and again before its effects.</summary>
/// <param name="Region">The region.</param>
/// <param name="Verdict">The worst of the group's services there.</param>
/// <param name="FailingSince">Machine time of the first failure of the present span; null when it does not fail.</param>
/// <param name="LastGood">Machine time of the latest success; null: none yet.</param>
/// <param name="Lag">How far the replica there is behind, the worst of the group's data sets; null: unknown.</param>
internal readonly record struct RegionFacts(RegionId Region, Verdict Verdict, TimeSpan? FailingSince, TimeSpan? LastGood, TimeSpan? Lag);

/// <summary>What a decision is made of.</summary>
internal sealed record DecisionInput
{
    public required GroupDefinition Group { get; init; }

    public required GroupState State { get; init; }

    /// <summary>In the group's order of preference.</summary>
    public required ImmutableArray<RegionFacts> Facts { get; init; }

    public required ImmutableHashSet<RegionId> Drained { get; init; }

    /// <summary>Whether a router that forgets at a restart has done so.</summary>
    public bool Forgotten { get; init; }

    /// <summary>The epoch that a move begun now would have.</summary>
    public required long NextEpoch { get; init; }

    public required TimeSpan Now { get; init; }

    public required DateTimeOffset Utc { get; init; }

    public RegionFacts Of(RegionId region) => Facts.FirstOrDefault(facts => facts.Region == region);

    public bool IsHealthy(RegionId region) => Of(region).Verdict == Verdict.Healthy;
}

/// <summary>A decision: at most one event, always a reason.</summary>
/// <param name="Event">What should happen now; null: nothing.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="RecheckIn">After how long another answer is possible without any other change; null: never.</param>
internal readonly record struct Decision(MachineEvent? Event, Reason Reason, TimeSpan? RecheckIn = null);

/// <summary>Joins policy, guards and the state of a group into one decision.</summary>
internal static class Decider
{
    /// <summary>The regions as the policy sees them. Targets of a move that leaves a region count as serving: they may fail on the way.</summary>
    public static void Look(DecisionInput input, Span<RegionView> views)
    {
        var move = input.State.Move;
        for (var i = 0; i < views.Length; i++)
        {
            var status = input.State.Regions[i];
            var isTarget = move is { Kind: MoveKind.Failover or MoveKind.Switchover or MoveKind.Drain } && status.Region != move.Request.From && move.Request.Targets.Contains(status.Region);
            var state = isTarget ? RegionState.Serving : status.State;
            views[i] = new(status.Region, input.Group.RoleIn(status.Region), input.Facts[i].Verdict, state, input.Drained.Contains(status.Region));
        }
    }

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
            (PolicyAction.Leave, null) => Leave(input, wanted),
            (PolicyAction.Leave, { } move) => Interrupt(input, wanted, move),
            (_, { } move) => new(null, new Reason(ReasonCode.Waiting, "", $"{move.Kind} of epoch {move.Epoch} is under way").With(move.Reason)),
            (PolicyAction.Return, _) when Tombstone(input) is { } fence => fence,
            (PolicyAction.Return, _) => Return(input, wanted),
            _ => Tombstone(input) ?? Establish(input, wanted.Reason),
        };
    }

    /// <summary>The move that an operator's command begins, or why it cannot.</summary>
    public static (MachineEvent? Event, string Text) ForCommand(DecisionInput input, OperatorCommand command)
    {
        var state = input.State;
        if (Refusal(input, command) is { } refusal)
        {
            return (null, refusal);
        }

        var region = command.Region!.Value;
        var cause = command.Kind == CommandKind.FailOver ? MoveCause.Dead : MoveCause.Planned;
        var request = command.Kind == CommandKind.FailBack
            ? Base(input, MoveKind.Failback, cause) with { Targets = [region] }
            : Base(input, command.Kind == CommandKind.FailOver ? MoveKind.Failover : MoveKind.Switchover, cause) with { From = Source(state, region), Targets = [region] };
        var report = Guards.Evaluate(Facts(input, request) with { ByOperator = true, Overridden = command.Override });
        if (!report.MayStart)
        {
            return (null, $"refused by {string.Join("; ", report.Answers.Where(static answer => answer.Rule is not (GuardRule.Ask or GuardRule.Ramp)).Select(static answer => $"{answer.Guard}: {answer.Detail}"))}");
        }

        var reason = new Reason(ReasonCode.Operator, command.Kind.ToString(), $"{command.Actor}: {command.Reason}").With([.. report.Reasons]);
        return (Started(input, Approved(request, report), reason, command.Actor), $"epoch {input.NextEpoch}: {command.Kind} to {region} begins");
    }

    private static string? Refusal(DecisionInput input, OperatorCommand command) => (command.Region, input.State) switch
    {
        (null, _) => $"{command.Kind} needs a region",
        ({ } region, var state) when !state.Has(region) => $"{input.Group.Id} has no deployment in {region}: it has {string.Join(", ", input.Group.Regions)}",
        (_, { Hold: { } hold }) => $"it is held ({hold.Reason.Detail}): resume or adopt first",
        (_, { Move: { } move }) => $"{move.Kind} of epoch {move.Epoch} is under way: wait for it, or abort it",
        ({ } region, _) when input.Drained.Contains(region) => $"{region} is drained: open it again first",
        ({ } region, var state) when command.Kind == CommandKind.FailBack && state.In(region).State == RegionState.Serving => $"{region} serves already",
        ({ } region, var state) when command.Kind == CommandKind.FailBack && state.In(region).Tombstone => $"{region} has not been fenced since it was left",
        ({ } region, var state) when command.Kind != CommandKind.FailBack && Source(state, region) is null => $"no other region serves that could be left for {region}",
        ({ } region, var state) when command.Kind == CommandKind.SwitchOver && state.In(region).State is not (RegionState.Standby or RegionState.Serving) => $"{region} is {state.In(region).State.ToString().ToLowerInvariant()}: fail back to it instead",
        _ => null,
    };

    private static RegionId? Source(GroupState state, RegionId target)
    {
        var serving = state.Serving.Where(region => region != target).ToList();
        return serving.Count == 0 ? default(RegionId?) : state.DataAt is { } at && serving.Contains(at) ? at : serving[0];
    }

    private static Decision Leave(DecisionInput input, PolicyDecision wanted)
    {
        var kind = wanted.Cause == MoveCause.Planned ? MoveKind.Drain : MoveKind.Failover;
        var request = Base(input, kind, wanted.Cause) with { From = wanted.Region, Targets = Targets(input, wanted) };
        var byOperator = wanted.Cause == MoveCause.Planned;
        var report = Guards.Evaluate(Facts(input, request) with { ByOperator = byOperator });
        var reason = wanted.Reason.With([.. report.Reasons]);
        return report.MayStart
            ? new(Started(input, Approved(request, report), reason, by: byOperator ? "operator" : null), reason)
            : Withheld(input, report, reason);
    }

    private static Decision Interrupt(DecisionInput input, PolicyDecision wanted, Move move)
    {
        // A failover has given up on some regions already: none of them is a target again.
        var targets = Targets(input, wanted).RemoveAll(region => region == move.Request.From || input.State.In(region).State == RegionState.Draining);
        var request = Base(input, MoveKind.Failover, wanted.Cause) with { From = wanted.Region, Targets = targets };
        if (targets.IsEmpty || Interruptions.Rule(move.Kind, Interruptions.PartOf(move.Request, wanted.Region), wanted.Cause) == Interruption.Ignore)
        {
            return new(null, new Reason(ReasonCode.Waiting, "", $"{move.Kind} of epoch {move.Epoch} goes on").With(wanted.Reason));
        }

        if (move.Aborting is not null && wanted.Cause != MoveCause.Dead)
        {
            return new(null, move.Aborting);
        }

        var report = Guards.Evaluate(Facts(input, request));
        var reason = wanted.Reason.With([.. report.Reasons]);
        return report.MayStart ? new(new MoveInterrupted(Approved(request, report), reason), reason) : Withheld(input, report, reason);
    }

    private static Decision Return(DecisionInput input, PolicyDecision wanted)
    {
        var (status, settings) = (input.State.In(wanted.Region), input.Group.Lead.Failback);
        var stable = input.Now - status.Since;
        if (stable < settings.Stability)
        {
            return new(null, new Reason(ReasonCode.Recovering, wanted.Region.Value, $"healthy for {stable.TotalSeconds:0} s of {settings.Stability.TotalSeconds:0} s"), settings.Stability - stable);
        }

        var request = Base(input, MoveKind.Failback, MoveCause.Planned) with { Targets = [wanted.Region] };
        var report = Guards.Evaluate(Facts(input, request) with { Approval = settings.Approval });
        var reason = wanted.Reason.With([.. report.Reasons]);
        return report.MayStart ? new(Started(input, Approved(request, report), reason, by: null), reason) : Withheld(input, report, reason);
    }

    private static Decision? Tombstone(DecisionInput input)
    {
        foreach (var status in input.State.Regions)
        {
            if (status is { Tombstone: true, State: RegionState.Out } && input.Of(status.Region).Verdict is Verdict.Healthy or Verdict.Degraded)
            {
                var reason = new Reason(ReasonCode.RegionHealthy, status.Region.Value, "it answers again and was left unfenced: it is fenced first");
                var request = Base(input, MoveKind.Tombstone, MoveCause.Planned) with { Targets = [status.Region] };
                return input.Group.Lead.Guards.Mode == EnforcementMode.MonitorOnly
                    ? Reported(input, reason)
                    : new(Started(input, request, reason, by: null), reason);
            }
        }

        return null;
    }

    // The routers have what holds in normal times: at the first start, after a new revision, after a standby changed.
    private static Decision Establish(DecisionInput input, Reason calm)
    {
        var (state, group) = (input.State, input.Group);
        var behind = state.EstablishedRevision != group.Revision || input.Forgotten;
        var desired = state.Phase == GroupPhase.Steady ? Standbys(input) : state.Shares;
        if (!behind && desired == state.Shares)
        {
            return new(null, calm);
        }

        var reason = new Reason(ReasonCode.Waiting, "", behind ? $"the routers do not have revision {group.Revision}" : "the shares of the standbys are not those of normal times");
        var request = Base(input, MoveKind.Establish, MoveCause.Planned) with { Desired = desired };
        return group.Lead.Guards.Mode == EnforcementMode.MonitorOnly ? Reported(input, reason) : new(Started(input, request, reason, by: null), reason);
    }

    private static Shares Standbys(DecisionInput input)
    {
        var shares = input.State.Shares;
        foreach (var status in input.State.Regions.Where(static status => status.State == RegionState.Standby))
        {
            var steady = input.Group.ServesAsItStands(status.Region) && input.Group.RoleIn(status.Region) == DeploymentRole.Standby;
            if (input.Drained.Contains(status.Region) || !steady)
            {
                shares = shares.With(status.Region, Share.None);
            }
            else if (input.IsHealthy(status.Region) && !Outranks(input, status.Region))
            {
                shares = shares.With(status.Region, Share.Full);
            }
        }

        return shares;
    }

    // After a switchover a standby may be preferred by the tree to the region that serves: its share would take the traffic.
    private static bool Outranks(DecisionInput input, RegionId standby) => input.State.Regions
        .Any(status => status.State == RegionState.Serving && input.Group.Regions.IndexOf(standby) < input.Group.Regions.IndexOf(status.Region));

    private static Decision Withheld(DecisionInput input, GuardReport report, Reason reason) =>
        report.Answers.All(static answer => answer.Rule is GuardRule.Report or GuardRule.Ask or GuardRule.Ramp)
            ? Reported(input, reason)
            : new(null, reason, report.WaitFor);

    private static Decision Reported(DecisionInput input, Reason reason)
    {
        var report = new Reason(ReasonCode.MonitorOnly, "", "would move, and only watches").With(reason);
        return new(input.State.Report == report ? null : new MoveReported(report), report);
    }

    private static MoveStarted Started(DecisionInput input, MoveRequest request, Reason reason, string? by) => new(input.NextEpoch, request, reason, by);

    private static MoveRequest Approved(MoveRequest request, GuardReport report) => request with
    {
        Questions = [.. report.Answers.Where(static answer => answer.Rule == GuardRule.Ask).Select(static answer => answer.Detail)],
        LossApproved = report.Asks(Guard.DataLoss),
    };

    private static MoveRequest Base(DecisionInput input, MoveKind kind, MoveCause cause)
    {
        var state = input.State;
        return new()
        {
            Kind = kind,
            Cause = cause,
            Before = state.Shares,
            DataAt = state.DataAt,
            Serving = state.Serving,
            Reserves = [.. state.Serving.Where(region => input.Group.RoleIn(region) == DeploymentRole.Standby)],
            Unusable =
            [
                .. state.Regions.Where(status => status.State is RegionState.Out or RegionState.Recovering or RegionState.Draining
                    || input.Drained.Contains(status.Region)
                    || input.Of(status.Region).Verdict == Verdict.Unhealthy).Select(static status => status.Region),
            ],
        };
    }

    // Side by side, all that serve take over; otherwise the best one does, and further ones only as far as its room falls short.
    private static ImmutableArray<RegionId> Targets(DecisionInput input, PolicyDecision wanted)
    {
        var serving = wanted.Targets.Where(region => input.State.In(region).State == RegionState.Serving).ToImmutableArray();
        if (!serving.IsEmpty)
        {
            return serving;
        }

        if (CapacityPlan.LoadOf(input.Group) is not { } load || wanted.Targets.IsEmpty)
        {
            return [.. wanted.Targets.Take(1)];
        }

        var (room, enough) = (0.0, ImmutableArray.CreateBuilder<RegionId>());
        foreach (var region in wanted.Targets)
        {
            enough.Add(region);
            room += CapacityPlan.RoomIn(input.Group, region, scaled: true) ?? double.PositiveInfinity;
            if (room >= load || input.State.DataAt == wanted.Region)
            {
                break;
            }
        }

        return enough.ToImmutable();
    }

    private static GuardFacts Facts(DecisionInput input, MoveRequest request)
    {
        var (state, group, settings) = (input.State, input.Group, input.Group.Lead.Guards);
        var target = input.Of(request.Target);
        var source = request.From is { } from ? input.Of(from) : default;
        var after = state.Serving.Where(region => region != request.From && IsAlive(input, region)).Concat(request.Targets.Where(input.IsHealthy)).Distinct().ToList();
        var rooms = after.Select(region => CapacityPlan.RoomIn(group, region, scaled: true)).ToList();
        var frozen = settings.FreezeWindows.FirstOrDefault(window => window.From <= input.Utc && input.Utc < window.Until);
        return new GuardFacts
        {
            Cause = request.Cause,
            ServingAfterwards = after.Count,
            OtherRegionOut = request.From is null ? null : OtherOut(state, request),
            SinceLastMove = state.Last is { Kind: not (MoveKind.Establish or MoveKind.Tombstone) } last ? input.Now - last.EndedAt : null,
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
            Promotes = request.From is { } left && request.DataAt == left,
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

    private static bool IsAlive(DecisionInput input, RegionId region) => input.Of(region).Verdict is Verdict.Healthy or Verdict.Degraded;
}
