using System.Net;

namespace MultiRegion.Probing.Batch;

/// <summary>A connection of the batch prober. Its timer limits its life, and how long it is waited for the rest of an answer.</summary>
internal sealed partial class Connection : WheelTimer
{
    // Those that were made together do not end together: whole multiples of the golden section are spread evenly, however many there are.
    private const double LeastLife = 2 / 3.0;
    private const double GoldenSection = 0.61803398874989485;

    private readonly BatchLoop _loop;
    private readonly bool _isWatched;
    private readonly TimeSpan _endOfLife;
    private Stage _stage;

    private Connection(BatchLoop loop, Place place, int socket, bool isWatched)
    {
        (_loop, Place, Socket, _isWatched) = (loop, place, socket, isWatched);
        Generation = loop.Enlist(this);
        _endOfLife = loop.Now + (HttpTransport.ConnectionLifetime * (LeastLife + ((1 - LeastLife) * (Generation * GoldenSection % 1))));
    }

    private enum Stage
    {
        Connecting,
        Securing,
        Asking,
        Draining,
        Resting,
        Closed,
    }

    public Place Place { get; }

    public int Socket { get; }

    /// <summary>Tells it from those that had the same descriptor before.</summary>
    public uint Generation { get; }

    /// <summary>A connection that is being made, or Linux's error below zero.</summary>
    public static int Open(Dial dial, IPEndPoint to, bool isWatched, out Connection? connection)
    {
        connection = null;
        var socket = RawSocket.Dial(to);
        if (socket < 0)
        {
            return socket;
        }

        connection = new(dial.Loop, dial.Place, socket, isWatched) { _dial = dial };
        var error = dial.Loop.Watch(connection);
        if (error < 0)
        {
            connection.Close();
        }

        return error;
    }

    /// <summary>Its time is over: that of its life, that for the rest of an answer, or that of its seat.</summary>
    public override void Fire()
    {
        if (_stage == Stage.Securing)
        {
            LeaveSeat();
        }

        // One that is in use is closed when it comes to rest.
        if (_stage is Stage.Resting or Stage.Draining)
        {
            Close();
        }
    }

    /// <summary>Closes it, for whatever reason. Nobody is told.</summary>
    public void Close()
    {
        if (_stage == Stage.Closed)
        {
            return;
        }

        if (_stage == Stage.Resting)
        {
            Place.Forget(this);
        }

        var before = _stage;
        _stage = Stage.Closed;
        Unlink();
        _loop.Delist(this);
        CloseSecured(before);
        RawSocket.Close(Socket);
    }

    /// <summary>Something unforeseen happened to it, which says nothing about the target.</summary>
    public override void Break(Exception exception) => End(Finding.Unknown(ProbeReason.OwnFault, $"the probe threw {exception.GetType().Name}"));

    /// <summary>Ends it, and whatever is carried out over it.</summary>
    public void End(Finding finding)
    {
        var (exchange, dial) = (_exchange, _dial);
        (_exchange, _dial) = (null, null);
        Close();
        dial?.Abort();
        (exchange ?? dial?.Exchange)?.Finish(finding);
    }

    /// <summary>It is there, and an exchange has it.</summary>
    public void Serve(Exchange exchange)
    {
        _dial = null;
        if (exchange.Question.TlsName is null)
        {
            exchange.Ask(this);
        }
        else
        {
            Secure(exchange);
        }
    }

    private void Rest()
    {
        if (!Place.IsListed || _loop.Now >= _endOfLife)
        {
            Close();
            return;
        }

        if (_stage == Stage.Draining || !IsSet)
        {
            _loop.Wheel.Set(this, _endOfLife);
        }

        _stage = Stage.Resting;
        Place.Rest(this);
    }
}
