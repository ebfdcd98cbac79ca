namespace MultiRegion;

/// <summary>Looks once whether a target is well.</summary>
public interface IHealthProbe
{
    /// <summary>Probes the target once. Never throws for a sick target: a target's faults are results.</summary>
    /// <param name="target">What to probe.</param>
    /// <param name="cancellationToken">Cancelled when the time-out is over; the result is then <see cref="ProbeOutcome.Failure"/>, "timed out".</param>
    ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken);
}

/// <summary>What is probed: a service in a region.</summary>
/// <param name="Service">The service.</param>
/// <param name="Region">The region.</param>
/// <param name="Endpoint">The region's endpoint.</param>
public sealed record ProbeTarget(ServiceId Service, RegionId Region, EndpointAddress Endpoint);

/// <summary>What came of a probe.</summary>
public enum ProbeOutcome
{
    /// <summary>Nothing can be said about the target: the probe could not be sent.</summary>
    Unknown,

    /// <summary>The target is well.</summary>
    Success,

    /// <summary>The target is not well: it answered wrongly, refused, or did not answer in time.</summary>
    Failure,
}

/// <summary>Why a probe came out as it did.</summary>
public enum ProbeReason
{
    /// <summary>As expected.</summary>
    Ok,

    /// <summary>No answer within the time-out.</summary>
    TimedOut,

    /// <summary>Nobody listens there.</summary>
    ConnectionRefused,

    /// <summary>The connection broke.</summary>
    ConnectionLost,

    /// <summary>The name could not be resolved, or the network could not be reached: this says nothing about the target.</summary>
    NoRoute,

    /// <summary>The resolver says that the name does not exist.</summary>
    NoSuchName,

    /// <summary>TLS failed, or the certificate is not valid for the name.</summary>
    TlsFailed,

    /// <summary>An HTTP status outside the accepted ranges.</summary>
    WrongStatus,

    /// <summary>The body does not hold the text.</summary>
    WrongBody,

    /// <summary>What came back is not the protocol.</summary>
    Garbage,

    /// <summary>The gRPC health service says that it is not serving.</summary>
    NotServing,

    /// <summary>Too few probes of a composite succeeded.</summary>
    TooFew,

    /// <summary>The application reported it.</summary>
    Reported,

    /// <summary>Our own process was too busy, out of descriptors, or the probe itself threw: this says nothing about the target.</summary>
    OwnFault,
}

/// <summary>The result of one probe.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="Detail">The particulars, in words, without secrets; null when there is nothing to add.</param>
public sealed record ProbeResult(ProbeOutcome Outcome, ProbeReason Reason, TimeSpan Latency, string? Detail = null);
