using System.Collections.Immutable;
using MultiRegion.Testing.Simulation;
using static MultiRegion.Tests.Simulation.Estates;

namespace MultiRegion.Tests.Simulation;

public sealed class ShrinkerTests
{
    [Fact]
    public void A_failing_run_is_reduced_to_the_one_fault_that_it_takes()
    {
        var bug = PlantedBugs.All["skips the fence"];
        var input = bug.Input with { Faults = FaultScript.Of(Of(FaultKind.RouterFails, 10) with { Router = "main" }, Of(FaultKind.RegionErrors, 12, 5) with { Region = C }, Down(30, 60), Of(FaultKind.UtcJump, 200)) };
        var violation = Simulator.Run(input, bug.Seams).Violations.First(violation => violation.Invariant == bug.Invariant);

        var shrunk = Shrinker.Shrink(new(input, ImmutableDictionary<int, Fate>.Empty, violation, "here"), bug.Seams);

        shrunk.Input.Faults.Faults.ShouldHaveSingleItem().ShouldBe(Down(30, 60));
        Shrinker.ToCode(shrunk).ShouldContain("new() { Kind = FaultKind.RegionDown, At = TimeSpan.FromSeconds(30), For = TimeSpan.FromSeconds(60), Region = \"a\" }");
    }
}
