using System.Collections.Concurrent;

namespace MultiRegion.Probing;

/// <summary>All tripwires: one for each place that is probed over connections which are kept.</summary>
internal sealed class Tripwires
{
    private readonly ConcurrentDictionary<(Destination To, string? TlsName), Tripwire> _wires = new();

    /// <summary>Told of each target whose connection ended while it rested, on any thread; must return at once.</summary>
    public Action<ProbeKey> OnTrip { get; set; } = static _ => { };

    public int Count => _wires.Count;

    public Tripwire Of(Destination destination, string? tlsName) =>
        _wires.GetOrAdd((destination, tlsName), static (_, all) => new(key => all.OnTrip(key)), this);

    /// <summary>
    /// Forgets the places that nobody is connected to. One that is being probed at this moment loses the watch over that
    /// connection for as long as it is kept.
    /// </summary>
    public void Prune()
    {
        foreach (var entry in _wires.Where(static entry => entry.Value.IsSlack))
        {
            _wires.TryRemove(entry);
        }
    }
}
