namespace MultiRegion.Testing.Simulation;

/// <summary>
/// The clocks of one controller's process: the world's, with a UTC of its own. While the process stands still its timers wait; when
/// it is dead they never fire.
/// </summary>
internal sealed class ProcessClock : TimeProvider
{
    private readonly VirtualClock _world;
    private readonly List<Timer> _late = [];
    private TimeSpan _utcAhead;

    public ProcessClock(VirtualClock world)
    {
        _world = world;
        Polls = new PollClock(this);
    }

    /// <summary>The same clocks for what only looks again.</summary>
    public TimeProvider Polls { get; }

    public bool IsDead { get; private set; }

    public bool IsPaused { get; private set; }

    public override long TimestampFrequency => _world.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => _world.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _world.GetUtcNow() + _utcAhead;

    public void JumpUtc(TimeSpan span) => _utcAhead += span;

    public void Pause() => IsPaused = true;

    /// <summary>Goes on: what fell due meanwhile fires now.</summary>
    public void Resume()
    {
        IsPaused = false;
        Timer[] late = [.. _late];
        _late.Clear();
        foreach (var timer in late)
        {
            timer.Fire();
        }
    }

    public void Kill()
    {
        IsDead = true;
        _late.Clear();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        Timer.Set(this, callback, state, timer => _world.CreateTimer(Timer.Due, timer, dueTime, period));

    private sealed class PollClock(ProcessClock clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        // What is cancelled after a while is no poll; only what has no period, and will not be set again, may be one.
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            dueTime <= TimeSpan.Zero || period != Timeout.InfiniteTimeSpan
                ? clock.CreateTimer(callback, state, dueTime, period)
                : Timer.Set(clock, callback, state, timer => clock._world.CreatePoll(Timer.Due, timer, dueTime));
    }

    private sealed class Timer(ProcessClock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _inner;
        private bool _disposed;

        public static TimerCallback Due { get; } = static timer => ((Timer)timer!).OnDue();

        public static Timer Set(ProcessClock clock, TimerCallback callback, object? state, Func<Timer, ITimer> create)
        {
            var timer = new Timer(clock, callback, state);
            timer._inner = create(timer);
            return timer;
        }

        public void Fire()
        {
            if (!_disposed && !clock.IsDead)
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _inner!.Change(dueTime, period);

        public void Dispose()
        {
            _disposed = true;
            _inner?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void OnDue()
        {
            if (clock.IsPaused)
            {
                clock._late.Add(this);
            }
            else
            {
                Fire();
            }
        }
    }
}
