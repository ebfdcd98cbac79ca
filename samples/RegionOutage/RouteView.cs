using System.Collections.Immutable;
using MultiRegion.Routing;

namespace RegionOutage;

/// <summary>What clients are answered from a time on.</summary>
/// <param name="At">When this was first seen, taken after the look.</param>
/// <param name="Fractions">The part of the answers that each region gets, in percent.</param>
internal sealed record RouteView(TimeSpan At, ImmutableArray<RegionFraction> Fractions);

/// <summary>Looks at the routes as a client does, often, and keeps each change.</summary>
internal sealed class RouteHistory(EmbeddedRouteFollower routes, SharedClock clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(5);
    private ImmutableList<RouteView> _views = [];

    public ImmutableList<RouteView> Views => Volatile.Read(ref _views);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var fractions = routes.Resolve(Estate.Shop, ClientLocation.Unknown).Fractions;
            if (_views.IsEmpty || !_views[^1].Fractions.SequenceEqual(fractions))
            {
                Volatile.Write(ref _views, _views.Add(new(clock.Now, fractions)));
            }

            await Task.Delay(Every, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
