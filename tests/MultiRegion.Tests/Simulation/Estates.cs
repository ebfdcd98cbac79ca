using System.Collections.Immutable;
using MultiRegion.Testing.Simulation;

namespace MultiRegion.Tests.Simulation;

/// <summary>The estates that are simulated.</summary>
internal static class Estates
{
    public static readonly RegionId A = "a";
    public static readonly RegionId B = "b";
    public static readonly RegionId C = "c";

    public static EstateTopology Of(params ServiceDefinition[] services) => new()
    {
        Regions = [new() { Id = A }, new() { Id = B }, new() { Id = C }],
        Services = [.. services],
    };

    /// <summary>Stateless, three regions, all of them hot.</summary>
    public static ServiceDefinition Shop(string id = "shop") => new()
    {
        Id = id,
        Hostname = $"{id}.example.com",
        Routers = ["main"],
        Deployments =
        [
            new() { Region = A, Endpoint = new($"a.{id}.example.com") },
            new() { Region = B, Endpoint = new($"b.{id}.example.com"), Role = DeploymentRole.Standby },
            new() { Region = C, Endpoint = new($"c.{id}.example.com"), Role = DeploymentRole.Standby },
        ],
        Probe = new HttpProbeDefinition { Path = "/health" },
    };

    /// <summary>The same with all waits cut short.</summary>
    public static ServiceDefinition Brisk(string id = "shop") => Shop(id) with
    {
        Failover = new() { QuietDeadline = TimeSpan.FromSeconds(5), StepTimeout = TimeSpan.FromMinutes(1) },
        Failback = new() { Stability = TimeSpan.FromSeconds(30), Soak = TimeSpan.FromSeconds(15), InconclusiveFor = TimeSpan.FromSeconds(30), Steps = [10, 50, 100] },
        Guards = new() { CoolDown = TimeSpan.FromSeconds(20), DailyBudget = 20 },
        Health = new() { Degraded = new() { SustainedFor = TimeSpan.FromSeconds(20) } },
    };

    /// <summary>With data that only one region may write.</summary>
    public static ServiceDefinition WithData(this ServiceDefinition service) => service with
    {
        Data = [new() { ReplicaSet = "orders" }],
        Objectives = new() { RecoveryPoint = TimeSpan.FromSeconds(10) },
        Guards = service.Guards with { MinimumFailureSpan = TimeSpan.FromSeconds(5) },
    };

    /// <summary>With workloads that are small, or not there, while their region stands by.</summary>
    public static EstateTopology Scaled(ServiceDefinition service, StandbyTemperature temperature) => Of(service with
    {
        Deployments =
        [
            .. service.Deployments.Select(deployment => deployment with
            {
                Temperature = deployment.Role == DeploymentRole.Active ? StandbyTemperature.Hot : temperature,
                Workloads =
                [
                    new()
                    {
                        Cluster = $"cluster-{deployment.Region}",
                        Workload = $"{service.Id}/deployment/web",
                        StandbyReplicas = temperature == StandbyTemperature.Cold ? 0 : 1,
                        ServingReplicas = 4,
                    },
                ],
            }),
        ],
    }) with
    {
        Clusters = [.. new[] { A, B, C }.Select(static region => new ClusterDefinition { Id = $"cluster-{region}", Region = region, Fleet = "fleet" })],
    };

    /// <summary>A world in which nothing takes long.</summary>
    public static SimulationSettings BriskWorld { get; } = new()
    {
        Router = RouterModel.Dns with { Propagation = TimeSpan.FromSeconds(3), Ttl = TimeSpan.FromSeconds(5) },
        StartUp = TimeSpan.FromSeconds(10),
        Clients = new() { OverstayFor = TimeSpan.FromSeconds(30), ConnectionLife = TimeSpan.FromSeconds(30), ReportInterval = TimeSpan.FromSeconds(5) },
        Data = new() { PromotionTime = TimeSpan.FromSeconds(2), RestoreTime = TimeSpan.FromSeconds(5), ReattachTime = TimeSpan.FromSeconds(10), DeadFence = FenceOutcome.Expired },
        Operators = new() { ApprovesAfter = TimeSpan.FromSeconds(20) },
    };

    public static SimulationInput Outage(EstateTopology topology) => new()
    {
        Topology = topology,
        Faults = FaultScript.Of(Fault.RegionDown(A, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10))),
    };

    public static SimulationInput Run(EstateTopology topology, params Fault[] faults) => new()
    {
        Topology = topology,
        World = BriskWorld,
        Options = new EngineOptions { ReadinessInterval = TimeSpan.FromSeconds(10) },
        Faults = FaultScript.Of(faults),
        Length = TimeSpan.FromMinutes(25),
    };

    /// <summary>With routers that check a write when it is sent, and not when it lands.</summary>
    public static SimulationInput Checked(SimulationInput input) => input with { World = input.World with { Router = input.World.Router with { Fencing = FencingStrength.Checked } } };

    public static Fault Down(int at, int span, RegionId? region = null) => Fault.RegionDown(region ?? A, TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(span));

    public static Fault Of(FaultKind kind, int at, int? span = null) => new() { Kind = kind, At = TimeSpan.FromSeconds(at), For = span is { } seconds ? TimeSpan.FromSeconds(seconds) : null };

    /// <summary>What every failover controller has to get right, whatever befalls it on the way.</summary>
    public static ImmutableSortedDictionary<string, SimulationInput> Canonical { get; } = new Dictionary<string, SimulationInput>
    {
        ["outage"] = Run(Of(Brisk()), Down(30, 60)),
        ["flapping"] = Run(Of(Brisk()), Down(30, 15), Down(60, 15), Down(110, 15), Down(200, 60)),
        ["switchover"] = Run(Of(Brisk().WithData()), Of(FaultKind.OperatorSays, 30) with { Command = CommandKind.SwitchOver, Region = B }),
        ["failback with regression"] = Run(Of(Brisk()), Down(30, 60), Of(FaultKind.RegionErrors, 150, 60) with { Region = A, Part = 0.5 }),
        ["data lag"] = Run(Of(Brisk().WithData()), Of(FaultKind.LagGrows, 20, 60) with { Region = B, ReplicaSet = "orders" }, Down(50, 60)),
        ["cold standby"] = Run(Scaled(Brisk() with { Data = [new() { ReplicaSet = "files", SingleWriter = false, Vault = "vault" }] }, StandbyTemperature.Cold), Down(30, 60)),
        ["two routers"] = Run(Scaled((Brisk() with { Routers = ["main", "second"] }).WithData(), StandbyTemperature.Warm), Down(30, 60)),
        ["move group"] = Run(Of(Brisk() with { MoveGroup = "store" }, Brisk("cart") with { MoveGroup = "store" }), Down(30, 60)),
        ["two controllers"] = Run(Of(Brisk().WithData()), Of(FaultKind.SecondController, 10, 110), Down(30, 60), Of(FaultKind.ControllerPause, 33, 45) with { Controller = 1 }),
    }.ToImmutableSortedDictionary();
}
