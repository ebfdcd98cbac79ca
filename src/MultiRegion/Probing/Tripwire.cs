namespace MultiRegion.Probing;

/// <summary>
/// The connections that are kept to one place, and the targets that are probed over them. A connection which the other side
/// ends while no probe is under way there trips the wire: no failure, but a reason to probe at once.
/// </summary>
internal sealed class Tripwire(Action<ProbeKey> trip)
{
    private readonly Lock _gate = new();
    private readonly List<WatchedStream> _connections = [];
    private readonly HashSet<ProbeKey> _targets = [];
    private int _probes;

    /// <summary>Whether nobody is connected and nobody probes.</summary>
    public bool IsSlack
    {
        get
        {
            lock (_gate)
            {
                return _probes == 0 && _connections.Count == 0;
            }
        }
    }

    /// <summary>A probe begins: what happens on the connections is its own business now.</summary>
    public void Enter(ProbeTarget target)
    {
        lock (_gate)
        {
            _probes++;
            _targets.Add(new(target.Service, target.Region));
        }
    }

    /// <summary>A probe is over.</summary>
    /// <param name="rests">Whether the other side is going to keep the connection.</param>
    public void Leave(bool rests)
    {
        lock (_gate)
        {
            if (--_probes > 0 || !rests)
            {
                return;
            }

            // One that has ended already takes itself off the list.
            for (var at = _connections.Count - 1; at >= 0; at--)
            {
                _connections[at].Watch();
            }
        }
    }

    public void Add(WatchedStream connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
        }
    }

    public void Remove(WatchedStream connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }

    /// <summary>There is something to read on a connection, or its end has come.</summary>
    public void Stirred(WatchedStream connection)
    {
        ProbeKey[] concerned;
        lock (_gate)
        {
            // A probe that begins now waits for the lock: nobody else reads from the connection meanwhile.
            if (_probes > 0 || !_connections.Contains(connection) || !connection.HasEnded())
            {
                return;
            }

            _connections.Remove(connection);
            concerned = [.. _targets];
        }

        foreach (var target in concerned)
        {
            trip(target);
        }
    }
}
