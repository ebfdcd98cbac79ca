namespace MultiRegion.Health;

/// <summary>
/// What one vantage point knows of one target. The default value knows nothing. Times are monotonic and those of the
/// arrival of a result; results are folded in the order of their times.
/// </summary>
internal readonly record struct EndpointHealth
{
    // Thousands of these are passed over every round: 40 bytes each instead of 72.
    private readonly Moment _firstFailureAt;
    private readonly Moment _lastSuccessAt;
    private readonly Moment _lastUsableAt;
    private readonly byte _verdict;
    private readonly byte _lastReason;
    private readonly byte _lastFailure;

    /// <summary>The verdict by the evidence, whatever its age; <see cref="VerdictAt"/> minds the age.</summary>
    public Verdict Verdict { get => (Verdict)_verdict; init => _verdict = (byte)value; }

    /// <summary>Failures since the last clearing; isolated successes between them do not lower it.</summary>
    public int Failures { get; init; }

    /// <summary>Successes in a row.</summary>
    public int Successes { get; init; }

    /// <summary>It has failed, and has not yet succeeded often enough in a row since. Outlives the failure count when evidence is forgotten.</summary>
    public bool IsDoubted { get; init; }

    /// <summary>Another process judged it and sent us the verdict.</summary>
    public bool IsReported { get; init; }

    /// <summary>The beginning of the present failing span; null when it is not failing.</summary>
    public TimeSpan? FirstFailureAt { get => _firstFailureAt.Optional; init => _firstFailureAt = Moment.Of(value); }

    /// <summary>The last success; null when none was ever seen.</summary>
    public TimeSpan? LastSuccessAt { get => _lastSuccessAt.Optional; init => _lastSuccessAt = Moment.Of(value); }

    /// <summary>The last result that said something about the target; null when there was none.</summary>
    public TimeSpan? LastUsableAt { get => _lastUsableAt.Optional; init => _lastUsableAt = Moment.Of(value); }

    /// <summary>Why the last result came out as it did, whether usable or not.</summary>
    public ProbeReason LastReason { get => (ProbeReason)_lastReason; init => _lastReason = (byte)value; }

    /// <summary>Why the last failure failed.</summary>
    public ProbeReason LastFailure { get => (ProbeReason)_lastFailure; init => _lastFailure = (byte)value; }

    /// <summary>It fails and the verdict is not clear yet: probing is hastened.</summary>
    public bool IsSuspect => Failures > 0 && Verdict != Verdict.Unhealthy;

    public bool IsStale(TimeSpan now, in HealthThresholds thresholds) => _lastUsableAt.IsSet && now - _lastUsableAt.Time >= thresholds.StaleAfter;

    public Verdict VerdictAt(TimeSpan now, in HealthThresholds thresholds) => IsStale(now, thresholds) ? Verdict.Unknown : Verdict;

    /// <summary>The state after one more result.</summary>
    public static EndpointHealth Fold(
        in EndpointHealth state, ProbeOutcome outcome, ProbeReason why, TimeSpan at, in HealthThresholds thresholds) => outcome switch
        {
            ProbeOutcome.Success => Current(state, at, thresholds).Succeed(why, at, thresholds.Up),
            ProbeOutcome.Failure => Current(state, at, thresholds).Fail(why, at, thresholds.Down),
            _ => state with { LastReason = why },
        };

    /// <summary>The state as another process reports it.</summary>
    public static EndpointHealth Reported(Verdict verdict, TimeSpan at, TimeSpan? firstFailureAt, TimeSpan? lastSuccessAt) => new()
    {
        Verdict = verdict,
        IsReported = true,
        LastUsableAt = at,
        FirstFailureAt = firstFailureAt,
        LastSuccessAt = lastSuccessAt,
    };

    /// <summary>Whether one more result like the last changes nothing but times and counts.</summary>
    public bool IsSettled => !IsReported && (IsDoubted
        ? Verdict == Verdict.Unhealthy && Successes == 0
        : Verdict == Verdict.Healthy && Failures == 0);

    /// <summary>The state after so many more results like the last one, whose time is that of the next to be folded.</summary>
    public EndpointHealth Repeated(long times) => IsDoubted
        ? this with { Failures = (int)Math.Min(int.MaxValue, Failures + times) }
        : this with { Successes = (int)Math.Min(int.MaxValue, Successes + times) };

    /// <summary>The state without what was seen so far, except that a target which was failing still has to prove itself.</summary>
    public EndpointHealth Forgotten() => Pardoned() with { Verdict = Verdict.Unknown, Successes = 0 };

    /// <summary>The state with its failures not held against it; what was healthy stays healthy.</summary>
    public EndpointHealth Pardoned() => this with
    {
        Verdict = Verdict == Verdict.Unhealthy ? Verdict.Unknown : Verdict,
        Failures = 0,
        FirstFailureAt = null,
    };

    // A failing span must not reach across a time in which nothing was seen.
    private static EndpointHealth Current(in EndpointHealth state, TimeSpan at, in HealthThresholds thresholds) =>
        state.IsStale(at, thresholds) ? state.Forgotten() : state;

    private EndpointHealth Succeed(ProbeReason why, TimeSpan at, int up)
    {
        var successes = OneMore(Successes);
        var isDoubted = IsDoubted && successes < up;
        return this with
        {
            Verdict = isDoubted ? Verdict : Verdict.Healthy,
            Failures = isDoubted ? Failures : 0,
            Successes = successes,
            IsDoubted = isDoubted,
            FirstFailureAt = isDoubted ? FirstFailureAt : null,
            LastSuccessAt = at,
            LastUsableAt = at,
            LastReason = why,
        };
    }

    private EndpointHealth Fail(ProbeReason why, TimeSpan at, int down)
    {
        var failures = OneMore(Failures);
        return this with
        {
            Verdict = failures >= down ? Verdict.Unhealthy : Verdict,
            Failures = failures,
            Successes = 0,
            IsDoubted = true,
            FirstFailureAt = FirstFailureAt ?? at,
            LastUsableAt = at,
            LastReason = why,
            LastFailure = why,
        };
    }

    // Targets may be probed every 10 ms for years.
    private static int OneMore(int count) => count == int.MaxValue ? count : count + 1;
}
