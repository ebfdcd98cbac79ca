using MultiRegion.Topology;

namespace MultiRegion.Testing.Simulation;

/// <summary>
/// Runs estates in a simulated world: the production engine against regions, users and providers that fail as they are told. A run is
/// made on the calling thread; runs are independent of each other, so several threads may make one each.
/// </summary>
public static class Simulator
{
    /// <summary>Makes one run.</summary>
    /// <param name="input">What to simulate.</param>
    /// <exception cref="TopologyException">The engine would refuse the topology; the message lists every mistake with its place.</exception>
    /// <exception cref="SimulationException">Something else in the input cannot be; the message lists every mistake with its place.</exception>
    public static SimulationRun Run(SimulationInput input) => Run(input, SimulationSeams.None);

    internal static SimulationRun Run(SimulationInput input, SimulationSeams seams)
    {
        Check(input);
        return new SimulatedWorld(input, seams).Run();
    }

    internal static void Check(SimulationInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var mistakes = TopologyValidator.Check(input.Topology);
        if (!mistakes.IsEmpty)
        {
            throw new TopologyException(mistakes);
        }

        SimulationException.ThrowIfAny(
        [
            .. Length(input),
            .. input.Faults.Check(input.Topology),
            .. input.Drawn?.Check() ?? [],
            .. SettingsRules.Of(input.World, input.Topology),
        ]);
    }

    private static IEnumerable<string> Length(SimulationInput input)
    {
        if (input.Length <= TimeSpan.Zero)
        {
            yield return $"length: {input.Length:c} is no span: it must be above zero";
        }

        if (input.Length > SimulationInput.LongestRun)
        {
            yield return FormattableString.Invariant($"length: {input.Length.TotalDays / 365:0.#} years are more than one run can hold ({SimulationInput.LongestRun.TotalDays / 365:0} years): make several runs, each with a seed of its own");
        }
    }
}
