using System.Collections.Immutable;

namespace MultiRegion.Testing.Simulation;

/// <summary>What became of one run. Times count from its beginning.</summary>
public sealed record SimulationRun
{
    /// <summary>The seed that gives this run again.</summary>
    public required int Seed { get; init; }

    /// <summary>How long it was.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Everything that went wrong, scripted and drawn, in order.</summary>
    public required ImmutableArray<Fault> Faults { get; init; }

    /// <summary>What users suffered from, in order.</summary>
    public ImmutableArray<SimulatedOutage> Outages { get; init; } = [];

    /// <summary>The requests of all users.</summary>
    public double Requests { get; init; }

    /// <summary>How many of them failed.</summary>
    public double FailedRequests { get; init; }

    /// <summary>The part of requests that succeeded, 0 to 1.</summary>
    public double Availability => Requests == 0 ? 1 : 1 - (FailedRequests / Requests);

    /// <summary>When requests failed, in spans of at most a minute; spans without failures are left out.</summary>
    public ImmutableArray<TrafficSpan> Failures { get; init; } = [];

    /// <summary>How much data was lost, in time, over all promotions whose loss is known.</summary>
    public TimeSpan DataLost { get; init; }

    /// <summary>How many unplanned moves began.</summary>
    public int Failovers { get; init; }

    /// <summary>How many moves of traffic began within the service's cool-down after the one before had ended, or left a region that served its users well.</summary>
    public int Flaps { get; init; }

    /// <summary>Where each move group stood at the end.</summary>
    public ImmutableArray<SimulatedEnd> Ends { get; init; } = [];

    /// <summary>What must never happen and did; empty unless the engine has a bug.</summary>
    public ImmutableArray<Violation> Violations { get; init; } = [];

    /// <summary>What happened, in order; empty when it was not kept.</summary>
    public SimulationTrace Trace { get; init; } = SimulationTrace.Empty;

    /// <summary>How many rounds the engines made, and entries they wrote: the work that the run was.</summary>
    public long Events { get; init; }
}

/// <summary>Something that users suffered from, and how it went. Times count from the beginning of the run; null: it did not happen within the run.</summary>
public sealed record SimulatedOutage
{
    /// <summary>The move group whose users suffered.</summary>
    public required MoveGroupId Group { get; init; }

    /// <summary>The region that failed them.</summary>
    public required RegionId Region { get; init; }

    /// <summary>What went wrong with it.</summary>
    public required Fault Fault { get; init; }

    /// <summary>When it began.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>When the region was well again.</summary>
    public TimeSpan? RepairedAt { get; init; }

    /// <summary>When the engine's verdict said so.</summary>
    public TimeSpan? DetectedAt { get; init; }

    /// <summary>When the move away from it began.</summary>
    public TimeSpan? MoveStartedAt { get; init; }

    /// <summary>When every router answered new requests without the region.</summary>
    public TimeSpan? SwitchedAt { get; init; }

    /// <summary>When users had recovered: from then until the planned return no more than <see cref="ClientModel.RecoveredBelow"/> of requests failed.</summary>
    public TimeSpan? RecoveredAt { get; init; }

    /// <summary>When the last client was served again.</summary>
    public TimeSpan? LastClientAt { get; init; }

    /// <summary>When the group was as in normal times again.</summary>
    public TimeSpan? ReturnedAt { get; init; }

    /// <summary>How much data the move away from it lost, in time; zero when none was promoted.</summary>
    public TimeSpan DataLost { get; init; }

    /// <summary>The requests that failed while it lasted.</summary>
    public double FailedRequests { get; init; }

    /// <summary>Whether another fault began before it was over: then its times say nothing about a single outage.</summary>
    public bool Overlapped { get; init; }
}

/// <summary>Requests in a span of time.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="Until">Its end.</param>
/// <param name="Requests">All of them.</param>
/// <param name="Failed">Those that failed.</param>
public readonly record struct TrafficSpan(TimeSpan From, TimeSpan Until, double Requests, double Failed);

/// <summary>Where a move group stood at the end of a run.</summary>
/// <param name="Group">The group.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Stop">Why it is held or halted; null when it is neither.</param>
public sealed record SimulatedEnd(MoveGroupId Group, GroupPhase Phase, string? Stop);

/// <summary>Something that must never happen, and did.</summary>
/// <param name="Invariant">The id of the invariant: see <c>docs/simulation.md</c>.</param>
/// <param name="At">When.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Seen">What was seen.</param>
public sealed record Violation(string Invariant, TimeSpan At, int Seed, string Seen)
{
    /// <inheritdoc />
    public override string ToString() => $"{Invariant} at {At:c} (seed {Seed}): {Seen}";
}
