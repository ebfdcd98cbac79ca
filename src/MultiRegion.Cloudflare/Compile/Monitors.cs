using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>
/// The monitors of a service, each under a key that stands for what it checks: equal monitors are one. Pools name keys; the planner puts the
/// ids of live monitors in their place.
/// </summary>
internal sealed class Monitors(MonitorSettings settings, Findings findings)
{
    private readonly SortedDictionary<string, HealthMonitor> _made = new(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, HealthMonitor> Made => _made.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The key of the monitor that checks an endpoint; null when none can.</summary>
    public string? Of(EndpointAddress endpoint, ProbeDefinition? probe) => probe switch
    {
        null => null,
        HttpProbeDefinition http => Add(Http(http, endpoint)),
        TcpProbeDefinition tcp => Tcp(tcp, tcp.Port ?? endpoint.Port, "a TCP probe without a port"),
        GrpcProbeDefinition grpc => Grpc(grpc, endpoint),
        CompositeProbeDefinition composite => Composite(composite, endpoint),
        NamedProbeDefinition named => Missing($"the probe '{named.Name}', which lives in our process"),
        _ => Missing($"a probe of kind {probe.GetType().Name}"),
    };

    private HealthMonitor Http(HttpProbeDefinition http, EndpointAddress endpoint)
    {
        LoseHttp(http);
        var port = http.Port ?? endpoint.Port;
        return Common(http) with
        {
            Type = http.Https ? "https" : "http",
            Method = http.Method.ToUpperInvariant(),
            Path = http.Path,
            Port = port is null || port == (http.Https ? 443 : 80) ? 0 : port,
            ExpectedCodes = Codes(http.Statuses),
            ExpectedBody = http.BodyContains ?? "",
            FollowRedirects = false,
            AllowInsecure = false,
            Header = http.HostHeader is { } host
                ? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("Host", [host])
                : ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty,
        };
    }

    private void LoseHttp(HttpProbeDefinition http)
    {
        LoseIf(http.Statuses.Length > 1, $"health check: Cloudflare expects one range of statuses: {Codes(http.Statuses)}");
        LoseIf(!http.Headers.IsEmpty, $"health check: the headers {string.Join(", ", http.Headers.Keys)} are not sent: whoever reads the account would see them");
        LoseIf(http.BodyContains is not null, "health check: Cloudflare does not look at the case of the body's text");
        LoseIf(http.TlsName is { } name && !string.Equals(name, http.HostHeader, StringComparison.OrdinalIgnoreCase), "health check: Cloudflare has no name of its own for TLS");
    }

    private string? Grpc(GrpcProbeDefinition grpc, EndpointAddress endpoint)
    {
        findings.Lose(LossKind.Checks, "health check: Cloudflare's monitors speak no gRPC: a TCP connection that is accepted counts as healthy");
        return Tcp(grpc, grpc.Port ?? endpoint.Port ?? (grpc.Tls ? 443 : null), "a gRPC probe without a port");
    }

    private string? Composite(CompositeProbeDefinition composite, EndpointAddress endpoint)
    {
        LoseIf(composite.Probes.Length > 1, "health check: a pool has one monitor: of several probes the first that Cloudflare can run counts");
        return composite.Probes.Select(probe => Of(endpoint, probe)).FirstOrDefault(static key => key is not null);
    }

    private string? Tcp(ProbeDefinition probe, int? port, string what) =>
        port is null ? Missing(what) : Add(Common(probe) with { Type = "tcp", Method = "connection_established", Port = port, ExpectedCodes = "" });

    private HealthMonitor Common(ProbeDefinition probe)
    {
        LoseIf(probe.Host is not null, $"health check: Cloudflare probes the endpoint itself, not {probe.Host}");
        return new()
        {
            Interval = settings.Interval,
            Timeout = settings.Timeout,
            Retries = settings.Retries,
            ConsecutiveUp = settings.ConsecutiveUp,
            ConsecutiveDown = settings.ConsecutiveDown,
        };
    }

    private static string Codes(ImmutableArray<StatusRange> ranges) => (ranges.Min(static range => range.From), ranges.Max(static range => range.To)) switch
    {
        var (from, to) when from == to => Text($"{from}"),
        var (from, to) when from % 100 == 0 && to == from + 99 => Text($"{from / 100}xx"),
        var (from, to) => Text($"{from}-{to}"),
    };

    private string? Missing(string what)
    {
        findings.Lose(LossKind.Checks, $"health check: Cloudflare cannot run {what}");
        return null;
    }

    private void LoseIf(bool lost, string text)
    {
        if (lost)
        {
            findings.Lose(LossKind.Checks, text);
        }
    }

    private string Add(HealthMonitor monitor)
    {
        var key = $"monitor:{Fingerprint.Text(Fields.Print(monitor))}";
        _made[key] = monitor;
        return key;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
