using Microsoft.Extensions.Configuration;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Tests.Topology;

public sealed class TopologyReaderTests
{
    [Fact]
    public void The_least_that_is_worth_reading_is_read_with_the_defaults_of_the_records()
    {
        var service = Read(Written.Shop).Service("shop");

        service.Schedule.ShouldBe(new ProbeSchedule());
        service.Health.ShouldBe(new HealthSettings());
        service.Failback.Steps.ShouldBe([10, 30, 50, 80, 100]);
        service.Deployments.Select(static deployment => deployment.Role).ShouldBe([DeploymentRole.Active, DeploymentRole.Standby]);
        service.Policy.ShouldBe(PolicyIds.Priority);
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("5s", 5_000)]
    [InlineData("1.5S", 1_500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("00:00:05", 5_000)]
    [InlineData("00:00:00.250", 250)]
    public void Durations_have_a_unit_or_are_written_in_full(string text, int milliseconds) =>
        Service(("Services:shop:Guards:CoolDown", text)).Guards.CoolDown.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData("0.25", 0.25)]
    [InlineData("25%", 0.25)]
    [InlineData("25 %", 0.25)]
    public void Ratios_may_be_written_in_percent(string text, double ratio) =>
        Service(("Services:shop:Schedule:Jitter", text)).Schedule.Jitter.ShouldBe(ratio);

    [Theory]
    [InlineData("on-approval")]
    [InlineData("OnApproval")]
    [InlineData("ONAPPROVAL")]
    public void Choices_are_written_in_kebab_case_or_as_in_code(string text) =>
        Service(("Services:shop:Failback:Approval", text)).Failback.Approval.ShouldBe(MoveApproval.OnApproval);

