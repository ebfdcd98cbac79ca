using MultiRegion.Testing.Simulation;

namespace MultiRegion.Tests.Simulation;

/// <summary>The invariants bite: every planted mistake is found, by the invariant that is there for it.</summary>
public sealed class PlantedBugTests
{
    public static TheoryData<string, string> Bugs
    {
        get
        {
            var bugs = new TheoryData<string, string>();
            foreach (var (name, bug) in PlantedBugs.All)
            {
                bugs.Add(name, bug.Invariant);
            }

            return bugs;
        }
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public void An_engine_that(string mistake, string isCaughtBy)
    {
        var bug = PlantedBugs.All[mistake];

        Simulator.Run(bug.Input, bug.Seams).Violations.ShouldContain(violation => violation.Invariant == isCaughtBy);
    }

    [Fact]
    public void Without_the_mistake_none_of_these_runs_breaks_an_invariant()
    {
        foreach (var (name, bug) in PlantedBugs.All.Where(static pair => pair.Value.Seams.Policies.IsEmpty))
        {
            Simulator.Run(bug.Input).Violations.ShouldBeEmpty(name);
        }
    }

    [Fact]
    public void There_are_at_least_twenty_five() => PlantedBugs.All.Count.ShouldBeGreaterThanOrEqualTo(25);
}
