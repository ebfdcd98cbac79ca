namespace MultiRegion.Probing;

/// <summary>The regular pace of one target, walked without probing.</summary>
internal struct PaceWalk(ProbeSlot slot)
{
    private readonly ProbeSchedule _schedule = slot.Target.Schedule;
    private ProbeDraws _draws = slot.Draws;

    /// <summary>When the next probe starts.</summary>
    public TimeSpan Due { get; private set; } = slot.RegularDue;

    /// <summary>When the last one walked over started; null: none was.</summary>
    public TimeSpan? LastStart { get; private set; }

    public readonly ProbeDraws Draws => _draws;

    /// <summary>Walks over every probe that starts up to a time, as so many steps do; says how many there were.</summary>
    public long StepUntil(TimeSpan time)
    {
        var (due, last, count, draws) = (Due.Ticks, 0L, 0L, _draws);
        var (interval, jitter, until) = ((double)_schedule.Interval.Ticks, _schedule.Jitter, time.Ticks);
        for (; due <= until; count++)
        {
            last = due;
            due += (long)Math.Round(interval * (1 - (jitter * draws.Next())));
        }

        (Due, LastStart, _draws) = (new(due), count > 0 ? new TimeSpan(last) : LastStart, draws);
        return count;
    }

    public void Step()
    {
        LastStart = Due;
        Due = Pace.Regular(Due, Due, _schedule, _draws.Next());
    }
}
