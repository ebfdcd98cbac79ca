namespace MultiRegion.Probing;

/// <summary>Identifies a target: a service in a region, or a reference target of this vantage point.</summary>
internal readonly record struct ProbeKey
{
    public ProbeKey(ServiceId service, RegionId region)
    {
        Service = service;
        Region = region;
    }

    private ProbeKey(string reference) => Reference = reference;

    /// <summary>The service; the default for a reference target.</summary>
    public ServiceId Service { get; }

    /// <summary>The region; the default for a reference target.</summary>
    public RegionId Region { get; }

    /// <summary>The id of the reference target; null for a service in a region.</summary>
    public string? Reference { get; }

    public static ProbeKey OfReference(string id) => new(id);

    public override string ToString() => Reference ?? $"{Service} in {Region}";
}

/// <summary>What is probed, with what and how often.</summary>
internal sealed record ScheduledTarget(ProbeKey Key, ProbeTarget Target, IHealthProbe Probe, ProbeSchedule Schedule)
{
    /// <summary>Whether confirmations may follow each other within milliseconds: not where a promotion could follow from them.</summary>
    public bool MayCompress { get; init; } = true;

    /// <summary>How many confirmations are sent beside a probe that keeps us waiting; above 0 for prompt probes only.</summary>
    public int Beside { get; init; }

    /// <summary>The host that is probed, by name or address: only so many probes of one are in flight at once. Null: not limited.</summary>
    public string? Host { get; init; }

    /// <summary>A target outside every region; its probe names the host by itself.</summary>
    public static ScheduledTarget Reference(string id, IHealthProbe probe, ProbeSchedule schedule) =>
        new(ProbeKey.OfReference(id), new(default, default, default), probe, schedule);

    /// <exception cref="ArgumentException">The schedule cannot be kept.</exception>
    public void Check()
    {
        if (Schedule is not { Interval.Ticks: > 0, ConfirmInterval.Ticks: > 0, AlarmInterval.Ticks: > 0, Timeout.Ticks: > 0, Jitter: >= 0 and <= 0.5 })
        {
            throw new ArgumentException($"The schedule of {Key} must have intervals and a time-out above zero, and a jitter from 0 to 0.5.");
        }
    }
}

/// <summary>What became of one probe of a target.</summary>
/// <param name="Key">The target.</param>
/// <param name="Result">The result.</param>
/// <param name="StartedAt">When it started: monotonic, since the scheduler was made.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="StartedLate">That our own process was busy or suspended when it was due.</param>
internal readonly record struct ProbeObservation(ProbeKey Key, ProbeResult Result, TimeSpan StartedAt, TimeSpan EndedAt, bool StartedLate)
{
    /// <summary>What the health of the target may be judged by: a failure that may be our own overload is Unknown.</summary>
    public ProbeOutcome Outcome => StartedLate && Result.Outcome == ProbeOutcome.Failure ? ProbeOutcome.Unknown : Result.Outcome;
}
