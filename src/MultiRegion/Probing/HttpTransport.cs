using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MultiRegion.Probing;

/// <summary>How a transport treats its connections.</summary>
internal enum TransportKind
{
    /// <summary>HTTP/1.1 with connections that are kept.</summary>
    Kept,

    /// <summary>HTTP/1.1 with a new connection for each probe.</summary>
    Fresh,

    /// <summary>
    /// HTTP/2 with a new connection for each probe: one that is kept would outlive its dead server until TCP gives up, and
    /// each probe on it would time out long after the server is back.
    /// </summary>
    Grpc,
}

/// <summary>Makes the handlers that HTTP and gRPC probes send through.</summary>
internal static class HttpTransport
{
    /// <summary>A connection is not used for longer, so that a changed DNS answer is followed.</summary>
    public static TimeSpan ConnectionLifetime { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How much of an unread body is thrown away to keep its connection, in bytes.</summary>
    public const int DrainSize = 64 * 1024;

    /// <summary>How long is waited for it.</summary>
    public static TimeSpan DrainTime { get; } = TimeSpan.FromMilliseconds(250);

    public static HttpMessageInvoker Make(TransportKind kind, X509ChainPolicy? chainPolicy) => kind switch
    {
        TransportKind.Kept => Make(SslApplicationProtocol.Http11, ConnectionLifetime, chainPolicy),
        TransportKind.Fresh => Make(SslApplicationProtocol.Http11, TimeSpan.Zero, chainPolicy),
        _ => Make(SslApplicationProtocol.Http2, TimeSpan.Zero, chainPolicy),
    };

    private static HttpMessageInvoker Make(SslApplicationProtocol protocol, TimeSpan lifetime, X509ChainPolicy? policy) => new(new SocketsHttpHandler
    {
        ConnectCallback = new TlsDialer(protocol, policy).ConnectAsync,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = lifetime,
        PooledConnectionIdleTimeout = ConnectionLifetime,
        MaxResponseHeadersLength = 32,
        MaxResponseDrainSize = DrainSize,
        ResponseDrainTimeout = DrainTime,
    });
}
