using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiRegion.Routing;

namespace MultiRegion;

/// <summary>Where everything stands: one immutable picture, taken at the end of a round of the loop.</summary>
public sealed record EngineStatus
{
    /// <summary>When it was taken, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Machine time.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Who this controller is.</summary>
    public required ControllerId Controller { get; init; }

    /// <summary>Whether it holds the lease and acts.</summary>
    public required bool IsLeader { get; init; }

    /// <summary>The highest epoch known.</summary>
    public required long Epoch { get; init; }

    /// <summary>The sequence of the last record in the journal.</summary>
    public required long JournalSequence { get; init; }

    /// <summary>The revision of the topology that binds; 0 before the first.</summary>
    public required long Revision { get; init; }

    /// <summary>Whether the journal can be read and written: when it cannot, nothing new is begun. Default true.</summary>
    public bool IsJournalUsable { get; init; } = true;

    /// <summary>What keeps the engine from working as it should; empty when all is well.</summary>
    public ImmutableArray<string> Troubles { get; init; } = [];

    /// <summary>Regions that operators have drained.</summary>
    public ImmutableArray<RegionId> Drained { get; init; } = [];

    /// <summary>The move groups, in order of priority.</summary>
    public ImmutableArray<GroupStatus> Groups { get; init; } = [];

    /// <summary>The picture in words, for a person at a terminal.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Controller} {(IsLeader ? "leads" : "follows")}, epoch {Epoch}, journal at {JournalSequence}, revision {Revision}\n");
        foreach (var trouble in Troubles)
        {
            text.Append("! ").Append(trouble).Append('\n');
        }

        foreach (var group in Groups)
        {
            group.Write(text);
        }

        return text.ToString();
    }

    /// <summary>The picture as one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EngineStatusJson.Default.EngineStatus);
}

/// <summary>Where a move group stands.</summary>
public sealed record GroupStatus
{
    /// <summary>The group.</summary>
    public required MoveGroupId Group { get; init; }

    /// <summary>Its services, in order of priority.</summary>
    public required ImmutableArray<ServiceId> Services { get; init; }

    /// <summary>Its phase.</summary>
    public required GroupPhase Phase { get; init; }

    /// <summary>Whether moves are carried out.</summary>
    public required EnforcementMode Mode { get; init; }

    /// <summary>Why nothing is touched; null when it is not held.</summary>
    public Reason? Held { get; init; }

    /// <summary>Its regions, in order of preference.</summary>
    public required ImmutableArray<RegionSnapshot> Regions { get; init; }

    /// <summary>The epoch of the move under way; null when there is none.</summary>
    public long? MoveEpoch { get; init; }

    /// <summary>The steps of the move under way, in order.</summary>
    public ImmutableArray<StepSnapshot> Steps { get; init; } = [];

    /// <summary>The latest decision and what it rests on.</summary>
    public required Reason Reason { get; init; }

    /// <summary>Whether the group could move to each of its other regions now.</summary>
    public ImmutableArray<ReadinessReport> Readiness { get; init; } = [];

    internal void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"{Group}: {Phase}{(Mode == EnforcementMode.MonitorOnly ? ", monitor-only" : "")}{(Held is null ? "" : ", HELD")}\n");
        foreach (var region in Regions)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {region.Region,-20} {region.Verdict,-10} {region.State,-11} {region.Share,7}\n");
        }

        foreach (var step in Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {MoveEpoch}.{step.Sequence,-3} {step.State,-10} {step.Words}{(step.Detail is null ? "" : $" ({step.Detail})")}\n");
        }

        foreach (var line in (Held ?? Reason).ToTree().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append("  | ").Append(line).Append('\n');
        }

        foreach (var report in Readiness.Where(static report => !report.IsReady))
        {
            text.Append(CultureInfo.InvariantCulture, $"  not ready for {report.Region}: {string.Join("; ", report.Obstacles.Select(static obstacle => obstacle.ToString()))}\n");
        }
    }
}

/// <summary>Where a region of a group stands.</summary>
/// <param name="Region">The region.</param>
/// <param name="Role">Whether it serves in normal times.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Share">What the routers were last told.</param>
public sealed record RegionSnapshot(RegionId Region, DeploymentRole Role, Verdict Verdict, RegionState State, Share Share);

/// <summary>Where a step of a move stands.</summary>
/// <param name="Sequence">Its place in the move.</param>
/// <param name="Words">What it does.</param>
/// <param name="State">How far it is: Pending, Running, Waiting, Succeeded, Failed, Skipped or Dropped.</param>
/// <param name="Attempt">Which attempt, from 1; 0 before the first.</param>
/// <param name="Detail">What it brought or why it failed; null when there is nothing to say.</param>
/// <param name="StartedAt">Machine time of the first attempt.</param>
/// <param name="EndedAt">Machine time of the end.</param>
public sealed record StepSnapshot(int Sequence, string Words, string State, int Attempt, string? Detail, TimeSpan? StartedAt, TimeSpan? EndedAt);

/// <summary>Whether a group could move to a region now, found out without touching anything.</summary>
/// <param name="Region">The region.</param>
/// <param name="Obstacles">What stands in the way; empty when it is ready.</param>
public sealed record ReadinessReport(RegionId Region, ImmutableArray<Reason> Obstacles)
{
    /// <summary>Whether nothing stands in the way.</summary>
    public bool IsReady => Obstacles.IsEmpty;
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EngineStatus))]
internal sealed partial class EngineStatusJson : JsonSerializerContext;
