using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace MultiRegion.Probing;

/// <summary>
/// Makes the connections of the HTTP transports. TLS is done here and not by the handler, which knows no other name for the
/// certificate than the Host header.
/// </summary>
internal sealed class TlsDialer(SslApplicationProtocol protocol, X509ChainPolicy? chainPolicy)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (!context.InitialRequestMessage.Options.TryGetValue(DialAttempt.Key, out var attempt))
        {
            throw new InvalidOperationException("A probe's request must carry its attempt.");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, attempt.CancellationToken);
        var socket = await Dialer.ConnectAsync(attempt, either.Token).ConfigureAwait(false);
        var stream = attempt.Wire is { } wire
            ? new WatchedStream(socket, wire, isTls: attempt.TlsName is not null)
            : new NetworkStream(socket, ownsSocket: true);
        var ready = attempt.TlsName is { } name ? await SecureAsync(stream, name, attempt, either.Token).ConfigureAwait(false) : stream;
        attempt.Phase = DialPhase.Connected;
        return ready;
    }

    private async ValueTask<Stream> SecureAsync(NetworkStream stream, string name, DialAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.Phase = DialPhase.Handshaking;
        return await TlsClient.SecureAsync(stream, name, protocol, chainPolicy, cancellationToken).ConfigureAwait(false);
    }
}
