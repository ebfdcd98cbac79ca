using System.Collections.Immutable;

namespace MultiRegion;

/// <summary>Something that the engine did or saw.</summary>
public sealed record EngineEvent
{
    /// <summary>What kind.</summary>
    public required EngineEventKind Kind { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Machine time: monotonic, continued over restarts. The difference of two events' is the time between them.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The move group; null when it concerns the engine.</summary>
    public MoveGroupId? Group { get; init; }

    /// <summary>The epoch of the move; 0 when there is none.</summary>
    public long Epoch { get; init; }

    /// <summary>The step within the move; 0 when it is not about a step.</summary>
    public int Step { get; init; }

    /// <summary>The phase of the group afterwards; null when it concerns the engine.</summary>
    public GroupPhase? Phase { get; init; }

    /// <summary>The sequence of its record in the journal; 0 when it has none.</summary>
    public long Sequence { get; init; }

    /// <summary>Why.</summary>
    public required Reason Reason { get; init; }
}

/// <summary>What the engine can report.</summary>
public enum EngineEventKind
{
    /// <summary>A region's verdict is another.</summary>
    VerdictChanged,

    /// <summary>A move began.</summary>
    MoveStarted,

    /// <summary>A move's plan was changed by a failure on its way.</summary>
    MoveChanged,

    /// <summary>A monitor-only service would have moved.</summary>
    MoveReported,

    /// <summary>An attempt at a step ended.</summary>
    StepEnded,

    /// <summary>A retry or a time-out fell due.</summary>
    TimePassed,

    /// <summary>An operator's command was carried out.</summary>
    CommandApplied,

    /// <summary>A group is held.</summary>
    Held,

    /// <summary>A region was drained or opened again, a topology bound, an epoch found.</summary>
    EstateChanged,

    /// <summary>Leadership was gained or lost.</summary>
    Leadership,

    /// <summary>The engine cannot work as it should: the journal, the lease, the clocks, a topology that was refused.</summary>
    Trouble,
}
