using System.Buffers;
using MultiRegion.Topology.Written;

namespace MultiRegion.Topology.Rules;

/// <summary>Probes have a target, and requests can be sent as they are defined.</summary>
internal static class ProbeRules
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> NotInHeaders = SearchValues.Create("\r\n\0");

    public static void Check(ServiceView service)
    {
        var portless = service.Deployments.FirstOrDefault(static deployment => deployment.Endpoint.Port is null && deployment.Endpoint.Host.Length > 0);
        Check(service.Service.Probe, new(service.PathOf("Probe"), portless?.Region, IsReference: false, service.Estate.Findings));
    }

    public static void CheckReference(ProbeDefinition probe, string path, Findings findings) => Check(probe, new(path, null, IsReference: true, findings));

    private static void Check(ProbeDefinition probe, Place place)
    {
        if (probe is null || ReferenceEquals(probe, ProbeForms.Unread))
        {
            return;
        }

        CheckHost(probe, place.Below(KindOf(probe)));
        CheckKind(probe, place.Below(KindOf(probe)));
    }

    private static void CheckKind(ProbeDefinition probe, Place place)
    {
        switch (probe)
        {
            case HttpProbeDefinition http:
                CheckHttp(http, place);
                break;
            case TcpProbeDefinition or GrpcProbeDefinition:
                CheckPort(probe, place);
                break;
            case NamedProbeDefinition named when string.IsNullOrWhiteSpace(named.Name):
                place.Add("Name", "is empty", "write the name under which the probe was registered");
                break;
            case CompositeProbeDefinition composite:
                CheckComposite(composite, place);
                break;
        }
    }

    private static void CheckHost(ProbeDefinition probe, Place place)
    {
        if (probe.Host is { } host && !IsHost(host))
        {
            place.Add("Host", $"'{host}' is neither a hostname nor an IP address", "write it without a scheme, port or path");
        }
        else if (place.IsReference && probe is { Host: null } and not (NamedProbeDefinition or CompositeProbeDefinition))
        {
            place.Add("Host", "a reference target names its host", "add it");
        }
    }

    private static string KindOf(ProbeDefinition probe) => probe switch
    {
        HttpProbeDefinition => "Http",
        TcpProbeDefinition => "Tcp",
        GrpcProbeDefinition => "Grpc",
        CompositeProbeDefinition => "Composite",
        _ => "Named",
    };

    private static bool IsHost(string host) => EndpointAddress.TryParse(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host, out _, out _);

    private static void CheckPort(ProbeDefinition probe, Place place)
    {
        if (probe.Port is null && (place.IsReference || place.PortlessRegion is not null))
        {
            place.Add(
                "Port", place.IsReference ? "a reference target of this kind names its port" : $"neither the probe nor the endpoint in '{place.PortlessRegion}' names a port",
                place.IsReference ? "add it" : "add it here or to the endpoint");
        }
    }

    private static void CheckHttp(HttpProbeDefinition probe, Place place)
    {
        if (!probe.Path.StartsWith('/'))
        {
            place.Add("Path", $"'{probe.Path}' does not start with '/'", "write the path with its query, without the host");
        }

        if (!IsToken(probe.Method))
        {
            place.Add("Method", $"'{probe.Method}' is not an HTTP method", "write for example GET or HEAD");
        }

        if (probe.Statuses.IsDefaultOrEmpty)
        {
            place.Add("Statuses", "no status is good, so the probe can never succeed", "write for example 200-299");
        }

        CheckHeaders(probe, place.Below("Headers"));
    }

    private static void CheckHeaders(HttpProbeDefinition probe, Place place)
    {
        foreach (var (name, value) in probe.Headers)
        {
            if (!IsToken(name))
            {
                place.Add(name, "is not the name of a header", "use letters, digits and hyphens");
            }

            if (value.AsSpan().ContainsAny(NotInHeaders))
            {
                place.Add(name, "the value holds a line break", "take it out");
            }
        }
    }

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Token);

    private static void CheckComposite(CompositeProbeDefinition composite, Place place)
    {
        var probes = composite.Probes.OrEmpty();
        if (probes.IsEmpty)
        {
            place.Add("Probes", "there is no probe", "add at least one");
        }
        else if (composite.Required is { } required && required > probes.Length)
        {
            place.Add("Required", $"{required} cannot succeed out of {probes.Length}", $"write 1 to {probes.Length}");
        }

        foreach (var (index, probe) in probes.Index())
        {
            Check(probe, place with { Path = place.Findings.PathOf($"{place.Path}:Probes", index) });
        }
    }

    /// <summary>Where a probe stands, and what it can rely on there.</summary>
    private sealed record Place(string Path, RegionId? PortlessRegion, bool IsReference, Findings Findings)
    {
        public Place Below(string key) => this with { Path = $"{Path}:{key}" };

        public void Add(string key, string problem, string mend) => Findings.Add($"{Path}:{key}", problem, mend);
    }
}
