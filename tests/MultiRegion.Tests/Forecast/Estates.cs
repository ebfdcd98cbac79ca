using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Testing.Forecast;

namespace MultiRegion.Tests.Forecast;

/// <summary>Topologies with the worlds that they stand in.</summary>
internal static class Estates
{
    public static readonly RegionId A = "a";
    public static readonly RegionId B = "b";
    public static readonly RegionId C = "c";
    public static readonly ServiceId Shop = "shop";
    public static readonly RouterId Main = "main";

    public static ServiceDefinition Service(ServiceId id = default) => new()
    {
        Id = id == default ? Shop : id,
        Hostname = $"{(id == default ? Shop : id)}.example.com",
        Routers = [Main],
        Deployments =
        [
            new() { Region = A, Endpoint = new("a.example.com") },
            new() { Region = B, Endpoint = new("b.example.com"), Role = DeploymentRole.Standby },
            new() { Region = C, Endpoint = new("c.example.com"), Role = DeploymentRole.Standby },
        ],
        Probe = new NamedProbeDefinition { Name = "scripted" },
    };

    public static EstateTopology Of(params ImmutableArray<ServiceDefinition> services) => new()
    {
        Regions = [new() { Id = A }, new() { Id = B }, new() { Id = C }],
        Clusters = [.. new[] { A, B, C }.Select(static region => new ClusterDefinition { Id = $"k-{region}", Region = region, Fleet = "fleet" })],
        Services = services,
    };

    public static ServiceDefinition Standbys(ServiceDefinition service, StandbyTemperature temperature, double? capacity = null) => service with
    {
        Load = capacity is null ? null : 100,
        Deployments =
        [
            .. service.Deployments.Select(deployment => deployment with
            {
                Temperature = deployment.Role == DeploymentRole.Active ? StandbyTemperature.Hot : temperature,
                Capacity = deployment.Role == DeploymentRole.Active ? 100 : capacity,
                FullCapacity = 100,
                Workloads = [new() { Cluster = $"k-{deployment.Region}", Workload = $"{service.Id}-web", ServingReplicas = 10, StandbyReplicas = temperature == StandbyTemperature.Cold ? 0 : 2 }],
            }),
        ],
    };

    public static ServiceDefinition WithData(ServiceDefinition service, string? vault = null) => service with
    {
        Data = [new() { ReplicaSet = "orders", Vault = vault }],
        Objectives = new() { RecoveryPoint = TimeSpan.FromSeconds(10) },
    };

    /// <summary>What the bound is held against: a name, a topology, who dies, and the world.</summary>
    public static IEnumerable<(string Name, EstateTopology Topology, WorldDelays Delays)> All()
    {
        var (hot, world) = (Service(), Dns(TimeSpan.FromSeconds(10)));
        yield return ("hot", Of(hot), world);
        yield return ("hot, refused at once", Of(hot), world with { FailingProbe = TimeSpan.FromMilliseconds(2), HealthyProbe = TimeSpan.FromMilliseconds(80) });
        yield return ("hot, a probe every 10 s", Of(hot with { Schedule = new() { Interval = TimeSpan.FromSeconds(10), Timeout = TimeSpan.FromSeconds(2), ConfirmInterval = TimeSpan.FromSeconds(3) } }), world);
        yield return ("hot, one failure is enough", Of(hot with { Health = new() { DownThreshold = 1 } }), Anycast());
        yield return ("hot, five failures", Of(hot with { Health = new() { DownThreshold = 5 } }), Anycast());
        yield return ("hot, five seconds of failures", Of(hot with { Guards = new() { MinimumFailureSpan = TimeSpan.FromSeconds(5) } }), Anycast());
        yield return ("warm", Of(Standbys(hot, StandbyTemperature.Warm)), world with { StartUp = TimeSpan.FromSeconds(41.3) });
        yield return ("cold, with a backup", Of(WithData(Standbys(hot, StandbyTemperature.Cold), "velero")), world with { StartUp = TimeSpan.FromSeconds(90), Restore = TimeSpan.FromSeconds(120), Promotion = TimeSpan.FromSeconds(7) });
        yield return ("single-writer data", Of(WithData(hot)), world with { Fence = TimeSpan.FromSeconds(3), Promotion = TimeSpan.FromSeconds(12), ReplicaLag = TimeSpan.FromSeconds(1) });
        yield return ("hot, cramped", Of(Standbys(hot, StandbyTemperature.Hot, capacity: 60)), world with { StartUp = TimeSpan.FromSeconds(25) });
        yield return ("two standbys share", Of(Standbys(hot, StandbyTemperature.Hot, capacity: 30) with { Load = 150 }), Anycast() with { StartUp = TimeSpan.FromSeconds(25) });
        yield return ("two routers", Of(hot with { Routers = [Main, "edge"] }), world with { Routers = ImmutableDictionary<RouterId, RouterDelays>.Empty.Add("edge", new() { Propagation = TimeSpan.FromSeconds(4) }) });
        yield return ("a group", Of(WithData(hot) with { MoveGroup = "all" }, Standbys(Service("api"), StandbyTemperature.Warm) with { MoveGroup = "all", Schedule = new() { Interval = TimeSpan.FromSeconds(5) } }), world with { StartUp = TimeSpan.FromSeconds(20), Promotion = TimeSpan.FromSeconds(5) });
        yield return ("active-active", Of(hot with { Policy = PolicyIds.ActiveActive, Deployments = [.. hot.Deployments.Select(static deployment => deployment with { Role = DeploymentRole.Active })] }), world);
        yield return ("steps of its own", Of(hot with { Failover = new() { BeforeTraffic = ["warm-caches"] } }), world with { CustomStep = TimeSpan.FromSeconds(8) });
        yield return ("a short time to live", Of(hot with { Routing = new PriorityNode([new EndpointNode(A), new EndpointNode(B), new EndpointNode(C)]) { Ttl = TimeSpan.FromSeconds(5) } }), world);
    }

    public static WorldDelays Dns(TimeSpan propagation) => new() { HealthyProbe = TimeSpan.FromMilliseconds(20), Router = new() { Propagation = propagation, AnswersAreCached = true } };

    public static WorldDelays Anycast() => new() { HealthyProbe = TimeSpan.FromMilliseconds(20) };
}
