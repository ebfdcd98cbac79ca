using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Tests.Topology;

/// <summary>What is wrong with topologies made in code: each row changes one thing of a valid estate.</summary>
public sealed class TopologyValidatorTests
{
    private const string Shop = "Services:shop:";

    [Fact]
    public void A_valid_estate_has_no_mistake() => TopologyValidator.Check(Estates.Valid).ShouldBeEmpty();

    public static TheoryData<string, string, string, EstateTopology> Estate { get; } = new()
    {
        { "no regions", "Regions", "no region", Estates.Valid with { Regions = [], Clusters = [], Services = [] } },
        { "region twice", "Regions:eu", "twice", Estates.Valid with { Regions = [.. Estates.Valid.Regions, new() { Id = "eu" }] } },
        { "cluster twice", "Clusters:k-eu", "twice", Estates.Valid with { Clusters = [.. Estates.Valid.Clusters, Estates.Valid.Clusters[0]] } },
        { "cluster of nowhere", "Clusters:x:Region", "no region 'ap'", Estates.Valid with { Clusters = [.. Estates.Valid.Clusters, new() { Id = "x", Region = "ap", Fleet = "f" }] } },
        { "service twice", "Services:shop", "twice", Estates.Valid with { Services = [Estates.Service("shop"), Estates.Service("shop") with { Hostname = "b.example.com" }] } },
        { "id never set", "Regions:2:Id", "missing", Estates.Valid with { Regions = [.. Estates.Valid.Regions, new() { Id = default }] } },
        { "arrays never set", "Vantages", "missing", Estates.Valid with { Vantages = default } },
        { "no vantage", "Vantages", "nothing would be probed", Estates.Valid with { Vantages = [] } },
        { "vantage twice", "Vantages:local", "twice", Estates.Valid with { Vantages = [VantageDefinition.Local, VantageDefinition.Local] } },
        { "reference without host", "Vantages:local:References:0:Http:Host", "names its host", With(new HttpProbeDefinition()) },
        { "reference without port", "Vantages:local:References:0:Composite:Probes:1:Grpc:Port", "names its port", With(new CompositeProbeDefinition { Probes = [new NamedProbeDefinition { Name = "n" }, new GrpcProbeDefinition { Host = "h" }] }) },
        { "home inside", "Home:Region", "dies with it", Estates.Valid with { Home = new("eu") } },
        { "home unknown", "Home:Region", "no region 'ap'", Estates.Valid with { Home = new("ap", true) } },
        { "pair of itself", "Regions:eu:Pair", "its own pair", Region(new() { Id = "eu", Pair = "eu" }) },
        { "pair unknown", "Regions:eu:Pair", "no region 'ap'", Region(new() { Id = "eu", Pair = "ap" }) },
        { "latitude", "Regions:eu:Location:Latitude", "-90 to 90", Region(new() { Id = "eu", Location = new(91, 0) }) },
        { "longitude", "Regions:eu:Location:Longitude", "-180 to 180", Region(new() { Id = "eu", Location = new(0, double.NaN) }) },
        { "zones", "Services:shop:Deployments", "'eu' is in 'europe', 'us' is in none", Region(new() { Id = "eu", SovereigntyZone = "europe" }) },
        {
            "hostname shared", "Services:blog:Hostname", "already the hostname of 'shop'",
            Estates.Valid with { Services = [Estates.Service("shop"), Estates.Service("blog") with { Hostname = "SHOP.example.com." }] }
        },
        { "group named as a service", "Services:blog:MoveGroup", "moves alone", Estates.Valid with { Services = [Estates.Service("shop"), Estates.Service("blog") with { MoveGroup = "shop" }] } },
        { "group regions", "Services:blog:Deployments", "regions in order of preference differ (us, eu here, eu, us there)", Group(static blog => blog with { Deployments = [blog.Deployments[1] with { Role = DeploymentRole.Active, Capacity = 120 }, blog.Deployments[0] with { Role = DeploymentRole.Standby }] }) },
        { "group roles", "Services:blog:Deployments", "roles of the regions differ", Group(static blog => Second(blog, second => second with { Role = DeploymentRole.Active })) },
        { "group policy", "Services:blog:Policy", "policy differ (manual here, priority there)", Group(static blog => blog with { Policy = PolicyIds.Manual }) },
        { "group steps", "Services:blog:Failback:Steps", "failback steps differ (100 here", Group(static blog => blog with { Failback = new() { Steps = [100] } }) },
        { "group approval", "Services:blog:Failback:Approval", "failback approval differ", Group(static blog => blog with { Failback = new() { Approval = MoveApproval.Never } }) },
    };

