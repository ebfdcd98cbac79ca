namespace MultiRegion.Probing.Batch;

/// <summary>Where connections lead to, under one name in TLS: those that rest, and the targets that are probed over them.</summary>
internal sealed class Place(Action<ProbeKey> trip)
{
    private readonly List<Connection> _resting = [];
    private readonly HashSet<ProbeKey> _watchers = [];
    private int _probes;

    /// <summary>Whether it is still to be found by others; one that is not has no connections.</summary>
    public bool IsListed { get; set; } = true;

    /// <summary>Whether nobody probes here and nothing rests here.</summary>
    public bool IsSlack => _probes == 0 && _resting.Count == 0;

    public void Enter(ProbeKey? watcher)
    {
        _probes++;
        if (watcher is { } key)
        {
            _watchers.Add(key);
        }
    }

    public void Leave() => _probes--;

    /// <summary>The connection that came to rest last; null: none rests.</summary>
    public Connection? Take()
    {
        if (_resting.Count == 0)
        {
            return null;
        }

        var last = _resting[^1];
        _resting.RemoveAt(_resting.Count - 1);
        return last;
    }

    public void Rest(Connection connection) => _resting.Add(connection);

    public void Forget(Connection connection) => _resting.Remove(connection);

    /// <summary>The other side has ended a connection that rested. What happens while somebody probes here is that probe's affair.</summary>
    public void Trip()
    {
        if (_probes > 0)
        {
            return;
        }

        foreach (var watcher in _watchers)
        {
            trip(watcher);
        }
    }
}
