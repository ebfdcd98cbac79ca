namespace MultiRegion.Probing;

/// <summary>What a probe found, before its latency is known.</summary>
internal readonly record struct Finding(ProbeOutcome Outcome, ProbeReason Reason, string? Detail = null)
{
    public static Finding Ok { get; } = new(ProbeOutcome.Success, ProbeReason.Ok);

    public static Finding Failure(ProbeReason reason, string? detail = null) => new(ProbeOutcome.Failure, reason, detail);

    public static Finding Unknown(ProbeReason reason, string? detail = null) => new(ProbeOutcome.Unknown, reason, detail);

    public static Finding NowhereToGo { get; } = Unknown(ProbeReason.OwnFault, "neither the probe nor the endpoint names a host and port to probe");

    public ProbeResult After(TimeSpan latency) => new(Outcome, Reason, latency, Detail);
}
