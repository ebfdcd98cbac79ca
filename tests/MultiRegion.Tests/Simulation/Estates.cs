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

    public static SimulationInput Outage(EstateTopology topology) => new()
    {
        Topology = topology,
        Faults = FaultScript.Of(Fault.RegionDown(A, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10))),
    };
}
