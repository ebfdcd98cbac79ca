using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>A plan for an accelerator, as it travels between planning and applying.</summary>
internal sealed record AcceleratorPlan(string Accelerator, ImmutableArray<ListenerPlan> Services)
{
    public string ToJson() => JsonSerializer.Serialize(this, AcceleratorJson.Default.AcceleratorPlan);

    public static AcceleratorPlan? Read(string document) =>
        AcceleratorJson.Read(document, AcceleratorJson.Default.AcceleratorPlan) is { Accelerator: not null, Services.IsDefault: false } plan ? plan : null;
}

/// <summary>What is to be written for one service.</summary>
internal sealed record ListenerPlan
{
    public required ServiceId Service { get; init; }

    /// <summary>The listener as it was read; null when there was none.</summary>
    public Listener? Live { get; init; }

    /// <summary>The listener as it will be, without ARN.</summary>
    public required Listener Desired { get; init; }

    /// <summary>What happens to groups, in an order in which every cut leaves somebody to answer: first what adds, then what takes away.</summary>
    public required ImmutableArray<GroupStep> Steps { get; init; }

    /// <summary>The fingerprint of what was read.</summary>
    public required string Seen { get; init; }

    /// <summary>The tag found; null when there was none.</summary>
    public AcceleratorTag? Before { get; init; }

    /// <summary>The tag to write; null when nothing is to be written.</summary>
    public AcceleratorTag? After { get; init; }

    /// <summary>Whether the intent carried no marker: such a plan is for looking only.</summary>
    public bool OnlyLooking { get; init; }
}

/// <summary>One write to one group.</summary>
/// <param name="Desired">The group as it will be; its ARN when it is there already.</param>
/// <param name="Update">What changes; null: it is created.</param>
internal sealed record GroupStep(EndpointGroup Desired, EndpointGroupUpdate? Update);

/// <summary>What was accepted. Fencing is what is done about it: the tag was read just before and read back, no more.</summary>
internal sealed record AcceleratorReceipt(string Accelerator, string Fencing, DateTimeOffset At, ImmutableArray<WrittenListener> Services);

/// <param name="Service">The service.</param>
/// <param name="Listener">Its ports, to find it by.</param>
/// <param name="Tag">What its tag says; null when nothing was ever written.</param>
internal sealed record WrittenListener(ServiceId Service, Listener Listener, AcceleratorTag? Tag);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AcceleratorPlan))]
[JsonSerializable(typeof(AcceleratorReceipt))]
internal sealed partial class AcceleratorJson : JsonSerializerContext
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
