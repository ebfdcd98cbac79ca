using System.Buffers;
using System.Net.Security;

namespace MultiRegion.Probing.Batch;

/// <content>What differs under TLS.</content>
internal sealed partial class Connection
{
    private const int PlainSize = 4096;

    // A seat is for the mathematics: whoever still has it then waits for the other side, and leaves it.
    private static readonly TimeSpan LongestSeat = TimeSpan.FromMilliseconds(200);

    private LoopStream? _carrier;
    private SslStream? _secured;
    private Exception? _handshakeFault;
    private LinkedListNode<Connection>? _place;
    private long _waitsSince;
    private bool _hasSeat;
    private bool _isReading;

    /// <summary>Whether others are in the way of its handshake, which has not begun.</summary>
    public bool WaitsForItsTurn => _place is not null;

    /// <summary>It may shake hands now, unless its time is over.</summary>
    public void Seated()
    {
        if (_stage == Stage.Securing)
        {
            _exchange!.HeldUpSince(_waitsSince);
            ShakeHands();
        }
    }

    /// <summary>The handshake is over; called on the loop.</summary>
    public void Secured()
    {
        LeaveSeat();
        TimerWheel.Clear(this);
        if (_stage == Stage.Closed)
        {
            _secured?.Dispose();
        }
        else if (_handshakeFault is { } fault)
        {
            End(ProbeFaults.Of(fault));
        }
        else
        {
            _carrier!.StayOnLoop();
            var exchange = _exchange!;
            _exchange = null;
            exchange.Ask(this);
        }
    }

    private void Secure(Exchange exchange)
    {
        (_stage, _exchange) = (Stage.Securing, exchange);
        exchange.Securing(this);
        RawSocket.SendAtOnce(Socket);
        _place = _loop.Handshakes.Enter(this);
        if (_place is null)
        {
            _hasSeat = true;
            ShakeHands();
        }
        else
        {
            _waitsSince = _loop.Time.GetTimestamp();
        }
    }

    private void ShakeHands()
    {
        _carrier = LoopStream.Over(Socket);
        _loop.Wheel.Set(this, _loop.Now + LongestSeat);

        // Not on the loop: a chain may have to be fetched, and the mathematics of many would hold up the others.
        ThreadPool.UnsafeQueueUserWorkItem(static about => _ = about.Connection.HandshakeAsync(about.Question), (Connection: this, _exchange!.Question), preferLocal: false);
    }

    private void LeaveSeat()
    {
        if (_place is { } place)
        {
            _place = null;
            _loop.Handshakes.GiveUp(place);
        }

        if (_hasSeat)
        {
            _hasSeat = false;
            _loop.Handshakes.Free();
            _loop.Handshakes.Next()?.TakeSeat();
        }
    }

    // Told by a command, or each that fails at once would stand on the stack of the one before.
    private void TakeSeat()
    {
        (_place, _hasSeat) = (null, true);
        _loop.Post(new(CommandKind.Seated, this));
        _loop.Ring();
    }

    private async Task HandshakeAsync(Question question)
    {
        try
        {
            _secured = await TlsClient.SecureAsync(_carrier!, question.TlsName!, SslApplicationProtocol.Http11, question.ChainPolicy, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            _handshakeFault = fault;
        }

        _loop.Post(new(CommandKind.Secured, this));
        _loop.Ring();
    }

    private void SendSecured()
    {
        var sending = _secured!.WriteAsync(_exchange!.Question.Request);
        if (sending.IsCompletedSuccessfully)
        {
            _isSent = true;
        }
        else
        {
            _ = SendAsync(sending);
        }
    }

    private async Task SendAsync(ValueTask sending)
    {
        try
        {
            await sending.ConfigureAwait(false);
            _isSent = true;
        }
        catch (Exception fault)
        {
            Broke(fault);
        }
    }

    private void ReceiveSecured(bool isLast)
    {
        if (_isReading)
        {
            _carrier!.Changed();
        }
        else
        {
            _ = ReceiveAsync(isLast);
        }
    }

    // One that rests does not wait for more, since a read that waits holds buffers.
    private async Task ReceiveAsync(bool isLast)
    {
        _isReading = true;
        var buffer = ArrayPool<byte>.Shared.Rent(PlainSize);
        try
        {
            do
            {
                var read = await _secured!.ReadAsync(buffer).ConfigureAwait(false);
                TakeSecured(buffer.AsSpan(0, read));
            }
            while (_stage is Stage.Asking or Stage.Draining || (isLast && _stage == Stage.Resting));
        }
        catch (Exception fault)
        {
            Broke(fault);
        }
        finally
        {
            _isReading = false;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void TakeSecured(ReadOnlySpan<byte> bytes)
    {
        if (_stage == Stage.Closed)
        {
            return;
        }

        if (bytes.IsEmpty)
        {
            Ended();
        }
        else
        {
            Came(bytes);
        }
    }

    private void Broke(Exception fault)
    {
        if (_stage != Stage.Closed)
        {
            Lost(ProbeFaults.Of(fault));
        }
    }

    // A handshake that is under way ends with its carrier, and is disposed of when it has.
    private void CloseSecured(Stage before)
    {
        LeaveSeat();
        _carrier?.Abandon();
        if (before != Stage.Securing)
        {
            _secured?.Dispose();
        }
    }
}
