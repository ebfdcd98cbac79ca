using System.Collections.Concurrent;
using MultiRegion.Probing.Batch;

namespace MultiRegion.Probing;

/// <summary>A finished probe, with the result that counts.</summary>
internal readonly record struct FinishedRun(ProbeRun Run, ProbeResult Result, TimeSpan EndedAt);

/// <summary>
/// The probes in flight. Their continuations run on any thread, and all that they touch is the queue of finished ones;
/// everything else here is the loop's.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="wake">Wakes the loop.</param>
/// <param name="takesTurns">Whether the loop looks by itself while probes of a batch are in flight, and need not be woken for each.</param>
internal sealed class ProbeFlights(ElapsedClock clock, Action wake, bool takesTurns)
{
    /// <summary>Past so many probes of a target that ignore their cancellation, its rounds time out without starting another.</summary>
    public const int MaximumForsaken = 8;

    private readonly ConcurrentQueue<FinishedRun> _finished = new();
    private long _dropped;
    private int _batched;
    private Exchange? _unannounced;

    /// <summary>How many probes ignored their cancellation and were given up.</summary>
    public long Abandoned { get; private set; }

    /// <summary>How many results came too late, or for a target that is no more.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether nothing waits to be taken.</summary>
    public bool IsEmpty => _finished.IsEmpty;

    /// <summary>Whether a probe is in flight whose result nobody is woken for.</summary>
    public bool AwaitsQuietly => _batched > 0;

    /// <summary>Starts a probe; one that completes at once has its result waiting when this returns.</summary>
    public void Start(ProbeRun run)
    {
        if (run.Slot.Forsaken < MaximumForsaken)
        {
            Send(run);
        }
        else if (run.TryFinish())
        {
            Finish(run, Unanswered(run, "earlier probes ignored their cancellation and still run"));
        }
    }

    /// <summary>Tells the batch loop of the probes that were started.</summary>
    public void Announce()
    {
        _unannounced?.Announce();
        _unannounced = null;
    }

    /// <summary>Takes the next result that still concerns its target.</summary>
    public bool TryTake(out FinishedRun finished)
    {
        while (_finished.TryDequeue(out finished))
        {
            _batched -= finished.Run.IsBatched ? 1 : 0;
            if (finished.Run.Slot.Run == finished.Run)
            {
                return true;
            }

            Interlocked.Increment(ref _dropped);
        }

        return false;
    }

    /// <summary>Gives up a probe that has not ended although it was cancelled.</summary>
    public void Abandon(ProbeRun run)
    {
        // The probe may have finished since it was looked at.
        if (run.TryFinish())
        {
            Abandoned++;
            run.Slot.Forsake();
            Finish(run, Unanswered(run, "and the probe ignored its cancellation"));
        }
    }

    /// <summary>Cancels the target's probe, whose result nobody wants any more.</summary>
    public void Forsake(ProbeSlot slot)
    {
        var run = slot.Run;
        slot.Run = null;
        if (run?.TryFinish() == true)
        {
            _batched -= run.IsBatched ? 1 : 0;
            slot.Forsake();
            run.Cancel();
        }
    }

    /// <summary>A probe has ended, on any thread.</summary>
    /// <param name="run">The probe.</param>
    /// <param name="result">Its result, which counts if it is the first to finish.</param>
    /// <param name="isNews">Whether the loop hears of it at once, and not only with its next turn.</param>
    public void Land(ProbeRun run, ProbeResult result, bool isNews)
    {
        var wakes = isNews || !takesTurns;
        if (!run.TryFinish())
        {
            run.Slot.ComeBack();
            Interlocked.Increment(ref _dropped);
            return;
        }

        _finished.Enqueue(new(run, result, clock.Now));
        if (wakes)
        {
            wake();
        }
    }

    private void Send(ProbeRun run)
    {
        if (run.InBatch() is { } exchange)
        {
            _batched++;
            _unannounced = exchange;
            exchange.Begin();
        }
        else
        {
            run.Source = new();
            _ = WatchAsync(run, run.Slot.Target, run.Source.Token);
        }
    }

    private async Task WatchAsync(ProbeRun run, ScheduledTarget target, CancellationToken cancellationToken)
    {
        ProbeResult result;
        try
        {
            result = await target.Probe.ProbeAsync(target.Target, cancellationToken).ConfigureAwait(false)
                ?? Finding.Unknown(ProbeReason.OwnFault, "the probe returned null").After(clock.Now - run.StartedAt);
        }
        catch (Exception exception)
        {
            result = ProbeFaults.Thrown(exception, cancellationToken).After(clock.Now - run.StartedAt);
        }

        Land(run, result, isNews: true);
    }

    // A prompt probe is never silent after its cancellation unless our own threads are held up.
    private ProbeResult Unanswered(ProbeRun run, string detail) =>
        (run.Slot.Target.Probe is IPromptProbe { IsPrompt: true }
            ? Finding.Unknown(ProbeReason.OwnFault, "our own process is too busy to end its probes")
            : Finding.Failure(ProbeReason.TimedOut, detail)).After(clock.Now - run.StartedAt);

    private void Finish(ProbeRun run, ProbeResult result)
    {
        _finished.Enqueue(new(run, result, clock.Now));
        wake();
    }
}
