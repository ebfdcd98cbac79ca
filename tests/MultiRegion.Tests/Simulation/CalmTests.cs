using MultiRegion.Testing.Simulation;
using static MultiRegion.Tests.Simulation.Estates;

namespace MultiRegion.Tests.Simulation;

/// <summary>Calm stretches are passed over, and nobody can tell.</summary>
public sealed class CalmTests
{
    private const int Seeds = 1000;

    [Fact]
    public void A_run_that_passes_over_calm_stretches_equals_the_full_one()
    {
        var different = new System.Collections.Concurrent.ConcurrentBag<int>();
        Parallel.For(1, Seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var input = Short(seed);
            if (Text(Simulator.Run(input)) != Text(Simulator.Run(input with { SkipsCalm = false })))
            {
                different.Add(seed);
            }
        });

        different.Order().ShouldBeEmpty();
    }

    [Fact]
    public void A_service_that_is_probed_seldom_comes_back_from_an_outage_in_either_run()
    {
        var topology = Of(Shop().WithData() with { Schedule = new() { Interval = TimeSpan.FromSeconds(10) } });
        var input = Outage(topology) with { World = new() { Data = new() { DeadFence = FenceOutcome.Expired } }, Length = TimeSpan.FromHours(4) };

        var run = Simulator.Run(input);

        run.Violations.ShouldBeEmpty();
        run.Ends.ShouldAllBe(static end => end.Phase == GroupPhase.Steady);
        Text(run).ShouldBe(Text(Simulator.Run(input with { SkipsCalm = false })));
    }

    [Fact]
    public void A_calm_stretch_takes_hardly_any_rounds()
    {
        var year = new SimulationInput { Topology = Of(Shop()), Length = TimeSpan.FromDays(365), KeepsTrace = false };

        var run = Simulator.Run(year);

        run.Events.ShouldBeLessThan(2000);
        run.Availability.ShouldBe(1);
        run.Requests.ShouldBe(365 * 24 * 3600 * 100.0, 1000);
    }

    private static string Text(SimulationRun run) =>
        $"{run.Trace.ToText()}{string.Join('\n', run.Outages)}\n{Math.Round(run.Requests, 3)} {Math.Round(run.FailedRequests, 3)} {string.Join(',', run.Ends)}";

    private static SimulationInput Short(int seed)
    {
        var scenario = Canonical.Values.ElementAt(seed % Canonical.Count);
        return scenario with
        {
            Seed = seed,
            Length = TimeSpan.FromSeconds(150),
            World = scenario.World with { ProbeLoss = seed % 5 == 0 ? 0.01 : 0, DeadRegionsHang = seed % 2 == 0 },
            Faults = RandomFaults.Draw(scenario.Topology, seed, TimeSpan.FromSeconds(100)),
        };
    }
}
