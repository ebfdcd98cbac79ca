using MultiRegion;

namespace RegionOutage;

/// <summary>How fast everything goes.</summary>
internal sealed record Settings
{
    public required bool IsFast { get; init; }

    /// <summary>Whether probes follow their schedule alone, without tripwire and suspicion: nothing is noticed before its time.</summary>
    public bool IsPlain { get; init; }

    public required ProbeSchedule Probing { get; init; }

    public required TimeSpan Calm { get; init; }

    public required TimeSpan Outage { get; init; }

    public required TimeSpan Stability { get; init; }

    public required TimeSpan Soak { get; init; }

    public required TimeSpan Limit { get; init; }

    public int FailureThreshold { get; } = 3;

    public int Clients { get; } = 8;

    public int RequestsPerSecond { get; } = 80;

    public TimeSpan RequestTimeout { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the controller hears what clients got.</summary>
    public TimeSpan ReportEvery { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the router takes to confirm while the controller is to be killed: the window to kill it in.</summary>
    public TimeSpan KillWindow { get; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The latest that probes may find a dead region out: the death falls right behind a probe, the next one fails, and the
    /// confirmations follow; the last may take its whole time-out.
    /// </summary>
    public TimeSpan AllowedDetection => Probing.Interval + ((FailureThreshold - 1) * Probing.ConfirmInterval) + Probing.Timeout;

    public static Settings Of(bool fast, bool plain = false) => plain
        ? Of(fast) with { IsPlain = true, Probing = Of(fast).Probing with { Suspicion = false } }
        : fast
        ? new()
        {
            IsFast = true,
            Probing = new() { Interval = Ms(200), ConfirmInterval = Ms(50), Timeout = Ms(200) },
            Calm = Ms(1500),
            Outage = Ms(2000),
            Stability = Ms(1000),
            Soak = Ms(1000),
            Limit = TimeSpan.FromMinutes(2),
        }
        : new()
        {
            IsFast = false,
            Probing = new() { Interval = Ms(1000), ConfirmInterval = Ms(200), Timeout = Ms(500) },
            Calm = Ms(5000),
            Outage = Ms(8000),
            Stability = Ms(4000),
            Soak = Ms(5000),
            Limit = TimeSpan.FromMinutes(5),
        };

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
