using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

/// <summary>A scheduler on a manual clock, with the loop that drives it.</summary>
internal sealed class SchedulerRig
{
    public SchedulerRig(int seed = 1, int probesPerHost = ProbeScheduler.DefaultProbesPerHost, TimeSpan grain = default) =>
        Scheduler = new(Clock, seed, () => Wakes++, grain) { ProbesPerHost = probesPerHost };

    public ManualClock Clock { get; } = new();

    public ProbeScheduler Scheduler { get; }

    public int Wakes { get; private set; }

    public List<ProbeObservation> Seen { get; } = [];

    /// <summary>What the loop does with a result, as the engine would.</summary>
    public Action<ProbeObservation> OnResult { get; set; } = static _ => { };

    public TimeSpan Now => Scheduler.Now;

    /// <summary>Runs the loop for a span, jumping from event to event.</summary>
    public void Run(TimeSpan span)
    {
        for (var end = Now + span; ;)
        {
            Turn();
            var left = end - Now;
            if (Earlier(Scheduler.NextDue, Clock.Next) is not { } next || next > left)
            {
                Clock.Advance(left);
                return;
            }

            Clock.Advance(next);
        }
    }

    public void Turn()
    {
        // With the test runner's context, continuations of scripted probes would hop threads.
        SynchronizationContext.SetSynchronizationContext(null);
        Take();
        Scheduler.StartDue();
        Take();
    }

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => other is null || one < other ? one : other;

    private void Take()
    {
        while (Scheduler.TryTake(out var observation))
        {
            Seen.Add(observation);
            OnResult(observation);
        }
    }
}

/// <summary>Targets and results for scheduler tests.</summary>
internal static class Some
{
    public static readonly ProbeSchedule Schedule = new();

    public static ProbeResult Ok { get; } = new(ProbeOutcome.Success, ProbeReason.Ok, TimeSpan.Zero);

    public static ProbeResult Refused { get; } = new(ProbeOutcome.Failure, ProbeReason.ConnectionRefused, TimeSpan.Zero);

    public static ProbeKey Key(string region) => new("shop", region);

    public static ProbeTarget Target(string region, int port = 80) => new("shop", region, new("127.0.0.1", port));

    public static ScheduledTarget Scheduled(string region, IHealthProbe probe, ProbeSchedule? schedule = null) =>
        new(Key(region), Target(region), probe, schedule ?? Schedule);

    public static ScheduledTarget Scheduled(string region, Func<CancellationToken, ValueTask<ProbeResult>> probe, ProbeSchedule? schedule = null) =>
        Scheduled(region, new DelegateProbe((_, token) => probe(token)), schedule);

    public static ScheduledTarget Always(string region, ProbeResult result, ProbeSchedule? schedule = null) =>
        Scheduled(region, _ => new(result), schedule);

    /// <summary>A probe that ends only when its token is cancelled.</summary>
    public static async ValueTask<ProbeResult> Hang(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource();
        using var registration = cancellationToken.Register(ended.SetResult);
        await ended.Task;
        return new(ProbeOutcome.Failure, ProbeReason.TimedOut, TimeSpan.Zero);
    }
}
