namespace MultiRegion.Probing;

/// <summary>
/// Probes all targets, each at its own pace, at most one probe of a target at a time unless that one keeps us waiting. Owned by one loop, which takes the
/// results, then calls <see cref="StartDue"/>, then sleeps until <see cref="NextDue"/> or the wake-up call, whichever is first.
/// </summary>
/// <remarks>
/// Time-outs are events of the same loop, not timers: a loop that was held up cannot mistake its own delay for a target's.
/// </remarks>
internal sealed partial class ProbeScheduler : IProbeSource
{
    private static readonly TimeSpan Never = TimeSpan.MaxValue;
    private static readonly TimeSpan Attention = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Brisk = TimeSpan.FromMilliseconds(2);

    private readonly ElapsedClock _clock;
    private readonly int _seed;
    private readonly TimeSpan _grain;
    private readonly ProbeFlights _flights;
    private readonly DueHeap _heap = new();
    private Dictionary<ProbeKey, ProbeSlot> _slots = [];
    private long _order;
    private TimeSpan _lastTurn;
    private TimeSpan _attentiveUntil;

    /// <summary>Makes a scheduler without targets.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="seed">Seeds the phases and the jitter.</param>
    /// <param name="wake">Called once for each finished probe, on any thread, also from within <see cref="StartDue"/>; must return at once.</param>
    /// <param name="grain">The least time between two turns of which nobody is woken for: what is due in between is started together.</param>
    public ProbeScheduler(TimeProvider time, int seed, Action wake, TimeSpan grain = default)
    {
        _clock = new(time);
        _seed = seed;
        _grain = grain;
        _flights = new(_clock, wake, takesTurns: grain > TimeSpan.Zero);
    }

    /// <summary>The time since the scheduler was made: what observations are stamped with.</summary>
    public TimeSpan Now => _clock.Now;

    /// <summary>How many probes started late because our own process was busy or suspended.</summary>
    public long MissedDeadlines { get; private set; }

    /// <summary>How many probes ignored their cancellation and were given up.</summary>
    public long Abandoned => _flights.Abandoned;

    /// <summary>How many results came too late, or for a target that is no more.</summary>
    public long DroppedResults => _flights.Dropped;

    /// <summary>How long the loop may sleep: zero when something is due or a result waits; null when there is nothing to wait for.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            if (_missed.Count > 0)
            {
                return TimeSpan.Zero;
            }

            if (_grain > TimeSpan.Zero && (!_flights.IsEmpty || _flights.AwaitsQuietly))
            {
                return NextTurn;
            }

            if (!_flights.IsEmpty)
            {
                return TimeSpan.Zero;
            }

