using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>A plan, as it travels between planning and applying.</summary>
internal sealed record CloudflarePlan(ImmutableArray<ServicePlan> Services)
{
    public string ToJson() => JsonSerializer.Serialize(this, PlanJson.Default.CloudflarePlan);

    public static CloudflarePlan? Read(string document) => PlanJson.Read(document, PlanJson.Default.CloudflarePlan) is { Services.IsDefault: false } plan ? plan : null;
}

/// <summary>What is to be written for one service, in the order of these members.</summary>
internal sealed record ServicePlan
{
    public required ServiceId Service { get; init; }

    public required string Hostname { get; init; }

    public required string Zone { get; init; }

    public required string Account { get; init; }

    /// <summary>By key.</summary>
    public required ImmutableSortedDictionary<string, HealthMonitor> NewMonitors { get; init; }

    public required ImmutableArray<PoolWrite> Pools { get; init; }

    /// <summary>Its pools are ids, or keys of <see cref="Pools"/>.</summary>
    public required LoadBalancer Balancer { get; init; }

    /// <summary>The id of the balancer found; null when there is none.</summary>
    public string? BalancerId { get; init; }

    /// <summary>What was found, as <see cref="Prints.Whole"/> says it; null when there was none.</summary>
    public string? Before { get; init; }

    /// <summary>The fields of the balancer that a patch must hold.</summary>
    public required ImmutableArray<string> Changed { get; init; }

    /// <summary>What the description will say but for the content; null when nothing is to be written.</summary>
    public Ownership? After { get; init; }

    /// <summary>The description found.</summary>
    public string? Description { get; init; }

    /// <summary>Ids of pools that nobody wants afterwards.</summary>
    public ImmutableArray<string> UnusedPools { get; init; } = [];

    /// <summary>Ids of monitors that nobody wants after that.</summary>
    public ImmutableArray<string> UnusedMonitors { get; init; } = [];

    /// <summary>Whether the intent carried no marker: such a plan is for looking only.</summary>
    public bool OnlyLooking { get; init; }
}

/// <param name="Id">Null: it is to be created.</param>
/// <param name="Pool">What it will be; its monitor is an id, or a key of a new one.</param>
/// <param name="Changed">The fields that a patch must hold.</param>
internal sealed record PoolWrite(string? Id, Pool Pool, ImmutableArray<string> Changed)
{
    /// <summary>Whether it leaves a pool that is there without an endpoint for new requests. That comes after the balancer, whose fallback pool it may be until then.</summary>
    public bool Drains => Id is not null && Pool.Origins is { IsEmpty: false } origins && origins.All(static origin => origin.Enabled == false);

    /// <summary>What must be patched into a new pool at once; null: nothing.</summary>
    public PoolWrite? Later => Id is null && Pool.CheckRegions is not null ? this with { Changed = [Patches.CheckRegions] } : null;
}

/// <summary>What was written, for asking about it later.</summary>
internal sealed record CloudflareReceipt(ImmutableArray<WrittenBalancer> Balancers);

/// <param name="Zone">Its zone.</param>
/// <param name="Id">Its id.</param>
/// <param name="Description">What its description says.</param>
internal sealed record WrittenBalancer(string Zone, string Id, string Description);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CloudflarePlan))]
[JsonSerializable(typeof(CloudflareReceipt))]
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
