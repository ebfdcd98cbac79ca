using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiRegion.Aws.Wire;

/// <summary>The bodies of the routing controls' data plane.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RoutingControlBodies.Request))]
[JsonSerializable(typeof(RoutingControlBodies.Response))]
internal sealed partial class RoutingControlJson : JsonSerializerContext
{
    public static byte[] Write(RoutingControlBodies.Request request) => JsonSerializer.SerializeToUtf8Bytes(request, Default.Request);

    /// <exception cref="FormatException">It says neither on nor off.</exception>
    public static bool ReadState(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, Default.Response)?.RoutingControlState switch
            {
                "On" => true,
                "Off" => false,
                _ => throw new FormatException("'RoutingControlState' is neither 'On' nor 'Off'"),
            };
        }
        catch (JsonException error)
        {
            throw new FormatException($"no whole JSON object of the expected shape (line {error.LineNumber}, position {error.BytePositionInLine})", error);
        }
    }
}

/// <summary>The members are named as on the wire.</summary>
internal static class RoutingControlBodies
{
    public sealed record Request
    {
        public string? RoutingControlArn { get; init; }

        public IReadOnlyList<Entry>? UpdateRoutingControlStateEntries { get; init; }

        public IReadOnlyList<string>? SafetyRulesToOverride { get; init; }
    }

    public sealed record Entry
    {
        public required string RoutingControlArn { get; init; }

        public required string RoutingControlState { get; init; }
    }

    public sealed record Response
    {
        public string? RoutingControlState { get; init; }
    }
}
