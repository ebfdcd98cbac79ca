namespace MultiRegion;

/// <summary>
/// What the users of a service got from one region over a short window: the ground for calling a region that answers its
/// probes <see cref="Verdict.Degraded"/>. Report one per region every few seconds; several must fit into
/// <see cref="DegradedSettings.SustainedFor"/>, or nothing is ever sustained. Windows should not overlap.
/// </summary>
public sealed record TrafficSample
{
    /// <summary>The service.</summary>
    public required ServiceId Service { get; init; }

    /// <summary>The region that the requests were sent to.</summary>
    public required RegionId Region { get; init; }

    /// <summary>How many requests ended in the window. At least 0; below <see cref="DegradedSettings.MinimumRequests"/> the sample counts neither way.</summary>
    public required long Requests { get; init; }

    /// <summary>How many of them failed through the region's fault: no answer, a server error. 0 to <see cref="Requests"/>.</summary>
    public required long Errors { get; init; }

    /// <summary>The mean time to an answer, above zero; null: not measured, latency is then not judged. Default null.</summary>
    public TimeSpan? MeanLatency { get; init; }

    /// <summary>How many connections to the region are open at the end of the window, at least 0; null: not known. Default null.</summary>
    public long? OpenConnections { get; init; }
}
