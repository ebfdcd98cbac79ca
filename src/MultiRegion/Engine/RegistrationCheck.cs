using System.Collections.Immutable;
using MultiRegion.Execution;
using MultiRegion.Topology;

namespace MultiRegion.Engine;

/// <summary>What the topology names must be registered: found at start, not in the middle of a failover.</summary>
internal static class RegistrationCheck
{
    public static void Throw(EstateTopology topology, Planes planes, ImmutableDictionary<PolicyId, IFailoverPolicy> policies, IReadOnlyCollection<string> probes)
    {
        var missing = Find(topology, planes, policies, probes).ToImmutableArray();
        if (!missing.IsEmpty)
        {
            throw new TopologyException(missing);
        }
    }

    private static IEnumerable<TopologyMistake> Find(
        EstateTopology topology, Planes planes, ImmutableDictionary<PolicyId, IFailoverPolicy> policies, IReadOnlyCollection<string> probes)
    {
        foreach (var cluster in topology.Clusters.Where(cluster => !planes.Fleets.ContainsKey(cluster.Fleet)))
        {
            yield return Missing($"Clusters:{cluster.Id}:Fleet", "fleet", cluster.Fleet.Value, planes.Fleets.Keys.Select(static id => id.Value));
        }

        foreach (var service in topology.Services)
        {
            var place = $"Services:{service.Id}";
            foreach (var router in service.Routers.Where(router => !planes.Routers.ContainsKey(router)))
            {
                yield return Missing($"{place}:Routers", "router", router.Value, planes.Routers.Keys.Select(static id => id.Value));
            }

            foreach (var data in service.Data.Where(data => !planes.Replicas.ContainsKey(data.ReplicaSet)))
            {
                yield return Missing($"{place}:Data", "replica set", data.ReplicaSet.Value, planes.Replicas.Keys.Select(static id => id.Value));
            }

            foreach (var vault in service.Data.Select(static data => data.Vault).OfType<string>().Where(vault => !planes.Vaults.ContainsKey(vault)))
            {
                yield return Missing($"{place}:Data", "vault", vault, planes.Vaults.Keys);
            }

            foreach (var step in service.Failover.BeforeTraffic.Concat(service.Failover.AfterTraffic).Where(step => !planes.CustomSteps.ContainsKey(step)))
            {
                yield return Missing($"{place}:Failover", "custom step", step, planes.CustomSteps.Keys);
            }

            if (!policies.ContainsKey(service.Policy))
            {
                yield return Missing($"{place}:Policy", "policy", service.Policy.Value, policies.Keys.Select(static id => id.Value));
            }

            foreach (var name in Names(service.Probe).Where(name => !probes.Contains(name)))
            {
                yield return Missing($"{place}:Probe", "probe", name, probes);
            }
        }

        foreach (var vantage in topology.Vantages)
        {
            foreach (var name in vantage.References.SelectMany(Names).Where(name => !probes.Contains(name)))
            {
                yield return Missing($"Vantages:{vantage.Id}:References", "probe", name, probes);
            }
        }
    }

    private static IEnumerable<string> Names(ProbeDefinition probe) => probe switch
    {
        NamedProbeDefinition named => [named.Name],
        CompositeProbeDefinition composite => composite.Probes.SelectMany(Names),
        _ => [],
    };

    private static TopologyMistake Missing(string path, string what, string id, IEnumerable<string> known)
    {
        var names = string.Join(", ", known.Order(StringComparer.Ordinal));
        return new(path, $"no {what} '{id}' is registered", names.Length == 0 ? $"register one before the engine is built" : $"register it, or use one of: {names}");
    }
}
