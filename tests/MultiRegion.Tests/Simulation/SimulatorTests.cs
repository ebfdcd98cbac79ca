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

    [Fact]
    public void The_same_seed_gives_the_same_trace_byte_for_byte()
    {
        var input = Estates.Outage(Estates.Of(Estates.Shop())) with { Seed = 7 };
        var trace = Simulator.Run(input).Trace.ToText();

        Simulator.Run(input).Trace.ToText().ShouldBe(trace);
        Simulator.Run(input with { Seed = 8 }).Trace.ToText().ShouldNotBe(trace);
    }
}
