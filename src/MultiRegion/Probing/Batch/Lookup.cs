using System.Net;

namespace MultiRegion.Probing.Batch;

/// <summary>Asks the resolver, which waits elsewhere, and tells the loop. Without a timer there is nothing to free of it.</summary>
internal sealed class Lookup : CancellationTokenSource
{
    private readonly BatchLoop _loop;
    private readonly Dial _dial;
    private IPAddress[] _addresses = [];
    private Finding? _fault;

    private Lookup(BatchLoop loop, Dial dial) => (_loop, _dial) = (loop, dial);

    public Exchange Exchange => _dial.Exchange;

    public static Lookup Of(string host, BatchLoop loop, Dial dial)
    {
        var lookup = new Lookup(loop, dial);
        _ = lookup.RunAsync(host);
        return lookup;
    }

    /// <summary>Tells the dial, on the loop.</summary>
    public void Tell() => _dial.Resolved(_addresses, _fault);

    private async Task RunAsync(string host)
    {
        try
        {
            _addresses = await _loop.Names.ResolveAsync(host, Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody wants to know any more.
            return;
        }
        catch (Exception failed)
        {
            _fault = ProbeFaults.Of(failed);
        }

        _loop.Post(new(CommandKind.Resolved, this));
        _loop.Ring();
    }
}
