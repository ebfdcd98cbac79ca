using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MultiRegion.Testing.Simulation;

/// <summary>Reduces a run that broke an invariant to the fewest faults that still break it.</summary>
internal static class Shrinker
{
    public static Finding Shrink(Finding finding, SimulationSeams? seams = null)
    {
        seams ??= new SimulationSeams { ReappliesPlans = true };

        // What was drawn is written out first, so that single faults can be left out.
        var drawn = Simulator.Run(finding.Input with { KeepsTrace = false }, seams with { Boundaries = finding.Boundaries }).Faults;
        var best = finding with { Input = finding.Input with { Faults = new(drawn), Drawn = null } };
        for (var smaller = Smaller(best, seams); smaller is not null; smaller = Smaller(best, seams))
        {
            best = smaller;
        }

        return best;
    }

    /// <summary>The run as C# that a test can be made of.</summary>
    public static string ToCode(Finding finding)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"// {finding.Violation}\n");
        text.Append(CultureInfo.InvariantCulture, $"var run = Simulator.Run(input with {{ Seed = {finding.Input.Seed}, Faults = FaultScript.Of(\n");
        text.AppendJoin(",\n", finding.Input.Faults.Faults.Select(static fault => $"    {fault.ToCode()}"));
        text.Append(") });\nrun.Violations.ShouldBeEmpty();\n");
        foreach (var (at, fate) in finding.Boundaries)
        {
            text.Append(CultureInfo.InvariantCulture, $"// with {fate} at boundary {at}\n");
        }

        return text.ToString();
    }

    private static Finding? Smaller(Finding finding, SimulationSeams seams)
    {
        var faults = finding.Input.Faults.Faults;
        foreach (var fewer in faults.Select(fault => faults.Remove(fault)).Concat(Shorter(faults)))
        {
            var input = finding.Input with { Faults = new(fewer) };
            var run = Simulator.Run(input with { KeepsTrace = false }, seams with { Boundaries = finding.Boundaries });
            if (run.Violations.FirstOrDefault(violation => violation.Invariant == finding.Violation.Invariant) is { } still)
            {
                return finding with { Input = input, Violation = still };
            }
        }

        return null;
    }

    // Round times first: they read better, and a fault that may be rounded off was not about its exact time.
    private static IEnumerable<ImmutableArray<Fault>> Shorter(ImmutableArray<Fault> faults)
    {
        for (var at = 0; at < faults.Length; at++)
        {
            var fault = faults[at];
            var rounded = fault with { At = Rounded(fault.At), For = fault.For is { } span ? Rounded(span) + (Rounded(span) == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : TimeSpan.Zero) : null };
            if (rounded != fault)
            {
                yield return faults.SetItem(at, rounded);
            }
        }
    }

    private static TimeSpan Rounded(TimeSpan span) => TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));
}
