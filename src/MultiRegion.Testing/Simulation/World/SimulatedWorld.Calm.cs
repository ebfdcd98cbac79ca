using MultiRegion.Probing;

namespace MultiRegion.Testing.Simulation;

/// <content>
/// Calm stretches: nothing falls due, nothing is drawn that comes out otherwise, and every probe answers what the one before did. They
/// are passed over in one go, to the end of a probe after which nothing is in flight; everything periodic goes on as if it had been done.
/// </content>
internal sealed partial class SimulatedWorld
{
    private static readonly TimeSpan WorthWhile = TimeSpan.FromSeconds(3);

    // Whoever looks again now and then, and has not looked since, may not have seen the last change.
    private TimeSpan _changedAt;

    // The first polls of a confirmation double; what looks again after another time is regular.
    private static readonly long[] Doubling = [.. Enumerable.Range(0, 7).Select(static power => TimeSpan.TicksPerMillisecond * 10 << power)];

    /// <summary>Somebody looked, and did not see what is there: until the next look nothing is calm.</summary>
    public void Unseen() => _changedAt = Now;

    private bool TrySkip()
    {
        if (IsLookDue() || Only() is not { Engine: { } engine } controller || engine.CalmTargets is not { } targets || engine.CalmFor is not { } calm)
        {
            return false;
        }

        var awaits = engine.AwaitsReports(Settings.Clients.Latency);
        var limit = HaveLooked(engine, awaits) ? Now + Limit(engine, calm, awaits) : Now;
        if (limit - Now < WorthWhile)
        {
            return false;
        }

        if (!targets.All(slot => engine.Fails(slot.Target.Key) == Fails(slot.Target.Target.Region)))
        {
            return false;
        }

        var walks = Walk(controller, engine, targets, ref limit);
        if (limit - Now < WorthWhile || Landing(walks, limit) is not { } landing || landing - Now < WorthWhile)
        {
            return false;
        }

        Pass(controller, engine, walks, landing);
        return true;
    }

    // Whoever looks again now and then has not looked since the last change, or looks at no regular times yet.
    private bool IsLookDue() => Clock.OldestLook is { } look && (look <= _changedAt || (Clock.ShortestPoll is { } poll && Doubling.Contains(poll.Ticks)));

    // All that looks has looked since then, and will see the same.
    private bool HaveLooked(FailoverEngine engine, bool awaitsReports) =>
        !((awaitsReports && Clock.OldestLook <= _reportedAt) || (engine.LooksAtProviders && _faults.AreCallsDisturbed));

    // Up to what comes next. Where users suffer, or a step waits for what they get, that is the next report.
    private TimeSpan Limit(FailoverEngine engine, TimeSpan calm, bool awaitsReports)
    {
        var (span, matters) = (Earlier(Earlier(_input.Length - Now, calm), Agenda.Next - Now), engine.SufferingMattersFor(except: Verdict.Unhealthy));
        span = Earlier(Earlier(Earlier(span, NextChange()), Clock.NextFirmTimer), engine.NextReadingIfNoneWithin(Now - _changedAt));
        span = awaitsReports || matters is not null || UsersSuffer(engine, Now + span) ? Earlier(Earlier(span, matters), _nextReport - Now) : span;
        return span - TimeSpan.FromTicks(1);
    }

    // What a probe that is sent now comes to; the region is the default for a reference target.
    private bool Fails(RegionId region) => ProbesLost(region) || (region != default && Regions[region].IsDown);

    private Controller? Only()
    {
        Controller? only = null;
        foreach (var controller in _controllers)
        {
            if (!controller.IsDead)
            {
                if (only is not null || !controller.Runs || controller.IsInRound || controller.CallsUnderWay > 0 || controller.Isolations > 0)
                {
                    return null;
                }

                only = controller;
            }
        }

        return _faults.IsRestless || _dirty ? null : only;
    }

    // Whether users of a region that the engine takes for well suffer anywhere in the stretch, which it would notice.
    private bool UsersSuffer(FailoverEngine engine, TimeSpan limit) =>
        UsersSuffer(limit, (service, region) => engine.SeenIn(GroupOf(service), region) != Verdict.Unhealthy);

