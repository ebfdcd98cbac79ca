using System.Collections.Immutable;
using MultiRegion.Azure.Lint;

namespace MultiRegion.Azure;

/// <summary>What a topology does not say.</summary>
public sealed record AzureTopologyFacts
{
    /// <summary>The Azure regions of regions, for those whose id does not end with the name of one. Default none.</summary>
    public ImmutableDictionary<RegionId, string> AzureRegions { get; init; } = ImmutableDictionary<RegionId, string>.Empty;

    /// <summary>Pairs of Azure regions that are known better than here, by name; an empty pair: it has none. Default none.</summary>
    public ImmutableDictionary<string, string> Pairs { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Which version runs where, as far as somebody knows: image, chart, commit. Default: nobody knows.</summary>
    public ImmutableDictionary<(ServiceId Service, RegionId Region), string> Versions { get; init; } = ImmutableDictionary<(ServiceId, RegionId), string>.Empty;
}

/// <summary>Looks at how the services of a topology stand by in Azure. Pure.</summary>
public static class AzureTopologyLinter
{
    /// <summary>Looks at a topology.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="facts">What it does not say; null: nothing more is known.</param>
    /// <returns>The findings, by service and deployment.</returns>
    public static ImmutableArray<AzureFinding> Check(EstateTopology topology, AzureTopologyFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return [.. new StandbyLint(topology, facts ?? new()).Check()];
    }
}
