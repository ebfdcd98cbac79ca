using MultiRegion.Testing.Simulation;

namespace MultiRegion.Testing.WhatIf;

/// <summary>How the years are cut into runs: at least so many that means have an interval, each no longer than a year.</summary>
internal sealed record RunPlan(int Count, TimeSpan Length)
{
    private const int FewestRuns = 20;

    // An outage is kept as about so many bytes until the report is made.
    private const long BytesPerOutage = 400;

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly TimeSpan AfterLast = TimeSpan.FromHours(2);

    public double Years => Count * (Length / Year);

    public static RunPlan Of(SimulationInput input, double years)
    {
        if (!(years > 0 && double.IsFinite(years)))
        {
            throw new SimulationException(FormattableString.Invariant($"years: {years} is no span: it must be above zero"));
        }

        var least = input.Drawn is null && !input.Faults.Faults.IsEmpty ? Script(input) : TimeSpan.FromDays(1);
        var count = input.Drawn is null ? years * (Year / least) : Math.Max(FewestRuns, years);
        Check(input, years, count);
        var runs = (int)Math.Ceiling(count);
        return new(runs, input.Drawn is null ? least : years / runs * Year);
    }

    private static TimeSpan Script(SimulationInput input) => input.Faults.Faults.Max(static fault => fault.At + (fault.For ?? TimeSpan.Zero)) + AfterLast;

    private static void Check(SimulationInput input, double years, double runs)
    {
        var outages = Math.Max(runs, input.Drawn is { } drawn ? years * drawn.Kinds.Where(static kind => kind.MeanBetween > TimeSpan.Zero).Sum(kind => kind.Victims(input.Topology).Count() * (Year / kind.MeanBetween)) : runs * input.Faults.Faults.Length);
        var room = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / BytesPerOutage;
        if (outages > room || runs > int.MaxValue / 2)
        {
            throw new SimulationException(FormattableString.Invariant($"years: {years:0.###} years would bring about {outages:0.#e+0} outages, and memory holds {room:0.#e+0}: take fewer years, or rarer faults"));
        }
    }
}
