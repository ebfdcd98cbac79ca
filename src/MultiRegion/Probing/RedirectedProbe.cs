namespace MultiRegion.Probing;

/// <summary>A registered probe that is pointed at another host or port than the endpoint's.</summary>
internal sealed class RedirectedProbe(IHealthProbe probe, string? host, int? port) : IHealthProbe
{
    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) =>
        probe.ProbeAsync(target with { Endpoint = new(host ?? target.Endpoint.Host, port ?? target.Endpoint.Port) }, cancellationToken);
}
