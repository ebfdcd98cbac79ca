using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Endpoints;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Endpoints;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("LoadBalancer", """[{"ip": "192.0.2.1"}]""", "[{\"port\": 80}]", "Found 192.0.2.1")]
    [InlineData("LoadBalancer", """[{"hostname": "lb-7.elb.example.com"}]""", "[{\"port\": 443}]", "Found lb-7.elb.example.com")]
    [InlineData("LoadBalancer", """[{"ip": "192.0.2.2"}, {"ip": "192.0.2.1"}, {"ip": "2001:db8::1"}, {"ip": "192.0.2.1"}]""", "[{\"port\": 80}, {\"port\": 443}]", "Found 192.0.2.1 192.0.2.2 2001:db8::1")]
    [InlineData("LoadBalancer", """[{"ip": "192.0.2.1", "hostname": "lb.example.com"}]""", "[{\"port\": 8443}]", "Found lb.example.com:8443")]
    [InlineData("LoadBalancer", "[]", "[{\"port\": 80}]", "Pending")]
    [InlineData("LoadBalancer", """[{"ip": "not an address"}]""", "[{\"port\": 80}]", "Pending")]
    [InlineData("ClusterIP", "[]", "[{\"port\": 80}]", "Internal")]
    [InlineData("NodePort", "[]", "[{\"port\": 80}]", "Internal")]
    public void A_service_says_where_users_go(string type, string entries, string ports, string told) =>
        Told($$"""{"kind": "Service", "spec": {"type": "{{type}}", "ports": {{ports}} }, "status": {"loadBalancer": {"ingress": {{entries}} } } }""").ShouldBe(told);

    [Theory]
    [InlineData("""{"kind": "Service", "spec": {"type": "ExternalName", "externalName": "shop.example.net"}}""", "Found shop.example.net")]
    [InlineData("""{"kind": "Service", "spec": {"type": "ClusterIP", "externalIPs": ["192.0.2.9"]}}""", "Found 192.0.2.9")]
    [InlineData("""{"kind": "Ingress", "spec": {"rules": []}, "status": {"loadBalancer": {"ingress": [{"hostname": "b.example.com", "ports": [{"port": 443}]}, {"hostname": "a.example.com"}]}}}""", "Found a.example.com b.example.com")]
    [InlineData("""{"kind": "Ingress", "status": {"loadBalancer": {}}}""", "Pending")]
    [InlineData("""{"kind": "Ingress"}""", "Pending")]
    [InlineData("""{"kind": "Ingress", "status": {"loadBalancer": {"ingress": [{}, 7, {"ip": "192.0.2.1:80"}]}}}""", "Pending")]
    [InlineData("""{"kind": "Ingress", "status": 7, "spec": []}""", "Pending")]
    public void Other_forms_do_too(string json, string told) => Told(json).ShouldBe(told);

    [Fact]
    public async Task It_is_discovered_in_a_cluster_and_follows_what_changes_there()
    {
        var (clock, fake) = (new VirtualClock(), new FakeCluster());
        fake.Put(Rig.Namespace("edge"));
        fake.Put("""{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "edge"}, "spec": {"type": "LoadBalancer", "ports": [{"port": 443}]}}""");
        using var http = new HttpClient(fake.Handler);
        var options = new KubernetesFleetOptions();
        options.AddCluster("eu", new("https://eu.example.com"), http).Namespaces.Add("shop");
        using var fleet = new KubernetesFleet(options, clock);

        async Task<Result<KubernetesEndpoint>> Discover(ClusterId cluster, string source) => await Rig.RunAsync(clock, fleet.DiscoverAsync(cluster, source, default).AsTask());

        (await Discover("eu", "edge/service/web")).Value!.ShouldSatisfyAllConditions(static found => found.State.ShouldBe(KubernetesEndpointState.Pending), static found => found.Detail.ShouldBe("no address has been given to it yet"));
        fake.Change("services", "edge", "web", static item => item["status"] = JsonNode.Parse("""{"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}"""));
        (await Discover("eu", "edge/service/web")).Value!.Addresses.ShouldBe([new("192.0.2.1")]);
        fake.Change("services", "edge", "web", static item => item["status"] = JsonNode.Parse("""{"loadBalancer": {"ingress": [{"ip": "192.0.2.2"}]}}"""));
        (await Discover("eu", "edge/service/web")).Value!.Addresses.ShouldBe([new("192.0.2.2")]);
        (await Discover("eu", "edge/ingress/web")).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await Discover("eu", "edge/pod/web")).Problem!.Detail.ShouldContain("write namespace/service/name");
        (await Discover("asia", "edge/service/web")).Problem!.Detail.ShouldContain("no cluster asia");
    }

    private static string Told(string json)
    {
        var found = EndpointRules.Read(JsonNode.Parse(json)!.AsObject());
        return string.Join(' ', found.Addresses.Select(static address => address.Host.Contains(':', StringComparison.Ordinal) ? address.Host : address.ToString()).Prepend($"{found.State}"));
    }
}
