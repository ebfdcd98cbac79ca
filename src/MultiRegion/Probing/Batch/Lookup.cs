using System.Net;
using System.Net.Sockets;

namespace MultiRegion.Probing.Batch;

/// <summary>Asks the resolver, which waits elsewhere, and tells the loop. Without a timer there is nothing to free of it.</summary>
internal sealed class Lookup : CancellationTokenSource
{
    private readonly BatchLoop _loop;
    private readonly Dial _dial;
    private IPAddress[] _addresses = [];
    private SocketError? _error;

    private Lookup(BatchLoop loop, Dial dial) => (_loop, _dial) = (loop, dial);

    public Exchange Exchange => _dial.Exchange;

    public static Lookup Of(string host, BatchLoop loop, Dial dial)
    {
        var lookup = new Lookup(loop, dial);
        _ = lookup.RunAsync(host);
        return lookup;
    }

    /// <summary>Tells the dial, on the loop.</summary>
    public void Tell() => _dial.Resolved(_addresses, _error);

    private async Task RunAsync(string host)
    {
        try
        {
            _addresses = await Dns.GetHostAddressesAsync(host, Token).ConfigureAwait(false);
        }
        catch (SocketException failed)
        {
            _error = failed.SocketErrorCode;
        }
        catch (OperationCanceledException)
        {
            // Nobody wants to know any more.
            return;
        }

        _loop.Post(new(CommandKind.Resolved, this));
        _loop.Ring();
    }
}
