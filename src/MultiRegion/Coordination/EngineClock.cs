namespace MultiRegion.Coordination;

/// <summary>
/// Process time is monotonic from the start of the process; machine time continues where the journal ended, so that soaks
/// and stability times go on after a restart as if the time between had not been.
/// </summary>
internal sealed class EngineClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly DateTimeOffset _startUtc = time.GetUtcNow();
    private long _offset;

    public TimeSpan Process => time.GetElapsedTime(_start);

    public TimeSpan Machine => ToMachine(Process);

    public DateTimeOffset Utc => time.GetUtcNow();

    /// <summary>By how much UTC has run ahead of the monotonic clock since the start; negative when behind.</summary>
    public TimeSpan Divergence => Utc - _startUtc - Process;

    public TimeSpan ToMachine(TimeSpan process) => process + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public TimeSpan ToProcess(TimeSpan machine) => machine - TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    /// <summary>Continues machine time from where the journal ended.</summary>
    public void ContinueFrom(TimeSpan machine) => Interlocked.Exchange(ref _offset, (machine - Process).Ticks);
}
