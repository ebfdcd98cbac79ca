using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Routing;

namespace MultiRegion.Testing.Simulation;

/// <summary>The marker on a plane never falls.</summary>
internal sealed class MarkersRise(SimulatedWorld world) : Invariant(world, "markers-rise")
{
    private readonly Dictionary<string, (long Epoch, int Sequence)> _highest = new(StringComparer.Ordinal);

    public override string? AfterShift(ShiftSeen seen) => Look($"router {seen.Router} {seen.Write.Service}", seen.Write.Marker);

    public override string? AfterScale(FleetWrite written) => Look($"cluster {written.Cluster} {written.Workload}", written.Marker);

    public override string? AfterData(DataOperation done, ReplicaSetId set) => World.Replicas[set].MarkerOf(done.Region) is { } marker ? Look($"data {set} {done.Region}", marker) : null;

    public override void AfterRestore(RegionId region)
    {
        foreach (var key in _highest.Keys.Where(static key => key.StartsWith("cluster ", StringComparison.Ordinal)).ToList())
        {
            _highest.Remove(key);
        }
    }

    private string? Look(string plane, Marker marker)
    {
        var (found, before) = ((marker.Epoch, marker.Sequence), _highest.GetValueOrDefault(plane));
        _highest[plane] = found.CompareTo(before) > 0 ? found : before;
        return found.CompareTo(before) < 0 ? $"the marker of {plane} fell from {before.Epoch}.{before.Sequence} to {marker}" : null;
    }
}

/// <summary>Where a router's fencing is only checked, what a late write took is back within one period of reading.</summary>
internal sealed class MarkerRestored(SimulatedWorld world) : Invariant(world, "marker-restored")
{
    private static readonly TimeSpan ToWrite = TimeSpan.FromSeconds(10);
    private readonly Dictionary<(RouterId, ServiceId), (long Epoch, int Sequence)> _highest = [];
    private readonly Dictionary<(RouterId, ServiceId), TimeSpan> _since = [];

    public override string? AfterShift(ShiftSeen seen)
    {
        var (key, marker) = ((seen.Router, seen.Service.Id), (seen.Write.Marker.Epoch, seen.Write.Marker.Sequence));
        _highest[key] = marker.CompareTo(_highest.GetValueOrDefault(key)) > 0 ? marker : _highest.GetValueOrDefault(key);
        return null;
    }

    public override string? AfterRound()
    {
        foreach (var ((router, service), highest) in _highest)
        {
            var has = World.Routers[router] is { Fencing: FencingStrength.Checked } plane ? plane.Written.Find(service)?.Marker : null;
            if (has is null || (has.Epoch, has.Sequence).CompareTo(highest) >= 0 || IsExcused(router, service))
            {
                _since.Remove((router, service));
            }
            else if (!_since.TryAdd((router, service), World.Now) && World.Now - _since[(router, service)] > World.Options.ReadinessInterval + ToWrite)
            {
                return $"{router} has {has} for {service} {World.Now - _since[(router, service)]:c} after it had {highest.Epoch}.{highest.Sequence}";
            }
        }

        return null;
    }

    // Nothing is written while nobody leads, while a move is under way or stands still, or over what a person has done.
    private bool IsExcused(RouterId router, ServiceId service) =>
        World.IsControlDisturbed || World.WasEdited(router) || World.Leader is not { Runs: true, IsInRound: false, Engine.Leads: true }
        || World.StateOf(SimulatedWorld.GroupOf(World.Topology.Service(service))) is not { Move: null, Hold: null };
}

/// <summary>No two moves have one epoch, and each has a higher one than all before.</summary>
internal sealed class EpochsRise(SimulatedWorld world) : Invariant(world, "epochs-rise")
{
    private InMemoryJournal? _journal;
    private long _highest;

    public override string? AfterEntry(EntrySeen seen)
    {
        if (!ReferenceEquals(_journal, World.Journal))
        {
            (_journal, _highest) = (World.Journal, 0);
        }

        if (seen is not { Happened.Event: MoveStarted, StateBefore.Move: null, StateAfter.Move: { } move })
        {
            return null;
        }

        var before = _highest;
        _highest = Math.Max(_highest, move.Epoch);
        return move.Epoch <= before ? $"a move began as epoch {move.Epoch}, and there had been {before}" : null;
    }
}

