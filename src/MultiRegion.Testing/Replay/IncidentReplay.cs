using System.Collections.Immutable;
using MultiRegion.Testing.Forecast;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Replay;

/// <summary>
/// What a candidate topology would have done in an incident, side by side with what happened. The engine is the production engine: its health
/// board, policies, guards, machine, planner and executors, on virtual time, over the probe results of the record and in-memory planes.
/// </summary>
public sealed record IncidentReplay
{
    /// <summary>What happened, oldest first.</summary>
    public required ImmutableArray<IncidentEvent> Happened { get; init; }

    /// <summary>What the candidate would have done, oldest first.</summary>
    public required ImmutableArray<IncidentEvent> WouldHave { get; init; }

    /// <summary>Both, and what probes saw, side by side in the order of time.</summary>
    public required ImmutableArray<ReplayRow> Rows { get; init; }

    /// <summary>In which phase each group would have ended with the record.</summary>
    public required ImmutableSortedDictionary<MoveGroupId, GroupPhase> Phases { get; init; }

    /// <summary>What the replay cannot know.</summary>
    public ImmutableArray<string> Caveats { get; init; } = [];

    /// <summary>Replays a record against a candidate.</summary>
    /// <param name="record">What a real run has left.</param>
    /// <param name="candidate">The topology to try.</param>
    /// <param name="options">The engine's settings and the world's delays; null: the defaults.</param>
    /// <param name="cancellationToken">Ends the replay.</param>
    /// <exception cref="TopologyException">The engine would refuse the candidate.</exception>
    /// <exception cref="RecordException">The record holds what the candidate does not know, or lacks what it needs.</exception>
    /// <exception cref="ArgumentException">A delay is negative, or the engine would refuse its settings.</exception>
    public static Task<IncidentReplay> RunAsync(
        IncidentRecord record, EstateTopology candidate, ReplayOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(candidate);
        return new ReplayRun(record, candidate, options ?? new()).RunAsync(cancellationToken);
    }

    /// <summary>The rows as a table for people, and the caveats below it.</summary>
    public string ToText() => ReplayText.Of(this);
}

/// <summary>What a replay runs with beside the candidate topology.</summary>
public sealed record ReplayOptions
{
    /// <summary>The candidate's engine settings. Default: the defaults.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>How long the planes take. Default: no time.</summary>
    public WorldDelays Delays { get; init; } = new();

    /// <summary>The application's own policies, by id. Default: none.</summary>
    public ImmutableDictionary<PolicyId, IFailoverPolicy> Policies { get; init; } = ImmutableDictionary<PolicyId, IFailoverPolicy>.Empty;
}

/// <summary>A row of a replay: what probes saw, or what was done, what would have been done, or both.</summary>
/// <param name="At">When it began, in UTC: the earlier of the two.</param>
/// <param name="Seen">What probes saw; null: nothing of note.</param>
/// <param name="Happened">What happened; null: nothing.</param>
/// <param name="WouldHave">What the candidate would have done; null: nothing.</param>
public sealed record ReplayRow(DateTimeOffset At, string? Seen, IncidentEvent? Happened, IncidentEvent? WouldHave)
{
    /// <summary>How much later the candidate would have done it; negative: earlier; null: only one of them did it.</summary>
    public TimeSpan? Later => WouldHave?.At - Happened?.At;
}
