namespace MultiRegion.Health;

/// <summary>What users got from a region over the window that ended at a monotonic time.</summary>
internal readonly record struct TrafficWindow(TimeSpan At, long Requests, long Errors, TimeSpan? MeanLatency)
{
    public double ErrorRatio => Requests > 0 ? Math.Clamp((double)Errors / Requests, 0, 1) : 0;

    /// <summary>Whether there were enough requests for the window to say anything.</summary>
    public bool Counts(DegradedSettings settings) => Requests >= Math.Max(1, settings.MinimumRequests);

    /// <summary>Whether another region's window can be compared with this one.</summary>
    public bool IsCurrent(TimeSpan now, DegradedSettings settings) => now - At < settings.SustainedFor;
}
