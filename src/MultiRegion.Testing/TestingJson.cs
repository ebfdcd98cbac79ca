using System.Text.Json.Serialization;

namespace MultiRegion.Testing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InMemoryFleetPlan))]
internal sealed partial class TestingJson : JsonSerializerContext;
