using MultiRegion.Testing.Simulation;

namespace MultiRegion.Tests.Simulation;

public sealed class SimulatorTests
{
    [Fact]
    public void An_outage_is_detected_left_recovered_from_and_returned_from()
    {
        var run = Simulator.Run(Estates.Outage(Estates.Of(Estates.Shop())) with { SkipsCalm = false });

        System.IO.File.WriteAllText("/tmp/trace.txt", run.Trace.ToText());
        var outage = run.Outages.ShouldHaveSingleItem();
        Console.WriteLine(outage);
        Console.WriteLine(run);
        outage.DetectedAt.ShouldNotBeNull();
        outage.MoveStartedAt.ShouldNotBeNull();
        outage.SwitchedAt.ShouldNotBeNull();
        outage.ReturnedAt.ShouldNotBeNull();
        run.Ends.ShouldHaveSingleItem().Phase.ShouldBe(GroupPhase.Steady);
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace_byte_for_byte()
    {
        var input = Estates.Outage(Estates.Of(Estates.Shop())) with { Seed = 7 };

        var (one, other) = (Simulator.Run(input), Simulator.Run(input));
        System.IO.File.WriteAllText("/tmp/t1.txt", one.Trace.ToText());
        System.IO.File.WriteAllText("/tmp/t2.txt", other.Trace.ToText());
        (one.Trace.ToText() == other.Trace.ToText()).ShouldBeTrue();
        Simulator.Run(input with { Seed = 8 }).Trace.ToText().ShouldNotBe(Simulator.Run(input).Trace.ToText());
    }
}
