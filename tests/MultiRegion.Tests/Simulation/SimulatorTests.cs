using MultiRegion.Testing.Simulation;

namespace MultiRegion.Tests.Simulation;

public sealed class SimulatorTests
{
    [Fact]
    public void An_outage_is_detected_left_recovered_from_and_returned_from()
    {
        var run = Simulator.Run(Estates.Outage(Estates.Of(Estates.Shop())));

        var outage = run.Outages.ShouldHaveSingleItem();
        TimeSpan?[] story = [outage.At, outage.DetectedAt, outage.SwitchedAt, outage.RecoveredAt, outage.RepairedAt, outage.ReturnedAt];
        story.ShouldAllBe(static time => time != null);
        story.ShouldBeInOrder();
        outage.MoveStartedAt.ShouldBe(outage.DetectedAt);
        outage.Overlapped.ShouldBeFalse();
        run.Ends.ShouldHaveSingleItem().Phase.ShouldBe(GroupPhase.Steady);
        run.Availability.ShouldBeInRange(0.98, 0.999);
    }

    [Theory]
    [InlineData(true, true, 900, 1700)]
    [InlineData(true, false, 1500, 2600)]
    [InlineData(false, true, 20, 100)]
    [InlineData(false, false, 500, 1500)]
    public void A_region_that_hangs_rouses_suspicion_and_one_that_refuses_trips_the_wire(bool hangs, bool quickly, double least, double most)
    {
        var shop = Estates.Shop() with { Schedule = new() { Suspicion = quickly }, Probe = new HttpProbeDefinition { Tripwire = quickly } };

        var detections = Enumerable.Range(1, 20).Select(seed => Simulator.Run(new()
        {
            Topology = Estates.Of(shop),
            World = new() { DeadRegionsHang = hangs },
            Faults = FaultScript.Of(Fault.RegionDown("a", TimeSpan.FromSeconds(100.37 + seed))),
            Seed = seed,
            Length = TimeSpan.FromMinutes(3),
        }).Outages.ShouldHaveSingleItem()).Select(static outage => (outage.DetectedAt - outage.At)!.Value.TotalMilliseconds).Order().ToList();

        detections[10].ShouldBeInRange(least, most);
        detections[^1].ShouldBeLessThan(most);
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace_byte_for_byte()
    {
        var input = Estates.Outage(Estates.Of(Estates.Shop())) with { Seed = 7 };
        var trace = Simulator.Run(input).Trace.ToText();

        Simulator.Run(input).Trace.ToText().ShouldBe(trace);
        Simulator.Run(input with { Seed = 8 }).Trace.ToText().ShouldNotBe(trace);
    }
}
