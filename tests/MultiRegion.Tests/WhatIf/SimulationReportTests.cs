using MultiRegion.Testing.Simulation;
using MultiRegion.Testing.WhatIf;
using MultiRegion.Topology;
using static MultiRegion.Tests.Forecast.Estates;
using Years = MultiRegion.Testing.WhatIf.Simulation;

namespace MultiRegion.Tests.WhatIf;

public sealed class SimulationReportTests
{
    private static readonly FaultScript OneOutage = FaultScript.Of(Fault.RegionDown(A, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)));

    private static Years Few => Years.Of(Of(Service())).Against(OneOutage).Over(0.0015);

    [Fact]
    public async Task The_same_seed_gives_the_same_report_however_many_threads_there_are() =>
        (await Few.RunAsync()).ToText().ShouldBe((await (Few with { Threads = 1 }).RunAsync()).ToText());

    [Fact]
    public async Task Variants_stand_side_by_side_and_live_through_the_same_faults()
    {
        var report = await Few
            .CompareServices("1 s", static service => service)
            .CompareServices("10 s", static service => service with { Schedule = service.Schedule with { Interval = TimeSpan.FromSeconds(10) } })
            .RunAsync();
        var (often, rarely) = (report.Variants[0], report.Variants[1]);

        report.Variants.Select(static variant => variant.Name).ShouldBe(["1 s", "10 s"]);
        often.Faults.ShouldBe(rarely.Faults);
        rarely.Detection!.P50.Value.ShouldBeGreaterThan(often.Detection!.P50.Value);
        report.SimulatedYears.ShouldBe(often.Years + rarely.Years);
        report.ToText().ShouldContain("detection p50");
        report.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_outage_is_explained_from_the_failure_to_the_return()
    {
        var variant = (await Few.RunAsync()).Variants.Single();
        var timeline = variant.Explain(variant.Worst!);

        timeline.Entries.Select(static entry => entry.After).ShouldBeInOrder();
        var told = timeline.Entries.Select(static entry => entry.What).ToList();
        told.ShouldContain("a is unhealthy");
        told.ShouldContain("users have recovered");
        told.ShouldContain("everything is as in normal times");
        told.IndexOf("a is unhealthy").ShouldBeLessThan(told.IndexOf("failover from a to b begins, epoch 2"));
    }

    [Fact]
    public async Task Objectives_are_judged_and_never_on_too_few_outages()
    {
        ServiceDefinition WithObjective(ServiceDefinition service, int seconds) => service with { Objectives = new() { RecoveryTime = TimeSpan.FromSeconds(seconds) } };
        var report = await Few.CompareServices("an hour", service => WithObjective(service, 3600)).CompareServices("a second", service => WithObjective(service, 1)).RunAsync();

        // Five outages cannot show where the 99th of a hundred lies, but they show that it is not below a second.
        report.Variants[0].Objectives.Single().ShouldSatisfyAllConditions(static objective => objective.Time.ShouldBeNull(), static objective => objective.WithinTime.ShouldBe(1));
        report.Variants[1].Objectives.Single().WithinTime.ShouldBe(0);
    }

    [Fact]
    public async Task Input_that_cannot_be_is_refused_with_its_place()
    {
        (await Should.ThrowAsync<SimulationException>(() => Few.Over(0).RunAsync())).Message.ShouldContain("years");
        (await Should.ThrowAsync<SimulationException>(() => Few.Over(double.NaN).RunAsync())).Message.ShouldContain("years");
        (await Should.ThrowAsync<SimulationException>(() => Few.Over(1e15).RunAsync())).Message.ShouldContain("fewer years");
        (await Should.ThrowAsync<SimulationException>(() => Few.Compare("x", static input => input).Compare("x", static input => input).RunAsync())).Message.ShouldContain("'x'");
        (await Should.ThrowAsync<SimulationException>(() => Few.Against(FaultScript.Of(Fault.RegionDown("nowhere", TimeSpan.Zero))).RunAsync())).Message.ShouldContain("nowhere");
        (await Should.ThrowAsync<SimulationException>(() => Few.Against(new FaultDistributions([new(FaultKind.RegionDown, TimeSpan.FromDays(-1), TimeSpan.FromHours(1))])).RunAsync())).Message.ShouldContain("meanBetween");
        await Should.ThrowAsync<TopologyException>(() => Years.Of(Of(Service() with { Hostname = "" })).RunAsync());
    }
}