    public static TheoryData<string, string, string, Func<ServiceDefinition, ServiceDefinition>> Services { get; } = new()
    {
        { "hostname", "Hostname", "RFC 1123", static it => it with { Hostname = "-shop.example.com" } },
        { "hostname with underscore", "Hostname", "RFC 1123", static it => it with { Hostname = "my_shop.example.com" } },
        { "hostname empty label", "Hostname", "RFC 1123", static it => it with { Hostname = "shop..com" } },
        { "hostname too long", "Hostname", "RFC 1123", static it => it with { Hostname = string.Join('.', Enumerable.Repeat("abcdefgh", 29)) } },
        { "hostname line break", "Hostname", "RFC 1123", static it => it with { Hostname = "shop.example.com\n" } },
        { "no router", "Routers", "cannot be moved", static it => it with { Routers = [] } },
        { "router twice", "Routers:1", "twice", static it => it with { Routers = ["dns", "dns"] } },
        { "priority", "Priority", "0 to 1000", static it => it with { Priority = -1 } },
        { "load", "Load", "at least 0", static it => it with { Load = -1 } },

        { "nowhere", "Deployments", "nowhere", static it => it with { Deployments = [] } },
        { "region unknown", "Deployments:1:Region", "did you mean 'us'", static it => Second(it, static second => second with { Region = "uss", Workloads = [] }) },
        { "region twice", "Deployments:1:Region", "twice", static it => Second(it, static second => second with { Region = "eu", Workloads = [] }) },
        { "none active", "Deployments", "no deployment is active", static it => it with { Deployments = [it.Deployments[1]] } },
        { "alone", "Deployments", "no other region", static it => it with { Deployments = [it.Deployments[0]] } },
        { "endpoint never set", "Deployments:1:Endpoint", "missing", static it => Second(it, static second => second with { Endpoint = default }) },
        { "role undefined", "Deployments:1:Role", "'7' is not one of", static it => Second(it, static second => second with { Role = (DeploymentRole)7 }) },
        { "capacity", "Deployments:1:Capacity", "at least 0", static it => Second(it, static second => second with { Capacity = -1 }) },
        { "full below capacity", "Deployments:1:FullCapacity", "less than", static it => Second(it, static second => second with { Capacity = 130 }) },
        { "cluster unknown", "Deployments:1:Workloads:0:Cluster", "no cluster 'k-u'", static it => Workload(it, static of => of with { Cluster = "k-u" }) },
        { "cluster elsewhere", "Deployments:1:Workloads:0:Cluster", "is in 'eu'", static it => Workload(it, static of => of with { Cluster = "k-eu" }) },
        { "no replicas", "Deployments:1:Workloads:0:ServingReplicas", "at least 1", static it => Workload(it, static of => of with { ServingReplicas = 0 }) },
        { "negative replicas", "Deployments:1:Workloads:0:StandbyReplicas", "at least 0", static it => Workload(it, static of => of with { StandbyReplicas = -1 }) },
        { "more in standby", "Deployments:1:Workloads:0:StandbyReplicas", "scale down", static it => Workload(it, static of => of with { StandbyReplicas = 5 }) },
        { "workload twice", "Deployments:1:Workloads:1:Workload", "twice", static it => Second(it, static second => second with { Workloads = [second.Workloads[0], second.Workloads[0]] }) },
        { "data twice", "Data:orders", "twice", static it => it with { Data = [it.Data[0], it.Data[0]] } },

        { "tree without deployment", "Routing:Priority:2", "no region 'ap'", static it => it with { Routing = new PriorityNode([E("eu"), E("us"), E("ap")]) } },
        { "deployment not in the tree", "Deployments:1:Region", "does not name 'us'", static it => it with { Routing = new WeightedNode([new(1, E("eu"))]) } },
        { "tree weighted", "Routing:Weighted:1:Node", "no region", static it => it with { Routing = new PriorityNode([E("eu"), E("us")]) is var both ? new WeightedNode([new(1, both), new(1, E("ap"))]) : null } },
        { "tree geographic", "Routing:Geographic:Country:US", "no region", static it => it with { Routing = new GeographicNode([new(new(GeographicScope.Country, "US"), E("ap")), new(new(GeographicScope.Country, "CA"), E("us"))], E("eu")) } },
        { "tree default", "Routing:Geographic:Default:Latency:1", "no region", static it => it with { Routing = new GeographicNode([new(new(GeographicScope.Country, "US"), new MultivalueNode([E("us"), E("eu")]))], new LatencyNode([new(E("eu"), null), new(E("ap"), null)])) } },

        { "tcp without port", "Probe:Tcp:Port", "endpoint in 'eu' names a port", static it => it with { Probe = new TcpProbeDefinition() } },
        { "grpc without port", "Probe:Composite:Probes:0:Grpc:Port", "names a port", static it => it with { Probe = new CompositeProbeDefinition { Probes = [new GrpcProbeDefinition()] } } },
        { "probe name", "Probe:Named:Name", "empty", static it => it with { Probe = new NamedProbeDefinition { Name = " " } } },
        { "no probes", "Probe:Composite:Probes", "no probe", static it => it with { Probe = new CompositeProbeDefinition { Probes = [] } } },
        { "too many required", "Probe:Composite:Required", "2 cannot succeed out of 1", static it => it with { Probe = new CompositeProbeDefinition { Probes = [new HttpProbeDefinition()], Required = 2 } } },
        { "none required", "Probe:Composite:Required", "at least 1", static it => it with { Probe = new CompositeProbeDefinition { Probes = [new HttpProbeDefinition()], Required = 0 } } },
        { "probe null", "Probe", "missing", static it => it with { Probe = null! } },
        { "no statuses", "Probe:Http:Statuses", "never succeed", static it => it with { Probe = new HttpProbeDefinition { Statuses = [] } } },
        { "status range", "Probe:Http:Statuses:0", "reversed", static it => it with { Probe = new HttpProbeDefinition { Statuses = [new(300, 200)] } } },
        { "body", "Probe:Http:MaximumBody", "1 to 1048576", static it => it with { Probe = new HttpProbeDefinition { MaximumBody = 2_000_000 } } },

        { "confirm short", "Schedule:ConfirmInterval", "10ms to 1h", static it => it with { Schedule = new() { ConfirmInterval = TimeSpan.FromMilliseconds(1) } } },
        { "interval long", "Schedule:Interval", "10ms to 1h", static it => it with { Schedule = new() { Interval = TimeSpan.FromHours(2) }, Health = new() { StaleAfter = TimeSpan.FromHours(3) } } },
        { "alarm short", "Schedule:AlarmInterval", "10ms to 1h", static it => it with { Schedule = new() { AlarmInterval = TimeSpan.FromMilliseconds(1) } } },
        { "alarm", "Schedule:AlarmInterval", "longer than the confirmation interval of 200ms", static it => it with { Schedule = new() { AlarmInterval = TimeSpan.FromSeconds(0.3) } } },
        { "confirm", "Schedule:ConfirmInterval", "longer than the interval of 1s", static it => it with { Schedule = new() { ConfirmInterval = TimeSpan.FromSeconds(2) } } },
        { "time-out", "Schedule:Timeout", "0s is out of range", static it => it with { Schedule = new() { Timeout = TimeSpan.Zero } } },
        { "stale", "Health:StaleAfter", "not longer than interval and time-out together, 1500ms", static it => it with { Health = new() { StaleAfter = TimeSpan.FromMilliseconds(1500) } } },
        { "threshold", "Health:DownThreshold", "0 is out of range", static it => it with { Health = new() { DownThreshold = 0 } } },
        { "quorum", "Health:Quorum", "2 cannot agree out of 1 vantage point", static it => it with { Health = new() { Quorum = 2 } } },
        { "degraded", "Health:Degraded:ErrorRatio", "above 0, up to 1", static it => it with { Health = new() { Degraded = new() { ErrorRatio = 0 } } } },

        { "objective", "Objectives:RecoveryPoint", "-1s", static it => it with { Objectives = new() { RecoveryPoint = TimeSpan.FromSeconds(-1) } } },
        { "span over objective", "Guards:MinimumFailureSpan", "users may suffer for 1m", static it => it with { Objectives = new() { RecoveryTime = TimeSpan.FromMinutes(1) }, Guards = new() { MinimumFailureSpan = TimeSpan.FromMinutes(2) } } },
        { "budget", "Guards:DailyBudget", "at least 1", static it => it with { Guards = new() { DailyBudget = 0 } } },
        { "headroom", "Guards:CapacityHeadroom", "0 to below 1", static it => it with { Load = null, Guards = new() { CapacityHeadroom = 1 } } },
        { "freeze", "Guards:FreezeWindows:0:Until", "not after the beginning", static it => it with { Guards = new() { FreezeWindows = [new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "")] } } },
        { "acceptance", "Guards:AcceptUnconfirmedFence:By", "empty", static it => it with { Guards = new() { AcceptUnconfirmedFence = new("", "it must go on") } } },
        { "capacity short", "Load", "without 'eu' the others can take 120, even fully scaled, of a load of 121", static it => it with { Load = 121 } },
        { "capacity with headroom", "Load", "can take 96", static it => it with { Guards = new() { CapacityHeadroom = 0.2 } } },

