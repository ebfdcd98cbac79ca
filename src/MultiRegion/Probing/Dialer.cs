using System.Net;
using System.Net.Sockets;

namespace MultiRegion.Probing;

/// <summary>Resolves, and connects to the first address that answers.</summary>
internal static class Dialer
{
    /// <exception cref="SocketException">The name or none of its addresses works.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the attempt's phase says where.</exception>
    public static async ValueTask<Socket> ConnectAsync(DialAttempt attempt, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(attempt, cancellationToken).ConfigureAwait(false);
        attempt.Phase = DialPhase.Connecting;
        var port = attempt.Destination.Port;
        var race = new DialRace((address, token) => ConnectAsync(new IPEndPoint(address, port), token), attempt.Time);
        return await race.RunAsync(addresses, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<IPAddress[]> ResolveAsync(DialAttempt attempt, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(attempt.Destination.Host, out var address))
        {
            return [address];
        }

        attempt.Phase = DialPhase.Resolving;
        return await attempt.Names.ResolveAsync(attempt.Destination.Host, cancellationToken).ConfigureAwait(false);
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
}
