using MultiRegion.Testing.Forecast;
using MultiRegion.Testing.Simulation;
using MultiRegion.Testing.WhatIf;
using static MultiRegion.Tests.Forecast.Estates;
using Years = MultiRegion.Testing.WhatIf.Simulation;

namespace MultiRegion.Tests.WhatIf;

public sealed class SimulationReportTests
{
    private static readonly FaultScript OneOutage = FaultScript.Of(Fault.RegionDown(A, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)));

    private static Years Hundred => Years.Of(Of(Service())).Against(OneOutage).Over(0.004);

    [Fact]
    public async Task The_same_seed_gives_the_same_report() =>
        (await Hundred.RunAsync()).ToText().ShouldBe((await (Hundred with { Threads = 1 }).RunAsync()).ToText());

    [Fact]
    public async Task Variants_stand_side_by_side()
    {
        var report = await Hundred
            .CompareServices("1 s", static service => service)
            .CompareServices("10 s", static service => service with { Schedule = service.Schedule with { Interval = TimeSpan.FromSeconds(10) } })
            .RunAsync();

        report.Variants.Select(static variant => variant.Name).ShouldBe(["1 s", "10 s"]);
        report.Variants[1].Detection!.P50.Value.ShouldBeGreaterThan(2 * report.Variants[0].Detection!.P50.Value);
        report.Variants[1].Recovery!.Max.ShouldBeGreaterThan(report.Variants[0].Recovery!.Max);
        report.Violations.ShouldBeEmpty();
        report.ToText().ShouldContain("detection p50");
    }

    [Fact]
    public async Task Print()
    {
        var at = System.Diagnostics.Stopwatch.StartNew();
        var report = await Hundred.CompareServices("1 s", static service => service).RunAsync();
        Assert.Fail(report.ToText() + $"{at.ElapsedMilliseconds} ms {report.Variants[0].Events}\n" + report.Variants[0].Explain(report.Variants[0].Worst!).ToText() + string.Concat(report.Variants[0].Forecasts.Select(static forecast => forecast.ToText())));
    }
}
