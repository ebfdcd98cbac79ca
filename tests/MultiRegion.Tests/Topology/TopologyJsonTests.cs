using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Tests.Topology;

public sealed class TopologyJsonTests
{
    [Fact]
    public void Any_topology_comes_back_as_it_was() => Prop.ForAll<int>(static seed =>
    {
        var json = TopologyJson.Serialize(Estates.Any(seed));

        Text(TopologyJson.Serialize(TopologyJson.Deserialize(json))).ShouldBe(Text(json));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_comes_back_is_the_same_value()
    {
        var service = TopologyJson.Deserialize(TopologyJson.Serialize(Estates.Valid)).Service("shop");

        service.Schedule.ShouldBe(new ProbeSchedule());
        service.Deployments[1].Endpoint.ShouldBe(new EndpointAddress("us.example.com"));
        service.Probe.ShouldBeOfType<HttpProbeDefinition>().Statuses.ShouldBe([new(200, 299)]);
    }

    [Fact]
    public void What_is_wanted_by_default_can_be_unwanted()
    {
        var unwanted = Estates.Valid with { Services = [Estates.Service("shop") with { Health = new() { Degraded = null } }] };

        TopologyJson.Deserialize(TopologyJson.Serialize(unwanted)).Service("shop").Health.Degraded.ShouldBeNull();
    }

    [Fact]
    public void The_fingerprint_tells_content_and_not_revision()
    {
        var valid = Estates.Valid;

        TopologyJson.Fingerprint(valid with { Revision = 7 }).ShouldBe(TopologyJson.Fingerprint(valid));
        TopologyJson.Fingerprint(valid with { Home = new("eu", true) }).ShouldNotBe(TopologyJson.Fingerprint(valid));
        TopologyJson.Fingerprint(valid).ShouldMatch("^[0-9a-f]{64}$");
    }

    [Fact]
    public void Headers_have_one_order_whatever_made_them()
    {
        string Of(StringComparer comparer) => TopologyJson.Fingerprint(Estates.Valid with
        {
            Services =
            [
                Estates.Service("shop") with
                {
                    Probe = new HttpProbeDefinition { Headers = System.Collections.Immutable.ImmutableSortedDictionary.Create<string, string>(comparer).Add("b", "1").Add("A", "2") },
                },
            ],
        });

        Of(StringComparer.Ordinal).ShouldBe(Of(StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "regions": [], "regions": [], "services": [] }""")]
    [InlineData("""{ "regions": [], "services": [{ "id": "" }] }""")]
    [InlineData("""{ "regions": [{ "id": "a" }""")]
    public void What_is_not_a_topology_is_refused(string json) =>
        Should.Throw<JsonException>(() => TopologyJson.Deserialize(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void What_an_older_version_did_not_write_has_its_default()
    {
        var whole = Estates.Valid with
        {
            Services =
            [
                Estates.Service("shop") with
                {
                    Routing = new MultivalueNode([new EndpointNode("eu"), new EndpointNode("us")]),
                    Probe = new CompositeProbeDefinition { Probes = [new HttpProbeDefinition(), new GrpcProbeDefinition()] },
                },
            ],
        };
        var json = JsonNode.Parse(TopologyJson.Serialize(whole))!;
        var service = json["services"]![0]!.AsObject();
        Remove(json, "clusters", "vantages", "home", "revision");
        Remove(service, "schedule", "priority", "policy", "failover", "guards", "objectives", "failback");
        Remove(service["health"]!, "upThreshold");
        Remove(service["health"]!["degraded"]!, "minimumRequests");
        Remove(service["data"]![0]!, "singleWriter");
        Remove(service["deployments"]![0]!, "role");
        Remove(service["probe"]!["probes"]![0]!, "path", "statuses", "headers", "maximumBody");
        Remove(service["probe"]!["probes"]![1]!, "service");
        Remove(service["routing"]!, "maximumAnswers");
        Remove(service["routing"]!["children"]![0]!, "healthChecked");

        var read = TopologyJson.Deserialize(Encoding.UTF8.GetBytes(json.ToJsonString()));

        JsonNode.DeepEquals(JsonNode.Parse(TopologyJson.Serialize(read)), JsonNode.Parse(TopologyJson.Serialize(whole with { Clusters = [] }))).ShouldBeTrue();
    }

    private static void Remove(JsonNode section, params string[] keys)
    {
        foreach (var key in keys)
        {
            section.AsObject().Remove(key).ShouldBeTrue(key);
        }
    }

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
