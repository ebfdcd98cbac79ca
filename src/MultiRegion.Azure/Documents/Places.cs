using System.Collections.Frozen;
using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Documents;

/// <summary>The places of geographic mappings: the world, groups of countries, countries, and states of some. As of 2026-11.</summary>
internal static class Places
{
    public const string World = "WORLD";

    /// <summary>Countries that Traffic Manager counts to another group than their continent's.</summary>
    public static readonly FrozenDictionary<string, string> Elsewhere = new Dictionary<string, string>
    {
        ["BV"] = "GEO-AF",
        ["CY"] = "GEO-EU",
        ["GS"] = "GEO-SA",
        ["HM"] = "GEO-AP",
        ["TF"] = "GEO-AF",
        ["UM"] = "GEO-NA",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> MiddleEast = Words("AE BH IL IQ IR JO KW LB OM PS QA SA SY TR YE");

    /// <summary>Countries that it does not know.</summary>
    private static readonly FrozenSet<string> Unknown = Words("EH");

    private static readonly FrozenSet<string> States = Words(
        "AU-ACT AU-NSW AU-NT AU-QLD AU-SA AU-TAS AU-VIC AU-WA CA-AB CA-BC CA-MB CA-NB CA-NL CA-NS CA-NT CA-NU CA-ON CA-PE CA-QC CA-SK CA-YT US-AK US-AL US-AR US-AZ US-CA US-CO US-CT US-DC US-DE US-FL US-GA US-HI US-IA "
        + "US-ID US-IL US-IN US-KS US-KY US-LA US-MA US-MD US-ME US-MI US-MN US-MO US-MS US-MT US-NC US-ND US-NE US-NH US-NJ US-NM US-NV US-NY US-OH US-OK US-OR US-PA US-RI US-SC US-SD US-TN US-TX US-UT US-VA US-VT US-WA "
        + "US-WI US-WV US-WY");

    /// <summary>Why an area is no place; null when it is one.</summary>
    public static string? Mistake(GeographicArea area) => area.Scope switch
    {
        GeographicScope.Country when !IsCountry(area.Code) => $"Traffic Manager knows no country '{area.Code}': write its ISO 3166-1 code of two letters",
        GeographicScope.Subdivision when !States.Contains(area.Code) => $"Traffic Manager knows states of AU, CA and US only, not '{area.Code}': take the country",
        _ => null,
    };

    /// <summary>What an area is made of.</summary>
    public static ImmutableArray<string> Of(GeographicArea area) => area.Scope == GeographicScope.Continent ? OfContinent(area.Code) : [area.Code.ToUpperInvariant()];

    /// <summary>The group that a country is counted to; null when it is known to nobody.</summary>
    public static string? GroupOf(string country) =>
        !IsCountry(country) ? null
        : Elsewhere.TryGetValue(country, out var other) ? other
        : MiddleEast.Contains(country) ? "GEO-ME"
        : OfContinent(Countries.ContinentOf(country)!)[0];

    /// <summary>The places that a client is in, the smallest first.</summary>
    public static ImmutableArray<string> Around(ClientLocation client) =>
    [
        .. client.Subdivision is { } state && States.Contains(state) ? [state.ToUpperInvariant()] : ImmutableArray<string>.Empty,
        .. (client.Country, client.Continent) switch
        {
            ({ } country, _) => IsCountry(country) ? [country.ToUpperInvariant(), GroupOf(country)!] : ImmutableArray<string>.Empty,
            (_, { } continent) => [OfContinent(continent)[0]],
            _ => [],
        },
    ];

    private static bool IsCountry(string code) => Countries.IsKnown(code) && !Unknown.Contains(code);

    private static ImmutableArray<string> OfContinent(string continent) => continent.ToUpperInvariant() switch
    {
        "AS" => ["GEO-AS", "GEO-ME"],
        "OC" => ["GEO-AP"],
        var code => [$"GEO-{code}"],
    };

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
