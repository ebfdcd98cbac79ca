using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Lint;

/// <summary>Reads a load balancer into a tree and options, and says what has no place in either. Pure.</summary>
internal sealed class BalancerImport(LoadBalancer balancer, ImmutableArray<Pool> pools)
{
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> Nowhere = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    private readonly List<string> _left = [];
    private readonly ImportedPools _pools = new(balancer, pools);
    private readonly SortedDictionary<string, string> _options = new(StringComparer.Ordinal);

    public Result<CloudflareImport> Read()
    {
        if (balancer.DefaultPools is null or { IsEmpty: true })
        {
            return Problem.Refused("The load balancer has no default pools, so that there is no tree in it.");
        }

        if (balancer.SteeringPolicy is { Length: > 0 } policy && !SteeringPolicies.All.Contains(policy))
        {
            return Problem.Refused($"Cloudflare has no steering policy '{Shared.Http.ErrorText.Line(policy, 60)}': write one of {string.Join(", ", SteeringPolicies.All)}.");
        }

        var tree = Tree() with { Ttl = Ttl(), Affinity = Affinity() };
        Handling();
        var rules = new ImportedRules(balancer, _pools, _left).Read();
        return new CloudflareImport
        {
            Hostname = balancer.Name ?? "",
            Tree = tree,
            Endpoints = _pools.Endpoints(tree.RegionsBelow(), _left),
            Options = _options.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Rules = rules,
            DataCentres = [.. Centres(tree)],
            NotMapped = [.. _left.Distinct()],
        };
    }

    private RoutingNode Tree() => Steering.PolicyOf(balancer) switch
    {
        SteeringPolicies.Geo => Geographic(),
        SteeringPolicies.Off => InOrder(balancer.DefaultPools!.Value, isDefault: true),
        SteeringPolicies.Random => Weighted(),
        SteeringPolicies.LeastOutstandingRequests => Option("LeastOutstandingRequests", "true", Weighted()),
        SteeringPolicies.LeastConnections => Left("steering_policy: least_connections becomes weights, which do not look at connections", Weighted()),
        SteeringPolicies.DynamicLatency => Option("MeasuredLatency", "true", Latency()),
        _ => Located(Latency()),
    };

    /// <summary>Pools in order, and the fallback pool behind them. The compiler's own choice of it is the first of the default pools, so that this one need not be said.</summary>
    private RoutingNode InOrder(ImmutableArray<string> list, bool isDefault)
    {
        return Last([.. list.Distinct().Select(_pools.Node)], isDefault && _pools.Same(balancer.FallbackPool, list[0]));
    }

    private RoutingNode Weighted()
    {
        var members = balancer.DefaultPools!.Value.Distinct().Select(pool => (Pool: pool, Weight: Steering.WeightOf(balancer, pool))).ToList();
        foreach (var (pool, _) in members.Where(static member => member.Weight <= 0))
        {
            _left.Add($"random_steering: pool {_pools.RegionOf(pool)} has the weight 0, and is left out of the tree");
        }

        members.RemoveAll(static member => member.Weight <= 0);
        return members.Count == 0 ? Left("random_steering: no pool has a weight above 0, so that the order is taken", InOrder(balancer.DefaultPools.Value, isDefault: true))
            : Last([new WeightedNode([.. members.Select(member => new WeightedBranch(member.Weight, _pools.Node(member.Pool)))])], _pools.Same(balancer.FallbackPool, members.MaxBy(static member => member.Weight).Pool));
    }

    // The order matters where a client's place is not known, so that the fallback pool cannot be brought to the front.
    private LatencyNode Latency()
    {
        var members = balancer.DefaultPools!.Value.Distinct().ToList();
        Lose(!_pools.Same(balancer.FallbackPool, members[0]), $"fallback_pool: where latency chooses it is the first of the default pools, {_pools.RegionOf(members[0])}");

        return new([.. members.Select(pool => new LatencyBranch(_pools.Node(pool), _pools.PlaceOf(pool)))]);
    }

    private LatencyNode Located(LatencyNode node) => node.Branches.Any(static branch => branch.Location is null)
        ? Left("steering_policy: proximity needs the places of all pools, and some were not given", node)
        : node;

