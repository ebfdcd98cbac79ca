using MultiRegion.Cloudflare.Probing;
using MultiRegion.Cloudflare.Tests.Apply;
using MultiRegion.Testing;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Cloudflare.Tests.Probing;

/// <summary>What Cloudflare's checkers say, as a probe.</summary>
public sealed class HealthProbeTests : IDisposable
{
    private static readonly ProbeTarget Target = new("shop", "A", new("192.0.2.1"));
    private readonly RouterRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("++-", ProbeOutcome.Success, null)]
    [InlineData("+-", ProbeOutcome.Failure, "1 of 2 data centres of Cloudflare find it healthy: HTTP timeout occurred")]
    [InlineData("--", ProbeOutcome.Failure, "0 of 2 data centres of Cloudflare find it healthy: HTTP timeout occurred")]
    [InlineData("", ProbeOutcome.Unknown, "no data centre of Cloudflare has looked at it")]
    public async Task A_region_is_well_when_more_than_half_of_those_that_looked_say_so(string seen, ProbeOutcome outcome, string? detail)
    {
        await _rig.WriteAsync(RouterRig.Intent(Trees.T1, marker: RouterRig.Mark(1)));
        var id = (string)_rig.Fake.Pools.Values.First(static pool => (string?)pool["name"] == "multiregion-shop-A")["id"]!;
        _rig.Fake.Health[id] = new()
        {
            ["pool_id"] = id,
            ["pop_health"] = new System.Text.Json.Nodes.JsonObject(seen.Select(static (state, i) => KeyValuePair.Create($"Place {i}", (System.Text.Json.Nodes.JsonNode?)Pop(state == '+')))),
        };

        var result = await new CloudflareHealthProbe(_rig.Router, "www.example.com", new VirtualClock()).ProbeAsync(Target, default);

        (result.Outcome, result.Detail).ShouldBe((outcome, detail));
    }

    [Fact]
    public async Task What_cannot_be_read_is_unknown_and_not_unhealthy()
    {
        var probe = new CloudflareHealthProbe(_rig.Router, "www.example.com", new VirtualClock());

        (await probe.ProbeAsync(Target, default)).ShouldSatisfyAllConditions(
            static result => result.Outcome.ShouldBe(ProbeOutcome.Unknown), static result => result.Detail.ShouldNotBeNull().ShouldContain("no pool multiregion-shop-A"));
        _rig.Fake.Lacking.Add("pools");
        (await new CloudflareHealthProbe(_rig.Router, "www.example.com", new VirtualClock()).ProbeAsync(Target, default)).Outcome.ShouldBe(ProbeOutcome.Unknown);
    }

    private static System.Text.Json.Nodes.JsonNode Pop(bool healthy) => System.Text.Json.Nodes.JsonNode.Parse(
        """{"healthy":STATE,"origins":[{"192.0.2.1":{"healthy":STATE,"failure_reason":"REASON","response_code":0,"rtt":"0.0ms"}}]}"""
            .Replace("STATE", healthy ? "true" : "false", StringComparison.Ordinal)
            .Replace("REASON", healthy ? "No failures" : "HTTP timeout occurred", StringComparison.Ordinal))!;
}
