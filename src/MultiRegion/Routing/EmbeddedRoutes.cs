using System.Collections.Immutable;

namespace MultiRegion.Routing;

/// <summary>
/// Answers clients in process. Every call is safe from any thread, takes no lock, and answers from one consistent set of routes.
/// </summary>
public abstract class EmbeddedRoutes
{
    private readonly RollSource _rolls;

    internal EmbeddedRoutes(long seed) => _rolls = new(seed);

    /// <summary>The services that have a route, in ordinal order.</summary>
    public ImmutableArray<ServiceId> Services => [.. Current.Services.Order()];

    internal abstract RouteTable Current { get; }

    /// <summary>Whether the service has a route. A follower knows none until the file is there.</summary>
    /// <param name="service">The service.</param>
    public bool Knows(ServiceId service) => Current.Find(service) is not null;

    /// <summary>Whether a service with this hostname has a route.</summary>
    /// <param name="hostname">The hostname, in any case.</param>
    public bool KnowsHost(string hostname) => Current.FindHost(hostname) is not null;

    /// <summary>How the answers to a client are spread over the regions.</summary>
    /// <param name="service">The service.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="isHealthy">Which regions answer; null: all. A region that cannot be judged is best counted as healthy.</param>
    /// <exception cref="KeyNotFoundException">The service has no route.</exception>
    public Resolution Resolve(ServiceId service, ClientLocation client, Func<RegionId, bool>? isHealthy = null) =>
        Current.Get(service).Resolve(client, isHealthy);

    /// <inheritdoc cref="Resolve"/>
    /// <param name="hostname">The hostname of the service, in any case.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="isHealthy">Which regions answer; null: all.</param>
    public Resolution ResolveHost(string hostname, ClientLocation client, Func<RegionId, bool>? isHealthy = null) =>
        Current.GetHost(hostname).Resolve(client, isHealthy);

    /// <summary>Where a client is sent.</summary>
    /// <param name="service">The service.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="roll">0 to 1: which part of the answers; equal rolls get equal answers while the routes stand.</param>
    /// <param name="isHealthy">Which regions answer; null: all.</param>
    /// <exception cref="KeyNotFoundException">The service has no route.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The roll is outside 0 to 1.</exception>
    public EndpointAddress Route(ServiceId service, ClientLocation client, double roll, Func<RegionId, bool>? isHealthy = null) =>
        Current.Get(service).Pick(client, roll, isHealthy);

    /// <summary>Where a client is sent, by a roll of the router's own.</summary>
    /// <param name="service">The service.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="isHealthy">Which regions answer; null: all.</param>
    /// <exception cref="KeyNotFoundException">The service has no route.</exception>
    public EndpointAddress Route(ServiceId service, ClientLocation client, Func<RegionId, bool>? isHealthy = null) =>
        Route(service, client, _rolls.Next(), isHealthy);

    /// <inheritdoc cref="Route(ServiceId, ClientLocation, double, Func{RegionId, bool}?)"/>
    /// <param name="hostname">The hostname of the service, in any case.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="roll">0 to 1: which part of the answers.</param>
    /// <param name="isHealthy">Which regions answer; null: all.</param>
    public EndpointAddress RouteHost(string hostname, ClientLocation client, double roll, Func<RegionId, bool>? isHealthy = null) =>
        Current.GetHost(hostname).Pick(client, roll, isHealthy);

    /// <inheritdoc cref="Route(ServiceId, ClientLocation, Func{RegionId, bool}?)"/>
    /// <param name="hostname">The hostname of the service, in any case.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="isHealthy">Which regions answer; null: all.</param>
    public EndpointAddress RouteHost(string hostname, ClientLocation client, Func<RegionId, bool>? isHealthy = null) =>
        RouteHost(hostname, client, _rolls.Next(), isHealthy);
}
