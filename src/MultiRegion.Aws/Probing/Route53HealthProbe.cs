using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Twin;

namespace MultiRegion.Aws.Probing;

/// <summary>
/// What Route 53's own checkers say of a region's endpoint: vantage points all over the world that are not ours. It sends nothing to the endpoint, and reads at the rate of
/// the API (one status a second for an account).
/// </summary>
public sealed class Route53HealthProbe : IHealthProbe
{
    private static readonly TimeSpan ListedFor = TimeSpan.FromMinutes(1);
    private readonly IRoute53 _route53;
    private readonly TimeProvider _time;
    private (long At, ImmutableArray<HealthCheck> Checks)? _listed;

    /// <summary>Makes a probe that reads what a router's checks say.</summary>
    /// <param name="router">The router whose account has the checks.</param>
    /// <param name="time">Its clock.</param>
    public Route53HealthProbe(Route53Router router, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(time);
        (_route53, _time) = (router.Route53, time);
    }

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var start = _time.GetTimestamp();
        var checks = await ListAsync(cancellationToken).ConfigureAwait(false);
        if (!checks.Succeeded)
        {
            return Unknown(checks.Problem.Detail, start);
        }

        if (checks.Value.FirstOrDefault(check => Looks(check.Config, target.Endpoint)) is not { } found)
        {
            return Unknown($"no health check of Route 53 looks at {target.Endpoint.Host}", start);
        }

        var seen = await _route53.GetHealthCheckStatusAsync(found.Id, cancellationToken).ConfigureAwait(false);
        return seen.Succeeded ? Judge(seen.Value, start) : Unknown(seen.Problem.Detail, start);
    }

    private async ValueTask<Result<ImmutableArray<HealthCheck>>> ListAsync(CancellationToken cancellationToken)
    {
        if (_listed is { } listed && _time.GetElapsedTime(listed.At) < ListedFor)
        {
            return listed.Checks;
        }

        var checks = await _route53.ListHealthChecksAsync(cancellationToken).ConfigureAwait(false);
        if (checks.Succeeded)
        {
            _listed = (_time.GetTimestamp(), checks.Value);
        }

        return checks;
    }

    private static bool Looks(HealthCheckConfig config, EndpointAddress endpoint) =>
        string.Equals(config.IpAddress ?? config.FullyQualifiedDomainName, endpoint.Host, StringComparison.OrdinalIgnoreCase)
        && (endpoint.Port is not { } port || config.Port == port);

    private ProbeResult Judge(ImmutableArray<HealthObservation> seen, long start)
    {
        if (seen.IsEmpty)
        {
            return Unknown("Route 53 has not looked yet", start);
        }

        var good = seen.Count(static one => one.Status.StartsWith("Success", StringComparison.Ordinal));
        var detail = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{good} of {seen.Length} checkers of Route 53 see it well");
        return HealthTwin.IsHealthy(good, seen.Length)
            ? new(ProbeOutcome.Success, ProbeReason.Ok, _time.GetElapsedTime(start), detail)
            : new(ProbeOutcome.Failure, ProbeReason.Reported, _time.GetElapsedTime(start), detail);
    }

    private ProbeResult Unknown(string why, long start) => new(ProbeOutcome.Unknown, ProbeReason.OwnFault, _time.GetElapsedTime(start), why);
}
