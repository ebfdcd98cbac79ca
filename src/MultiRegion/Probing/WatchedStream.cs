using System.Net.Sockets;

namespace MultiRegion.Probing;

/// <summary>A connection of the pool that notices its own end while it rests. Whoever reads and writes does not notice it.</summary>
internal sealed class WatchedStream : NetworkStream
{
    private const int TlsHeader = 5;

    private readonly Tripwire _wire;
    private readonly bool _isTls;
    private readonly SocketAsyncEventArgs _look = new(true);
    private int _looking;
    private volatile bool _closed;

    public WatchedStream(Socket socket, Tripwire wire, bool isTls)
        : base(socket, ownsSocket: true)
    {
        (_wire, _isTls) = (wire, isTls);

        // Nothing is read: it only says that there would be something.
        _look.SetBuffer(Memory<byte>.Empty);
        _look.Completed += (_, _) => Looked();
        _wire.Add(this);
    }

    /// <summary>Looks out for the end, unless it does already.</summary>
    public void Watch()
    {
        if (_closed || Interlocked.Exchange(ref _looking, 1) == 1)
        {
            return;
        }

        try
        {
            if (!Socket.ReceiveAsync(_look))
            {
                Looked();
            }
        }
        catch (ObjectDisposedException)
        {
            // The pool has closed it meanwhile.
            Volatile.Write(ref _looking, 0);
        }
    }

    /// <summary>
    /// Whether the other side has ended it, given that there is something to read. What arrives unasked is no end, for
    /// example the rest of a body, but for the alert by which TLS says goodbye.
    /// </summary>
    public bool HasEnded()
    {
        try
        {
            return !_closed && (Socket.Available == 0 || (_isTls && SaysGoodbye()));
        }
        catch (SocketException)
        {
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _closed = true;
        _wire.Remove(this);
        base.Dispose(disposing);
        if (disposing && Interlocked.Exchange(ref _looking, 1) == 0)
        {
            _look.Dispose();
        }
    }

    private void Looked()
    {
        Volatile.Write(ref _looking, 0);
        _wire.Stirred(this);
        if (_closed && Interlocked.Exchange(ref _looking, 1) == 0)
        {
            _look.Dispose();
        }
    }

    private bool SaysGoodbye()
    {
        Span<byte> record = stackalloc byte[TlsHeader];
        return Socket.Receive(record, SocketFlags.Peek) == TlsHeader && TlsRecord.MayBeAlert(record);
    }
}