    [Theory]
    [InlineData("2027-01-31T18:00:00Z")]
    [InlineData("2027-01-31T18:00Z")]
    [InlineData("2027-01-31T19:30:00.000+01:30")]
    public void Timestamps_are_kept_in_utc(string text)
    {
        var window = Service(
            ("Services:shop:Guards:FreezeWindows:0:From", text),
            ("Services:shop:Guards:FreezeWindows:0:Until", "2027-02-01T00:00:00Z"),
            ("Services:shop:Guards:FreezeWindows:0:Reason", "sale")).Guards.FreezeWindows.ShouldHaveSingleItem();

        window.From.ShouldBe(new DateTimeOffset(2027, 1, 31, 18, 0, 0, TimeSpan.Zero));
        window.From.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Lists_of_values_may_be_one_text_with_commas() =>
        Service(("Services:shop:Failback:Steps", "25, 50%, 100"), ("Services:shop:Failback:Soak", "0s")).Failback.Steps.ShouldBe([25, 50, 100]);

    [Fact]
    public void Keys_have_no_case() =>
        Service(("SERVICES:shop:schedule:INTERVAL", "3s")).Schedule.Interval.ShouldBe(TimeSpan.FromSeconds(3));

    [Fact]
    public void Arrays_with_ids_read_as_maps_do()
    {
        var array = Written.Shop
            .Replace("""{ "eu": {}, "us": {} }""", """[{ "Id": "eu" }, { "Id": "us" }]""", StringComparison.Ordinal)
            .Replace("\"Services\": {\n    \"shop\": {", "\"Services\": [\n    { \"Id\": \"shop\",", StringComparison.Ordinal);
        array = array.TrimEnd()[..^"  }\n}".Length] + "]}";

        TopologyJson.Fingerprint(Read(array)).ShouldBe(TopologyJson.Fingerprint(Read(Written.Shop)));
    }

    [Fact]
    public void What_a_service_does_not_say_it_inherits_key_by_key()
    {
        var service = Service(
            ("Defaults:Schedule:Interval", "10s"),
            ("Defaults:Schedule:Timeout", "2s"),
            ("Defaults:Health:StaleAfter", "1m"),
            ("Defaults:Probe:Http:Path", "/healthz"),
            ("Defaults:Probe:Http:Headers:X-A", "a"),
            ("Defaults:Policy", "manual"),
            ("Services:shop:Schedule:Timeout", "3s"),
            ("Services:shop:Probe:Http:Headers:x-b", "b"));

        service.Schedule.ShouldBe(new ProbeSchedule { Interval = TimeSpan.FromSeconds(10), Timeout = TimeSpan.FromSeconds(3) });
        var probe = service.Probe.ShouldBeOfType<HttpProbeDefinition>();
        probe.Path.ShouldBe("/healthz");
        probe.Headers.Keys.ShouldBe(["X-A", "x-b"]);
        service.Policy.ShouldBe(PolicyIds.Manual);
    }

    [Fact]
    public void A_probe_of_another_kind_inherits_nothing()
    {
        var shop = Written.Shop.Replace("""{ "Http": {} }""", """{ "Tcp": { "Port": 443 } }""", StringComparison.Ordinal);

        Read(shop, """{ "Defaults": { "Probe": { "Http": { "Host": "elsewhere.example.com" } } } }""").Service("shop").Probe
            .ShouldBe(new TcpProbeDefinition { Port = 443 });
    }

    [Fact]
    public void None_takes_back_what_was_inherited()
    {
        var service = Service(
            ("Defaults:Guards:MinimumFailureSpan", "1m"),
            ("Services:shop:Guards:MinimumFailureSpan", "none"),
            ("Services:shop:Health:Degraded", "none"));

        service.Guards.MinimumFailureSpan.ShouldBeNull();
        service.Health.Degraded.ShouldBeNull();
    }

    [Fact]
    public void An_empty_list_replaces_an_inherited_one()
    {
        var defaults = """{ "Defaults": { "Failover": { "BeforeTraffic": ["warm-up"] } } }""";
        var none = """{ "Services": { "shop": { "Failover": { "BeforeTraffic": [] } } } }""";

        Read(Written.Shop, defaults).Service("shop").Failover.BeforeTraffic.ShouldBe(["warm-up"]);
        Read(Written.Shop, defaults, none).Service("shop").Failover.BeforeTraffic.ShouldBeEmpty();
    }

    public static TheoryData<string, RoutingNode> Trees { get; } = new()
    {
        { "\"eu\"", new EndpointNode("eu") },
        { """{ "Endpoint": "eu", "HealthChecked": false }""", new EndpointNode("eu") { HealthChecked = false } },
        { """{ "Endpoint": "eu", "Affinity": "none" }""", new EndpointNode("eu") { Affinity = new(SessionAffinityKind.None) } },
        { """{ "Priority": ["eu", "us"] }""", new PriorityNode([new EndpointNode("eu"), new EndpointNode("us")]) },
        { """{ "Weighted": { "eu": 60, "us": 40 } }""", Weighted() },
        { """{ "Weighted": [{ "Weight": 60, "Node": "eu" }, { "Weight": 40, "Node": { "Endpoint": "us" } }] }""", Weighted() },
        {
            """{ "Geographic": { "Continent:EU": "eu", "Country": { "us": { "Priority": ["us", "eu"] } }, "Subdivision:US-CA": "us", "Default": "us" } }""",
            new GeographicNode(
            [
                new(new(GeographicScope.Continent, "EU"), new EndpointNode("eu")),
                new(new(GeographicScope.Country, "US"), new PriorityNode([new EndpointNode("us"), new EndpointNode("eu")])),
                new(new(GeographicScope.Subdivision, "US-CA"), new EndpointNode("us")),
            ], new EndpointNode("us"))
        },
        {
            """{ "Latency": ["us", { "Priority": ["eu", "us"] }] }""",
            new LatencyNode(
            [
                new(new EndpointNode("us"), null),
                new(new PriorityNode([new EndpointNode("eu"), new EndpointNode("us")]), new GeoCoordinate(53.3, -6.2)),
            ])
        },
        {
            """{ "Multivalue": ["eu", "us"], "MaximumAnswers": 4, "Ttl": "20s", "Affinity": "client-address" }""",
            new MultivalueNode([new EndpointNode("eu"), new EndpointNode("us")])
            {
                MaximumAnswers = 4, Ttl = TimeSpan.FromSeconds(20), Affinity = new(SessionAffinityKind.ClientAddress),
            }
        },
    };

    [Theory]
    [MemberData(nameof(Trees))]
    public void Routing_trees_are_written_compactly(string written, RoutingNode tree)
    {
        var read = Read(
            Written.Shop,
            $$"""{ "Services": { "shop": { "Routing": { "Priority": [{{written}}, "us", "eu"] } } }, "Regions": { "eu": { "Location": { "Latitude": 53.3, "Longitude": -6.2 } } } }""");

        Json(read.Service("shop").RoutingTree().ChildNodes().First()).ShouldBe(Json(tree));
    }

    [Fact]
    public void Probes_of_every_kind_are_read()
    {
        var probe = """
            { "Composite": { "Required": 1, "Probes": [
              { "Http": { "Host": "a.example.com", "Statuses": ["200-299", 304], "Headers": { "Authorization": "Bearer x" } } },
              { "Tcp": { "Port": 5432 } }, { "Grpc": { "Tls": true, "Port": 443 } }, { "Named": "queue" }, { "Named": { "Name": "lag", "Port": 1 } } ] } }
            """;

        var read = Read(Written.Shop.Replace("""{ "Http": {} }""", probe, StringComparison.Ordinal)).Service("shop").Probe.ShouldBeOfType<CompositeProbeDefinition>();

        read.Required.ShouldBe(1);
        read.Probes[0].ShouldBeOfType<HttpProbeDefinition>().Statuses.ShouldBe([new(200, 299), new(304, 304)]);
        read.Probes.Skip(1).ShouldBe(
        [
            new TcpProbeDefinition { Port = 5432 }, new GrpcProbeDefinition { Tls = true, Port = 443 },
            new NamedProbeDefinition { Name = "queue" }, new NamedProbeDefinition { Name = "lag", Port = 1 },
        ]);
    }

    [Fact]
    public void The_example_of_the_documentation_is_valid()
    {
        var topology = TopologyReader.Read(Written.Json(DocumentedExample()).GetSection("MultiRegion")).OrThrow();

        topology.Services.Length.ShouldBe(3);
        topology.Service("checkout").Failback.Approval.ShouldBe(MoveApproval.OnApproval);
        topology.Service("checkout").Probe.ShouldBeOfType<HttpProbeDefinition>().Https.ShouldBeTrue();
    }

    [Fact]
    public void Whatever_is_written_is_read_or_reported_and_the_same_each_time()
    {
        var example = Written.Json(DocumentedExample()).GetSection("MultiRegion").AsEnumerable(makePathsRelative: true).ToArray();
        var keys = example.SelectMany(static setting => setting.Key.Split(':')).Distinct().ToArray();
        string?[] values = [null, "", " ", "none", "-1", "1e400", "::", ":", ",", "5s", "\n", "Ω", "0", "eu-west-1", "{}"];
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var written = new ConfigurationBuilder().AddInMemoryCollection(example.Select(setting => random.Next(30) switch
            {
                0 => KeyValuePair.Create(setting.Key, values[random.Next(values.Length)]),
                1 => KeyValuePair.Create($"{setting.Key}:{keys[random.Next(keys.Length)]}", setting.Value),
                2 => KeyValuePair.Create(setting.Key[..^1] + keys[random.Next(keys.Length)], setting.Value),
                3 => KeyValuePair.Create(string.Join(':', setting.Key.Split(':').Select(key => random.Next(6) == 0 ? keys[random.Next(keys.Length)] : key)), setting.Value),
                _ => setting,
            }).DistinctBy(static setting => setting.Key, StringComparer.OrdinalIgnoreCase)).Build();

            var reading = TopologyReader.Read(written);

            reading.Mistakes.IsEmpty.ShouldBe(reading.Succeeded, $"seed {seed}");
            TopologyReader.Read(written).Mistakes.ShouldBe(reading.Mistakes, $"seed {seed}");
        }
    }

    internal static string DocumentedExample() => Written.Document("docs/topology.md").Split("```json\n")[1].Split("```")[0];

    private static WeightedNode Weighted() => new([new(60, new EndpointNode("eu")), new(40, new EndpointNode("us"))]);

    private static EstateTopology Read(params string[] layers) => TopologyReader.Read(Written.Json(layers)).OrThrow();

    private static ServiceDefinition Service(params (string Path, string? Value)[] settings) =>
        TopologyReader.Read(Written.ShopWith(settings)).OrThrow().Service("shop");

    private static string Json(RoutingNode node) => System.Text.Json.JsonSerializer.Serialize(node, TopologyJsonContext.Default.RoutingNode);
}
