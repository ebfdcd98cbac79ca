using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace MultiRegion.Probing;

/// <summary>What probes share. Owns the connections of the HTTP and gRPC probes made with it: dispose it after the last probe.</summary>
internal sealed class ProbeContext(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(string? TlsName, TransportKind Kind), Lazy<HttpMessageInvoker>> _transports = new();

    public TimeProvider Time => time;

    /// <summary>What watches the connections that are kept.</summary>
    public Tripwires Wires { get; } = new();

    /// <summary>Finds the addresses of hosts.</summary>
    public NameResolver Names { get; init; } = NameResolver.System(time);

    /// <summary>The probes that the application registered, by name.</summary>
    public IReadOnlyDictionary<string, IHealthProbe> Named { get; init; } = ImmutableDictionary<string, IHealthProbe>.Empty;

    /// <summary>How certificates are validated; null: as the platform does.</summary>
    public X509ChainPolicy? ChainPolicy { get; init; }

    /// <summary>
    /// The transport for a TLS name (null: the name of the host that is probed). Connections are pooled by host, port and Host
    /// header, so that only probes with the same TLS name may share them.
    /// </summary>
    public HttpMessageInvoker Transport(string? tlsName, TransportKind kind) => _transports.GetOrAdd(
        (tlsName, kind),
        static (key, policy) => new(() => HttpTransport.Make(key.Kind, policy)),
        ChainPolicy).Value;

    public void Dispose()
    {
        foreach (var transport in _transports.Values)
        {
            transport.Value.Dispose();
        }
    }
}
