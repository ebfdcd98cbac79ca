namespace MultiRegion.Tests.Coordination;

/// <summary>A clock that only the test moves. A timer elapses at once and moves it by its due time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks = 1_000_000;

    /// <summary>What happens in the world while a timer runs.</summary>
    public Action OnTimer { get; set; } = static () => { };

    public override long TimestampFrequency => 3_579_545;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("Durations are measured on the monotonic clock.");

    public void Advance(TimeSpan by) => _ticks += (long)Math.Ceiling(by.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Advance(dueTime);
        OnTimer();
        callback(state);
        return new Elapsed();
    }

    private sealed class Elapsed : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
