using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Tests.Compile;
using MultiRegion.Aws.Tests.Wire;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Tests.Routing.Trees;

namespace MultiRegion.Aws.Tests.Apply;

/// <summary>An accelerator behind an alias.</summary>
public sealed class FrontedRouterTests : IDisposable
{
    private readonly Rig _rig = new();
    private readonly string _zone;
    private readonly string _arn;
    private readonly FrontedRouter _router;

    public FrontedRouterTests()
    {
        (_zone, _arn) = (_rig.Dns.AddZone("example.com"), _rig.Front.AddAccelerator());
        var options = new GlobalAcceleratorRouterOptions { AcceleratorArn = _arn };
        var service = new AcceleratorServiceOptions();
        foreach (var region in FiveRegions.Regions)
        {
            service.Endpoints[region.Value] = new() { EndpointId = FrontScene.EndpointOf(region) };
        }

        options.Services["shop"] = service;
        _router = new(new(_rig.Accelerator, options, _rig.Clock), new(_rig.Route53, new Route53RouterOptions()));
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_hostname_leads_to_the_accelerator_and_the_accelerator_to_the_regions()
    {
        await WriteAsync(FrontScene.Intent());
        var alias = _rig.Dns.Records(_zone).Single(static record => record.Type == "A").Alias.ShouldNotBeNull();
        (alias.HostedZoneId, alias.EvaluateTargetHealth).ShouldBe(("Z2BJ6XQ5FK7U4H", true));
        alias.DnsName.ShouldEndWith(".awsglobalaccelerator.com.");
        _rig.Front.Groups(_rig.Front.Listeners(_arn)[0].Arn!).Length.ShouldBe(3);
        (await PlanAsync(FrontScene.Intent())).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_canary_is_a_dial_and_the_alias_stays_as_it_is()
    {
        await WriteAsync(FrontScene.Intent());
        await WriteAsync(FrontScene.Intent("A 10", 2));
        _rig.Dns.Batches[^1].Select(static change => change.Record.Type).ShouldBe(["TXT", "TXT"]);
        Group("eu-west-1").Dial.ShouldBe(10);
    }

    [Fact]
    public async Task Blue_and_green_change_places_by_shares()
    {
        await WriteAsync(FrontScene.Intent("B 0, C 0", tree: T1));
        await WriteAsync(FrontScene.Intent("A 0, C 0", 2, T1));
        (Group("eu-west-1").Endpoints.Length, Group("us-east-1").Endpoints.Length).ShouldBe((0, 1));
    }

    [Fact]
    public async Task What_one_of_them_refuses_is_written_by_neither()
    {
        var refused = (await PlanAsync(FrontScene.Intent(tree: T3))).Changes[0].Problem.ShouldNotBeNull();
        refused.Detail.ShouldContain("put Route 53 with geolocation records in front");
        _rig.Dns.Seed(_zone, new ResourceRecordSet { Name = "www.example.com.", Type = "A", Ttl = 300, Values = ["192.0.2.9"] });
        var plan = await PlanAsync(FrontScene.Intent());
        plan.Changes[0].Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotOwned);
        (await _rig.RunAsync(_router.ApplyAsync(plan, default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotOwned);
        (_rig.Dns.Writes, _rig.Front.Writes).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Documents_of_others_are_refused()
    {
        (await _rig.RunAsync(_router.ApplyAsync(new() { Changes = [], Document = "{}" }, default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await _rig.RunAsync(_router.ConfirmAsync(new("no"), default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (_router.Capabilities.Kind, _router.Capabilities.Fencing).ShouldBe(("fronted-accelerator", FencingStrength.Checked));
    }

    private EndpointGroup Group(string region) => _rig.Front.Groups(_rig.Front.Listeners(_arn)[0].Arn!).Single(group => group.Region == region);

    private async Task<RouterPlan> PlanAsync(RoutingIntent intent)
    {
        var plan = await _rig.RunAsync(_router.PlanAsync([intent], default));
        return plan.Value.ShouldNotBeNull(plan.Problem?.ToString());
    }

    private async Task WriteAsync(RoutingIntent intent)
    {
        var applied = await _rig.RunAsync(_router.ApplyAsync(await PlanAsync(intent), default));
        var receipt = applied.Value.ShouldNotBeNull(applied.Problem?.ToString());
        var confirmed = Confirmation.Pending;
        for (var polls = 0; polls < 10 && confirmed == Confirmation.Pending; polls++)
        {
            confirmed = (await _rig.RunAsync(_router.ConfirmAsync(receipt, default))).Value;
        }

        confirmed.ShouldBe(Confirmation.InEffect);
    }
}
