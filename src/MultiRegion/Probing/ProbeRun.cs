namespace MultiRegion.Probing;

/// <summary>
/// One probe in flight, and the source of its token. Whoever finishes it first, the probe or the scheduler, decides the
/// result. It is not disposed: a probe that ignores its token may still hold it, and without a timer there is nothing to free.
/// </summary>
internal sealed class ProbeRun(ProbeSlot slot, TimeSpan startedAt, bool startedLate) : CancellationTokenSource
{
    private int _finished;

    public ProbeSlot Slot => slot;

    public TimeSpan StartedAt => startedAt;

    public bool StartedLate => startedLate;

    public bool IsFinished => Volatile.Read(ref _finished) != 0;

    public bool TryFinish() => Interlocked.Exchange(ref _finished, 1) == 0;
}
