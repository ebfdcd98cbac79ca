namespace MultiRegion.Tests.Probing;

/// <summary>A monotonic clock that only moves when it is told to. Its frequency is not that of <see cref="TimeSpan"/>.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<(long Due, Action Act)> _agenda = [];
    private long _now = 12345;

    public override long TimestampFrequency => 2 * TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <summary>How long it is until something is done; null when nothing is planned.</summary>
    public TimeSpan? Next => _agenda.Count == 0 ? null : TimeSpan.FromTicks(Math.Max(0, _agenda.Min(static item => item.Due) - _now) / 2);

    /// <summary>Does something when a span has passed; never for an infinite one.</summary>
    public void After(TimeSpan span, Action act)
    {
        if (span != Timeout.InfiniteTimeSpan)
        {
            _agenda.Add((_now + (2 * span.Ticks), act));
        }
    }

    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref _now, 2 * by.Ticks);
        foreach (var item in _agenda.Where(item => item.Due <= _now).OrderBy(static item => item.Due).ToList())
        {
            _agenda.Remove(item);
            item.Act();
        }
    }
}