    private RoutingNode Geographic()
    {
        var areas = ImportedAreas.Of(balancer, _left).Select(area => new GeographicBranch(area.Area, InOrder(area.Pools, isDefault: false))).ToImmutableArray();
        var rest = InOrder(balancer.DefaultPools!.Value, isDefault: areas.IsEmpty);
        return areas.IsEmpty ? rest : new GeographicNode(areas, rest);
    }

    private IEnumerable<CloudflareDataCentre> Centres(RoutingNode tree)
    {
        var known = tree.RegionsBelow();
        foreach (var (code, list) in Steering.PolicyOf(balancer) == SteeringPolicies.Geo ? balancer.PopPools ?? Nowhere : Nowhere)
        {
            var regions = list.Select(_pools.RegionOf).Distinct().ToList();
            Lose(regions.Count == 0, $"pop_pools.{code}: it has no pools");
            Lose(regions.Exists(region => !known.Contains(region)), $"pop_pools.{code}: {string.Join(", ", regions.Where(region => !known.Contains(region)))} is in no other list, so that the tree does not know it");
            if (regions.Count > 0 && regions.TrueForAll(region => known.Contains(region)))
            {
                var centre = new CloudflareDataCentre { Hostname = balancer.Name ?? "", Code = code };
                regions.ForEach(region => centre.Regions.Add(region.Value));
                yield return centre;
            }
        }
    }

    private RoutingNode Last(List<RoutingNode> nodes, bool isImplied)
    {
        if (string.IsNullOrEmpty(balancer.FallbackPool))
        {
            _left.Add("fallback_pool: there is none, which Cloudflare demands: the compiler chooses one");
        }
        else if (!isImplied && nodes[^1] is not EndpointNode { HealthChecked: false })
        {
            nodes.Add(new EndpointNode(_pools.RegionOf(balancer.FallbackPool)) { HealthChecked = false });
        }

        return nodes is [var only] ? only : new PriorityNode([.. nodes]);
    }

    private TimeSpan? Ttl()
    {
        Lose(balancer is { Proxied: true, Ttl: not null }, "ttl: that of a proxied name is Cloudflare's own");
        return balancer.Proxied == true ? null : TimeSpan.FromSeconds(SessionTwin.TtlOf(balancer) ?? 0);
    }

    private SessionAffinity? Affinity()
    {
        var kind = balancer.SessionAffinity ?? "";
        Lose(kind is not ("" or "none") && balancer.Proxied != true, "session_affinity: there are no sessions without a proxy");
        Lose(kind == "header" && balancer.Proxied == true, "session_affinity: sessions by headers");
        return SessionTwin.AffinityOf(balancer) switch
        {
            "cookie" => new(SessionAffinityKind.Cookie, TimeSpan.FromSeconds(SessionTwin.DurationOf(balancer)!.Value)),
            "ip_cookie" => new(SessionAffinityKind.ClientAddress, TimeSpan.FromSeconds(SessionTwin.DurationOf(balancer)!.Value)),
            _ => null,
        };
    }

    private void Handling()
    {
        Set(balancer.Proxied != true, "Proxied", "false");
        Set(balancer.AdaptiveRouting?.FailoverAcrossPools == true, "FailoverAcrossPools", "true");
        Set(SessionTwin.DrainOf(balancer) > 0, "SessionDrain", TimeSpan.FromSeconds(SessionTwin.DrainOf(balancer)).ToString("c", CultureInfo.InvariantCulture));
        Set(balancer.SessionAffinityAttributes?.ZeroDowntimeFailover == "temporary", "SessionFailover", "Temporary");
        Set(balancer.SessionAffinityAttributes?.ZeroDowntimeFailover == "sticky", "SessionFailover", "Sticky");
        Lose(balancer.Enabled == false, "enabled: it is disabled, and would answer after an adoption");
        Lose(
            balancer.Proxied != true && balancer.LocationStrategy is { } strategy && (strategy.Mode ?? "pop", strategy.PreferEcs ?? "proximity") != ("pop", "proximity"),
            "location_strategy: places are those of data centres, or of client subnets for proximity");
    }

    private void Set(bool holds, string option, string value)
    {
        if (holds)
        {
            _options[option] = value;
        }
    }

    private void Lose(bool lost, string text)
    {
        if (lost)
        {
            _left.Add(text);
        }
    }

    private T Option<T>(string option, string value, T node)
    {
        _options[option] = value;
        return node;
    }

    private T Left<T>(string text, T node)
    {
        _left.Add(text);
        return node;
    }
}
