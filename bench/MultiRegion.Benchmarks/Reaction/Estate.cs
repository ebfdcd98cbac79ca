using MultiRegion.Routing;

namespace MultiRegion.Benchmarks.Reaction;

/// <summary>One service for each fault, so that no round waits for the failback of the one before.</summary>
internal static class Estate
{
    public static readonly RouterId Router = "edge";
    public static readonly RegionId A = "a";
    public static readonly RegionId B = "b";

    public static ServiceId Service(int port) => $"s{port}";

    public static EstateTopology Topology(IEnumerable<int> ports, int other) => new()
    {
        Regions = [new() { Id = A }, new() { Id = B }],
        Services =
        [
            .. ports.Select(port => new ServiceDefinition
            {
                Id = Service(port),
                Hostname = $"s{port}.example.com",
                Routers = [Router],
                Deployments =
                [
                    new() { Region = A, Endpoint = new("127.0.0.1", port) },
                    new() { Region = B, Endpoint = new("127.0.0.1", other), Role = DeploymentRole.Standby },
                ],
                Probe = new HttpProbeDefinition { Path = "/health" },
                Schedule = new() { Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromMilliseconds(500) },
                Health = new() { DownThreshold = 3 },
            }),
        ],
    };

    /// <summary>An engine as an application has it: a journal on disk, a router in process.</summary>
    public static FailoverEngine Engine(EstateTopology topology, EmbeddedRouter router, string folder, bool inBatches) => FailoverEngine.CreateBuilder()
        .WithTopology(topology)
        .AddRouter(Router, router)
        .UseFolder(folder)
        .UseOptions(new() { BatchProbes = inBatches })
        .Build();
}
