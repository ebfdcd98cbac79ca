using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiRegion.Cloudflare.Documents;

/// <summary>How documents are written: snake case, and nothing for what is absent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LoadBalancer))]
[JsonSerializable(typeof(Pool))]
[JsonSerializable(typeof(HealthMonitor))]
[JsonSerializable(typeof(Zone))]
[JsonSerializable(typeof(PoolHealth))]
[JsonSerializable(typeof(ImmutableArray<LoadBalancer>))]
[JsonSerializable(typeof(ImmutableArray<Pool>))]
[JsonSerializable(typeof(ImmutableArray<HealthMonitor>))]
[JsonSerializable(typeof(ImmutableArray<Zone>))]
[JsonSerializable(typeof(ImmutableArray<ResourceReference>))]
internal sealed partial class DocumentJson : JsonSerializerContext
{
    /// <summary>The same, with characters beyond ASCII as they are.</summary>
    public static DocumentJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
