using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Probing;

/// <summary>What Global Accelerator says of a region's endpoint: a vantage point that is not ours. It sends nothing to the endpoint.</summary>
public sealed class GlobalAcceleratorHealthProbe : IHealthProbe
{
    private readonly GlobalAcceleratorRouter _router;
    private readonly TimeProvider _time;

    /// <summary>Makes a probe that reads the health of a router's endpoints.</summary>
    /// <param name="router">The router whose accelerator has the endpoints.</param>
    /// <param name="time">Its clock.</param>
    public GlobalAcceleratorHealthProbe(GlobalAcceleratorRouter router, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(time);
        (_router, _time) = (router, time);
    }

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var start = _time.GetTimestamp();
        var found = await _router.EndpointAsync(target.Service, target.Region, cancellationToken).ConfigureAwait(false);
        var (outcome, reason, detail) = found switch
        {
            { Succeeded: false } => (ProbeOutcome.Unknown, ProbeReason.OwnFault, found.Problem.Detail),
            { Value: { Health: EndpointHealth.Healthy } } => (ProbeOutcome.Success, ProbeReason.Ok, null),
            { Value: { Health: EndpointHealth.Unhealthy } sick } => (ProbeOutcome.Failure, ProbeReason.Reported, sick.Reason),
            _ => (ProbeOutcome.Unknown, ProbeReason.Reported, "Global Accelerator has not looked yet"),
        };
        return new(outcome, reason, _time.GetElapsedTime(start), detail);
    }
}
