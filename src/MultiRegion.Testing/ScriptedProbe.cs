namespace MultiRegion.Testing;

/// <summary>A probe whose result for each region is set by the test. Regions that were not set are healthy.</summary>
/// <param name="time">The clock that latencies and hanging run on.</param>
public sealed class ScriptedProbe(TimeProvider time) : IHealthProbe
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RegionId, ProbeBehaviour> _behaviours = [];
    private readonly Dictionary<RegionId, long> _counts = [];

    /// <summary>Sets how a region answers from now on. Probes that run already end as they began.</summary>
    /// <param name="region">The region.</param>
    /// <param name="behaviour">How it answers.</param>
    public void Set(RegionId region, ProbeBehaviour behaviour)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        lock (_gate)
        {
            _behaviours[region] = behaviour;
        }
    }

    /// <summary>How many probes of a region have begun.</summary>
    /// <param name="region">The region.</param>
    public long Count(RegionId region)
    {
        lock (_gate)
        {
            return _counts.GetValueOrDefault(region);
        }
    }

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var behaviour = Begin(target.Region);
        var start = time.GetTimestamp();
        return await EndsAsync(behaviour, cancellationToken).ConfigureAwait(false)
            ? new(behaviour.Outcome, behaviour.Reason, time.GetElapsedTime(start), behaviour.Detail)
            : new(ProbeOutcome.Failure, ProbeReason.TimedOut, time.GetElapsedTime(start), "timed out");
    }

    // A delay that is cancelled goes on elsewhere and later, and virtual time would have passed meanwhile: this one ends where it is cancelled.
    private async ValueTask<bool> EndsAsync(ProbeBehaviour behaviour, CancellationToken cancellationToken)
    {
        if (behaviour is { Hangs: false, Latency.Ticks: 0 })
        {
            return !cancellationToken.IsCancellationRequested;
        }

        var ended = new TaskCompletionSource<bool>();
        using var timer = behaviour.Hangs ? null : time.CreateTimer(_ => ended.TrySetResult(true), null, behaviour.Latency, Timeout.InfiniteTimeSpan);
        using var cancelled = cancellationToken.UnsafeRegister(static (state, _) => ((TaskCompletionSource<bool>)state!).TrySetResult(false), ended);
        return await ended.Task.ConfigureAwait(false);
    }

    private ProbeBehaviour Begin(RegionId region)
    {
        lock (_gate)
        {
            _counts[region] = _counts.GetValueOrDefault(region) + 1;
            return _behaviours.GetValueOrDefault(region, ProbeBehaviour.Healthy);
        }
    }
}

/// <summary>How a region answers a <see cref="ScriptedProbe"/>.</summary>
public sealed record ProbeBehaviour
{
    private ProbeBehaviour(ProbeOutcome outcome, ProbeReason reason, string? detail = null) =>
        (Outcome, Reason, Detail) = (outcome, reason, detail);

    /// <summary>It is well.</summary>
    public static ProbeBehaviour Healthy { get; } = new(ProbeOutcome.Success, ProbeReason.Ok);

    /// <summary>It does not answer until the probe is cancelled, which makes the probe time out.</summary>
    public static ProbeBehaviour Hanging { get; } = new(ProbeOutcome.Failure, ProbeReason.TimedOut) { Hangs = true };

    /// <summary>How long the answer takes. Default zero: at once.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>What comes of the probe.</summary>
    public ProbeOutcome Outcome { get; }

    /// <summary>Why.</summary>
    public ProbeReason Reason { get; }

    /// <summary>The particulars; null: none.</summary>
    public string? Detail { get; }

    /// <summary>Whether it answers only when cancelled.</summary>
    public bool Hangs { get; private init; }

    /// <summary>It is not well.</summary>
    /// <param name="reason">Why. Default connection refused.</param>
    /// <param name="detail">The particulars; null: none.</param>
    public static ProbeBehaviour Failing(ProbeReason reason = ProbeReason.ConnectionRefused, string? detail = null) =>
        new(ProbeOutcome.Failure, reason, detail);

    /// <summary>Nothing can be said about it.</summary>
    /// <param name="reason">Why. Default no route.</param>
    /// <param name="detail">The particulars; null: none.</param>
    public static ProbeBehaviour Unknown(ProbeReason reason = ProbeReason.NoRoute, string? detail = null) =>
        new(ProbeOutcome.Unknown, reason, detail);
}
