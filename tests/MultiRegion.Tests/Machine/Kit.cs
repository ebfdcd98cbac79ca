using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Topology;

namespace MultiRegion.Tests.Machine;

/// <summary>Groups in a few words: <c>"a active, b hot, c cold work"</c>.</summary>
internal static class Kit
{
    public static readonly RegionId A = "a";
    public static readonly RegionId B = "b";
    public static readonly RegionId C = "c";
    public static readonly RegionId D = "d";
    public static readonly ImmutableArray<DataReference> Orders = [new() { ReplicaSet = "orders" }];
    public static readonly ImmutableArray<DataReference> TwoSets = [new() { ReplicaSet = "orders" }, new() { ReplicaSet = "users" }];
    public static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly Reason Because = new(ReasonCode.AllWell, "", "test");

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static GroupDefinition Group(string deployments, Func<ServiceDefinition, ServiceDefinition>? change = null) =>
        GroupDefinition.Of(Estate(deployments, change))[0];

    public static GroupDefinition DataGroup(string deployments, Func<ServiceDefinition, ServiceDefinition>? change = null) =>
        Group(deployments, service => (change ?? (static same => same))(service with { Data = Orders }));

    public static EstateTopology Estate(string deployments, Func<ServiceDefinition, ServiceDefinition>? change = null, params string[] names)
    {
        var services = (names.Length == 0 ? ["shop"] : names).Select(name => Service(name, deployments)).ToList();
        return new()
        {
            Regions = [.. services[0].Deployments.Select(static deployment => new RegionDefinition { Id = deployment.Region })],
            Services = [.. services.Select(service => change?.Invoke(service) ?? service)],
        };
    }

    public static ServiceDefinition Service(string name, string deployments) => new()
    {
        Id = name,
        Hostname = $"{name}.example.com",
        Routers = ["main"],
        Deployments = [.. deployments.Split(',', StringSplitOptions.TrimEntries).Select(Deployment)],
        Probe = new TcpProbeDefinition { Port = 443 },
        Failover = new() { RetryDelay = TimeSpan.FromSeconds(1), Retries = 2 },
        Failback = new() { Stability = TimeSpan.FromSeconds(60), Soak = TimeSpan.FromSeconds(30) },
        Guards = new() { CoolDown = TimeSpan.FromSeconds(20), MinimumFailureSpan = TimeSpan.Zero },
    };

    private static DeploymentDefinition Deployment(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new()
        {
            Region = words[0],
            Endpoint = new($"{words[0]}.example.com"),
            Role = words.Contains("active") ? DeploymentRole.Active : DeploymentRole.Standby,
            Temperature = words.Contains("cold") ? StandbyTemperature.Cold : words.Contains("warm") ? StandbyTemperature.Warm : StandbyTemperature.Hot,
            ServesUnpromoted = words.Contains("reads"),
            Capacity = Number(words, "room="),
            FullCapacity = Number(words, "full="),
            Workloads = words.Contains("work") ? [new() { Cluster = $"{words[0]}-cluster", Workload = "shop/deployment/web", StandbyReplicas = 1, ServingReplicas = 3 }] : [],
        };
    }

    private static double? Number(string[] words, string name) =>
        words.FirstOrDefault(word => word.StartsWith(name, StringComparison.Ordinal)) is { } word ? double.Parse(word[name.Length..], System.Globalization.CultureInfo.InvariantCulture) : null;

    public static string Text(IEnumerable<MoveStep> steps) => string.Join('\n', steps.GroupBy(static step => step.Stage)
        .Select(static stage => string.Join(" | ", stage.Select(static step => step.Words))));

    public static OperatorCommand Command(CommandKind kind, RegionId? region = null, params string[] overrides) => new()
    {
        Id = "1",
        Kind = kind,
        Actor = "anna",
        Reason = "exercise",
        Group = "shop",
        Region = region,
        Override = [.. overrides],
    };
}
