namespace MultiRegion.Probing;

/// <summary>How far a probe has come on its way to the target.</summary>
internal enum DialPhase
{
    Waiting,
    Resolving,
    Connecting,
    Handshaking,
    Connected,
}

/// <summary>
/// One probe's way to its target. The connection pool makes connections apart from the requests that want them: this goes
/// along with the request, so that a connection attempt ends with its probe, and the probe knows how far it came.
/// </summary>
internal sealed class DialAttempt(Destination destination, string? tlsName, CancellationToken cancellationToken)
{
    private volatile DialPhase _phase;

    public static HttpRequestOptionsKey<DialAttempt> Key { get; } = new("MultiRegion.Probing.Attempt");

    public Destination Destination => destination;

    /// <summary>The name that the certificate must carry; null: no TLS.</summary>
    public string? TlsName => tlsName;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Decides when another address gets its turn.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Finds the addresses of the host.</summary>
    public required NameResolver Names { get; init; }

    /// <summary>What watches the connection that is made for it; null: nothing does.</summary>
    public Tripwire? Wire { get; init; }

    /// <summary>Whether the other side has said, by its answer, that it keeps the connection.</summary>
    public bool KeepsConnection { get; set; }

    public DialPhase Phase
    {
        get => _phase;
        set => _phase = value;
    }

    /// <summary>What a time-out means, by how far it came.</summary>
    public Finding TimedOut() => ProbeFaults.TimedOut(Phase);
}