/// <summary>Nobody fails over on unknown alone.</summary>
internal sealed class UnknownStays(SimulatedWorld world) : Invariant(world, "unknown-stays")
{
    public override string? AfterEntry(EntrySeen seen)
    {
        var request = SimulatedWorld.RequestOf(seen);
        return request is { Kind: MoveKind.Failover, From: { } from } && SimulatedWorld.ByOf(seen) is null && seen.StateBefore!.In(from).Verdict is Verdict.Unknown or Verdict.Healthy
            ? $"{seen.Happened!.Group} fails over from {from}, whose verdict is {seen.StateBefore.In(from).Verdict}"
            : null;
    }
}

/// <summary>A region that is well is not left as dead unless a quorum of vantage points cannot see it.</summary>
internal sealed class NoFalseFailover(SimulatedWorld world) : Invariant(world, "no-false-failover")
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    public override string? AfterEntry(EntrySeen seen)
    {
        var request = SimulatedWorld.RequestOf(seen);
        return request is { Kind: MoveKind.Failover, Cause: MoveCause.Dead, From: { } from } && SimulatedWorld.ByOf(seen) is null && World.WellFor(from) > Forgotten && World.Seen(from)
            ? $"{seen.Happened!.Group} leaves {from} as dead, which is well and can be seen"
            : null;
    }
}

/// <summary>A held group is not touched.</summary>
internal sealed class HeldUntouched(SimulatedWorld world) : Invariant(world, "held-untouched")
{
    // A write that was under way when the hold began ends with its time-out, and may arrive as late.
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(30);
    private readonly Dictionary<MoveGroupId, TimeSpan> _since = [];

    public override string? AfterEntry(EntrySeen seen)
    {
        if (seen.StateAfter is { } state)
        {
            // Only a person ends a hold.
            if (seen.Happened?.Event is OperatorSaid { Command.Kind: CommandKind.Resume or CommandKind.Adopt })
            {
                _since.Remove(state.Group);
            }
            else if (state.Hold is not null || seen.Happened?.Event is HoldPlaced or OperatorSaid { Command.Kind: CommandKind.Hold })
            {
                _since.TryAdd(state.Group, World.Now);
            }
        }

        return null;
    }

    public override string? AfterShift(ShiftSeen seen) => Look(seen.Group.Id, $"{seen.Router} was written to");

    public override string? AfterScale(FleetWrite written) => World.GroupOf(written) is { } group ? Look(group, $"{written.Workload} in {written.Cluster} was written to") : null;

    public override string? AfterData(DataOperation done, ReplicaSetId set) =>
        Look(World.Groups.First(group => group.SingleWriterData.Contains(set)).Id, $"{set} in {done.Region} was written to");

    private string? Look(MoveGroupId group, string what) =>
        _since.TryGetValue(group, out var since) && World.Now - since > UnderWay ? $"{what} while {group} has been held for {World.Now - since:c}" : null;
}

/// <summary>The outcome of the attempt that runs ends it, and no other outcome does anything.</summary>
internal sealed class OutcomesCount(SimulatedWorld world) : Invariant(world, "outcomes-count")
{
    public override string? AfterEntry(EntrySeen seen)
    {
        if (seen is not { Happened.Event: StepEnded ended, StateBefore.Move: { } before, StateAfter: { } after } || before.Find(ended.Sequence) is not { } step)
        {
            return null;
        }

        var awaited = step.State == StepState.Running && step.Attempt == ended.Attempt;
        var stands = after.Move?.Find(ended.Sequence) is { State: StepState.Running } still && still.Attempt == ended.Attempt;
        return awaited && stands ? $"step {ended.Sequence} ({step.Step.Words}) runs on after its outcome" : null;
    }
}

