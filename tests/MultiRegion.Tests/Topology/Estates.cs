using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Tests.Topology;

/// <summary>Topologies made in code.</summary>
internal static class Estates
{
    /// <summary>A valid estate: two regions, a cluster in each, a service with data, capacity and workloads.</summary>
    public static EstateTopology Valid { get; } = new()
    {
        Regions = [new() { Id = "eu" }, new() { Id = "us" }],
        Clusters = [new() { Id = "k-eu", Region = "eu", Fleet = "k8s" }, new() { Id = "k-us", Region = "us", Fleet = "k8s" }],
        Services = [Service("shop")],
    };

    public static ServiceDefinition Service(string id) => new()
    {
        Id = id,
        Hostname = $"{id}.example.com",
        Routers = ["dns"],
        Probe = new HttpProbeDefinition(),
        Load = 100,
        Data = [new() { ReplicaSet = "orders" }],
        Deployments =
        [
            new()
            {
                Region = "eu", Endpoint = new("eu.example.com"), Capacity = 100,
                Workloads = [new() { Cluster = "k-eu", Workload = "shop/Deployment/web", ServingReplicas = 4 }],
            },
            new()
            {
                Region = "us", Endpoint = new("us.example.com"), Role = DeploymentRole.Standby, Temperature = StandbyTemperature.Warm, Capacity = 10, FullCapacity = 120,
                Workloads = [new() { Cluster = "k-us", Workload = "shop/Deployment/web", StandbyReplicas = 1, ServingReplicas = 4 }],
            },
        ],
    };

    /// <summary>Any topology that the records can hold, sensible or not: the same seed, the same topology.</summary>
    public static EstateTopology Any(int seed) => new Maker(new Random(seed)).Estate();

    private sealed class Maker(Random random)
    {
        public EstateTopology Estate() => new()
        {
            Revision = random.Next(1, 1000),
            Regions = Many(3, index => new RegionDefinition
            {
                Id = $"r{index}",
                Provider = Maybe("aws"),
                Location = Chance() ? new GeoCoordinate(Number(), Number()) : null,
                Pair = Chance() ? new RegionId("r0") : (RegionId?)null,
                SovereigntyZone = Maybe("eu"),
            }),
            Clusters = Many(3, index => new ClusterDefinition { Id = $"c{index}", Region = "r0", Fleet = "f" }),
            Services = Many(3, Service),
            Vantages = Many(2, index => new VantageDefinition { Id = $"v{index}", References = Many(2, _ => Probe(2)) }),
            Home = new(Chance() ? new RegionId("r1") : (RegionId?)null, Chance()),
        };

        private ServiceDefinition Service(int index) => new()
        {
            Id = $"s{index}",
            Hostname = Text(),
            Routers = Many(2, at => new RouterId($"d{at}")),
            Probe = Probe(3),
            Deployments = Many(3, at => new DeploymentDefinition
            {
                Region = $"r{at}",
                Endpoint = new(Chance() ? "::1" : "a.example.com", Chance() ? random.Next(1, 65_535) : null),
                Role = One<DeploymentRole>(),
                Temperature = One<StandbyTemperature>(),
                ServesUnpromoted = Chance(),
                Capacity = MaybeNumber(),
                FullCapacity = MaybeNumber(),
                Workloads = Many(2, _ => new WorkloadReference { Cluster = "c0", Workload = "a/b/c", StandbyReplicas = Chance() ? 1 : null, ServingReplicas = random.Next() }),
            }),
            Routing = Chance() ? Tree(3) : null,
            Schedule = new() { Interval = Time(), ConfirmInterval = Time(), AlarmInterval = Time(), Timeout = Time(), Suspicion = Chance(), Jitter = Number() },
            Health = new()
            {
                DownThreshold = random.Next(),
                UpThreshold = random.Next(),
                StaleAfter = Time(),
                Quorum = Chance() ? 2 : null,
                Degraded = Chance() ? new() { ErrorRatio = Number(), ErrorRatioAgainstBest = Number(), LatencyAgainstBest = MaybeNumber(), SustainedFor = Time(), MinimumRequests = random.NextInt64() } : null,
            },
            Policy = Chance() ? PolicyIds.Manual : "own",
            Data = Many(2, at => new DataReference { ReplicaSet = $"d{at}", SingleWriter = Chance(), Vault = Maybe("v") }),
            MoveGroup = Chance() ? new MoveGroupId("g") : (MoveGroupId?)null,
            Priority = random.Next(),
            Load = MaybeNumber(),
            Objectives = new() { RecoveryTime = MaybeTime(), RecoveryPoint = Time() },
            Failover = new()
            {
                Approval = One<MoveApproval>(),
                StepTimeout = Time(),
                Retries = random.Next(),
                RetryDelay = Time(),
                QuietDeadline = Time(),
                DrainsGently = Chance(),
                VerifyFor = Time(),
                ApprovalDeadline = Time(),
                BeforeTraffic = Many(2, _ => Text()),
                AfterTraffic = Many(2, _ => Text()),
            },
            Failback = new()
            {
                Approval = One<MoveApproval>(),
                Stability = Time(),
                Steps = Many(3, _ => Number()),
                Soak = Time(),
                InconclusiveFor = Time(),
                DataMove = One<DataMove>(),
                CrossRegionWrites = Chance(),
            },
            Guards = new()
            {
                Mode = One<EnforcementMode>(),
                CoolDown = Time(),
                MinimumFailureSpan = MaybeTime(),
                DailyBudget = random.Next(),
                CapacityHeadroom = Number(),
                FreezeWindows = Many(2, _ => new FreezeWindow(DateTimeOffset.UnixEpoch + Time(), DateTimeOffset.UnixEpoch + Time(), Text())),
                AcceptUnconfirmedFence = Chance() ? new(Text(), Text()) : null,
            },
        };

