using MultiRegion.Probing;

namespace MultiRegion.Telemetry;

/// <summary>What the scheduler counts, read from whatever thread collects the metrics; all zero where probes come from a record.</summary>
internal sealed class ProbeCounts(IProbeSource source)
{
    private readonly ProbeScheduler? _scheduler = source as ProbeScheduler;

    public long MissedDeadlines() => _scheduler?.MissedDeadlines ?? 0;

    public long Waited() => _scheduler?.Waited ?? 0;

    public long Alarms() => _scheduler?.Alarms ?? 0;

    public long Accompanied() => _scheduler?.Accompanied ?? 0;
}
