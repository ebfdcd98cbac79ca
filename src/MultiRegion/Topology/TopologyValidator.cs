using System.Collections.Immutable;
using MultiRegion.Topology.Rules;
using MultiRegion.Topology.Written;

namespace MultiRegion.Topology;

/// <summary>Checks a topology, read or made in code.</summary>
public static class TopologyValidator
{
    /// <summary>Everything that is wrong with a topology, always in the same order; empty when nothing is.</summary>
    /// <param name="topology">The topology.</param>
    public static ImmutableArray<TopologyMistake> Check(EstateTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var findings = new Findings();
        Check(new EstateDraft(topology, ServiceForms.Defaults.Seed()), "", findings);
        return findings.Mistakes;
    }

    internal static void Check(EstateDraft draft, string root, Findings findings)
    {
        EstateForms.Estate.Check(draft, root, findings);
        var estate = new EstateView(draft.Topology, root, findings);
        EstateRules.Check(estate);
        foreach (var service in estate.Services)
        {
            ServiceRules.Check(service);
        }

        HostnameRules.CheckShared(estate);
        MoveGroupRules.Check(estate);
    }
}
