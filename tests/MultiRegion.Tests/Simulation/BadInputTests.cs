using MultiRegion.Testing.Simulation;
using MultiRegion.Topology;
using static MultiRegion.Tests.Simulation.Estates;

namespace MultiRegion.Tests.Simulation;

public sealed class BadInputTests
{
    private static readonly SimulationInput Good = new() { Topology = Of(Shop()) };

    [Fact]
    public void A_topology_that_the_engine_would_refuse_is_refused_with_all_its_mistakes() =>
        Should.Throw<TopologyException>(static () => Simulator.Run(Good with { Topology = Good.Topology with { Regions = [] } })).Mistakes.ShouldNotBeEmpty();

    [Fact]
    public void A_region_that_is_not_there_is_named_with_its_place() =>
        Mistakes(Good with { Faults = FaultScript.Of(Fault.RegionDown("mars", TimeSpan.Zero)) }).ShouldBe(["faults[0]: region: the topology has no region 'mars': it has a, b, c"]);

    [Fact]
    public void A_mean_time_that_is_not_above_zero_is_refused_with_its_place()
    {
        FaultDistribution[] kinds = [new(FaultKind.RegionDown, TimeSpan.FromDays(-1), TimeSpan.FromHours(1)), new(FaultKind.RouterFails, TimeSpan.FromDays(1), TimeSpan.Zero)];

        Mistakes(Good with { Drawn = new([.. kinds]) }).ShouldBe(
            ["kinds[0].meanBetween: -1.00:00:00 is no mean time: it must be above zero", "kinds[1].meanToRepair: 00:00:00 is no mean time: it must be above zero"]);
    }

    [Fact]
    public void More_years_than_a_run_can_hold_are_refused() =>
        Mistakes(Good with { Length = TimeSpan.FromDays(365 * 100) }).ShouldHaveSingleItem().ShouldStartWith("length: 100 years are more than one run can hold (8 years)");

    [Fact]
    public void Settings_that_cannot_be_are_refused_all_at_once() =>
        Mistakes(Good with { World = new() { ProbeLoss = 1, Clients = new() { OverstayShare = -1 }, Data = new() { Lag = TimeSpan.FromSeconds(-1) } } }).Length.ShouldBe(3);

    [Theory]
    [InlineData("""{"faults":[{"kind":"region-down","at":"5m","region":"a"}""", "line 1")]
    [InlineData("""{"faults":[{"kind":"region-gone","at":"5m"}]}""", "faults[0].kind: \"region-gone\" is none of region-down")]
    [InlineData("""{"faults":[{"kind":"region-down","at":"-5m","region":"a"}]}""", "faults[0].at: -00:05:00 is before the beginning")]
    [InlineData("""{"faults":[{"kind":"region-down","at":"soon","region":"a"}]}""", "faults[0].at: \"soon\" is no span of time")]
    [InlineData("""{"faults":[{"kind":"region-down","region":"a"}]}""", "faults[0].at: it is missing")]
    [InlineData("""{"faults":[{"kind":"region-down","at":"5m","place":"a"}]}""", "faults[0].place: unknown")]
    [InlineData("""[]""", "the top: an object with an array 'faults' is wanted")]
    public void A_fault_script_with_a_mistake_is_refused_with_its_place(string json, string mistake) =>
        Should.Throw<SimulationException>(() => FaultScript.Parse(json)).Message.ShouldContain(mistake);

    [Fact]
    public void A_fault_script_survives_being_written_and_read()
    {
        foreach (var script in Canonical.Values.Select(static input => input.Faults))
        {
            FaultScript.Parse(script.ToJson()).Faults.ShouldBe(script.Faults);
        }
    }

    private static System.Collections.Immutable.ImmutableArray<string> Mistakes(SimulationInput input) => Should.Throw<SimulationException>(() => Simulator.Run(input)).Mistakes;
}
