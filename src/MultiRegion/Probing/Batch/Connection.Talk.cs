namespace MultiRegion.Probing.Batch;

/// <content>What is sent over it, and what comes back.</content>
internal sealed partial class Connection
{
    private Dial? _dial;
    private Exchange? _exchange;
    private ResponseParser _parser;
    private int _sent;
    private long _drained;
    private bool _wasKept;
    private bool _isFresh;
    private bool _isSent;

    /// <summary>Sends a request; the answer is the exchange's.</summary>
    public void Ask(Exchange exchange)
    {
        (_dial, _exchange, _sent, _drained) = (null, exchange, 0, 0);
        (_wasKept, _isFresh, _isSent) = (_stage == Stage.Resting, exchange.IsFresh, false);
        _parser = new(exchange.Question.IsHead);
        _stage = Stage.Asking;
        if (_secured is null)
        {
            Send();
        }
        else
        {
            SendSecured();
        }
    }

    /// <summary>Something has happened on the socket.</summary>
    public void Changed(Readiness readiness)
    {
        if (_stage == Stage.Connecting)
        {
            Connected(readiness);
        }
        else if (_stage == Stage.Asking && !_isSent && (readiness & Readiness.Writable) != 0)
        {
            SendOn();
        }

        if (_stage == Stage.Securing)
        {
            _carrier?.Changed();
        }

        // A target may have spoken before it was asked.
        if (_stage > Stage.Securing && (readiness & ~Readiness.Writable) != 0)
        {
            Receive(isLast: (readiness & (Readiness.Ended | Readiness.HungUp | Readiness.Error)) != 0);
        }
    }

    private void SendOn()
    {
        if (_carrier is null)
        {
            Send();
        }
        else
        {
            _carrier.Changed();
        }
    }

    private void Connected(Readiness readiness)
    {
        var error = (readiness & (Readiness.Error | Readiness.HungUp)) == 0 ? 0 : RawSocket.TakeError(Socket);
        if (error < 0)
        {
            var dial = _dial!;
            Close();
            dial.Lost(this, error);
        }
        else if ((readiness & Readiness.Writable) != 0)
        {
            _dial!.Won(this);
        }
    }

    private void Send()
    {
        ReadOnlySpan<byte> request = _exchange!.Question.Request;
        while (_sent < request.Length)
        {
            var sent = RawSocket.Send(Socket, request[_sent..]);
            if (sent < 0)
            {
                Failed(sent);
                return;
            }

            _sent += sent;
        }

        _isSent = true;
    }

    // A read that does not fill the buffer has left nothing, but it may not have come to the end that is known to be there.
    private void Receive(bool isLast)
    {
        if (_secured is not null)
        {
            ReceiveSecured(isLast);
            return;
        }

        var buffer = _loop.Buffer;
        while (_stage != Stage.Closed)
        {
            var received = RawSocket.Receive(Socket, buffer);
            if (received < 0)
            {
                Failed(received);
                return;
            }

            if (received == 0)
            {
                Ended();
                return;
            }

            Came(buffer.AsSpan(0, received));
            if (received < buffer.Length && !isLast)
            {
                return;
            }
        }
    }

    private void Failed(int error)
    {
        if (error is -Errno.TryAgain or -Errno.Interrupted)
        {
            return;
        }

        Lost(ProbeFaults.Of(Errno.ToSocketError(-error)));
    }

    private void Ended()
    {
        if (_exchange is { } exchange && _parser.MayEndHere)
        {
            _exchange = null;
            exchange.Complete();
            Close();
            return;
        }

        Lost(Finding.Failure(ProbeReason.ConnectionLost));
    }

    private void Lost(Finding finding)
    {
        var (wasResting, exchange) = (_stage == Stage.Resting, _exchange);
        if (exchange is not null && _wasKept && !_parser.HasBegun)
        {
            _exchange = null;
            Close();
            exchange.Retry();
            return;
        }

        End(finding);
        if (wasResting && _isWatched)
        {
            Place.Trip();
        }
    }

    private void Came(ReadOnlySpan<byte> bytes)
    {
        if (_stage is not (Stage.Asking or Stage.Draining))
        {
            // Nobody has asked for it, so nobody could tell what it answers.
            Close();
            return;
        }

        var step = ParseStep.Head;
        while (step is ParseStep.Head or ParseStep.Body)
        {
            step = _parser.Next(ref bytes, out var body);
            Tell(step, body);
        }

        Settle(step, hasMore: !bytes.IsEmpty);
    }

    private void Tell(ParseStep step, ReadOnlySpan<byte> body)
    {
        _drained += _exchange is null ? body.Length : 0;
        switch (step)
        {
            case ParseStep.Head:
                _exchange?.Answered(_parser.Status);
                break;
            case ParseStep.Body:
                _exchange?.Continued(body);
                break;
            case ParseStep.Done:
                _exchange?.Complete();
                break;
            case ParseStep.Garbage:
                _exchange?.Finish(Finding.Failure(ProbeReason.Garbage, "InvalidResponse"));
                break;
            case ParseStep.TooLong:
                _exchange?.Finish(Finding.Failure(ProbeReason.Garbage, "ConfigurationLimitExceeded"));
                break;
        }

        _exchange = _exchange is { IsOver: true } ? null : _exchange;
    }

    private void Settle(ParseStep step, bool hasMore)
    {
        switch (step)
        {
            case ParseStep.More when _exchange is not null:
                return;
            case ParseStep.More when MayDrain():
                Drain();
                return;
            case ParseStep.Done when !hasMore && !_isFresh && _parser.KeepsConnection && _isSent:
                Rest();
                return;
            default:
                Close();
                return;
        }
    }

    private bool MayDrain() =>
        !_isFresh && _parser.KeepsConnection && _drained <= HttpTransport.DrainSize && _parser.Left <= HttpTransport.DrainSize;

    private void Drain()
    {
        if (_stage == Stage.Asking)
        {
            _stage = Stage.Draining;
            _loop.Wheel.Set(this, _loop.Now + HttpTransport.DrainTime);
        }
    }
}
