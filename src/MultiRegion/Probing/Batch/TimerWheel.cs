namespace MultiRegion.Probing.Batch;

/// <summary>Timers by their time, to within a tick: never early, late by a tick at most while it is turned in time.</summary>
internal sealed class TimerWheel
{
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(8);

    private const int Slots = 1024;
    private const int Horizon = 128;

    private readonly Ring[] _slots = [.. Enumerable.Range(0, Slots).Select(static _ => new Ring())];
    private readonly Ring _due = new();
    private long _tick;

    /// <summary>Sets a timer, or moves it.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="at">When it is due, on the clock of <see cref="Turn"/>.</param>
    public void Set(WheelTimer timer, TimeSpan at)
    {
        timer.Unlink();
        timer.DueTick = Math.Max(_tick + 1, (at.Ticks + Tick.Ticks - 1) / Tick.Ticks);
        timer.LinkBefore(Slot(timer.DueTick));
    }

    public static void Clear(WheelTimer timer) => timer.Unlink();

    /// <summary>Fires what is due.</summary>
    public void Turn(TimeSpan now)
    {
        var until = now.Ticks / Tick.Ticks;

        // After a long sleep each slot is looked at once.
        _tick = Math.Max(_tick, until - Slots);
        while (_tick < until)
        {
            _tick++;
            Fire(Slot(_tick), until);
        }
    }

    /// <summary>How long nothing is due; null: nothing is due for about a second.</summary>
    public TimeSpan? Idle(TimeSpan now)
    {
        for (var ahead = 1; ahead <= Horizon; ahead++)
        {
            if (!Slot(_tick + ahead).IsEmpty)
            {
                return Pace.Larger((Tick * (_tick + ahead)) - now, TimeSpan.Zero);
            }
        }

        return null;
    }

    // Whatever fires may set and clear any timer, those that are due now among them.
    private void Fire(Ring slot, long until)
    {
        slot.MoveTo(_due);
        while (_due.First is { } timer)
        {
            timer.Unlink();
            if (timer.DueTick <= until)
            {
                Fire(timer);
            }
            else
            {
                timer.LinkBefore(slot);
            }
        }
    }

    // The loop's thread is the whole process's: what fails on it ends what it belongs to, and nothing else.
    private static void Fire(WheelTimer timer)
    {
        try
        {
            timer.Fire();
        }
        catch (Exception exception)
        {
            timer.Break(exception);
        }
    }

    private Ring Slot(long tick) => _slots[tick & (Slots - 1)];

    private sealed class Ring : WheelTimer
    {
        public Ring() => (Next, Previous) = (this, this);

        public bool IsEmpty => Next == this;

        public WheelTimer? First => IsEmpty ? null : Next;

        public void MoveTo(Ring other)
        {
            while (First is { } timer)
            {
                timer.Unlink();
                timer.LinkBefore(other);
            }
        }

        public override void Fire() => throw new InvalidOperationException("A slot is never due.");

        public override void Break(Exception exception) => throw new InvalidOperationException("A slot is never due.", exception);
    }
}
