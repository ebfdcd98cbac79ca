namespace MultiRegion.Testing;

/// <summary>
/// Time that passes only when told to. Timers fire on the thread that calls <see cref="Advance"/>, each at its due time, those of one due
/// time in the order in which they were set; timers that a timer sets fire within the same call when they are due. Code that awaits a delay
/// with <c>ConfigureAwait(false)</c> goes on within the call as well.
/// </summary>
/// <remarks>
/// The monotonic clock and UTC can diverge (<see cref="JumpUtc"/>). The monotonic clock does not tick in <see cref="TimeSpan"/> ticks and
/// does not start at zero, so that code which takes its timestamps for ticks fails.
/// </remarks>
/// <param name="start">UTC at the beginning; null: the start of 2026.</param>
public sealed class VirtualClock(DateTimeOffset? start = null) : TimeProvider
{
    // Three to a tick: elapsed times up to nine years still come out exactly, through the double that TimeProvider divides with.
    private const long StampsPerTick = 3;
    private const long FirstStamp = 123_457;

    private readonly Lock _gate = new();
    private readonly TimerHeap<VirtualTimer> _timers = new();
    private readonly long _utcStart = (start ?? new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcTicks;
    private long _now;
    private long _utcJump;
    private long _order;
    private bool _advancing;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond * StampsPerTick;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How much time has passed since the clock was made, on the monotonic clock.</summary>
    public TimeSpan Elapsed => new(Volatile.Read(ref _now));

    /// <summary>How long it is from now until the next timer is due; zero when one is overdue; null when none is set.</summary>
    public TimeSpan? NextTimer
    {
        get
        {
            lock (_gate)
            {
                return _timers.First is { } timer ? new(Math.Max(0, timer.Due - _now)) : null;
            }
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => FirstStamp + (Volatile.Read(ref _now) * StampsPerTick);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => new(_utcStart + Volatile.Read(ref _now) + Volatile.Read(ref _utcJump), TimeSpan.Zero);

    /// <summary>How long it is until the next timer that is no poll is due; null when none is set.</summary>
    internal TimeSpan? NextFirmTimer
    {
        get
        {
            lock (_gate)
            {
                var next = long.MaxValue;
                foreach (var timer in _timers.All)
                {
                    next = timer.PollPeriod == 0 ? Math.Min(next, timer.Due) : next;
                }

                return next == long.MaxValue ? null : new(Math.Max(0, next - _now));
            }
        }
    }

    /// <summary>A timer that only looks again, and again after the same time: a stretch in which nothing changes may pass over it.</summary>
    internal ITimer CreatePoll(TimerCallback callback, object? state, TimeSpan dueTime)
    {
        var timer = new VirtualTimer(this, callback, state) { PollPeriod = Math.Max(0, dueTime.Ticks) };
        timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        return timer;
    }

    /// <summary>When the poll that waits longest last looked; null when there is none.</summary>
    internal TimeSpan? OldestLook
    {
        get
        {
            lock (_gate)
            {
                TimeSpan? oldest = null;
                foreach (var timer in _timers.All)
                {
                    var look = new TimeSpan(timer.Due - timer.PollPeriod);
                    oldest = timer.PollPeriod > 0 && !(look >= oldest) ? look : oldest;
                }

                return oldest;
            }
        }
    }

    /// <summary>The shortest period of the polls that are set; null when there is none.</summary>
    internal TimeSpan? ShortestPoll
    {
        get
        {
            lock (_gate)
            {
                var shortest = long.MaxValue;
                foreach (var timer in _timers.All)
                {
                    shortest = timer.PollPeriod > 0 ? Math.Min(shortest, timer.PollPeriod) : shortest;
                }

                return shortest == long.MaxValue ? null : new(shortest);
            }
        }
    }

    /// <summary>Moves every poll that is due up to a time by whole periods to the first one after it, as if each had looked and seen nothing.</summary>
    internal void PassPolls(TimeSpan until)
    {
        lock (_gate)
        {
            foreach (var timer in _timers.All.Where(timer => timer.PollPeriod > 0 && timer.Due <= until.Ticks).OrderBy(static timer => timer.Due).ThenBy(static timer => timer.Order).ToList())
            {
                _timers.Remove(timer);
                SetNeedsLock(timer, timer.Due + ((((until.Ticks - timer.Due) / timer.PollPeriod) + 1) * timer.PollPeriod));
            }
        }
    }

    /// <summary>Lets time pass on both clocks, and fires what becomes due. Zero fires what is due already.</summary>
    /// <param name="span">How long; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative: no monotonic clock goes back.</exception>
    /// <exception cref="InvalidOperationException">Called by a timer, or on two threads at once.</exception>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        lock (_gate)
        {
            _advancing = !_advancing ? true : throw new InvalidOperationException("The clock is being advanced already.");
        }

        // As on the thread pool: with a context, what awaits a timer would go on elsewhere and later.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var until = _now + span.Ticks;
            while (Take(until) is { } timer)
            {
                timer.Fire();
            }

            Volatile.Write(ref _now, until);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
            _advancing = false;
        }
    }

    /// <summary>Advances to the next timer and fires it, with all others of its due time.</summary>
    /// <returns>Whether there was one.</returns>
    public bool AdvanceToNextTimer()
    {
        if (NextTimer is not { } span)
        {
            return false;
        }

        Advance(span);
        return true;
    }

    /// <summary>Sets UTC forward or back. The monotonic clock and the timers do not notice.</summary>
    /// <param name="span">How far; negative is back.</param>
    public void JumpUtc(TimeSpan span) => Interlocked.Add(ref _utcJump, span.Ticks);

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private VirtualTimer? Take(long until)
    {
        lock (_gate)
        {
            if (_timers.First is not { } timer || timer.Due > until)
            {
                return null;
            }

            Volatile.Write(ref _now, Math.Max(_now, timer.Due));
            _timers.Remove(timer);
            if (timer.Period > 0)
            {
                SetNeedsLock(timer, _now + timer.Period);
            }

            return timer;
        }
    }

    private void SetNeedsLock(VirtualTimer timer, long due)
    {
        (timer.Due, timer.Order) = (due, _order++);
        _timers.Add(timer);
    }

    private bool Set(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _timers.Remove(timer);
            timer.Period = period.Ticks;
            if (!timer.IsDisposed && dueTime != Timeout.InfiniteTimeSpan)
            {
                SetNeedsLock(timer, _now + dueTime.Ticks);
            }

            return !timer.IsDisposed;
        }
    }

    private void Remove(VirtualTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _timers.Remove(timer);
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer, IDue
    {
        public int Place { get; set; } = -1;

        public long Due { get; set; }

        public long Order { get; set; }

        public long Period { get; set; }

        /// <summary>After how long it looks again; 0 for what is no poll.</summary>
        public long PollPeriod { get; init; }

        public bool IsDisposed { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Set(this, dueTime, period);

        public void Dispose() => clock.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
