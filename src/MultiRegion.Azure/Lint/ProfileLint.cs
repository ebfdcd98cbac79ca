using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;
using static MultiRegion.Azure.AzureFindingSeverity;

namespace MultiRegion.Azure.Lint;

/// <summary>Rules over one profile by itself.</summary>
internal sealed class ProfileLint(Profile profile)
{
    /// <summary>Seconds that clients may keep an answer before that hurts.</summary>
    private const int LongTtl = 300;

    /// <summary>Seconds until an endpoint is found to be down before that hurts.</summary>
    private const int LongDetection = 120;

    private readonly ProfileProperties _properties = profile.Properties!;

    public IEnumerable<AzureFinding> Check() => [.. Endpoints(), .. Times(), .. Monitor(), .. Subnet()];

    private IEnumerable<AzureFinding> Endpoints()
    {
        var enabled = Nest.EndpointsOf(profile).Where(static endpoint => endpoint.IsEnabled()).ToList();
        if (enabled.Count == 1 && _properties.TrafficRoutingMethod is not RoutingMethods.Geographic)
        {
            yield return Found("tm-single-endpoint", Information, "it has one endpoint that is enabled", "add a second one, or nest it where it has one", $"every client while {enabled[0].Name} is unhealthy");
        }

        if (enabled.Count > 1 && enabled.TrueForAll(static endpoint => endpoint.IsAlwaysServed()))
        {
            yield return Found("tm-always-served", Warning, "all its endpoints are always served, so that their health does not count", "let Traffic Manager look at their health", "clients of whichever endpoint is unhealthy");
        }

        foreach (var weighted in enabled.Where(endpoint => _properties.TrafficRoutingMethod == RoutingMethods.Weighted && endpoint.Properties?.Weight is null).Take(1))
        {
            yield return Found("tm-weight-unsaid", Information, $"endpoint {weighted.Name} has no weight, which is 1", "write its weight");
        }
    }

    private IEnumerable<AzureFinding> Times()
    {
        if (_properties.DnsConfig?.Ttl > LongTtl)
        {
            yield return Found("tm-long-ttl", Warning, $"clients keep answers for {_properties.DnsConfig.Ttl} s", "lower the TTL: 60 s or less", "clients of an endpoint that just failed");
        }
    }

    private IEnumerable<AzureFinding> Monitor()
    {
        var monitor = _properties.MonitorConfig ?? new();
        var seconds = (monitor.IntervalInSeconds ?? MonitorRules.Usual) * ((monitor.ToleratedNumberOfFailures ?? MonitorRules.UsualFailures) + 1);
        if (seconds >= LongDetection)
        {
            yield return Found("tm-slow-detection", Information, $"an endpoint is found to be down after about {seconds} s", "probe every 10 s, or tolerate fewer failures", "clients of an endpoint that just failed");
        }

        if (monitor.Protocol is "HTTP" or "HTTPS" && monitor.Path is "/" && monitor.ExpectedStatusCodeRanges is not { IsEmpty: false })
        {
            yield return Found("tm-shallow-probe", Information, "the probe asks for / and takes 200 alone: a redirect there counts as down, and a cached page as healthy", "probe a path that says whether the region works");
        }

        if (monitor.CustomHeaders?.Any(static header => header.Name.Contains("auth", StringComparison.OrdinalIgnoreCase) || header.Name.Contains("key", StringComparison.OrdinalIgnoreCase) || header.Name.Contains("cookie", StringComparison.OrdinalIgnoreCase)) == true)
        {
            yield return Found("tm-secret-header", Warning, "a header of the probe looks like a secret, and whoever may read the profile can read it", "probe a path that needs none");
        }
    }

    private IEnumerable<AzureFinding> Subnet()
    {
        if (_properties.TrafficRoutingMethod == RoutingMethods.Subnet && Nest.EndpointsOf(profile).All(static endpoint => Subnets.Of(endpoint).Any()))
        {
            yield return Found("tm-no-fallback", Warning, "no endpoint is without subnets, so that other addresses get no answer", "add one without subnets", "clients of addresses that are not mapped, with everything healthy");
        }
    }

    private AzureFinding Found(string id, AzureFindingSeverity severity, string problem, string mend, string? suffers = null) => new(id, severity, $"{profile.Name}", problem, mend, suffers);
}
