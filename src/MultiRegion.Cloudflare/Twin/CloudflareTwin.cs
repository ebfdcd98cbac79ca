using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>How Cloudflare answers, by what it documents. Pure.</summary>
/// <param name="balancer">The load balancer.</param>
/// <param name="pools">The account's pools, by the names that the balancer uses.</param>
/// <param name="state">What the checks say.</param>
internal sealed class CloudflareTwin(LoadBalancer balancer, IReadOnlyDictionary<string, Pool> pools, Func<Pool, Origin, OriginState> state)
{
    /// <summary>What a client's request is given: that of a session what the session has, as long as it stays.</summary>
    public Answer Answer(EdgeClient client)
    {
        var (effective, response) = Rules.Apply(balancer, client);
        return response is not null ? new([], Fixed: response)
            : client.Session is { } session && SessionTwin.Stays(effective, pools, state, session) ? new([new(session.Pool, 1, IsFallback: false)])
            : Answer(effective, client);
    }

    private Answer Answer(LoadBalancer effective, EdgeClient client)
    {
        var parts = new Dictionary<string, double>(StringComparer.Ordinal);
        var available = Steering.PoolsFor(effective, client).Distinct().Where(pools.ContainsKey).Select(Twin).Where(static pool => !pool.pool.IsPassedOver).ToList();
        var rest = Steering.PolicyOf(effective) switch
        {
            SteeringPolicies.Random => ByChance(available, 1, parts, name => Steering.WeightOf(effective, name)),
            SteeringPolicies.LeastOutstandingRequests or SteeringPolicies.LeastConnections => ByChance(available, 1, parts, name => Loaded(effective, client, name)),
            SteeringPolicies.Proximity => InTurn(available.OrderBy(pool => Distance(effective, client, pool.pool.Pool)), parts),
            SteeringPolicies.DynamicLatency => InTurn(available.OrderBy(pool => RoundTrip(client, pool)), parts),
            _ => InTurn(available, parts),
        };
        return LastResort(effective, parts, rest);
    }

    // Whatever no pool of the client takes goes to the fallback pool, healthy or not, shedding or not.
    private Answer LastResort(LoadBalancer effective, Dictionary<string, double> parts, double rest)
    {
        var given = parts.Where(static part => part.Value > 0).Select(static part => new PoolPart(part.Key, part.Value, IsFallback: false));
        if (rest <= 1e-12)
        {
            return new([.. given]);
        }

        var fallback = effective.FallbackPool is { } name && pools.ContainsKey(name) ? Twin(name) : default;
        return fallback.pool?.IsEnabled == true
            ? new([.. given, new(fallback.name, rest, IsFallback: true)])
            : new([.. given], effective.Proxied == true ? "530 with error 1016" : "no address: the SOA record alone");
    }

    private static double InTurn(IEnumerable<(string name, PoolTwin pool)> order, Dictionary<string, double> parts)
    {
        var left = 1.0;
        foreach (var (name, pool) in order)
        {
            parts[name] = parts.GetValueOrDefault(name) + (left * (1 - pool.Shed));
            left *= pool.Shed;
        }

        return left;
    }

    /// <summary>What a pool gives away is drawn for again among the others.</summary>
    private static double ByChance(List<(string name, PoolTwin pool)> available, double offered, Dictionary<string, double> parts, Func<string, double> weight)
    {
        var all = available.Sum(pool => weight(pool.name));
        if (all <= 0)
        {
            return offered;
        }

        var left = 0.0;
        foreach (var (name, pool) in available.Where(pool => weight(pool.name) > 0))
        {
            var mine = offered * weight(name) / all;
            parts[name] = parts.GetValueOrDefault(name) + (mine * (1 - pool.Shed));
            left += pool.Shed > 0 ? ByChance([.. available.Where(other => other.name != name)], mine * pool.Shed, parts, weight) : 0;
        }

        return left;
    }

    /// <summary>Without a proxy nobody counts requests, so that the weights alone act.</summary>
    private static double Loaded(LoadBalancer effective, EdgeClient client, string pool) =>
        Steering.WeightOf(effective, pool) / (1 + (effective.Proxied == true ? client.Outstanding?.GetValueOrDefault(pool) ?? 0 : 0));

    private static double Distance(LoadBalancer effective, EdgeClient client, Pool pool) =>
        pool is { Latitude: { } latitude, Longitude: { } longitude } && Steering.Place(effective, client) is { } place
            ? place.DistanceTo(new(latitude, longitude))
            : double.PositiveInfinity;

    private static TimeSpan RoundTrip(EdgeClient client, (string name, PoolTwin pool) pool) =>
        !string.IsNullOrEmpty(pool.pool.Pool.Monitor) && client.RoundTrips?.TryGetValue(pool.name, out var time) == true ? time : TimeSpan.MaxValue;

    private (string name, PoolTwin pool) Twin(string name) => (name, new(pools[name], state));
}
