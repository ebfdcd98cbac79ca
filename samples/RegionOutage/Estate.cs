using System.Collections.Immutable;
using MultiRegion;
using MultiRegion.Routing;

namespace RegionOutage;

/// <summary>
/// One service in three regions: <c>eu-west</c> serves, the others are hot standbys of which neither can take the whole load.
/// </summary>
internal static class Estate
{
    public static readonly RegionId[] Regions = ["eu-west", "us-east", "ap-south"];

    public static readonly RegionId Doomed = Regions[0];

    public static readonly ServiceId Shop = "shop";

    public static readonly RouterId Router = "edge";

    public const string HealthPath = "/health";

    public static EstateTopology Topology(Settings settings, IReadOnlyList<int> ports) => new()
    {
        Regions = [.. Regions.Select(static region => new RegionDefinition { Id = region })],
        Services = [Service(settings, ports)],
    };

    public static ServiceDefinition Service(Settings settings, IReadOnlyList<int> ports) => new()
    {
        Id = Shop,
        Hostname = "shop.example.com",
        Routers = [Router],
        Deployments =
        [
            new() { Region = Regions[0], Endpoint = At(ports[0]), Capacity = 100 },
            new() { Region = Regions[1], Endpoint = At(ports[1]), Capacity = 70, Role = DeploymentRole.Standby },
            new() { Region = Regions[2], Endpoint = At(ports[2]), Capacity = 60, Role = DeploymentRole.Standby },
        ],
        Load = 100,
        Probe = new HttpProbeDefinition { Path = HealthPath, Tripwire = !settings.IsPlain },
        Schedule = settings.Probing,
        Health = new()
        {
            DownThreshold = settings.FailureThreshold,

            // All regions share one machine here, so their latencies tell nothing about regions.
            Degraded = new() { LatencyAgainstBest = null, MinimumRequests = 5 },
        },
        Failover = new() { QuietDeadline = TimeSpan.FromSeconds(1) },
        Failback = new() { Stability = settings.Stability, Soak = settings.Soak, InconclusiveFor = TimeSpan.FromSeconds(10) },
        Guards = new() { CoolDown = settings.Stability },
    };

    /// <summary>What a look at the router asks about; it carries no marker, so nothing can be written with it.</summary>
    public static RoutingIntent Look(ServiceDefinition service) => new()
    {
        Service = service.Id,
        Hostname = service.Hostname,
        Tree = service.RoutingTree(),
        Endpoints = service.Deployments.ToImmutableSortedDictionary(static deployment => deployment.Region, static deployment => deployment.Endpoint),
        Shares = Shares.AllFull,
    };

    private static EndpointAddress At(int port) => new("127.0.0.1", port);
}
