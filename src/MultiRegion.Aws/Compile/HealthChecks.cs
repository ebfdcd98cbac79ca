using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Compile;

/// <summary>
/// The health checks of a service, each under a key that stands for what it checks: equal checks are one. Record sets and
/// calculated checks name keys; the planner puts the ids of live checks in their place.
/// </summary>
internal sealed class HealthChecks(CompileSettings settings, Findings findings)
{
    private const int LongestSearch = 255;
    private const int SearchedBytes = 5120;
    private readonly SortedDictionary<string, HealthCheckConfig> _configs = new(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, HealthCheckConfig> Configs => _configs.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static bool IsKey(string id) => id.StartsWith("check:", StringComparison.Ordinal);

    /// <summary>The key of the check that says whether a region is healthy; null when nothing does.</summary>
    public string? Of(RegionId region, EndpointAddress endpoint, ProbeDefinition? probe)
    {
        var own = probe is null ? null : Check(probe, endpoint);
        var more = settings.Regions.TryGetValue(region, out var known) ? known.AlsoHealthy : [];
        ImmutableArray<string> all = [.. (own is null ? [] : new[] { own }).Concat(more.Select(Add))];
        return all switch
        {
            [] => null,
            [var only] => only,
            _ => Add(new() { Type = "CALCULATED", HealthThreshold = all.Length, Children = all }),
        };
    }

    private string? Check(ProbeDefinition probe, EndpointAddress endpoint) => probe switch
    {
        HttpProbeDefinition http => Add(Http(http, endpoint)),
        TcpProbeDefinition tcp => (tcp.Port ?? endpoint.Port) is { } port ? Add(At(tcp, endpoint, "TCP", port)) : Missing("a TCP probe without a port"),
        GrpcProbeDefinition grpc => Grpc(grpc, endpoint),
        CompositeProbeDefinition composite => Composite(composite, endpoint),
        NamedProbeDefinition named => Missing($"the probe '{named.Name}' lives in our process"),
        _ => Missing($"a probe of kind {probe.GetType().Name}"),
    };

    private HealthCheckConfig Http(HttpProbeDefinition http, EndpointAddress endpoint)
    {
        LoseHttp(http);
        var search = http.BodyContains is { Length: <= LongestSearch } text ? text : null;
        var config = At(http, endpoint, (http.Https ? "HTTPS" : "HTTP") + (search is null ? "" : "_STR_MATCH"), http.Port ?? endpoint.Port ?? (http.Https ? 443 : 80));
        var name = http.HostHeader ?? http.TlsName;
        if (config.IpAddress is null && name is not null && !string.Equals(name, config.FullyQualifiedDomainName, StringComparison.OrdinalIgnoreCase))
        {
            Lose($"Route 53 sends the host that it probes as Host header, not '{name}', unless the endpoint is an address");
        }

        return config with
        {
            ResourcePath = http.Path,
            SearchString = search,
            FullyQualifiedDomainName = config.IpAddress is null ? config.FullyQualifiedDomainName : name ?? config.FullyQualifiedDomainName,
            EnableSni = http.Https ? true : null,
        };
    }

    private void LoseHttp(HttpProbeDefinition http)
    {
        Lose(http.Statuses is not [{ From: 200, To: 399 }] ? "Route 53 takes every status from 200 to 399 for good" : null);
        Lose(http.Method != "GET" ? $"Route 53 sends GET, not {http.Method}" : null);
        Lose(!http.Headers.IsEmpty ? $"Route 53 cannot send the headers {string.Join(", ", http.Headers.Keys)}" : null);
        Lose(http.Https ? "Route 53 does not look at the certificate" : null);
        Lose(http.BodyContains is { Length: > LongestSearch } ? Text($"Route 53 searches for at most {LongestSearch} characters, so that the body is not looked at") : null);
        Lose(http is { BodyContains.Length: <= LongestSearch, MaximumBody: not SearchedBytes }
            ? Text($"Route 53 searches the first {SearchedBytes} bytes of the body, not {http.MaximumBody}") : null);
    }

    private string? Grpc(GrpcProbeDefinition grpc, EndpointAddress endpoint)
    {
        if ((grpc.Port ?? endpoint.Port ?? (grpc.Tls ? 443 : null)) is not { } port)
        {
            return Missing("a gRPC probe without a port");
        }

        Lose("Route 53 speaks no gRPC: a TCP connection that is accepted counts as healthy");
        return Add(At(grpc, endpoint, "TCP", port));
    }

    private string? Composite(CompositeProbeDefinition composite, EndpointAddress endpoint)
    {
        ImmutableArray<string> children = [.. composite.Probes.Select(probe => Check(probe, endpoint)).OfType<string>().Distinct()];
        return children.Length == 0 ? null : Add(new()
        {
            Type = "CALCULATED",
            HealthThreshold = Math.Min(children.Length, composite.Required ?? composite.Probes.Length),
            Children = children,
        });
    }

    private HealthCheckConfig At(ProbeDefinition probe, EndpointAddress endpoint, string type, int port)
    {
        var host = probe.Host ?? endpoint.Host;
        var isAddress = IPAddress.TryParse(host, out _);
        return new()
        {
            Type = type,
            Port = port,
            IpAddress = isAddress ? host : null,
            FullyQualifiedDomainName = isAddress ? null : host.ToLowerInvariant(),
            RequestInterval = settings.RequestInterval,
            FailureThreshold = settings.FailureThreshold,
        };
    }

    private string? Missing(string what)
    {
        Lose($"Route 53 cannot run {what}: without another check its data plane leaves no region out on its own");
        return null;
    }

    private void Lose(string? text)
    {
        if (text is not null)
        {
            findings.Lose(LossKind.Checks, $"health check: {text}");
        }
    }

    private string Add(HealthCheckConfig config)
    {
        var key = $"check:{Fingerprint.Text(Print(config))}";
        _configs[key] = config;
        return key;
    }

    private static ulong Print(HealthCheckConfig config)
    {
        var print = Fingerprint.Of(config.Type).With(config.IpAddress).With(Number(config.Port)).With(config.ResourcePath).With(config.FullyQualifiedDomainName)
            .With(config.SearchString).With(Number(config.RequestInterval)).With(Number(config.FailureThreshold)).With(Number(config.HealthThreshold))
            .With(config.Alarm?.Region).With(config.Alarm?.Name).With(config.InsufficientDataHealthStatus).With(config.RoutingControlArn)
            .With(config.Inverted switch { null => 0UL, false => 1UL, true => 2UL });
        foreach (var child in config.Children)
        {
            print = print.With(child);
        }

        print = print.With((ulong)config.Children.Length);
        foreach (var region in config.Regions)
        {
            print = print.With(region);
        }

        return print.Value;
    }

    private static ulong Number(int? number) => number is { } known ? (ulong)known : ulong.MaxValue;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
