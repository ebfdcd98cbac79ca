using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>Areas as Cloudflare knows them: countries, and thirteen regions of its data centres.</summary>
internal static class Areas
{
    public static readonly ImmutableArray<string> Regions = ["EEU", "ENAM", "ME", "NAF", "NEAS", "NSAM", "OC", "SAF", "SAS", "SEAS", "SSAM", "WEU", "WNAM"];

    /// <summary>The regions that a continent is made of; empty for Antarctica.</summary>
    public static ImmutableArray<string> RegionsOf(string continent) => continent.ToUpperInvariant() switch
    {
        "AF" => ["NAF", "SAF"],
        "AS" => ["ME", "NEAS", "SAS", "SEAS"],
        "EU" => ["EEU", "WEU"],
        "NA" => ["ENAM", "WNAM"],
        "OC" => ["OC"],
        "SA" => ["NSAM", "SSAM"],
        _ => [],
    };

    /// <summary>Why an area cannot be told apart; null when it can.</summary>
    public static string? Mistake(GeographicArea area) => area switch
    {
        { Scope: GeographicScope.Subdivision } => $"Cloudflare steers by country and by region of its data centres, not by {area}: use its country",
        { Scope: GeographicScope.Country } when !Countries.IsKnown(area.Code) => $"there is no {area}",
        { Scope: GeographicScope.Continent } when RegionsOf(area.Code).IsEmpty => $"Cloudflare has no region for {area}: leave the branch out, or name countries",
        _ => null,
    };
}
