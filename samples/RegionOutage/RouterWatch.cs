using System.Collections.Immutable;
using MultiRegion;
using MultiRegion.Routing;

namespace RegionOutage;

/// <summary>A write of the router, as seen from outside: the file was replaced.</summary>
/// <param name="At">When it was seen, since the run began.</param>
/// <param name="Marker">The marker in it.</param>
/// <param name="Shares">The shares in it.</param>
internal sealed record RouterWrite(TimeSpan At, Marker Marker, Shares Shares);

/// <summary>Counts the writes of the router by what the file system says, not by what a controller says of itself.</summary>
internal sealed class RouterWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly EmbeddedRouter _router;
    private readonly RoutingIntent _look;
    private readonly SharedClock _clock;
    private ImmutableList<RouterWrite> _writes = [];

    public RouterWatch(RunFolder folder, ServiceDefinition service, SharedClock clock)
    {
        (_clock, _look, _router) = (clock, Estate.Look(service), new(new() { StatePath = folder.Routes }, clock));
        _watcher = new(folder.Router) { NotifyFilter = NotifyFilters.FileName };
        _watcher.Renamed += (_, change) => OnRenamed(change.Name);
        _watcher.Error += (_, _) => IsBlind = true;
        _watcher.EnableRaisingEvents = true;
    }

    public ImmutableList<RouterWrite> Writes => Volatile.Read(ref _writes);

    /// <summary>Whether the system has lost notifications, so that the count means nothing.</summary>
    public bool IsBlind { get; private set; }

    public void Dispose() => _watcher.Dispose();

    private void OnRenamed(string? name)
    {
        if (name != RunFolder.RoutesName)
        {
            return;
        }

        var at = _clock.Now;
        var plan = _router.PlanAsync([_look], CancellationToken.None).AsTask().GetAwaiter().GetResult();
        if (plan.Value?.Changes[0] is { LiveMarker: { } marker, LiveShares: { } shares })
        {
            Volatile.Write(ref _writes, _writes.Add(new(at, marker, shares)));
        }
        else
        {
            IsBlind = true;
        }
    }
}
