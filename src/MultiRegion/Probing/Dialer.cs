using System.Net;
using System.Net.Sockets;

namespace MultiRegion.Probing;

/// <summary>Resolves and connects, address by address.</summary>
internal static class Dialer
{
    /// <exception cref="SocketException">The name or none of its addresses works.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the attempt's phase says where.</exception>
    public static async ValueTask<Socket> ConnectAsync(DialAttempt attempt, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(attempt, cancellationToken).ConfigureAwait(false);
        attempt.Phase = DialPhase.Connecting;
        SocketException? error = null;
        foreach (var address in addresses)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(address, attempt.Destination.Port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException failed)
            {
                error = MoreTelling(error, failed);
            }
        }

        throw error ?? new SocketException((int)SocketError.NoData);
    }

    private static async ValueTask<IPAddress[]> ResolveAsync(DialAttempt attempt, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(attempt.Destination.Host, out var address))
        {
            return [address];
        }

        attempt.Phase = DialPhase.Resolving;
        return await Dns.GetHostAddressesAsync(attempt.Destination.Host, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // A name with addresses of two families, one of which has no route from here, must not hide that the other refused.
    private static SocketException MoreTelling(SocketException? earlier, SocketException later) =>
        earlier is not null && ProbeFaults.Of(earlier.SocketErrorCode).Outcome == ProbeOutcome.Failure ? earlier : later;
}
