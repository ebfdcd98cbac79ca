using System.Collections.Immutable;
using MultiRegion.Engine;
using MultiRegion.Execution;
using MultiRegion.Machine;
using MultiRegion.Topology;

namespace MultiRegion;

/// <content>What happens in a round, in order.</content>
public sealed partial class FailoverEngine
{
    // A state that never comes to rest within a round would be a bug of the machine; the next round goes on with it.
    private const int PassesPerRound = 200;

    private readonly Dictionary<MoveGroupId, CalmBasis> _calm = [];
    private EstateTopology? _boundTopology;
    private long _topologyVersion;
    private (object? Groups, long Health) _shown;
    private GroupOrder _order = GroupOrder.None;

    /// <summary>All groups, in two orders: every round goes over them several times, and they change with the topology alone.</summary>
    private GroupOrder Groups => _order = _order.For(_keeper.Estate.Definitions);

    private void MindTheClocks()
    {
        _signal.Clear();
        if (_guard.Check() is { } trouble)
        {
            _lease.Drop();
            _health.Forget();
            _keeper.Unload();
            _effects.Synchronise(EstateState.Empty);
            Publish(EngineEventKind.Trouble, new Reason(ReasonCode.ClockJump, "", $"{trouble}: everything is read again before the next effect"));
        }

        _guard.Expect(_options.LoopInterval);
    }

    private void PumpHealth()
    {
        FoldReports();
        _health.Pump();
    }

    private async ValueTask LeadAsync(CancellationToken cancellationToken)
    {
        Renew();
        if (_lease.Holds != _led)
        {
            _led = _lease.Holds;
            Publish(EngineEventKind.Leadership, new Reason(_led ? ReasonCode.AllWell : ReasonCode.Superseded, "", _led ? "this controller leads" : "this controller follows"));
            if (!_led)
            {
                _keeper.Unload();
                _planes.Cancel();
                _effects.Synchronise(EstateState.Empty);
                _effects.DropOutcomes();
            }
        }

        if (_led && await LoadAsync(cancellationToken).ConfigureAwait(false))
        {
            for (var pass = 0; pass < PassesPerRound && await PassAsync(cancellationToken).ConfigureAwait(false); pass++)
            {
                PumpHealth();
            }

            await CompactAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Renew()
    {
        if (!_renewal.IsRunning && _clock.Process >= _nextRenewal)
        {
            _nextRenewal = _clock.Process + _options.LeaseRetry;
            _renewal.Start(_lease.RenewAsync, _options.LeaseRetry);
        }

        // The keeper itself has what came of it: only that the request is over counts here.
        _renewal.TryTake(out _);
    }

    private async ValueTask<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (_keeper.IsLoaded)
        {
            return true;
        }

        _effects.Synchronise(EstateState.Empty);
        _planes.Cancel();
        var problem = await _keeper.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            _telemetry.JournalUnreadable(problem);
        }

        return problem is null;
    }

    /// <summary>One pass over everything; says whether anything happened, so that another is worth while.</summary>
    private async ValueTask<bool> PassAsync(CancellationToken cancellationToken)
    {
        var before = _keeper.Sequence;
        var done = await OutcomesAsync(cancellationToken).ConfigureAwait(false)
            && await TopologyAsync(cancellationToken).ConfigureAwait(false)
            && await VerdictsAsync(cancellationToken).ConfigureAwait(false)
            && await PlanesAsync(cancellationToken).ConfigureAwait(false)
            && await CommandsAsync(cancellationToken).ConfigureAwait(false)
            && await TimersAsync(cancellationToken).ConfigureAwait(false)
            && await DecisionsAsync(cancellationToken).ConfigureAwait(false);
        if (!done)
        {
            return false;
        }

        ShowView();
        if (_planes.HasRead)
        {
            _effects.Synchronise(_keeper.Estate);
        }

        _desk.SendAnswers();
        _notices.Send();
        return _keeper.Sequence != before || _effects.HasOutcomes;
    }

    private async ValueTask<bool> OutcomesAsync(CancellationToken cancellationToken)
    {
        foreach (var over in _effects.Over)
        {
            foreach (var report in over.Reports)
            {
                if (_keeper.Estate.Groups.TryGetValue(report.Key.Group, out var state) && state.Move?.Epoch == report.Key.Epoch)
                {
                    var ended = new StepEnded(report.Key.Sequence, report.Key.Attempt, report.Outcome);
                    if (!await HappenAsync(report.Key.Group, ended, EngineEventKind.StepEnded, cancellationToken).ConfigureAwait(false))
                    {
                        // It stays, to be recorded later: an effect is not had again because a disk is full.
                        return false;
                    }
                }
            }

            _effects.Take(over);
        }

        return true;
    }