            return _heap.First is { EventAt: var at } && at != Never ? Pace.Larger(at - Now, NextTurn) : null;
        }
    }

    // Waking up costs more than a probe does, and only what is suspected is worth it.
    private TimeSpan NextTurn => Pace.Larger(_lastTurn + (Now < _attentiveUntil ? Pace.Smaller(Brisk, _grain) : _grain) - Now, TimeSpan.Zero);

    /// <summary>
    /// Sets what is probed. A target with the same key keeps its phase and its pace, and its probe in flight unless what is
    /// probed, or the probe, has changed; the results of others that are in flight are dropped.
    /// </summary>
    /// <exception cref="ArgumentException">Two targets have the same key, or a schedule cannot be kept. Nothing was changed.</exception>
    public void SetTargets(IReadOnlyList<ScheduledTarget> targets)
    {
        Check(targets);
        var kept = new Dictionary<ProbeKey, ProbeSlot>(targets.Count);
        foreach (var target in targets)
        {
            kept.Add(target.Key, _slots.Remove(target.Key, out var slot) ? Change(slot, target) : Add(target));
        }

        foreach (var gone in _slots.Values)
        {
            _heap.Remove(gone);
            _flights.Forsake(gone);
            Leave(gone);
            DismissAll(gone);
        }

        _slots = kept;
        ForgetHosts();
    }

    /// <summary>Starts what is due and ends what has taken too long. Awaits nothing.</summary>
    public void StartDue()
    {
        var until = _lastTurn = Now;
        while (_heap.First is { } slot && slot.EventAt <= until)
        {
            Handle(slot);
        }

        _flights.Announce();
    }

    /// <summary>Takes the next result.</summary>
    public bool TryTake(out ProbeObservation observation)
    {
        if (_missed.TryDequeue(out observation))
        {
            return true;
        }

        if (!_flights.TryTake(out var finished))
        {
            return false;
        }

        var (run, result, endedAt) = finished;
        run.Slot.Run = null;
        Leave(run.Slot);
        run.Slot.Spare = run.IsReusable ? run : null;
        if (run.Slot.IsCompanion)
        {
            Dismiss(run.Slot);
        }
        else
        {
            Learn(run.Slot, result);
            Queue(run.Slot, endedAt);
        }

        observation = new(run.Slot.Target.Key, Excuse(run, result, endedAt), run.StartedAt, endedAt, run.StartedLate);
        return true;
    }

    /// <summary>Probes a target at its confirmation pace until <see cref="Relax"/>: from start to start, but never two at once.</summary>
    public void Hasten(ProbeKey key) => Set(key, static slot => slot.Hastened = true);

    /// <summary>Returns a target to its regular pace.</summary>
    public void Relax(ProbeKey key) => Set(key, static slot => slot.Hastened = false);

    /// <summary>Makes a target due at once, or right after the probe that is in flight; its regular pace goes on as before.</summary>
    public void ProbeNow(ProbeKey key) => Set(key, static slot => slot.AtOnce = true);

    private void Set(ProbeKey key, Action<ProbeSlot> change)
    {
        // The target may have been removed since the caller last looked.
        if (!_slots.TryGetValue(key, out var slot))
        {
            return;
        }

        change(slot);
        Attend();
        if (slot.Run is null)
        {
            QueueIdle(slot);
        }
    }

    private void Attend() => _attentiveUntil = Now + Attention;

    // An overdue target stays overdue, so that it is seen that it starts late.
    private void QueueIdle(ProbeSlot slot)
    {
        // One that has been given a seat starts at once: others wait for it.
        if (slot.Seat is null)
        {
            Queue(slot, Pace.Smaller(slot.EventAt, Now));
        }
    }

    private void Queue(ProbeSlot slot, TimeSpan earliest) => _heap.Set(slot, slot.DueFrom(earliest));

    private ProbeSlot Add(ScheduledTarget target)
    {
        var slot = new ProbeSlot(target, _order, new ProbeDraws(_seed, _order), new ProbeDraws(~_seed, _order++)) { Host = SeatsAt(target.Host) };
        slot.RegularDue = Pace.First(Now, target.Schedule, slot.Draws.Next());
        Queue(slot, slot.RegularDue);
        return slot;
    }

    private ProbeSlot Change(ProbeSlot slot, ScheduledTarget target)
    {
        var before = slot.Target;
        slot.Target = target;
        if (SeatsAt(target.Host) is var host && host != slot.Host)
        {
            Leave(slot);
            slot.Host = host;
        }

        slot.RegularDue = Pace.Smaller(slot.RegularDue, Now + target.Schedule.Interval);
        if (before != target)
        {
            slot.Spare = null;
            DismissAll(slot);
        }

        if (slot.Run is not null && (before.Target != target.Target || before.Probe != target.Probe))
        {
            (slot.AtOnce, slot.SuspectAt) = (true, null);
            _flights.Forsake(slot);
            Leave(slot);
        }

        if (slot.Run is null)
        {
            QueueIdle(slot);
        }

        return slot;
    }

    private void Handle(ProbeSlot slot)
    {
        if (slot.Run is not { } run)
        {
            Begin(slot);
        }
        else if (run.IsFinished)
        {
            // Its result waits to be taken, which sets the next event.
            _heap.Set(slot, Never);
        }
        else if (slot.SuspectAt is not null)
        {
            Accompany(slot, run);
        }
        else if (!run.IsCancelled)
        {
            _heap.Set(slot, Now + Pace.Grace);
            run.Cancel();
        }
        else
        {
            _heap.Set(slot, Never);
            _flights.Abandon(run);
        }
    }

    private void Begin(ProbeSlot slot)
    {
        if (slot.Host is { } host && !host.TrySit(slot))
        {
            TurnAway(slot, host);
        }
        else if (slot.IsCompanion)
        {
            StartBeside(slot);
        }
        else
        {
            Start(slot);
        }
    }

    private void Start(ProbeSlot slot)
    {
        var now = Now;
        var late = Pace.IsLate(slot.EventAt, now, slot.Target.Schedule);
        MissedDeadlines += late ? 1 : 0;
        slot.RegularDue = Pace.Regular(slot.RegularDue, now, slot.Target.Schedule, slot.Draws.Next());
        slot.LastStart = now;
        slot.AtOnce = false;
        slot.AlarmAt = null;
        slot.Run = (slot.Forsaken == 0 && slot.Spare is { } spare ? spare : new ProbeRun(slot, _flights)).Begun(now, late);
        slot.Spare = null;
        slot.SuspectAt = now + Patience(slot);
        _heap.Set(slot, slot.SuspectAt ?? now + slot.Target.Schedule.Timeout);
        _flights.Start(slot.Run);
    }

    private static ProbeResult Excuse(ProbeRun run, ProbeResult result, TimeSpan endedAt) =>
        result.Outcome == ProbeOutcome.Failure && Pace.WasSuspended(run.StartedAt, endedAt, run.Slot.Target.Schedule)
            ? Finding.Unknown(ProbeReason.OwnFault, "our own process was busy or suspended during the probe").After(result.Latency)
            : result;

    private static void Check(IReadOnlyList<ScheduledTarget> targets)
    {
        var keys = new HashSet<ProbeKey>(targets.Count);
        foreach (var target in targets)
        {
            target.Check();
            if (!keys.Add(target.Key))
            {
                throw new ArgumentException($"{target.Key} is given twice.", nameof(targets));
            }
        }
    }
}
