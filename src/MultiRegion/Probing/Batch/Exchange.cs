namespace MultiRegion.Probing.Batch;

/// <summary>One probe: a request and its answer. May be begun again once it is over. All but the beginning is the loop's.</summary>
internal sealed class Exchange(BatchLoop loop, Question question, IExchangeOwner owner, bool isFresh)
{
    private static readonly Finding Crowded = Finding.Unknown(ProbeReason.OwnFault, "too many connections were being made");
    private static readonly Finding Ended = Finding.Unknown(ProbeReason.OwnFault, "the prober has ended");

    private long _startedAt;
    private TimeSpan _heldUp;
    private bool _isOver = true;
    private DialPhase _phase;
    private Place? _place;
    private Connection? _connection;
    private Dial? _dial;
    private BodyMatch _match;

    public Question Question => question;

    /// <summary>Whether it has a connection of its own, made for it and closed after it.</summary>
    public bool IsFresh => isFresh;

    /// <summary>Begins, from any thread. The loop hears of it with its next ring.</summary>
    public void Begin()
    {
        _startedAt = loop.Time.GetTimestamp();
        loop.Post(new(CommandKind.Begin, this));
    }

    /// <summary>Lets the loop hear of it.</summary>
    public void Announce() => loop.Ring();

    /// <summary>Ends it, from any thread: it has timed out, unless it is over by then. It must not be begun again.</summary>
    public void Cancel()
    {
        loop.Post(new(CommandKind.Cancel, this));
        loop.Ring();
    }

    /// <summary>Begins, on the loop.</summary>
    public void Start()
    {
        (_isOver, _phase, _heldUp) = (false, DialPhase.Waiting, TimeSpan.Zero);
        HeldUpSince(_startedAt);
        _match = question.Wanted is { } wanted ? new(wanted, question.MaximumBody) : default;
        _place = _place is { IsListed: true } ? _place : loop.PlaceOf(question);
        _place.Enter(question.Watcher);
        if (!isFresh && _place.Take() is { } kept)
        {
            Ask(kept);
        }
        else
        {
            Dial();
        }
    }

    /// <summary>Something unforeseen happened, which says nothing about the target.</summary>
    public void Break(Exception exception)
    {
        _dial?.Abort();
        _connection?.Close();
        Finish(Finding.Unknown(ProbeReason.OwnFault, $"the probe threw {exception.GetType().Name}"));
    }

    /// <summary>Ends on the loop without an answer.</summary>
    public void TimeOut()
    {
        if (!_isOver)
        {
            var finding = _dial?.WaitsForItsTurn == true || _connection?.WaitsForItsTurn == true ? Crowded : ProbeFaults.TimedOut(_phase, _heldUp);
            _dial?.Abort();
            _connection?.Close();
            Finish(finding);
        }
    }

    /// <summary>Ends because the loop has ended.</summary>
    /// <param name="isNew">Whether it has just been begun; otherwise it may be over already.</param>
    public void Refuse(bool isNew)
    {
        if (isNew || !_isOver)
        {
            _isOver = true;
            owner.Over(Ended.After(loop.Time.GetElapsedTime(_startedAt)));
        }
    }

    /// <summary>It was not begun, or did not go on, since then, and not because of its target.</summary>
    public void HeldUpSince(long timestamp) => _heldUp += loop.Time.GetElapsedTime(timestamp);

    public void Entered(DialPhase phase) => _phase = phase;

    /// <summary>There is a connection to ask over.</summary>
    public void Ask(Connection connection)
    {
        (_dial, _connection, _phase) = (null, connection, DialPhase.Connected);
        loop.Awaited++;
        connection.Ask(this);
    }

    /// <summary>A connection is there that has yet to be secured.</summary>
    public void Securing(Connection connection) => (_dial, _connection, _phase) = (null, connection, DialPhase.Handshaking);

    /// <summary>The head of the answer is there.</summary>
    public void Answered(int status)
    {
        if (question.Judge(status) is { } finding)
        {
            Finish(finding);
        }
    }

    /// <summary>A piece of the body is there.</summary>
    public void Continued(ReadOnlySpan<byte> body)
    {
        if (!_isOver && _match.Read(body) is { } isThere)
        {
            Finish(isThere ? Finding.Ok : Finding.Failure(ProbeReason.WrongBody));
        }
    }

    /// <summary>The answer is complete.</summary>
    public void Complete()
    {
        if (!_isOver)
        {
            Finish(Finding.Failure(ProbeReason.WrongBody));
        }
    }

    /// <summary>A connection that had been kept ended before a byte of the answer came: the other side need not have seen the request.</summary>
    public void Retry()
    {
        loop.Awaited--;
        _connection = null;
        Dial();
    }

    /// <summary>It is over. What becomes of the connection is the connection's affair.</summary>
    public void Finish(Finding finding)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        loop.Awaited -= _phase == DialPhase.Connected ? 1 : 0;
        (_dial, _connection) = (null, null);
        _place!.Leave();
        owner.Over(finding.After(loop.Time.GetElapsedTime(_startedAt)));
    }

    public bool IsOver => _isOver;

    private void Dial()
    {
        _phase = DialPhase.Waiting;
        _dial = new(loop, this, _place!);
        _dial.Start();
    }
}
