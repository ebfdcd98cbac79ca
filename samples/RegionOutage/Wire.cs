using System.Text.Json;
using System.Text.Json.Serialization;
using MultiRegion;

namespace RegionOutage;

/// <summary>A line that a controller tells its parent.</summary>
internal sealed record ControllerLine
{
    public EngineEvent? Event { get; init; }

    public EngineStatus? Status { get; init; }
}

internal static class Wire
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
