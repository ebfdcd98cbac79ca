using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using MultiRegion.Topology.Written;

namespace MultiRegion.Topology;

/// <summary>Reads a topology from configuration, as <c>docs/topology.md</c> describes it.</summary>
public static class TopologyReader
{
    /// <summary>
    /// Reads and checks a topology. All mistakes are found at once: unknown keys, values that cannot be read, missing
    /// keys, and everything that <see cref="TopologyValidator"/> checks.
    /// </summary>
    /// <param name="section">
    /// The section that holds <c>Regions</c>, <c>Services</c> and the rest. The settings of the engine under <c>Engine</c> are checked too.
    /// </param>
    /// <returns>The topology as revision 1, or the mistakes. Never throws for what is written.</returns>
    public static TopologyReading Read(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var node = ConfigNode.Of(section);
        var findings = new Findings();
        var draft = EstateForms.Estate.Read(node, EstateForms.Estate.Seed(), findings);
        var topology = LatencyLocations.Fill(draft.Topology);
        var unread = findings.Mistakes;
        var mistakes = Checked(draft with { Topology = topology }, node, findings.Fresh())
            .Where(mistake => !unread.Any(cause => IsAtOrBelow(mistake.Path, cause.Path)));
        return TopologyReading.Of(topology, [.. unread.Concat(mistakes).Distinct()]);
    }

    /// <summary>Reads what is written under <c>Engine</c> onto the engine's settings.</summary>
    /// <exception cref="TopologyException">There are mistakes there; the exception carries all of the section's, the topology's included.</exception>
    internal static EngineOptions ReadEngine(IConfiguration section, EngineOptions onto)
    {
        if (ConfigNode.Of(section).Child("Engine") is not { } written)
        {
            return onto;
        }

        var findings = new Findings();
        EngineForms.Engine.Read(written, onto, findings);
        EngineForms.Engine.Check(onto, written.Path, findings);
        if (!findings.Mistakes.IsEmpty)
        {
            Read(section).OrThrow();
        }

        return onto;
    }

    private static IEnumerable<TopologyMistake> Checked(EstateDraft draft, ConfigNode root, Findings findings)
    {
        TopologyValidator.Check(draft, root.Path, findings);
        return findings.Mistakes.Select(mistake => mistake with { Path = Inheritance.Origin(mistake.Path, root) });
    }

    /// <summary>What could not be read has been said already: its empty place holder is not a second mistake.</summary>
    private static bool IsAtOrBelow(string path, string cause) =>
        path.StartsWith(cause, StringComparison.OrdinalIgnoreCase) && (path.Length == cause.Length || path[cause.Length] == ':');
}
