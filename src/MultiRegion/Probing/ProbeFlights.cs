using System.Collections.Concurrent;

namespace MultiRegion.Probing;

/// <summary>A finished probe, with the result that counts.</summary>
internal readonly record struct FinishedRun(ProbeRun Run, ProbeResult Result, TimeSpan EndedAt);

/// <summary>
/// The probes in flight. Their continuations run on any thread, and all that they touch is the queue of finished ones;
/// everything else here is the loop's.
/// </summary>
internal sealed class ProbeFlights(ElapsedClock clock, Action wake)
{
    /// <summary>Past so many probes of a target that ignore their cancellation, its rounds time out without starting another.</summary>
    public const int MaximumForsaken = 8;

    private readonly ConcurrentQueue<FinishedRun> _finished = new();
    private long _dropped;

    /// <summary>How many probes ignored their cancellation and were given up.</summary>
    public long Abandoned { get; private set; }

    /// <summary>How many results came too late, or for a target that is no more.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether nothing waits to be taken.</summary>
    public bool IsEmpty => _finished.IsEmpty;

    /// <summary>Starts a probe; one that completes at once has its result waiting when this returns.</summary>
    public void Start(ProbeRun run)
    {
        if (run.Slot.Forsaken < MaximumForsaken)
        {
            _ = WatchAsync(run, run.Slot.Target);
        }
        else if (run.TryFinish())
        {
            Finish(run, Unanswered(run, "earlier probes ignored their cancellation and still run"));
        }
    }

    /// <summary>Takes the next result that still concerns its target.</summary>
    public bool TryTake(out FinishedRun finished)
    {
        while (_finished.TryDequeue(out finished))
        {
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
    public static void Forsake(ProbeSlot slot)
    {
        var run = slot.Run;
        slot.Run = null;
        if (run?.TryFinish() == true)
        {
            slot.Forsake();
            run.CancelQuietly();
        }
    }

    private async Task WatchAsync(ProbeRun run, ScheduledTarget target)
    {
        ProbeResult result;
        try
        {
            result = await target.Probe.ProbeAsync(target.Target, run.Token).ConfigureAwait(false)
                ?? Finding.Unknown(ProbeReason.OwnFault, "the probe returned null").After(clock.Now - run.StartedAt);
        }
        catch (Exception exception)
        {
            result = ProbeFaults.Thrown(exception, run.Token).After(clock.Now - run.StartedAt);
        }

        if (run.TryFinish())
        {
            Finish(run, result);
        }
        else
        {
            run.Slot.ComeBack();
            Interlocked.Increment(ref _dropped);
        }
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
