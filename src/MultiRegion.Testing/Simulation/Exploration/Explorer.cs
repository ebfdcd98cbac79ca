using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace MultiRegion.Testing.Simulation;

/// <summary>What an exploration has seen.</summary>
internal sealed record Explored(int Runs, long Events, ImmutableArray<Finding> Findings);

/// <summary>A run that broke an invariant.</summary>
internal sealed record Finding(SimulationInput Input, ImmutableDictionary<int, Fate> Boundaries, Violation Violation, string Where);

/// <summary>Runs an estate again and again, each time with another accident.</summary>
internal static class Explorer
{
    private static readonly Fate[] Accidents =
        [Fate.CallerDiesBefore, Fate.CallerDiesAfter, Fate.ArrivesTwice, Fate.ArrivesLate, Fate.LosesAnswer];

    /// <summary>Every accident at every journal entry and every call that matters, one a run.</summary>
    public static Explored Systematic(SimulationInput input, int threads = 2)
    {
        var (boundaries, names) = BoundariesOf(input);
        var plans = Enumerable.Range(1, boundaries).SelectMany(at => Accidents.Concat(IsWriteToRouter(names[at - 1]) ? [Fate.LandsMuchLater] : []).Select(fate => (At: at, Fate: fate))).ToList();
        return Runs(plans, threads, plan => (input, ImmutableDictionary<int, Fate>.Empty.Add(plan.At, plan.Fate), $"{plan.Fate} at boundary {plan.At}, {names[plan.At - 1]}"));
    }

    private static bool IsWriteToRouter(string boundary) => boundary.Contains(" router ", StringComparison.Ordinal) && boundary.EndsWith(" apply", StringComparison.Ordinal);

    /// <summary>Runs of many seeds.</summary>
    public static Explored Seeds(IEnumerable<int> seeds, Func<int, SimulationInput> input, int threads = 2) =>
        Runs([.. seeds], threads, seed => (input(seed), ImmutableDictionary<int, Fate>.Empty, $"seed {seed}"));

    /// <summary>How many boundaries a run has when nothing befalls them, and what they are.</summary>
    public static (int Count, IReadOnlyList<string> Names) BoundariesOf(SimulationInput input)
    {
        var world = new SimulatedWorld(input with { KeepsTrace = false }, new SimulationSeams { NamesBoundaries = true });
        world.Run();
        return (world.Boundaries, world.BoundaryNames);
    }

    private static Explored Runs<T>(List<T> plans, int threads, Func<T, (SimulationInput Input, ImmutableDictionary<int, Fate> Boundaries, string Where)> of)
    {
        var (findings, events) = (new ConcurrentBag<(int Order, Finding Finding)>(), 0L);
        Parallel.For(0, plans.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, at =>
        {
            var (input, boundaries, where) = of(plans[at]);
            var run = Simulator.Run(input with { KeepsTrace = false }, new SimulationSeams { Boundaries = boundaries, ReappliesPlans = true });
            Interlocked.Add(ref events, run.Events);
            foreach (var violation in run.Violations)
            {
                findings.Add((at, new(input, boundaries, violation, where)));
            }
        });
        return new(plans.Count, events, [.. findings.OrderBy(static found => found.Order).Select(static found => found.Finding)]);
    }
}
