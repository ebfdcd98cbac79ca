using System.Collections.Immutable;
using MultiRegion.Testing.Forecast;
using MultiRegion.Testing.Simulation;

namespace MultiRegion.Testing.WhatIf;

/// <summary>Makes the runs of all variants, several at a time, and adds them up.</summary>
internal sealed class SimulationRuns(Simulation simulation)
{
    public async Task<SimulationReport> RunAsync(CancellationToken cancellationToken)
    {
        var variants = Inputs();
        var plans = variants.ConvertAll(variant => RunPlan.Of(variant.Input, simulation.Years));
        variants.ForEach(static variant => Simulator.Check(variant.Input));

        var jobs = variants.SelectMany((variant, index) => Enumerable.Range(0, plans[index].Count).Select(run => (Variant: index, Run: run))).ToArray();
        var counts = variants.ConvertAll(static _ => new RunCount[1]);
        for (var index = 0; index < variants.Count; index++)
        {
            counts[index] = new RunCount[plans[index].Count];
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, simulation.Threads), CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, jobs.Length, parallel, (job, _) =>
        {
            var (variant, run) = jobs[job];
            counts[variant][run] = RunCount.Of(Simulator.Run(Run(variants[variant].Input, plans[variant], run)));
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);

        return new()
        {
            Variants = [.. variants.Select((variant, index) => VariantReport.Of(variant.Name, variant.Input, plans[index], counts[index]))],
        };
    }

    public static SimulationInput Run(SimulationInput input, RunPlan plan, int run) => input with
    {
        Seed = unchecked((input.Seed * 1_000_003) + run),
        Length = plan.Length,
        KeepsTrace = false,
    };

    private List<(string Name, SimulationInput Input)> Inputs()
    {
        var named = simulation.Variants.IsEmpty ? [new("as it is", static input => input)] : simulation.Variants;
        var twice = named.GroupBy(static variant => variant.Name).FirstOrDefault(static alike => alike.Count() > 1);
        return twice is null
            ? [.. named.Select(variant => (variant.Name, variant.Change(simulation.Base)))]
            : throw new SimulationException($"variants: '{twice.Key}' is there twice: give each a name of its own");
    }
}

/// <summary>What a run adds to its variant.</summary>
internal sealed record RunCount
{
    public required int Seed { get; init; }

    public required ImmutableArray<SimulatedOutage> Outages { get; init; }

    public required double Requests { get; init; }

    public required double Failed { get; init; }

    public required int Failovers { get; init; }

    public required int Flaps { get; init; }

    public required long Events { get; init; }

    public required ImmutableSortedDictionary<FaultKind, int> Faults { get; init; }

    public required ImmutableArray<SimulatedEnd> Ends { get; init; }

    public required ImmutableArray<Violation> Violations { get; init; }

    public static RunCount Of(SimulationRun run) => new()
    {
        Seed = run.Seed,
        Outages = run.Outages,
        Requests = run.Requests,
        Failed = run.FailedRequests,
        Failovers = run.Failovers,
        Flaps = run.Flaps,
        Events = run.Events,
        Faults = run.Faults.GroupBy(static fault => fault.Kind).ToImmutableSortedDictionary(static kind => kind.Key, static kind => kind.Count()),
        Ends = run.Ends,
        Violations = run.Violations,
    };
}
