using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiRegion.Aws.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Planning;

/// <summary>A plan, as it travels between planning and applying.</summary>
/// <param name="Services">The services that are not refused.</param>
/// <param name="Unused">The ids of checks of ours that nobody wants once the plan is carried out.</param>
/// <param name="Released">Checks that others still want, and the services that do not.</param>
internal sealed record Route53Plan(ImmutableArray<ServicePlan> Services, ImmutableArray<string> Unused, ImmutableArray<ReleasedCheck> Released)
{
    public string ToJson() => JsonSerializer.Serialize(this, PlanJson.Default.Route53Plan);

    public static Route53Plan? Read(string document) => PlanJson.Read(document, PlanJson.Default.Route53Plan) is { Services.IsDefault: false, Unused.IsDefault: false, Released.IsDefault: false } plan ? plan : null;
}

/// <param name="Id">Of the check.</param>
/// <param name="Service">That does not want it any more.</param>
internal readonly record struct ReleasedCheck(string Id, ServiceId Service);

/// <summary>What is to be written for one service.</summary>
internal sealed record ServicePlan
{
    public required ServiceId Service { get; init; }

    /// <summary>With the final dot.</summary>
    public required string Hostname { get; init; }

    public required string Zone { get; init; }

    /// <summary>Without the TXT record; empty when only that one, or nothing, changes. Health checks may be keys of <see cref="Checks"/>.</summary>
    public required ImmutableArray<RecordChange> Changes { get; init; }

    /// <summary>The TXT record found; null when there is none.</summary>
    public ResourceRecordSet? TxtBefore { get; init; }

    /// <summary>What the TXT record will say but for the content; null when nothing is to be written.</summary>
    public Ownership? After { get; init; }

    /// <summary>What the hostname's route will be. Health checks may be keys.</summary>
    public required ImmutableArray<ResourceRecordSet> Desired { get; init; }

    public ImmutableArray<NewCheck> Checks { get; init; } = [];

    /// <summary>Live checks that are to carry this service's tag.</summary>
    public ImmutableArray<string> Tagged { get; init; } = [];

    /// <summary>Live checks that the service does not want any more.</summary>
    public ImmutableArray<string> Dropped { get; init; } = [];

    /// <summary>Whether the intent carried no marker: such a plan is for looking only.</summary>
    public bool OnlyLooking { get; init; }
}

/// <summary>What was accepted, for asking about it later.</summary>
internal sealed record Route53Receipt(ImmutableArray<AcceptedBatch> Batches, ImmutableArray<WrittenService> Services);

/// <param name="Zone">The zone.</param>
/// <param name="Change">The id of the change.</param>
/// <param name="SubmittedAt">When Route 53 accepted it.</param>
internal sealed record AcceptedBatch(string Zone, string Change, DateTimeOffset SubmittedAt);

/// <param name="Hostname">The hostname.</param>
/// <param name="Zone">Its zone.</param>
/// <param name="Txt">The value of its TXT record; null when it had none and nothing was written.</param>
internal sealed record WrittenService(string Hostname, string Zone, string? Txt);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Route53Plan))]
[JsonSerializable(typeof(Route53Receipt))]
internal sealed partial class PlanJson : JsonSerializerContext
{
    public static T? Read<T>(string document, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
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