        private ProbeDefinition Probe(int depth) => random.Next(depth > 0 ? 5 : 4) switch
        {
            0 => new HttpProbeDefinition
            {
                Host = Maybe("h"),
                Port = Chance() ? 80 : null,
                Https = Chance(),
                Method = Text(),
                Path = Text(),
                HostHeader = Maybe("h"),
                TlsName = Maybe("t"),
                Headers = Many(3, at => KeyValuePair.Create($"{(Chance() ? "x" : "X")}-{at}", Text())).ToImmutableSortedDictionary(),
                Statuses = Many(2, _ => new StatusRange(random.Next(), random.Next())),
                BodyContains = Maybe("b"),
                MaximumBody = random.Next(),
                Tripwire = Chance(),
            },
            1 => new TcpProbeDefinition { Port = Chance() ? 80 : null },
            2 => new GrpcProbeDefinition { Tls = Chance(), Service = Text(), TlsName = Maybe("t") },
            3 => new NamedProbeDefinition { Name = Text() },
            _ => new CompositeProbeDefinition { Probes = Many(3, _ => Probe(depth - 1)), Required = Chance() ? 1 : null },
        };

        private RoutingNode Tree(int depth)
        {
            RoutingNode node = (depth > 0 ? random.Next(6) : 0) switch
            {
                1 => new PriorityNode(Many(3, _ => Tree(depth - 1))),
                2 => new WeightedNode(Many(3, _ => new WeightedBranch(Number(), Tree(depth - 1)))),
                3 => new GeographicNode(Many(3, _ => new GeographicBranch(new(One<GeographicScope>(), Text()), Tree(depth - 1))), Tree(depth - 1)),
                4 => new LatencyNode(Many(3, _ => new LatencyBranch(Tree(depth - 1), Chance() ? new GeoCoordinate(Number(), Number()) : null))),
                5 => new MultivalueNode(Many(3, _ => Tree(depth - 1))) { MaximumAnswers = random.Next() },
                _ => new EndpointNode($"r{random.Next(3)}") { HealthChecked = Chance() },
            };
            return node with { Ttl = MaybeTime(), Affinity = Chance() ? new(One<SessionAffinityKind>(), MaybeTime()) : null };
        }

        private ImmutableArray<T> Many<T>(int most, Func<int, T> make) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(make)];

        private bool Chance() => random.Next(2) == 0;

        private double Number() => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 6));

        private double? MaybeNumber() => Chance() ? Number() : null;

        private TimeSpan Time() => TimeSpan.FromTicks(random.NextInt64(-TimeSpan.TicksPerDay, TimeSpan.TicksPerDay * 99));

        private TimeSpan? MaybeTime() => Chance() ? Time() : null;

        private string Text() => new([.. Enumerable.Range(0, random.Next(6)).Select(_ => "aZ9é\"\\\n<&'☃ "[random.Next(11)])]);

        private string? Maybe(string text) => Chance() ? text : null;

        private T One<T>()
            where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];
    }
}
