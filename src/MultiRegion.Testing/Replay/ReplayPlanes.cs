using MultiRegion.Testing.Forecast;

namespace MultiRegion.Testing.Replay;

/// <summary>In-memory planes for everything that a topology names, which take as long as the world does.</summary>
internal sealed class ReplayPlanes
{
    private readonly Dictionary<RouterId, InMemoryRouter> _routers = [];
    private readonly Dictionary<ReplicaSetId, InMemoryDataReplica> _replicas = [];
    private readonly EstateTopology _topology;
    private readonly WorldDelays _delays;
    private readonly TimeProvider _time;

    public ReplayPlanes(EstateTopology topology, WorldDelays delays, TimeProvider time)
    {
        (_topology, _delays, _time) = (topology, delays, time);
        foreach (var router in topology.Services.SelectMany(static service => service.Routers).Distinct())
        {
            _routers.Add(router, new(time) { AnswersAreCached = delays.Of(router).AnswersAreCached });
        }
    }

    /// <param name="builder">Gets them all.</param>
    /// <param name="probe">Stands for every probe that is known by a name.</param>
    public void AddTo(FailoverEngineBuilder builder, IHealthProbe? probe = null)
    {
        foreach (var (id, router) in _routers)
        {
            builder.AddRouter(id, router);
        }

        AddFleets(builder);
        AddData(builder);
        foreach (var step in _topology.Services.SelectMany(static service => service.Failover.BeforeTraffic.Concat(service.Failover.AfterTraffic)).Distinct())
        {
            builder.AddStep(step, new SlowStep(_delays.CustomStep, _time));
        }

        foreach (var name in _topology.Services.Select(static service => service.Probe).Concat(_topology.Vantages.SelectMany(static vantage => vantage.References)).SelectMany(Names).Distinct())
        {
            builder.AddProbe(name, probe ?? new ScriptedProbe(_time));
        }
    }

    /// <summary>From here on changes take their time. The routes of normal times were there when the record began.</summary>
    public void Settle()
    {
        foreach (var (id, router) in _routers)
        {
            router.Propagation = _delays.Of(id).Propagation;
        }
    }

    /// <summary>Whether every router of a service has been told to leave a region.</summary>
    public bool Left(ServiceId service, RegionId region) =>
        _topology.Service(service).Routers.All(router => _routers[router].Log.LastOrDefault(write => write.Service == service) is { } last && last.Shares[region].IsDrained);

    /// <summary>Attaches what was fenced in a region that answers again.</summary>
    public void Answers(ServiceId service, RegionId region)
    {
        foreach (var data in _topology.Service(service).Data)
        {
            _replicas[data.ReplicaSet].Reattach(region);
        }
    }

    private void AddFleets(FailoverEngineBuilder builder)
    {
        foreach (var clusters in _topology.Clusters.GroupBy(static cluster => cluster.Fleet))
        {
            var fleet = new InMemoryFleet(_time) { StartUp = _delays.StartUp };
            foreach (var (deployment, workload) in Workloads().Where(entry => clusters.Any(cluster => cluster.Id == entry.Workload.Cluster)))
            {
                var replicas = deployment.Role == DeploymentRole.Active ? workload.ServingReplicas : workload.StandbyReplicas ?? workload.ServingReplicas;
                fleet.Add(workload.Cluster, workload.Workload, replicas);
            }

            builder.AddFleet(clusters.Key, fleet);
        }
    }

    private void AddData(FailoverEngineBuilder builder)
    {
        foreach (var entry in _topology.Services.SelectMany(static service => service.Data.Select(data => (service, data))).GroupBy(static entry => entry.data.ReplicaSet))
        {
            var (replica, home) = (new InMemoryDataReplica(), entry.First().service.Deployments.First(static deployment => deployment.Role == DeploymentRole.Active).Region);
            foreach (var deployment in entry.First().service.Deployments)
            {
                replica.Add(deployment.Region, deployment.Region == home || !entry.First().data.SingleWriter ? ReplicaRole.Writable : ReplicaRole.Standby);
                replica.SetLag(deployment.Region, deployment.Region == home ? TimeSpan.Zero : _delays.ReplicaLag);
            }

            _replicas.Add(entry.Key, replica);
            builder.AddReplicaSet(entry.Key, new SlowReplica(replica, _delays, _time));
        }

        foreach (var vault in _topology.Services.SelectMany(static service => service.Data.Select(data => (service, data.Vault))).Where(static entry => entry.Vault is not null).GroupBy(static entry => entry.Vault!))
        {
            var store = new InMemoryVault(_time);
            foreach (var (service, _) in vault)
            {
                store.Add(new($"{service.Id}-before", service.Id, _time.GetUtcNow()));
            }

            builder.AddVault(vault.Key, new SlowVault(store, _delays.Restore, _time));
        }
    }

    private IEnumerable<(DeploymentDefinition Deployment, WorkloadReference Workload)> Workloads() =>
        _topology.Services.SelectMany(static service => service.Deployments).SelectMany(static deployment => deployment.Workloads.Select(workload => (deployment, workload)))
            .DistinctBy(static entry => (entry.workload.Cluster, entry.workload.Workload));

    private static IEnumerable<string> Names(ProbeDefinition probe) => probe switch
    {
        NamedProbeDefinition named => [named.Name],
        CompositeProbeDefinition composite => composite.Probes.SelectMany(Names),
        _ => [],
    };
}
