using System.Collections.Immutable;

namespace MultiRegion.Cloudflare.Tests.Lint;

/// <summary>What the linter says of load balancers that others wrote.</summary>
public sealed class LinterTests
{
    /// <summary>One load balancer over two clouds as tutorials show it.</summary>
    private const string Tutorial = """
        {
          "name": "shop-global",
          "default_pools": ["pool-gke-tokyo", "pool-eks-virginia"],
          "steering_policy": "geo",
          "session_affinity": "cookie",
          "rules": [
            {"name": "Americans", "condition": "http.request.headers[\"cf-ipcountry\"] == \"US\"", "overrides": {"default_pools": ["pool-eks-virginia"]}}
          ]
        }
        """;

    private const string Good = """{"name":"www.example.com","proxied":true,"default_pools":["a"],"fallback_pool":"a","steering_policy":"off"}""";

    [Fact]
    public void The_four_faults_of_the_tutorial_s_balancer_are_named_and_that_its_sessions_need_a_proxy() => Check(Tutorial).Select(static finding => $"{finding.Id} {finding.Place}").ShouldBe(
    [
        "cf-no-fallback fallback_pool",
        "cf-geo-without-areas region_pools",
        "cf-geo-with-rules rules",
        "cf-affinity-unproxied session_affinity",
        "cf-rule-condition rules[0].condition",
    ]);

    [Fact]
    public void A_finding_says_who_suffers() => Check(Tutorial)[0].Suffers.ShouldBe("every client for whom all pools are unhealthy");

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"default_pools": 7}""")]
    [InlineData("<html>")]
    public void What_is_no_load_balancer_is_refused(string text) => CloudflareLinter.Check(text).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);

    [Fact]
    public void A_good_one_has_no_finding()
    {
        Check(Good).ShouldBeEmpty();
        Check($$"""{"success": true, "errors": [], "result": {{Good}} }""").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"steering_policy\":\"round_robin\"", "cf-unknown-steering")]
    [InlineData("\"ttl\":60", "cf-ttl-proxied")]
    [InlineData("\"session_affinity\":\"cookie\",\"session_affinity_ttl\":60", "cf-affinity-ttl")]
    [InlineData("\"session_affinity\":\"header\",\"session_affinity_ttl\":7200", "cf-affinity-ttl")]
    [InlineData("\"session_affinity\":\"header\",\"session_affinity_attributes\":{\"zero_downtime_failover\":\"sticky\"}", "cf-header-sticky")]
    [InlineData("\"steering_policy\":\"random\",\"random_steering\":{\"default_weight\":0}", "cf-weights-zero")]
    [InlineData("\"default_pools\":[]", "cf-no-default-pools")]
    [InlineData("\"rules\":[{\"name\":\"r\",\"condition\":\"dns.qry.type == 28\",\"overrides\":{\"ttl\":30}}]", "cf-rule-condition")]
    [InlineData("\"rules\":[{\"name\":\"r\",\"condition\":\"\"}]", "cf-rule-effect")]
    [InlineData("\"rules\":[{\"name\":\"r\",\"overrides\":{\"ttl\":30},\"fixed_response\":{\"status_code\":200}}]", "cf-rule-effect")]
    public void What_Cloudflare_refuses_or_ignores_is_found(string fields, string id)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(Good)!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse($"{{{fields}}}")!.AsObject())
        {
            json[name] = value!.DeepClone();
        }

        Check(json.ToJsonString()).ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public void A_fixed_response_beside_empty_overrides_is_what_the_API_itself_writes() =>
        Check(Good.Replace("\"off\"", "\"off\",\"rules\":[{\"name\":\"r\",\"overrides\":{},\"fixed_response\":{\"status_code\":200}}]", StringComparison.Ordinal)).ShouldBeEmpty();

    [Theory]
    [InlineData("off", "\"enabled\":false,\"monitor\":\"m\"", "cf-fallback-disabled")]
    [InlineData("off", "\"monitor\":\"\"", "cf-no-monitor")]
    [InlineData("off", "\"monitor\":\"m\",\"minimum_origins\":3", "cf-minimum-origins")]
    [InlineData("off", "\"monitor\":\"m\",\"latitude\":3", "cf-half-place")]
    [InlineData("off", "\"monitor\":\"m\",\"notification_email\":\"a@example.com\"", "cf-notification-mail")]
    [InlineData("proximity", "\"monitor\":\"m\"", "cf-proximity-without-place")]
    public void Pools_are_looked_at_where_they_are_given(string policy, string fields, string id) =>
        Check(Good.Replace("off", policy, StringComparison.Ordinal), $$"""[{"id":"a","name":"pool-a","origins":[{"address":"192.0.2.1"}],{{fields}}}]""").ShouldHaveSingleItem().Id.ShouldBe(id);

    [Fact]
    public void Duplicate_addresses_and_latency_without_a_monitor_are_found() => Check(
            Good.Replace("off", "dynamic_latency", StringComparison.Ordinal), """[{"id":"a","name":"pool-a","origins":[{"address":"192.0.2.1"},{"address":"192.0.2.1"}]}]""")
        .Select(static finding => finding.Id).ShouldBe(["cf-duplicate-address", "cf-no-monitor", "cf-latency-without-monitor"]);

    private static ImmutableArray<CloudflareFinding> Check(string balancer, string? pools = null)
    {
        var found = CloudflareLinter.Check(balancer, pools);
        return found.Succeeded ? found.Value : throw new InvalidOperationException(found.Problem.Detail);
    }
}
