using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MultiRegion.Routing;

/// <summary>All routes, as they stand in the file.</summary>
internal sealed record EmbeddedDocument
{
    public const string ExpectedFormat = "multiregion-embedded-router";
    public const int CurrentVersion = 1;

    public static EmbeddedDocument Empty { get; } = new();

    public string Format { get; init; } = ExpectedFormat;

    public int Version { get; init; } = CurrentVersion;

    [JsonRequired]
    public ImmutableSortedDictionary<ServiceId, EmbeddedEntry> Services { get; init; } = ImmutableSortedDictionary<ServiceId, EmbeddedEntry>.Empty;

    public EmbeddedDocument With(ServiceId service, EmbeddedEntry entry) => this with { Services = Services.SetItem(service, entry) };

    public EmbeddedEntry? Find(ServiceId service) => Services.GetValueOrDefault(service);

    /// <summary>Another service with the hostname.</summary>
    public ServiceId? OwnerOf(string hostname, ServiceId exceptFor) => Services
        .Where(pair => pair.Key != exceptFor && string.Equals(pair.Value.Content.Hostname, hostname, StringComparison.OrdinalIgnoreCase))
        .Select(static pair => (ServiceId?)pair.Key).FirstOrDefault();
}

/// <summary>Enough of a document to tell whether the rest can be read.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record EmbeddedHeader(string? Format = null, int Version = 0);

/// <summary>A service's route with what we know about who wrote it.</summary>
internal sealed record EmbeddedEntry
{
    private static readonly ConditionalWeakTable<EmbeddedEntry, string> Hashes = [];

    public required EmbeddedContent Content { get; init; }

    /// <summary>Null: a person put it there.</summary>
    public Marker? Marker { get; init; }

    /// <summary>The hash of the content that we wrote.</summary>
    public string? WrittenHash { get; init; }

    /// <summary>The content that we wrote, in words, to say what a person changed.</summary>
    public ImmutableArray<string>? Written { get; init; }

    public static EmbeddedEntry Of(EmbeddedContent content, Marker? marker) =>
        new() { Content = content, Marker = marker, WrittenHash = content.Hash(), Written = content.Words() };

    [JsonIgnore]
    public bool IsEdited => Marker is not null && WrittenHash != Content.Hash();

    public string Hash() => Hashes.GetValue(this, static entry => EmbeddedJson.Hash(entry, EmbeddedJson.Default.EmbeddedEntry));
}

/// <summary>Plans, as <see cref="RouterPlan.Document"/> carries them.</summary>
internal sealed record EmbeddedPlan(ImmutableArray<EmbeddedPlanItem> Items, int Version = 1);

/// <summary>What a plan found and writes for a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Seen">The hash of the live entry; null when there was none.</param>
/// <param name="Entry">What is written; null when nothing is.</param>
internal sealed record EmbeddedPlanItem(ServiceId Service, string? Seen, EmbeddedEntry? Entry);

/// <summary>Receipts, as <see cref="RouterReceipt.Document"/> carries them: the hash of each entry.</summary>
internal sealed record EmbeddedReceipt(ImmutableSortedDictionary<ServiceId, string> Hashes, int Version = 1);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(EmbeddedDocument))]
[JsonSerializable(typeof(EmbeddedHeader))]
[JsonSerializable(typeof(EmbeddedPlan))]
[JsonSerializable(typeof(EmbeddedReceipt))]
internal sealed partial class EmbeddedJson : JsonSerializerContext
{
    public static string Hash<T>(T value, JsonTypeInfo<T> type) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(value, type)).AsSpan(0, 16));

    /// <summary>Reads a document of ours; null when it is none.</summary>
    public static T? Read<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