/// <summary>A shift is done when clients are answered by it, not when it was accepted.</summary>
internal sealed class EffectAwaited(SimulatedWorld world) : Invariant(world, "effect-awaited")
{
    public override string? AfterEntry(EntrySeen seen) =>
        seen is { Happened.Event: StepEnded { Outcome.Problem: null } ended, StateBefore.Move: { } before } && before.Find(ended.Sequence) is { State: StepState.Running, Step: ShiftStep shift }
        && World.Routers[shift.Router] is { NextChange: { } left } router && seen.Group!.Services.Any(service => IsOlder(router.Visible.Find(service.Id)?.Marker, router.Written.Find(service.Id)?.Marker))
            ? $"the shift on {shift.Router} counts as done, {left:c} before clients are answered by it"
            : null;

    // What a person wrote on top of ours, under our marker, may still be on its way.
    private static bool IsOlder(Marker? visible, Marker? written) => written is not null && visible != written;
}

/// <summary>What a person has edited is not written over until an operator adopts it.</summary>
internal sealed class EditsKept(SimulatedWorld world) : Invariant(world, "edits-kept")
{
    public override string? AfterShift(ShiftSeen seen) =>
        World.IsEdited(seen.Router) && seen.State?.Adopting != true ? $"{seen.Router} was written to ({seen.Write.Marker}), though a person had edited it" : null;
}

/// <summary>What guards forbid is not begun.</summary>
internal sealed class GuardsKept(SimulatedWorld world) : Invariant(world, "guards-kept")
{
    private readonly Dictionary<(MoveGroupId, DateTime), int> _moves = [];
    private readonly Dictionary<MoveGroupId, TimeSpan> _ended = [];

    public override string? AfterEntry(EntrySeen seen)
    {
        if (seen is { StateBefore.Move.Kind: not (MoveKind.Tombstone or MoveKind.Establish), StateAfter: { Move: null, Group: var ended } })
        {
            _ended[ended] = seen.Entry.Now;
        }

        if (seen is not { Happened.Event: MoveStarted { By: null } started, StateBefore: not null, Group: { } group } || started.Request.Kind is MoveKind.Tombstone or MoveKind.Establish)
        {
            return null;
        }

        var (request, guards, asks) = (started.Request, group.Lead.Guards, !started.Request.Questions.IsEmpty);
        var voluntary = request.Kind != MoveKind.Failover || request.Cause != MoveCause.Dead;
        var day = (group.Id, seen.Entry.Utc.UtcDateTime.Date);
        _moves[day] = _moves.GetValueOrDefault(day) + 1;
        return (_moves[day] > guards.DailyBudget && !asks ? "the day's budget was spent"
            : voluntary && _ended.TryGetValue(group.Id, out var moved) && seen.Entry.Now - moved < guards.CoolDown ? "the cool-down was not over"
            : voluntary && guards.FreezeWindows.Any(window => window.From <= seen.Entry.Utc && seen.Entry.Utc < window.Until) ? "a freeze window was open"
            : guards.Mode == EnforcementMode.MonitorOnly ? "it only watches"
            : Approval(group, request) == MoveApproval.OnApproval && !asks ? "nobody was asked"
            : Approval(group, request) == MoveApproval.Never ? "only a person may begin it"
            : request is { Cause: MoveCause.Dead, Promotes: true, From: { } from } && World.Regions[from].DownSince is { } since && World.Seen(from) && World.Now - since < group.MinimumFailureSpan ? $"{from} had not been failing for {group.MinimumFailureSpan:c}"
            : null) is { } forbidden
            ? $"{group.Id}: a {request.Kind} began, and {forbidden}"
            : null;
    }

    private static MoveApproval Approval(Topology.GroupDefinition group, MoveRequest request) =>
        request.Kind == MoveKind.Failback ? group.Lead.Failback.Approval : group.Lead.Failover.Approval;
}

/// <summary>A move group moves whole or not at all.</summary>
internal sealed class GroupWhole(SimulatedWorld world) : Invariant(world, "group-whole")
{
    public override string? AfterChange()
    {
        foreach (var group in World.Groups.Where(static group => group.Services.Length > 1))
        {
            foreach (var router in group.Routers.Where(router => !World.WasEdited(router)))
            {
                var written = group.Services.Where(service => service.Routers.Contains(router)).Select(service => World.Routers[router].Written.Find(service.Id)?.Content.Shares).ToList();
                if (written.Exists(shares => shares != written[0]))
                {
                    return $"{router} has {string.Join(" and ", written.Select(static shares => shares?.ToString() ?? "nothing"))} for the services of {group.Id}";
                }
            }
        }

        return null;
    }
}

