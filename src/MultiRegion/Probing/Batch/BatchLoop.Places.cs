namespace MultiRegion.Probing.Batch;

/// <content>The connections by their descriptors, and the places that they lead to.</content>
internal sealed partial class BatchLoop
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);
    private readonly Dictionary<(Destination To, string? TlsName), Place> _places = [];
    private Connection?[] _connections = new Connection?[64];
    private uint _generation;
    private TimeSpan _sweepAt = BetweenSweeps;

    public Place PlaceOf(Question question)
    {
        var key = (question.To, question.TlsName);
        if (!_places.TryGetValue(key, out var place))
        {
            _places.Add(key, place = new(_trip));
        }

        return place;
    }

    /// <summary>Lists a connection by its descriptor; returns what tells it from others that had the same.</summary>
    public uint Enlist(Connection connection)
    {
        if (connection.Socket >= _connections.Length)
        {
            Array.Resize(ref _connections, Math.Max(connection.Socket + 1, _connections.Length * 2));
        }

        _connections[connection.Socket] = connection;
        return ++_generation;
    }

    public void Delist(Connection connection) => _connections[connection.Socket] = null;

    /// <summary>Watches a connection; returns Linux's error below zero when that cannot be.</summary>
    public int Watch(Connection connection) =>
        _poller.Add(connection.Socket, connection.Generation, Readiness.Readable | Readiness.Writable | Readiness.Ended, onceForEachChange: true);

    private Connection? Find(int descriptor, uint generation) =>
        descriptor < _connections.Length && _connections[descriptor] is { } connection && connection.Generation == generation ? connection : null;

    // Places that nobody is connected to are forgotten, else each address that ever was would be remembered.
    private void Sweep()
    {
        if (Now < _sweepAt)
        {
            return;
        }

        _sweepAt = Now + BetweenSweeps;
        foreach (var (key, place) in _places.Where(static entry => entry.Value.IsSlack))
        {
            place.IsListed = false;
            _places.Remove(key);
        }
    }

    private void EndAll()
    {
        foreach (var connection in _connections)
        {
            connection?.End(Finding.Unknown(ProbeReason.OwnFault, "the prober has ended"));
        }
    }
}
