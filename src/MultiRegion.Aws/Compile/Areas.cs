using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Compile;

/// <summary>Areas as Route 53 names them.</summary>
internal static class Areas
{
    public static readonly GeoLocation Default = new(null, "*", null);

    /// <summary>The countries whose subdivisions Route 53 knows.</summary>
    private static readonly ImmutableArray<string> Subdivided = ["US", "UA"];

    public static string Text(GeoLocation area) => area switch
    {
        { Continent: { } continent } => continent,
        { Country: "*" } => "default",
        { Subdivision: { } subdivision } => $"{area.Country}-{subdivision}",
        _ => area.Country ?? "",
    };

    /// <summary>Why Route 53 has no such area; null when it has.</summary>
    public static string? Mistake(GeographicArea area) => area.Scope switch
    {
        GeographicScope.Country when !Countries.IsKnown(area.Code) => $"Route 53 knows no country '{area.Code}': write its ISO 3166-1 code of two letters",
        GeographicScope.Subdivision when Split(area.Code) is not (var country, { Length: > 0 }) || !Subdivided.Contains(country) =>
            $"Route 53 knows subdivisions of {string.Join(" and ", Subdivided)} only, not '{area.Code}': take the country",
        _ => null,
    };

    public static GeoLocation Of(GeographicArea area) => area.Scope switch
    {
        GeographicScope.Continent => new(area.Code.ToUpperInvariant(), null, null),
        GeographicScope.Country => new(null, area.Code.ToUpperInvariant(), null),
        _ => Split(area.Code) is var (country, part) ? new(null, country, part) : Default,
    };

    private static (string Country, string Part) Split(string code)
    {
        var upper = code.ToUpperInvariant();
        var dash = upper.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (upper, "") : (upper[..dash], upper[(dash + 1)..]);
    }
}
