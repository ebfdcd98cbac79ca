using System.Globalization;
using System.Text;

namespace MultiRegion.Testing.Forecast;

/// <summary>A forecast for people.</summary>
internal static class ForecastText
{
    public static string Of(RecoveryForecast forecast)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{forecast.Service}, when {forecast.Region} dies: {Head(forecast)}{Objective(forecast)}\n");
        foreach (var part in forecast.Parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {part.Stage.ToString().ToLowerInvariant(),-11} {Words(part.Time),9}  {part.From}\n");
        }

        return text.ToString();
    }

    public static string Words(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.###} ms"),
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.##} min"),
    };

    private static string Head(RecoveryForecast forecast) => forecast.End switch
    {
        ForecastEnd.Recovers => $"recovered within {Words(forecast.OwnTime)}, found dead within {Words(forecast.Detection)}, by {string.Join(", ", forecast.Targets)}",
        ForecastEnd.WaitsForPerson => $"waits for a person ({forecast.Detail}); what the engine does takes at most {Words(forecast.OwnTime)} beside that",
        ForecastEnd.Halts => $"does not recover by itself: {forecast.Detail}",
        ForecastEnd.Stays => $"nothing moves: {forecast.Detail}",
        _ => $"unaffected: {forecast.Detail}",
    };

    private static string Objective(RecoveryForecast forecast) => forecast switch
    {
        { Objective: { } objective, MeetsObjective: true } => $"; objective {Words(objective)}: met",
        { Objective: { } objective } => $"; objective {Words(objective)}: NOT met",
        _ => "",
    };
}
