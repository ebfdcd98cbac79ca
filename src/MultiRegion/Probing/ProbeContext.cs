using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using MultiRegion.Probing.Batch;

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

    /// <summary>What carries out HTTP probes in batches; null: each is carried out by itself.</summary>
    public BatchLoop? Batch { get; private set; }

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

    /// <summary>From now on HTTP probes are made for the batch loop; where there can be none, they are made as before.</summary>
    public void UseBatches() => Batch ??= BatchLoop.TryMake(time, target => Wires.OnTrip(target));

    /// <summary>The least time between two turns of whoever begins the probes: in batches, what is due in between is begun together.</summary>
    public TimeSpan Grain => Batch is null ? TimeSpan.Zero : BatchLoop.Grain;

    public void Dispose()
    {
        Batch?.Dispose();
        foreach (var transport in _transports.Values)
        {
            transport.Value.Dispose();
        }
    }
}
