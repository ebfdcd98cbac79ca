using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Probing;
using MultiRegion.Aws.Tests.Apply;
using MultiRegion.Aws.Tests.Compile;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Testing;
using static MultiRegion.Tests.Routing.Trees;

namespace MultiRegion.Aws.Tests.Probing;

public sealed class HealthSignalTests
{
    private static readonly ProbeTarget Target = new("shop", "A", new("192.0.2.1"));

    [Theory]
    [InlineData(16, 16, ProbeOutcome.Success)]
    [InlineData(3, 16, ProbeOutcome.Success)]
    [InlineData(2, 16, ProbeOutcome.Failure)]
    [InlineData(0, 0, ProbeOutcome.Unknown)]
    public async Task What_the_checkers_of_Route_53_see_is_a_probe_result(int good, int all, ProbeOutcome outcome)
    {
        using var scene = new DnsScene();
        await scene.WriteAsync(DnsScene.Intent());
        scene.Dns.Observe(
            scene.Dns.HealthChecks.First(static check => check.Config.IpAddress == "192.0.2.1").Id,
            Enumerable.Range(0, all).Select(i => new HealthObservation("us-east-1", $"198.51.100.{i}", i < good ? "Success: HTTP Status Code 200, OK" : "Failure: connection timed out", null)));
        var result = await ProbeAsync(scene, new(scene.Router, new VirtualClock()));
        result.Outcome.ShouldBe(outcome, result.Detail);
    }

    [Fact]
    public async Task What_cannot_be_read_says_nothing_about_the_target()
    {
        using var scene = new DnsScene();
        var probe = new Route53HealthProbe(scene.Router, new VirtualClock());
        (await ProbeAsync(scene, probe)).Detail.ShouldBe("no health check of Route 53 looks at 192.0.2.1");
        scene.Dns.Inject(Fault.Denied);
        var denied = await ProbeAsync(scene, new(scene.Router, new VirtualClock()));
        (denied.Outcome, denied.Reason).ShouldBe((ProbeOutcome.Unknown, ProbeReason.OwnFault));
    }

    [Theory]
    [InlineData("Healthy", ProbeOutcome.Success)]
    [InlineData("Unhealthy", ProbeOutcome.Failure)]
    [InlineData("Initial", ProbeOutcome.Unknown)]
    public async Task What_Global_Accelerator_says_of_an_endpoint_is_a_probe_result(string health, ProbeOutcome outcome)
    {
        using var scene = new FrontScene();
        await scene.WriteAsync(FrontScene.Intent());
        scene.Front.SetHealth(scene.Groups().First(static group => group.Region == "eu-west-1").Arn!, FrontScene.EndpointOf("A"), Enum.Parse<EndpointHealth>(health), "Health checks failed");
        var result = await ProbeAsync(scene, new(scene.Router, new VirtualClock()), Target);
        result.Outcome.ShouldBe(outcome, result.Detail);
    }

    [Fact]
    public async Task An_endpoint_that_was_taken_out_says_nothing()
    {
        using var scene = new FrontScene();
        await scene.WriteAsync(FrontScene.Intent("A 0"));
        var probe = new GlobalAcceleratorHealthProbe(scene.Router, new VirtualClock());
        (await ProbeAsync(scene, probe, Target)).Outcome.ShouldBe(ProbeOutcome.Unknown);
        (await ProbeAsync(scene, probe, Target with { Service = "other" })).Outcome.ShouldBe(ProbeOutcome.Unknown);
    }

    private static async Task<ProbeResult> ProbeAsync(DnsScene scene, Route53HealthProbe probe) => (await scene.RunAsync(Wrap(probe, Target))).Value!;

    private static async Task<ProbeResult> ProbeAsync(FrontScene scene, GlobalAcceleratorHealthProbe probe, ProbeTarget target) => (await scene.RunAsync(Wrap(probe, target))).Value!;

    private static async ValueTask<Result<ProbeResult>> Wrap(IHealthProbe probe, ProbeTarget target) => await probe.ProbeAsync(target, default).ConfigureAwait(false);
}