    private bool UsersSuffer(TimeSpan limit, Func<ServiceDefinition, RegionId, bool> counts)
    {
        foreach (var users in Traffic.Services)
        {
            for (var at = 0; at < users.Definition.Deployments.Length; at++)
            {
                var now = users.Traffic.Now(at);
                if (now is not { Fails: 0, SlowFactor: 1, Room: >= 1 } && counts(users.Definition, users.Definition.Deployments[at].Region)
                    && users.Traffic.PeakOf(at, Now, limit) is var peak && peak > 0 && (now.Fails > 0 || now.SlowFactor > 1 || peak > now.Room))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private List<ProbeWalk> Walk(Controller controller, FailoverEngine engine, IEnumerable<ProbeSlot> targets, ref TimeSpan limit)
    {
        var offset = Now - engine.SchedulerNow;
        var walks = new List<ProbeWalk>();
        foreach (var slot in targets)
        {
            var target = slot.Target.Target;
            var lots = _probes[controller].LotsOf(target);
            var hangs = ProbesLost(target.Region) || (target.Region != default && Regions[target.Region].IsDown && Settings.DeadRegionsHang);
            var walk = new ProbeWalk(slot, lots, offset, hangs ? slot.Target.Schedule.Timeout : null, ProbeLoss);
            limit = walk.Go(limit);
            walks.Add(walk);
        }

        // A probe that is lost ends the stretch for all of them.
        foreach (var walk in walks)
        {
            walk.BackTo(limit);
        }

        return walks;
    }

    // The end of a probe after which nothing is in flight.
    private static TimeSpan? Landing(List<ProbeWalk> walks, TimeSpan limit)
    {
        TimeSpan? best = null;
        foreach (var end in walks.SelectMany(static walk => walk.Ends))
        {
            if (end <= limit && !(end <= best) && walks.TrueForAll(walk => walk.IsIdleAt(end)))
            {
                best = end;
            }
        }

        return best;
    }

    private void Pass(Controller controller, FailoverEngine engine, List<ProbeWalk> walks, TimeSpan landing)
    {
        SortedDictionary<TimeSpan, bool> stops = new() { [landing] = true };
        foreach (var walk in walks)
        {
            walk.BackTo(landing);
            engine.Resume(walk.Slot, walk.Pace);
            if (walk.LastEnd is { } end)
            {
                stops.TryAdd(end, false);
            }
        }

        if (engine.LastReadingWithin(landing - Now) is { } reading)
        {
            stops[Now + reading] = true;
            engine.PassReadings(landing - Now);
        }

        PassReports(engine, landing, stops);
        Clock.PassPolls(landing);
        foreach (var (stop, isRound) in stops)
        {
            GoTo(engine, stop);
            walks.ForEach(walk => Fold(engine, walk, stop));
            engine.ExpectRound();
            controller.DueAt = isRound ? Now : controller.DueAt;
            if (_nextReport <= Now)
            {
                Report();
                engine.TakeReports();
                _nextReport += Settings.Clients.ReportInterval;
            }

            if (isRound && stop < landing)
            {
                Rounds();
            }
        }
    }

    private static void Fold(FailoverEngine engine, ProbeWalk walk, TimeSpan stop)
    {
        if (walk.LastEnd == stop)
        {
            walk.Learn();
            walk.Lots.Count += walk.Count;
            engine.Repeat(walk.Slot.Target.Key, walk.Count);
        }
        else if (walk.LastEnd > stop)
        {
            engine.Touch(walk.Slot.Target.Key);
        }
    }

    // Reports that nothing rests on are left out, all but the last two: with nobody suffering, each is like the one before.
    private void PassReports(FailoverEngine engine, TimeSpan landing, SortedDictionary<TimeSpan, bool> stops)
    {
        if (_nextReport is not { } next || Settings.Clients.ReportInterval is not { } interval || next > landing)
        {
            return;
        }

        var count = ((landing - next).Ticks / interval.Ticks) + 1;
        var kept = engine.SufferingMattersFor() is not null || engine.IsSoaking || AnybodySuffers(landing) ? count : Math.Min(count, 2);
        for (next = (_nextReport += interval * (count - kept)).Value; next <= landing; next += interval)
        {
            stops.TryAdd(next, false);
        }
    }

    private bool AnybodySuffers(TimeSpan limit) => UsersSuffer(limit, static (_, _) => true);

    private void GoTo(FailoverEngine engine, TimeSpan stop)
    {
        if (engine.LastRenewalWithin(stop - Now) is { } renewal)
        {
            Clock.Advance(renewal);
            engine.RenewNow();
        }

        Clock.Advance(stop - Now);
    }
}

/// <summary>The probes of one target in a calm stretch.</summary>
internal sealed class ProbeWalk(ProbeSlot slot, ProbeLots lots, TimeSpan offset, TimeSpan? hangs, double loss)
{
    private const int Kept = 8;
    private const int Known = 100;
    private readonly (PaceWalk After, long Count, TimeSpan Start)[] _last = new (PaceWalk, long, TimeSpan)[Kept];
    private PaceWalk _pace = new(slot);

    public ProbeSlot Slot => slot;

    public ProbeLots Lots => lots;

    /// <summary>How many probes were walked over.</summary>
    public long Count { get; private set; }

    public PaceWalk Pace => _pace;

    public TimeSpan Due => _pace.Due;

    public TimeSpan? LastEnd => Count == 0 ? null : EndOf(Count);

    /// <summary>When the latest probes end, as far as they are remembered.</summary>
    public IEnumerable<TimeSpan> Ends
    {
        get
        {
            for (var count = Count; count > 0 && count > Count - Kept; count--)
            {
                yield return EndOf(count);
            }
        }
    }

    /// <summary>Walks until a limit; returns the limit, or the time before the first probe that comes out otherwise.</summary>
    public TimeSpan Go(TimeSpan limit)
    {
        if (loss <= 0 || hangs is not null)
        {
            // Only the last ones are ever asked for.
            Count += _pace.StepUntil(limit - offset - (slot.Target.Schedule.Interval * (Kept * 2)));
        }

        while (_pace.Due + offset <= limit)
        {
            var (number, start) = (lots.Count + Count, _pace.Due + offset);
            if (loss > 0 && hangs is null && lots.IsLost(number, loss))
            {
                return start - TimeSpan.FromTicks(1);
            }

            _pace.Step();
            Count++;
            _last[Count % Kept] = (_pace, Count, start);
        }

        return limit;
    }

    /// <summary>Takes back the probes that start after a time. Further back than is remembered it walks anew.</summary>
    public void BackTo(TimeSpan time)
    {
        while (Count > 0 && Last(Count) is { } last && last.Count == Count && last.Start > time)
        {
            Count--;
            _pace = Count == 0 ? new PaceWalk(slot) : Last(Count).After;
            if (Count > 0 && Last(Count).Count != Count)
            {
                (Count, _pace) = (0, new PaceWalk(slot));
                Go(time);
                return;
            }
        }
    }

    /// <summary>What the answers teach of how long they usually take: as they are all drawn alike, a hundred say everything.</summary>
    public void Learn()
    {
        for (var at = 0; at < Count && slot is { Target.Beside: > 0, AnsweredLast: true, Usual.Samples: < Known }; at++)
        {
            slot.Usual = slot.Usual.With(lots.LatencyOf(lots.Count + at));
        }
    }

    public bool IsIdleAt(TimeSpan time)
    {
        for (var count = Count; count > 0 && count > Count - Kept; count--)
        {
            if (Last(count).Start <= time)
            {
                return EndOf(count) <= time;
            }
        }

        // What is not remembered any more was over long before; without a single probe nothing is in flight.
        return Count < Kept;
    }

    private (PaceWalk After, long Count, TimeSpan Start) Last(long count) => _last[count % Kept];

    private TimeSpan EndOf(long count) => Last(count).Start + (hangs ?? lots.LatencyOf(lots.Count + count - 1));
}
