using System.Net;
using System.Net.Sockets;

namespace MultiRegion.Probing.Batch;

/// <summary>One exchange's way to a connection: the rules of <see cref="DialRace"/>, on the batch loop.</summary>
internal sealed class Dial(BatchLoop loop, Exchange exchange, Place place) : WheelTimer
{
    private readonly List<Connection> _running = new(1);
    private IPEndPoint[] _turns = [];
    private int _addresses;
    private int _next;
    private SocketError? _error;
    private LinkedListNode<Dial>? _inLine;
    private long _inLineSince;
    private Lookup? _lookup;
    private bool _isOver;

    public BatchLoop Loop => loop;

    public Exchange Exchange => exchange;

    public Place Place => place;

    /// <summary>Whether others are in its way.</summary>
    public bool WaitsForItsTurn => _inLine is not null;

    /// <summary>Begins now or in a later turn.</summary>
    public void Start()
    {
        _inLine = loop.Dials.Enter(this);
        if (_inLine is null)
        {
            Connect();
        }
        else
        {
            _inLineSince = loop.Time.GetTimestamp();
        }
    }

    /// <summary>It is its turn.</summary>
    public void Begin()
    {
        _inLine = null;
        exchange.HeldUpSince(_inLineSince);
        Connect();
    }

    /// <summary>The resolver has answered, if only now.</summary>
    public void Resolved(IReadOnlyList<IPAddress> addresses, Finding? fault)
    {
        if (_isOver)
        {
            return;
        }

        if (fault is { } finding)
        {
            Fail(finding);
            return;
        }

        Race(addresses);
    }

    /// <summary>A connection is there: the others are not needed.</summary>
    public void Won(Connection connection)
    {
        _running.Remove(connection);
        Abort();
        connection.Serve(exchange);
    }

    /// <summary>An address does not work.</summary>
    public void Lost(Connection connection, int error)
    {
        _running.Remove(connection);
        Remember(error);
        Go();
    }

    /// <summary>It was the next one's turn.</summary>
    public override void Fire() => Go();

    /// <inheritdoc />
    public override void Break(Exception exception) => exchange.Break(exception);

    /// <summary>Closes whatever it has begun.</summary>
    public void Abort()
    {
        _isOver = true;
        Unlink();
        if (_inLine is { } waiting)
        {
            _inLine = null;
            loop.Dials.GiveUp(waiting);
        }

        _lookup?.CancelQuietly();
        foreach (var connection in _running)
        {
            connection.Close();
        }

        _running.Clear();
    }

    private void Connect()
    {
        if (exchange.Question.Address is { } address)
        {
            Race([address]);
            return;
        }

        exchange.Entered(DialPhase.Resolving);
        _lookup = Lookup.Of(exchange.Question.To.Host, loop, this);
    }

    private void Race(IReadOnlyList<IPAddress> addresses)
    {
        exchange.Entered(DialPhase.Connecting);
        _turns = [.. DialRace.Turns(addresses).Select(address => new IPEndPoint(address, exchange.Question.To.Port))];
        _addresses = addresses.Count;
        Go();
    }

    // A repetition is for silence; an address that has refused has answered.
    private void Go()
    {
        Unlink();
        while (_next < _turns.Length && (_next < _addresses || _running.Count > 0))
        {
            var error = Connection.Open(this, _turns[_next++], exchange.Question.Watcher is not null && !exchange.IsFresh, out var connection);
            if (error >= 0)
            {
                _running.Add(connection!);
                break;
            }

            Remember(error);
        }

        if (_running.Count == 0)
        {
            Fail(ProbeFaults.Of(_error ?? SocketError.NoData));
        }
        else if (_next < _turns.Length)
        {
            loop.Wheel.Set(this, loop.Now + DialRace.HeadStart);
        }
    }

    private void Fail(Finding finding)
    {
        Abort();
        exchange.Finish(finding);
    }

    private void Remember(int error) => _error = DialRace.MoreTelling(_error, Errno.ToSocketError(-error));
}
