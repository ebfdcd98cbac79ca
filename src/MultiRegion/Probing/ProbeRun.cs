using MultiRegion.Probing.Batch;

namespace MultiRegion.Probing;

/// <summary>
/// One probe in flight. Whoever finishes it first, the probe or the scheduler, decides the result. One that a batch carried out to
/// its end is used again for the target's next probe: nothing else knows it any more.
/// </summary>
internal sealed class ProbeRun(ProbeSlot slot, ProbeFlights flights) : IExchangeOwner
{
    private int _finished;
    private Exchange? _exchange;
    private bool _isPrepared;

    public ProbeSlot Slot => slot;

    public TimeSpan StartedAt { get; private set; }

    public bool StartedLate { get; private set; }

    /// <summary>Whether a failure would be news, which the loop is told of at once.</summary>
    public bool IsUrgent { get; private set; }

    public bool IsFinished => Volatile.Read(ref _finished) != 0;

    public bool IsCancelled { get; private set; }

    /// <summary>
    /// The source of its token, if it has one. It is not disposed: a probe that ignores its token may still hold it, and without a timer
    /// there is nothing to free.
    /// </summary>
    public CancellationTokenSource? Source { get; set; }

    /// <summary>Whether it may be begun again once its result is taken.</summary>
    public bool IsReusable => _exchange is not null && !IsCancelled;

    public bool IsBatched => _exchange is not null;

    public ProbeRun Begun(TimeSpan at, bool late)
    {
        (StartedAt, StartedLate, IsUrgent) = (at, late, slot.AnsweredLast || slot.Hastened || slot.IsCompanion);
        Volatile.Write(ref _finished, 0);
        return this;
    }

    public bool TryFinish() => Interlocked.Exchange(ref _finished, 1) == 0;

    /// <summary>What the batch loop carries it out with; null: it is none for the batch.</summary>
    public Exchange? InBatch()
    {
        if (!_isPrepared)
        {
            _exchange = (slot.Target.Probe as IBatchedProbe)?.Prepare(slot.Target.Target, this);
            _isPrepared = true;
        }

        return _exchange;
    }

    public void Cancel()
    {
        IsCancelled = true;
        _exchange?.Cancel();
        Source?.CancelQuietly();
    }

    public void Over(ProbeResult result) => flights.Land(this, result, IsUrgent && result.Outcome != ProbeOutcome.Success);
}