/// <summary>Once everything has grown calm, a group is steady; or it is halted or held, and says why.</summary>
internal sealed class CalmEnd(SimulatedWorld world) : Invariant(world, "calm-end")
{
    public override string? AtEnd()
    {
        if (World.CalmFor <= World.Bounds.Settling || World.Leader is not { Runs: true, Engine: { Leads: true } })
        {
            return World.CalmFor > World.Bounds.Settling ? "nobody leads, though everything has been well for long" : null;
        }

        foreach (var group in World.Groups)
        {
            if (World.StateOf(group.Id) is not { } state)
            {
                return $"nothing is known of {group.Id}";
            }

            var stop = state.Hold?.Reason ?? state.Move?.Halted;
            if (stop is { Detail.Length: > 0 } || state is { Phase: GroupPhase.Steady, Move: null } || World.IsWaitingForPeople(group, state))
            {
                continue;
            }

            return $"{group.Id} is {state.Phase}{(state.Move is { } move ? $" in a {move.Kind}" : "")}, though everything has been well for {World.CalmFor:c}";
        }

        return null;
    }
}

/// <summary>Folding the journal's bytes gives what the engine holds.</summary>
internal sealed class JournalReplays(SimulatedWorld world) : Invariant(world, "journal-replays")
{
    private EstateState _folded = EstateState.Empty;
    private InMemoryJournal? _journal;

    public override string? AfterEntry(EntrySeen seen)
    {
        if (!World.Seams.ReplaysEveryEntry)
        {
            return null;
        }

        if (!ReferenceEquals(_journal, World.Journal))
        {
            (_journal, _folded) = (World.Journal, EstateState.Empty);
        }

        _folded = World.Seams.Fold(_folded, EstateJson.Read(seen.Record.Payload.Span));
        return seen.Happened is { } happened ? Compare(happened.Group, _folded, seen.After) : null;
    }

    public override string? AtEnd()
    {
        if (World.Leader is not { Runs: true, IsInRound: false, Engine: { Leads: true } engine })
        {
            return null;
        }

        var folded = EstateState.Empty;
        foreach (var record in World.Journal.Records)
        {
            folded = World.Seams.Fold(folded, EstateJson.Read(record.Payload.Span));
        }

        return World.Groups.Select(group => Compare(group.Id, folded, engine.Estate)).FirstOrDefault(static seen => seen is not null);
    }

    private static string? Compare(MoveGroupId group, EstateState folded, EstateState live)
    {
        if (!folded.Groups.TryGetValue(group, out var one) || !live.Groups.TryGetValue(group, out var other))
        {
            return live.Groups.ContainsKey(group) ? $"the journal knows nothing of {group}" : null;
        }

        var (told, held) = (EstateJson.Describe(one), EstateJson.Describe(other));
        return told == held ? null : $"the journal folds to {told}, the engine holds {held}";
    }
}

/// <summary>While a group is steady and free, the routers hold what the journal says.</summary>
internal sealed class AsRecorded(SimulatedWorld world) : Invariant(world, "as-recorded")
{
    public override string? AtEnd()
    {
        foreach (var group in World.Groups)
        {
            if (World.CalmFor <= World.Bounds.Settling || World.StateOf(group.Id) is not { Move: null, Hold: null, EstablishedRevision: > 0 } state || group.Lead.Guards.Mode == EnforcementMode.MonitorOnly)
            {
                continue;
            }

            foreach (var (router, service) in group.Services.SelectMany(service => service.Routers.Where(router => !World.WasEdited(router)).Select(router => (router, service))))
            {
                if (World.Routers[router].Written.Find(service.Id)?.Content.Shares is var shares && shares != state.Shares)
                {
                    return $"{router} has {shares?.ToString() ?? "nothing"} for {service.Id}, the journal says {state.Shares}";
                }
            }
        }

        return null;
    }
}
