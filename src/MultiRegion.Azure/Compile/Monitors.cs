using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;

namespace MultiRegion.Azure.Compile;

/// <summary>What a service's probe is in Traffic Manager: one setting for each profile, but for the port.</summary>
internal sealed class Monitors
{
    private const int Https = 443;
    private const int Http = 80;

    private readonly MonitorConfig? _setting;
    private readonly int? _port;
    private readonly CompileSettings _settings;

    public Monitors(ProbeDefinition? probe, CompileSettings settings, Findings findings)
    {
        _settings = settings;
        var chosen = probe is CompositeProbeDefinition composite ? First(composite, findings) : probe;
        (_setting, _port) = chosen switch
        {
            null => (null, null),
            HttpProbeDefinition http => (Of(http, findings), http.Port),
            TcpProbeDefinition tcp => (new() { Protocol = "TCP" }, tcp.Port),
            GrpcProbeDefinition grpc => (Of(findings), grpc.Port ?? (grpc.Tls ? Https : null)),
            _ => Missing(chosen, findings),
        };
        LoseIf(findings, chosen?.Host is not null && _setting is not null, $"health check: Traffic Manager probes the endpoint itself, not {chosen?.Host}");
    }

    /// <summary>Whether health counts at all.</summary>
    public bool Looks => _setting is not null;

    /// <summary>Which port of an endpoint is probed; null: there is none to probe.</summary>
    public int? PortOf(EndpointAddress endpoint) => !Looks ? Https : _port ?? endpoint.Port ?? _setting!.Protocol switch
    {
        "HTTPS" => Https,
        "HTTP" => Http,
        _ => null,
    };

    /// <summary>The setting of a profile that probes a port.</summary>
    public MonitorConfig Of(int? port) => (_setting ?? new() { Protocol = "TCP" }) with
    {
        Port = port ?? _port ?? (_setting?.Protocol == "HTTP" ? Http : Https),
        IntervalInSeconds = _settings.Interval,
        TimeoutInSeconds = _settings.Timeout,
        ToleratedNumberOfFailures = _settings.ToleratedFailures,
    };

    private static MonitorConfig Of(HttpProbeDefinition http, Findings findings)
    {
        LoseIf(findings, http.Https, "health check: Traffic Manager does not look at the certificate");
        LoseIf(findings, !string.Equals(http.Method, "GET", StringComparison.OrdinalIgnoreCase), $"health check: Traffic Manager sends GET, not {http.Method}");
        LoseIf(findings, http.BodyContains is not null, "health check: Traffic Manager does not read the body");
        LoseIf(findings, !http.Headers.IsEmpty, $"health check: the headers {string.Join(", ", http.Headers.Keys)} are not sent: whoever reads the subscription would see them");
        LoseIf(findings, http.TlsName is { } name && !string.Equals(name, http.HostHeader, StringComparison.OrdinalIgnoreCase), "health check: Traffic Manager has no name of its own for TLS");
        LoseIf(findings, http.Statuses.Length > MonitorRules.MostRanges, $"health check: Traffic Manager knows {MonitorRules.MostRanges} ranges of statuses: the last ones are taken as one");
        return new()
        {
            Protocol = http.Https ? "HTTPS" : "HTTP",
            Path = http.Path,
            CustomHeaders = http.HostHeader is { } host ? [new("Host", host)] : null,
            ExpectedStatusCodeRanges = Ranges(http.Statuses),
        };
    }

    private static MonitorConfig Of(Findings findings)
    {
        findings.Lose(LossKind.Checks, "health check: Traffic Manager speaks no gRPC: a TCP connection that is accepted counts as healthy");
        return new() { Protocol = "TCP" };
    }

    private static ImmutableArray<StatusCodeRange> Ranges(ImmutableArray<StatusRange> statuses)
    {
        var (all, most) = (statuses.OrderBy(static range => range.From).Select(static range => new StatusCodeRange(range.From, range.To)).ToImmutableArray(), MonitorRules.MostRanges);
        return all.Length <= most ? all : [.. all[..(most - 1)], new(all[most - 1].Min, all[(most - 1)..].Max(static range => range.Max))];
    }

    private static ProbeDefinition? First(CompositeProbeDefinition composite, Findings findings)
    {
        LoseIf(findings, composite.Probes.Length > 1, "health check: a profile has one: of several probes the first that Traffic Manager can run counts");
        return composite.Probes.Select(probe => probe is CompositeProbeDefinition inner ? First(inner, findings) : probe).FirstOrDefault(static probe => probe is HttpProbeDefinition or TcpProbeDefinition or GrpcProbeDefinition)
            ?? composite.Probes.FirstOrDefault();
    }

    private static (MonitorConfig?, int?) Missing(ProbeDefinition probe, Findings findings)
    {
        findings.Lose(LossKind.Checks, $"health check: Traffic Manager cannot run {(probe is NamedProbeDefinition named ? $"the probe '{named.Name}', which lives in our process" : probe.GetType().Name)}: every endpoint counts as healthy");
        return (null, null);
    }

    private static void LoseIf(Findings findings, bool lost, string text)
    {
        if (lost)
        {
            findings.Lose(LossKind.Checks, text);
        }
    }
}
