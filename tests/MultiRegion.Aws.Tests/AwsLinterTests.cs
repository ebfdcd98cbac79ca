using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Tests;

public sealed class AwsLinterTests
{
    [Theory]
    [InlineData("dns", "us-east-1", false, true)]
    [InlineData("dns", "us-east-1", true, false)]
    [InlineData("dns", "eu-central-1", false, false)]
    [InlineData("front", "us-west-2", false, true)]
    [InlineData("front", "us-east-1", false, false)]
    [InlineData("dns,front", "us-east-1", false, false)]
    [InlineData("dns,elsewhere", "us-east-1", false, false)]
    public void A_service_whose_only_switch_dies_with_a_region_of_its_own_is_found(string routers, string region, bool hasSwitch, bool found)
    {
        var options = new Route53RouterOptions();
        if (hasSwitch)
        {
            options.Regions[region] = new() { SwitchAddress = new("https://switches.example.net/a") };
        }

        var findings = AwsLinter.Check(Estate(routers, region), new Dictionary<RouterId, Route53RouterOptions> { ["dns"] = options }, ["front"]);
        findings.Select(static finding => (finding.Id, finding.Severity, finding.Place)).ShouldBe(
            found ? [("aws-control-plane", AwsFindingSeverity.Warning, "Services:shop:Routers")] : []);
    }

    [Fact]
    public async Task A_switch_sets_controls_in_one_transaction_and_refuses_regions_without_one()
    {
        var controls = new Controls();
        using var one = new RoutingControlSwitch(controls, new Dictionary<RegionId, string> { ["eu"] = "arn:eu", ["us"] = "arn:us" });
        (await one.SetAsync(new Dictionary<RegionId, bool> { ["us"] = true, ["eu"] = false }, default)).Succeeded.ShouldBeTrue();
        controls.Sent.ShouldBe([[new("arn:eu", false), new("arn:us", true)]]);
        (await one.SetAsync(new Dictionary<RegionId, bool> { ["ap"] = true }, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await one.IsOnAsync("eu", default)).Value.ShouldBeTrue();
        (await one.IsOnAsync("ap", default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
    }

    private static EstateTopology Estate(string routers, string region) => new()
    {
        Regions = [new() { Id = region }, new() { Id = "eu-west-1" }],
        Services =
        [
            new()
            {
                Id = "shop",
                Hostname = "www.example.com",
                Routers = [.. routers.Split(',').Select(static id => new RouterId(id))],
                Deployments = [new() { Region = region, Endpoint = new("192.0.2.1") }, new() { Region = "eu-west-1", Endpoint = new("192.0.2.2") }],
                Probe = new TcpProbeDefinition { Port = 443 },
            },
        ],
    };

    private sealed class Controls : IRoutingControls
    {
        public List<RoutingControlState[]> Sent { get; } = [];

        public ValueTask<Result<bool>> GetAsync(string arn, CancellationToken cancellationToken) => ValueTask.FromResult<Result<bool>>(true);

        public ValueTask<Result<bool>> SetAsync(System.Collections.Immutable.ImmutableArray<RoutingControlState> states, System.Collections.Immutable.ImmutableArray<string> overrides, CancellationToken cancellationToken)
        {
            Sent.Add([.. states]);
            return ValueTask.FromResult<Result<bool>>(true);
        }
    }
}
