using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Planning;

/// <summary>A plan, as it travels between planning and applying.</summary>
internal sealed record AzurePlan(ImmutableArray<ServicePlan> Services)
{
    public string ToJson() => JsonSerializer.Serialize(this, PlanJson.Default.AzurePlan);

    public static AzurePlan? Read(string document) => PlanJson.Read(document, PlanJson.Default.AzurePlan) is { Services.IsDefault: false } plan && plan.Services.All(static service => service is { Writes.IsDefault: false, Unused.IsDefault: false }) ? plan : null;
}

/// <summary>What is to be written for one service, in the order of these members.</summary>
internal sealed record ServicePlan
{
    public required ServiceId Service { get; init; }

    /// <summary>The name of the root profile.</summary>
    public required string Root { get; init; }

    /// <summary>Each changed profile once, children before parents, the root last; empty when there is nothing to write.</summary>
    public required ImmutableArray<ProfileWrite> Writes { get; init; }

    /// <summary>Profiles of ours that nobody wants afterwards, parents before children.</summary>
    public required ImmutableArray<UnusedProfile> Unused { get; init; }

    /// <summary>What the root is as it stands; null when it is not there.</summary>
    public string? Before { get; init; }

    /// <summary>Who writes; null when nothing is written.</summary>
    public Marker? Marker { get; init; }

    /// <summary>Whether the intent carried no marker: such a plan is for looking only.</summary>
    public bool OnlyLooking { get; init; }
}

/// <param name="Profile">All of it, tags included.</param>
/// <param name="Before">What was found, as <see cref="Prints.Whole"/> says it; null when there was none.</param>
internal sealed record ProfileWrite(Profile Profile, string? Before);

/// <param name="Name">Its name.</param>
/// <param name="Before">What was found.</param>
internal sealed record UnusedProfile(string Name, string Before);

/// <summary>What was written, for asking about it later.</summary>
internal sealed record AzureReceipt(ImmutableArray<WrittenProfile> Profiles);

/// <param name="Name">Its name.</param>
/// <param name="Whole">What it was then.</param>
internal sealed record WrittenProfile(string Name, string Whole);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AzurePlan))]
[JsonSerializable(typeof(AzureReceipt))]
internal sealed partial class PlanJson : JsonSerializerContext
{
    public static T? Read<T>(string document, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(document, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
