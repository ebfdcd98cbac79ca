using MultiRegion.Azure.Probing;
using MultiRegion.Azure.Tests.Apply;
using MultiRegion.Azure.Tests.Fakes;
using MultiRegion.Testing;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Azure.Tests.Probing;

/// <summary>What Traffic Manager's own checkers say is a probe.</summary>
public sealed class HealthProbeTests : IDisposable
{
    private readonly RouterRig _rig = new();
    private readonly VirtualClock _clock = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("Online", ProbeOutcome.Success, null)]
    [InlineData("Degraded", ProbeOutcome.Failure, "1 of 1 profiles of Traffic Manager find it degraded")]
    [InlineData("Online Degraded Online", ProbeOutcome.Success, null)]
    [InlineData("Online Degraded", ProbeOutcome.Failure, "1 of 2 profiles of Traffic Manager find it degraded")]
    [InlineData("CheckingEndpoint", ProbeOutcome.Unknown, "Traffic Manager says CheckingEndpoint")]
    [InlineData("Disabled Stopped Disabled", ProbeOutcome.Unknown, "Traffic Manager says Disabled, Stopped")]
    [InlineData("Unmonitored", ProbeOutcome.Unknown, "Traffic Manager says Unmonitored")]
    [InlineData("Disabled Online", ProbeOutcome.Success, null)]
    [InlineData("", ProbeOutcome.Unknown, "no profile of Traffic Manager has it")]
    public void The_statuses_of_a_region_s_endpoints_are_one_outcome(string statuses, ProbeOutcome outcome, string? detail)
    {
        var judged = TrafficManagerHealthProbe.Judge(statuses.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        (judged.Outcome, judged.Detail).ShouldBe((outcome, detail));
    }

    [Fact]
    public async Task A_region_is_found_by_service_name_and_address_and_all_are_read_once_in_a_while()
    {
        await _rig.WriteAsync(RouterRig.Intent(Trees.T3, marker: RouterRig.Mark(1)));
        _rig.Live("multiregion-shop--eu")["properties"]!["endpoints"]![0]!["properties"]!["endpointMonitorStatus"] = "Degraded";
        var probe = new TrafficManagerHealthProbe(_rig.Router, _clock);
        _rig.Fake.Calls.Clear();

        (await ProbeAsync(probe, "A", "192.0.2.1")).Outcome.ShouldBe(ProbeOutcome.Failure);
        (await ProbeAsync(probe, "A", "192.0.2.7")).Detail.ShouldBe("no profile of Traffic Manager has it");
        (await ProbeAsync(probe, "C", "192.0.2.3")).Outcome.ShouldBe(ProbeOutcome.Unknown);
        _rig.Fake.Calls.Count.ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(6));
        await ProbeAsync(probe, "A", "192.0.2.1");
        _rig.Fake.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_cannot_be_read_is_unknown_and_not_unhealthy()
    {
        _rig.Fake.Inject(Fault.Unavailable);

        var result = await ProbeAsync(new(_rig.Router, _clock), "A", "192.0.2.1");

        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Unknown, ProbeReason.OwnFault));
        result.Detail.ShouldNotBeNull().ShouldNotContain(FakeArm.Token);
    }

    private async Task<ProbeResult> ProbeAsync(TrafficManagerHealthProbe probe, string region, string address) => (await _rig.RunAsync(Wrapped(probe.ProbeAsync(new("shop", region, new(address)), default)))).Value!;

    private static async ValueTask<Result<ProbeResult>> Wrapped(ValueTask<ProbeResult> probing) => await probing;
}
