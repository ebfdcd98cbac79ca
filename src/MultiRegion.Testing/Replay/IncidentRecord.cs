using System.Collections.Immutable;

namespace MultiRegion.Testing.Replay;

/// <summary>What a real run has left: what probes saw, and what the engine did.</summary>
public sealed record IncidentRecord
{
    /// <summary>What probes saw, oldest first.</summary>
    public required ImmutableArray<RecordedProbe> Probes { get; init; }

    /// <summary>What the engine did, oldest first; empty for a record of probes alone.</summary>
    public ImmutableArray<IncidentEvent> Happened { get; init; } = [];

    /// <summary>The newest topology in the journal; null for a record of probes alone. Values of headers are not in it.</summary>
    public EstateTopology? Topology { get; init; }

    /// <summary>What the record does not hold, and a replay therefore cannot know.</summary>
    public ImmutableArray<string> Caveats { get; init; } = [];

    /// <summary>Reads the folder of an engine, its journal and the observations beside it. Nothing in it is changed; the engine may be running.</summary>
    /// <param name="folder">The folder that was given to <see cref="FailoverEngineBuilder.UseFolder"/>.</param>
    /// <param name="acceptTornLines">
    /// Whether lines of observations that a crash tore are left out and counted in <see cref="Caveats"/>; otherwise they are an error. Default false.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RecordException">Something in it cannot be relied on; the exception has the file and the line.</exception>
    /// <exception cref="JournalException">There is no journal, it is damaged, or a newer version of this package wrote it.</exception>
    public static Task<IncidentRecord> ReadFolderAsync(string folder, bool acceptTornLines = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return FolderRecord.ReadAsync(folder, acceptTornLines, cancellationToken);
    }

    /// <summary>
    /// Reads probe results from a table of values separated by commas. Its first line names the columns, in any order: <c>time</c> (RFC 3339, never
    /// going back), <c>service</c>, <c>region</c> and <c>outcome</c> (success, failure, unknown) have to be there, <c>vantage</c> (default
    /// <c>local</c>), <c>latencyMs</c> (default 0) and <c>reason</c> (default: by the outcome) may be. A reference target of a vantage point has
    /// <c>reference 1</c>, 2, … for its service, and no region.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RecordException">Something in it cannot be relied on; the exception has the file and the line.</exception>
    public static IncidentRecord ReadCsv(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new() { Probes = CsvRecord.Read(path), Caveats = ["the record holds probes alone: what happened is not in it, and users' own errors are not either"] };
    }
}

/// <summary>One result of one probe.</summary>
public sealed record RecordedProbe
{
    /// <summary>When it ended, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The service that was probed; null for a reference target.</summary>
    public ServiceId? Service { get; init; }

    /// <summary>The region that was probed; null for a reference target.</summary>
    public RegionId? Region { get; init; }

    /// <summary>The reference target's place among those of its vantage point, from 1; 0 for a service.</summary>
    public int Reference { get; init; }

    /// <summary>Who looked. Default the controller itself.</summary>
    public VantageId Vantage { get; init; } = VantageDefinition.Local.Id;

    /// <summary>What came of it.</summary>
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>Why.</summary>
    public required ProbeReason Reason { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Latency { get; init; }

    internal RecordPlace Place { get; init; }

    internal string Target => Service is { } service ? $"{service} in {Region}" : $"reference {Reference}";
}

/// <summary>Something that an engine did, or would have done.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Group">The move group.</param>
/// <param name="Region">The region that it is about; null: none.</param>
/// <param name="Text">What it was, for people.</param>
public sealed record IncidentEvent(DateTimeOffset At, IncidentEventKind Kind, MoveGroupId Group, RegionId? Region, string Text);

/// <summary>Kinds of what an engine does.</summary>
public enum IncidentEventKind
{
    /// <summary>A region's verdict changed.</summary>
    Verdict,

    /// <summary>A move began, or what was left of it was replaced by another.</summary>
    MoveBegan,

    /// <summary>A move waits for a person.</summary>
    Asked,

    /// <summary>Routers were told to leave a region, or to go to it.</summary>
    Shifted,

    /// <summary>Data became writable elsewhere.</summary>
    DataMoved,

    /// <summary>A step failed.</summary>
    StepFailed,

    /// <summary>A move ended.</summary>
    MoveEnded,

    /// <summary>A move halted.</summary>
    Halted,

    /// <summary>The group was held, or a hold ended.</summary>
    Held,

    /// <summary>A move was reported and not made.</summary>
    Reported,

    /// <summary>A person gave a command.</summary>
    Command,
}
