namespace MultiRegion.Tests.Probing;

/// <summary>A monotonic clock that only moves when it is told to. Its frequency is not that of <see cref="TimeSpan"/>.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _now = 12345;

    public override long TimestampFrequency => 2 * TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _now, 2 * by.Ticks);
}
