using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiRegion.Azure.Documents;

/// <summary>How documents are written: camel case, and nothing for what is absent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(ImmutableArray<Profile>))]
[JsonSerializable(typeof(ProfileList))]
[JsonSerializable(typeof(NameQuestion))]
[JsonSerializable(typeof(NameAvailability))]
internal sealed partial class DocumentJson : JsonSerializerContext
{
    /// <summary>The same, with characters beyond ASCII as they are.</summary>
    public static DocumentJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

internal sealed record ProfileList(ImmutableArray<Profile>? Value, string? NextLink);

/// <summary>Asks whether a DNS name is free.</summary>
internal sealed record NameQuestion(string Name, string Type);

/// <param name="Name">The relative name.</param>
/// <param name="Type">Of what.</param>
/// <param name="NameAvailable">Whether it is free.</param>
/// <param name="Reason">Why not, in a word.</param>
/// <param name="Message">Why not, in a sentence.</param>
internal sealed record NameAvailability(string? Name, string? Type, bool? NameAvailable, string? Reason, string? Message);
