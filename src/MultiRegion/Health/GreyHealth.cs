namespace MultiRegion.Health;

/// <summary>What the users' traffic says of one region of a service. The default value knows nothing.</summary>
internal readonly record struct GreyHealth
{
    /// <summary>The last window, whether it counted or not.</summary>
    public TrafficWindow Last { get; init; }

    /// <summary>Since when users suffer without a break; null when they do not.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>When users were last seen suffering; null when they do not.</summary>
    public TimeSpan? SeenAt { get; init; }

    /// <summary>Whether they have suffered for long enough; <see cref="IsDegradedAt"/> minds the age.</summary>
    public bool IsDegraded { get; init; }

    /// <summary>Whether the region is degraded: the condition was sustained, and has not been absent as long.</summary>
    public bool IsDegradedAt(TimeSpan now, DegradedSettings settings) => IsDegraded && !IsOver(now, settings);

    /// <summary>When it no longer matters that users were last seen to suffer; null when it does not.</summary>
    public TimeSpan? MattersUntil(TimeSpan now, DegradedSettings settings) => Since is not null && !IsOver(now, settings) ? SeenAt + settings.SustainedFor : null;

    /// <summary>The state after a window that counts.</summary>
    public GreyHealth Seen(bool suffering, TimeSpan at, DegradedSettings settings)
    {
        var current = IsOver(at, settings) ? new GreyHealth { Last = Last } : this;
        return suffering ? current.Suffer(at, settings) : current.Relax();
    }

    /// <summary>Laid over what the probes say: only a healthy region can be degraded.</summary>
    public static Verdict Overlay(Verdict verdict, bool degraded) => verdict == Verdict.Healthy && degraded ? Verdict.Degraded : verdict;

    private bool IsOver(TimeSpan now, DegradedSettings settings) => SeenAt is { } seen && now - seen >= settings.SustainedFor;

    private GreyHealth Suffer(TimeSpan at, DegradedSettings settings)
    {
        var since = Since ?? at;
        return this with { Since = since, SeenAt = at, IsDegraded = IsDegraded || at - since >= settings.SustainedFor };
    }

    // A single good window ends a streak that has not made the region degraded; one that has ends by time alone.
    private GreyHealth Relax() => IsDegraded ? this : this with { Since = null, SeenAt = null };
}
