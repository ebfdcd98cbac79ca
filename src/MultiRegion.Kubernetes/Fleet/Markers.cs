using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>Markers as the text of an annotation.</summary>
internal static class Markers
{
    public static string Text(Marker marker) => JsonSerializer.Serialize(marker, FleetJson.Default.Marker);

    /// <returns>Null: it is none of ours.</returns>
    public static Marker? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, FleetJson.Default.Marker) is { PlanHash: not null, Controller.Value.Length: > 0 } marker ? marker : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Marker))]
[JsonSerializable(typeof(FleetDocument))]
internal sealed partial class FleetJson : JsonSerializerContext;
