using System.Collections.Frozen;
using System.Collections.Immutable;

namespace MultiRegion.Routing;

/// <summary>The routes of one document, ready to answer. Immutable.</summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<ServiceId, ServiceRoute> _byService;
    private readonly FrozenDictionary<string, ServiceRoute> _byHost;

    public RouteTable(EmbeddedDocument document)
    {
        _byService = document.Services.ToFrozenDictionary(static pair => pair.Key, static pair => new ServiceRoute(pair.Value.Content));
        _byHost = document.Services.ToFrozenDictionary(
            static pair => pair.Value.Content.Hostname, pair => _byService[pair.Key], StringComparer.OrdinalIgnoreCase);
    }

    public static RouteTable Empty { get; } = new(EmbeddedDocument.Empty);

    public ImmutableArray<ServiceId> Services => _byService.Keys;

    public ServiceRoute? Find(ServiceId service) => _byService.GetValueOrDefault(service);

    public ServiceRoute? FindHost(string hostname) => _byHost.GetValueOrDefault(hostname);

    public ServiceRoute Get(ServiceId service) =>
        Find(service) ?? throw new KeyNotFoundException($"There is no route for service '{service}': apply a plan for it first.");

    public ServiceRoute GetHost(string hostname) =>
        FindHost(hostname) ?? throw new KeyNotFoundException($"There is no route for hostname '{hostname}': apply a plan for its service first.");
}

/// <summary>The route of one service.</summary>
internal sealed class ServiceRoute(EmbeddedContent content)
{
    private readonly RoutingNode _tree = RoutingTreePruning.Prune(content.Tree, content.Shares)
        ?? throw new ArgumentException("Every region is drained.", nameof(content));

    public Resolution Resolve(ClientLocation client, Func<RegionId, bool>? isHealthy) =>
        RoutingResolver.Resolve(_tree, client, isHealthy ?? (static _ => true), content.Shares);

    public EndpointAddress Pick(ClientLocation client, double roll, Func<RegionId, bool>? isHealthy)
    {
        if (roll is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(roll), roll, "A roll is 0 to 1.");
        }

        var fractions = Resolve(client, isHealthy).Fractions;
        var left = roll * 100;
        foreach (var fraction in fractions)
        {
            left -= fraction.Percent;
            if (left < 0)
            {
                return content.Endpoints[fraction.Region];
            }
        }

        return content.Endpoints[fractions[^1].Region];
    }
}
