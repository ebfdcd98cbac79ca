using System.Text.Json;
using MultiRegion.Testing.WhatIf;

namespace WhatIf;

/// <summary>The report for programs: one JSON object on one line.</summary>
internal static class ReportJson
{
    public static string Of(SimulationReport report, TimeSpan wall) => JsonSerializer.Serialize(new
    {
        variants = report.Variants.Select(static variant => new
        {
            name = variant.Name,
            outages = variant.Outages.Length,
            events = variant.Events,
            faults = variant.Faults.ToDictionary(static kind => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.Key.ToString()), static kind => kind.Value),
            rtoP50Ms = Round(variant.Recovery?.P50.Value),
            rtoP99Ms = Round(variant.Recovery?.P99.Value),
            availability = variant.Availability.Value,
            dataLossP99Ms = Round(variant.DataLost?.P99.Value),
            flapsPerYear = variant.FlapsPerYear.Value,
            boundMs = Round(variant.Bound?.TotalMilliseconds),
        }),
        simulatedYears = report.SimulatedYears,
        wallMs = Math.Round(wall.TotalMilliseconds),
        violations = report.Violations.Length,
        phases = report.Variants.ToDictionary(static variant => variant.Name, static variant => variant.Phases.ToDictionary(static phase => phase.Key.ToString(), static phase => phase.Value)),
    });

    private static double? Round(double? milliseconds) => milliseconds is { } known ? Math.Round(known, 1) : null;
}