        { "retries", "Failover:Retries", "0 to 100", static it => it with { Failover = new() { Retries = 101 } } },
        { "own step empty", "Failover:BeforeTraffic:0", "empty", static it => it with { Failover = new() { BeforeTraffic = [""] } } },
        { "own step twice", "Failover:AfterTraffic:1", "twice", static it => it with { Failover = new() { AfterTraffic = ["a", "a"] } } },
        { "no steps", "Failback:Steps", "not 100", static it => it with { Failback = new() { Steps = [] } } },
        { "steps never full", "Failback:Steps", "not 100", static it => it with { Failback = new() { Steps = [10, 90] } } },
        { "steps not rising", "Failback:Steps:1", "does not rise", static it => it with { Failback = new() { Steps = [10, 10, 100] } } },
        { "step too small", "Failback:Steps:0", "above 0, up to 100", static it => it with { Failback = new() { Steps = [0, 100] } } },
    };

    [Theory]
    [MemberData(nameof(Estate))]
    public void An_estate_with_one_thing_wrong_has_one_mistake(string what, string path, string word, EstateTopology topology) => Check(what, path, word, topology);

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_with_one_thing_wrong_has_one_mistake(string what, string path, string word, Func<ServiceDefinition, ServiceDefinition> change) =>
        Check(what, Shop + path, word, Estates.Valid with { Services = [change(Estates.Service("shop"))] });

    [Fact]
    public void What_is_right_is_not_a_mistake()
    {
        Valid(static it => it with { Deployments = [it.Deployments[0]], Policy = PolicyIds.Manual, Load = null });
        Valid(static it => it with { Failback = new() { CrossRegionWrites = false } });
        Valid(static it => it with { Probe = new TcpProbeDefinition(), Deployments = [.. it.Deployments.Select(static of => of with { Endpoint = new("a.example.com", 443) })] });
        Valid(static it => it with { Load = 1_000_000, Deployments = [.. it.Deployments.Select(static of => of with { Capacity = null, FullCapacity = null })] });
        Valid(static it => it with { Hostname = "EU.Example.Com." });
        TopologyValidator.Check(Estates.Valid with { Home = new("eu", AcknowledgeInside: true) }).ShouldBeEmpty();
        TopologyValidator.Check(Group(static blog => blog)).ShouldBeEmpty();
    }

    [Fact]
    public void Any_topology_can_be_checked()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var first = TopologyValidator.Check(Estates.Any(seed));

            TopologyValidator.Check(Estates.Any(seed)).ShouldBe(first);
        }
    }

    private static void Check(string what, string path, string word, EstateTopology topology)
    {
        var mistake = TopologyValidator.Check(topology).ShouldHaveSingleItem(what);

        mistake.Path.ShouldBe(path, $"{mistake}");
        mistake.Problem.ShouldContainWord(mistake, word);
    }

    private static void Valid(Func<ServiceDefinition, ServiceDefinition> change) =>
        TopologyValidator.Check(Estates.Valid with { Services = [change(Estates.Service("shop"))] }).ShouldBeEmpty();

    private static EndpointNode E(string region) => new(region);

    private static EstateTopology With(ProbeDefinition reference) =>
        Estates.Valid with { Vantages = [VantageDefinition.Local with { References = [reference] }] };

    private static EstateTopology Region(RegionDefinition eu) => Estates.Valid with { Regions = [eu, new() { Id = "us" }] };

    private static EstateTopology Group(Func<ServiceDefinition, ServiceDefinition> change) =>
        Estates.Valid with { Services = [Estates.Service("shop") with { MoveGroup = "both" }, change(Estates.Service("blog") with { MoveGroup = "both", Load = null })] };

    private static ServiceDefinition Second(ServiceDefinition service, Func<DeploymentDefinition, DeploymentDefinition> change) =>
        service with { Load = null, Deployments = [service.Deployments[0], change(service.Deployments[1])] };

    private static ServiceDefinition Workload(ServiceDefinition service, Func<WorkloadReference, WorkloadReference> change) =>
        Second(service, second => second with { Workloads = [change(second.Workloads[0])] });
}

internal static class MistakeAssertions
{
    public static void ShouldContainWord(this string problem, TopologyMistake mistake, string word) =>
        $"{problem}; {mistake.Mend}".ShouldContain(word, Case.Sensitive);
}