    private async ValueTask<bool> TopologyAsync(CancellationToken cancellationToken)
    {
        var wanted = _parts.Topology.Current;
        if (_topologyVersion != _parts.Topology.Version)
        {
            _topologyVersion = _parts.Topology.Version;
            foreach (var mistake in _parts.Topology.LastMistakes)
            {
                Publish(EngineEventKind.Trouble, new Reason(ReasonCode.Held, mistake.Path, $"the new topology was refused: {mistake.Problem}; {mistake.Mend}"));
            }
        }

        if (ReferenceEquals(wanted, _boundTopology) && !_keeper.Estate.Topologies.IsEmpty)
        {
            return true;
        }

        var known = _keeper.Estate.Topology;
        if (known is null || TopologyJson.Fingerprint(known) != TopologyJson.Fingerprint(HeaderSecrets.Conceal(wanted)))
        {
            var bound = wanted with { Revision = (known?.Revision ?? 0) + 1 };
            if (!await AppendAsync(new TopologyEntry(bound) { Now = _clock.Machine, Utc = _clock.Utc }, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            Publish(EngineEventKind.EstateChanged, new Reason(ReasonCode.AllWell, "", $"revision {bound.Revision} of the topology binds"));
        }

        _boundTopology = wanted;
        _health.Use(wanted with { Revision = _keeper.Estate.Topology!.Revision });
        return true;
    }

    private async ValueTask<bool> VerdictsAsync(CancellationToken cancellationToken)
    {
        foreach (var group in Groups.ById)
        {
            foreach (var region in group.Regions)
            {
                var (known, seen) = (_keeper.Estate.Groups[group.Id].In(region).Verdict, _health.VerdictOf(group, region));

                // Nothing has been seen yet since the start: what the journal says stands until something has.
                if (known != seen && (seen != Verdict.Unknown || _health.HasSeen(group, region))
                    && !await HappenAsync(group.Id, new VerdictChanged(region, seen, _health.Explain(group, region)), EngineEventKind.VerdictChanged, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private async ValueTask<bool> PlanesAsync(CancellationToken cancellationToken)
    {
        _planes.Start(_keeper.Estate, _clock.Process, _options.ReadinessInterval);
        foreach (var reading in _planes.Take())
        {
            if (!_keeper.Estate.Groups.TryGetValue(reading.Group, out var state))
            {
                continue;
            }

            var seen = Seen(reading, state);
            var epoch = _keeper.Estate.Epoch;
            var judged = PlaneJudgement.Judge(_keeper.Estate.Definitions[reading.Group], state, epoch, seen);
            if (seen.Highest is { } marker && marker.Epoch > epoch
                && !await AppendAsync(new EpochEntry(marker.Epoch) { Now = _clock.Machine, Utc = _clock.Utc }, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            if (judged is not null && !await HappenAsync(reading.Group, judged, EngineEventKind.Held, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            _forgotten = seen.Forgotten ? _forgotten.Add(reading.Group) : _forgotten.Remove(reading.Group);
        }

        return true;
    }

    private async ValueTask<bool> TimersAsync(CancellationToken cancellationToken)
    {
        foreach (var group in Groups.ById)
        {
            if (FailoverMachine.WakeAt(_keeper.Estate.Groups[group.Id]) <= _clock.Machine
                && !await HappenAsync(group.Id, new TimePassed(), EngineEventKind.TimePassed, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> DecisionsAsync(CancellationToken cancellationToken)
    {
        if (!_planes.HasRead)
        {
            return true;
        }

        var failStatic = _health.FailStatic();
        foreach (var group in Groups.ByPriority)
        {
            if (IsCalm(group))
            {
                continue;
            }

            var decision = Decide(group, failStatic);
            _decisions = _decisions.SetItem(group.Id, decision);
            if (decision.Event is { } happened)
            {
                if (!await HappenAsync(group.Id, happened, KindOf(happened), cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }

                _forgotten = _forgotten.Remove(group.Id);
            }
        }

        return true;
    }

    // Where the last answer was that all is well, nothing but a change of what it rested on can make it another.
    private bool IsCalm(GroupDefinition group) => _calm.TryGetValue(group.Id, out var calm) && calm == Basis(group);

    private CalmBasis Basis(GroupDefinition group) =>
        new(_keeper.Estate.Groups[group.Id], group, _keeper.Estate.Drained, _health.Version, _forgotten.Contains(group.Id));

    private Decision Decide(GroupDefinition group, Reason? failStatic)
    {
        _calm.Remove(group.Id);
        var input = Input(group);
        if (failStatic is not null)
        {
            return new(null, failStatic);
        }

        var views = new RegionView[input.State.Regions.Length];
        Decider.Look(input, views);
        var wanted = Evaluate(group, views);
        var decision = Decider.Decide(input, wanted);
        if (wanted == PolicyDecision.AllWell && decision is { Event: null, RecheckIn: null })
        {
            _calm[group.Id] = Basis(group);
        }

        return decision;
    }

    // A policy of the application's own that throws is a bug there, and must not end the watch over every other group.
    private PolicyDecision Evaluate(GroupDefinition group, RegionView[] views)
    {
        try
        {
            return _policies[group.Lead.Policy].Evaluate(new PolicyContext(group.Id, views));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new(PolicyAction.Stay, new Reason(ReasonCode.NoCandidate, group.Lead.Policy.Value, $"the policy threw {error.GetType().Name}: it decides nothing until it is mended"));
        }
    }

    private readonly record struct CalmBasis(
        GroupState State, GroupDefinition Group, ImmutableSortedDictionary<RegionId, Reason> Drained, long Health, bool Forgotten)
    {
        public bool Equals(CalmBasis other) =>
            ReferenceEquals(State, other.State) && ReferenceEquals(Group, other.Group) && ReferenceEquals(Drained, other.Drained) && Health == other.Health && Forgotten == other.Forgotten;

        public override int GetHashCode() => Health.GetHashCode();
    }

    private DecisionInput Input(GroupDefinition group)
    {
        var estate = _keeper.Estate;
        return new()
        {
            Group = group,
            State = estate.Groups[group.Id],
            Facts = _health.FactsOf(group, _planes.Of(group.Id)),
            Drained = estate.Drained.IsEmpty ? [] : [.. estate.Drained.Keys],
            Forgotten = _forgotten.Contains(group.Id),
            NextEpoch = estate.Epoch + 1,
            Now = _clock.Machine,
            Utc = _clock.Utc,
        };
    }

    private void ShowView()
    {
        var groups = _keeper.Estate.Definitions;
        if (ReferenceEquals(groups, _shown.Groups) && _shown.Health == _health.Version)
        {
            return;
        }

        _shown = (groups, _health.Version);
        _view.Show(
            groups.ToImmutableDictionary(),
            groups.Values.SelectMany(group => group.Regions.Select(region => (group, region)))
                .ToImmutableDictionary(static pair => (pair.group.Id, pair.region), pair => _health.VerdictOf(pair.group, pair.region)));
    }

    private static EngineEventKind KindOf(MachineEvent happened) => happened switch
    {
        MoveStarted => EngineEventKind.MoveStarted,
        MoveInterrupted => EngineEventKind.MoveChanged,
        MoveReported => EngineEventKind.MoveReported,
        _ => EngineEventKind.EstateChanged,
    };

    private PlanesSeen Seen(PlaneReading reading, GroupState state) => new()
    {
        Highest = reading.Markers.MaxBy(static marker => (marker.Epoch, marker.Sequence)),
        Shares = reading.Routing.Select(static entry => entry.Change.LiveShares).FirstOrDefault(static shares => shares is not null),
        DataAt = reading.Replicas.Where(static entry => entry.Replica.Role == ReplicaRole.Writable).Select(static entry => (RegionId?)entry.Replica.Region).FirstOrDefault(),
        Foreign =
        [
            .. reading.Routing.Where(static entry => entry.Change.Problem?.Kind == ProblemKind.NotOwned)
                .Select(static entry => ($"router {entry.Router}, service {entry.Change.Service}", entry.Change.Problem!.Detail)),
        ],
        Forgotten = state.EstablishedRevision > 0 && reading.Routing.Any(entry => HasLost(_parts.Planes.Routers[entry.Router].Capabilities, entry.Change, reading, state)),
    };

    // Where the receiver itself refuses stale writes, no late one can have landed.
    private static bool HasLost(RouterCapabilities router, RouterChange found, PlaneReading reading, GroupState state) =>
        (router.IsVolatile && found is { Before: null, Problem: null })
        || (router.Fencing == FencingStrength.Checked && (IsOlder(found.LiveMarker, reading.Established) || (IsOther(found) && state.Move is null && state.Shares == reading.Told)));

    private static bool IsOlder(Marker? live, (long Epoch, int Sequence) established) => live is not null && (live.Epoch, live.Sequence).CompareTo(established) < 0;

    private static bool IsOther(RouterChange found) => found is { IsEmpty: false, Problem: null, LiveMarker: not null };
}
