using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiRegion.Machine;

/// <summary>The journal's payload: entries as JSON.</summary>
internal static class EstateJson
{
    /// <summary>The version of the format; a reader refuses a higher one.</summary>
    public const int Version = 1;

    public static byte[] Write(EstateEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, EstateJsonContext.Default.EstateEntry);

    /// <exception cref="JsonException">The payload is no entry.</exception>
    public static EstateEntry Read(ReadOnlySpan<byte> payload) =>
        JsonSerializer.Deserialize(payload, EstateJsonContext.Default.EstateEntry) ?? throw new JsonException("The payload is empty.");

    public static string Describe(GroupState state) => JsonSerializer.Serialize(state, EstateJsonContext.Default.GroupState);
}

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(EstateEntry))]
[JsonSerializable(typeof(GroupState))]
internal sealed partial class EstateJsonContext : JsonSerializerContext;
