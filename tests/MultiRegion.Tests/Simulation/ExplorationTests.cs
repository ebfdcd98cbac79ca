using System.Globalization;
using MultiRegion.Testing.Simulation;

namespace MultiRegion.Tests.Simulation;

/// <summary>
/// The engine is run until it breaks, or does not. <c>MULTIREGION_SOAK</c> gives the number of further seeds, and
/// <c>MULTIREGION_SOAK_FROM</c> the first of them.
/// </summary>
public sealed class ExplorationTests
{
    private const int SeedsOfCi = 2000;

    public static TheoryData<string> Scenarios => new([.. Estates.Canonical.Keys]);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_scenario_breaks_no_invariant_and_its_journal_replays_at_every_entry(string scenario)
    {
        var run = Simulator.Run(Estates.Canonical[scenario], new SimulationSeams { ReplaysEveryEntry = true, ReappliesPlans = true });

        run.Violations.ShouldBeEmpty();
        run.Ends.ShouldAllBe(static end => end.Phase == GroupPhase.Steady);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void An_accident_at_any_entry_or_call_breaks_no_invariant(string scenario)
    {
        var explored = Explorer.Systematic(Estates.Canonical[scenario]);

        explored.Runs.ShouldBeGreaterThan(100);
        Told(explored).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("outage")]
    [InlineData("flapping")]
    [InlineData("two routers")]
    public void An_accident_breaks_no_invariant_where_routers_only_check_who_wrote_last(string scenario) =>
        Told(Explorer.Systematic(Estates.Checked(Estates.Canonical[scenario]))).ShouldBeEmpty();

    [Fact]
    public void Faults_drawn_by_lot_break_no_invariant() => Told(Explorer.Seeds(Enumerable.Range(1, SeedsOfCi), Drawn)).ShouldBeEmpty();

    [Fact]
    public void A_soak_goes_on_for_as_long_as_one_likes()
    {
        var (seeds, from) = (Number("MULTIREGION_SOAK"), Number("MULTIREGION_SOAK_FROM"));

        Told(Explorer.Seeds(Enumerable.Range(from == 0 ? SeedsOfCi + 1 : from, seeds), Drawn)).ShouldBeEmpty();
    }

    internal static SimulationInput Drawn(int seed)
    {
        var scenario = Estates.Canonical.Values.ElementAt(seed % Estates.Canonical.Count);
        return scenario with { Seed = seed, Faults = RandomFaults.Draw(scenario.Topology, seed, TimeSpan.FromMinutes(5)), Length = TimeSpan.FromMinutes(22) };
    }

    private static int Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // The first few, each with the fewest faults that still show it.
    private static string Told(Explored explored) => string.Join('\n', explored.Findings.Take(3)
        .Select(static finding => $"{finding.Where} ({Estates.Canonical.FirstOrDefault(pair => ReferenceEquals(pair.Value.Topology, finding.Input.Topology)).Key}): {Shrinker.ToCode(Shrinker.Shrink(finding))}"));
}
