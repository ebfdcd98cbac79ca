using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MultiRegion;

/// <summary>What a probe does. Probes go to the region's own endpoint unless they name another host or port.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(HttpProbeDefinition), "http")]
[JsonDerivedType(typeof(TcpProbeDefinition), "tcp")]
[JsonDerivedType(typeof(GrpcProbeDefinition), "grpc")]
[JsonDerivedType(typeof(CompositeProbeDefinition), "composite")]
[JsonDerivedType(typeof(NamedProbeDefinition), "named")]
public abstract record ProbeDefinition
{
    private protected ProbeDefinition()
    {
    }

    /// <summary>The host or address to probe; null: the region's endpoint. A reference target must name one.</summary>
    public string? Host { get; init; }

    /// <summary>The port to probe, 1 to 65535; null: the endpoint's, or else the protocol's own.</summary>
    public int? Port { get; init; }
}

/// <summary>An HTTP or HTTPS request. Redirects are never followed.</summary>
public sealed record HttpProbeDefinition : ProbeDefinition
{
    /// <summary>Whether over TLS. Default false.</summary>
    public bool Https { get; init; }

    /// <summary>The method. Default <c>GET</c>.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The path with its query, starting with <c>/</c>. Default <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The value of the Host header, and the name in TLS unless <see cref="TlsName"/> is set; null: the host that is probed.</summary>
    public string? HostHeader { get; init; }

    /// <summary>The name that the certificate must carry (and SNI); null: <see cref="HostHeader"/>, or else the host that is probed.</summary>
    public string? TlsName { get; init; }

    /// <summary>Further headers. Their values may be secrets: they are never logged and never recorded.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The statuses that are good. Default 200 to 299.</summary>
    public ImmutableArray<StatusRange> Statuses { get; init; } = [new(200, 299)];

    /// <summary>A text that the first <see cref="MaximumBody"/> bytes of the body (UTF-8) must hold; null: the body is not read.</summary>
    public string? BodyContains { get; init; }

    /// <summary>How much of the body is read for <see cref="BodyContains"/>, in bytes. 1 to 1,048,576, default 65,536.</summary>
    public int MaximumBody { get; init; } = 65_536;

    /// <summary>
    /// Whether a kept connection that the target ends between two probes makes the next probe come at once. It is no failure.
    /// Default true: the connection is there anyway, and watching it costs nothing.
    /// </summary>
    public bool Tripwire { get; init; } = true;
}

/// <summary>A range of HTTP statuses.</summary>
/// <param name="From">The first good one, 100 to 999.</param>
/// <param name="To">The last good one, not below <paramref name="From"/>.</param>
public readonly record struct StatusRange(int From, int To);

/// <summary>A TCP connection that is accepted. With neither port here nor at the endpoint there is nothing to connect to.</summary>
public sealed record TcpProbeDefinition : ProbeDefinition;

/// <summary>The standard gRPC health check (grpc.health.v1.Health/Check).</summary>
public sealed record GrpcProbeDefinition : ProbeDefinition
{
    /// <summary>Whether over TLS. Default false (HTTP/2 with prior knowledge).</summary>
    public bool Tls { get; init; }

    /// <summary>The gRPC service asked about; empty: the server as a whole.</summary>
    public string Service { get; init; } = "";

    /// <summary>The name that the certificate must carry; null: the host that is probed.</summary>
    public string? TlsName { get; init; }
}

/// <summary>Several probes of which a number must succeed.</summary>
public sealed record CompositeProbeDefinition : ProbeDefinition
{
    /// <summary>The probes; at least one.</summary>
    public required ImmutableArray<ProbeDefinition> Probes { get; init; }

    /// <summary>How many must succeed; null: all. 1 to the number of probes.</summary>
    public int? Required { get; init; }
}

/// <summary>A probe that the application registered under a name: a delegate, its own <see cref="IHealthProbe"/>, or signals that it reports.</summary>
public sealed record NamedProbeDefinition : ProbeDefinition
{
    /// <summary>The name under which it was registered.</summary>
    public required string Name { get; init; }
}
