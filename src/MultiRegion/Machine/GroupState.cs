using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MultiRegion.Planning;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Machine;

/// <summary>Everything the machine knows of a move group; the phase is derived from it.</summary>
internal sealed record GroupState
{
    public required MoveGroupId Group { get; init; }

    /// <summary>The revision of the topology that binds it.</summary>
    public required long Revision { get; init; }

    /// <summary>In the group's order of preference.</summary>
    public required ImmutableArray<RegionStatus> Regions { get; init; }

    /// <summary>Where the single-writer data is writable; null when the group has none.</summary>
    public RegionId? DataAt { get; init; }

    /// <summary>Why nothing may be touched; null when it may.</summary>
    public Hold? Hold { get; init; }

    public Move? Move { get; init; }

    public FinishedMove? Last { get; init; }

    /// <summary>Machine time at which the last move of traffic ended: what the cool-down counts from. Null: none yet.</summary>
    public TimeSpan? MovedAt { get; init; }

    /// <summary>When moves started on their own, UTC, the last day's.</summary>
    public ImmutableArray<DateTimeOffset> AutomaticMoves { get; init; } = [];

    /// <summary>Whether what is found on the planes is taken over as ours: an operator said so, until the next write.</summary>
    public bool Adopting { get; init; }

    /// <summary>The revision whose endpoints and trees the routers have; 0 before the first write.</summary>
    public long EstablishedRevision { get; init; }

    /// <summary>The epoch of the last move that told the routers: a lower marker found there later is of a writer that was late. 0: none yet.</summary>
    public long EstablishedEpoch { get; init; }

    /// <summary>Of that move, the sequence that every router had reached when it was complete.</summary>
    public int EstablishedSequence { get; init; }

    /// <summary>What a monitor-only group would have done, so that it is reported once.</summary>
    public Reason? Report { get; init; }

    public static GroupState Initial(GroupDefinition group) => new()
    {
        Group = group.Id,
        Revision = group.Revision,
        Regions =
        [
            .. group.Regions.Select(region => new RegionStatus
            {
                Region = region,
                State = group.RoleIn(region) == DeploymentRole.Active ? RegionState.Serving : RegionState.Standby,
                Share = group.ServesAsItStands(region) ? Share.Full : Share.None,
            }),
        ],
        DataAt = group.DataHome,
    };

    public RegionStatus In(RegionId region) => Find(region) ?? throw new ArgumentOutOfRangeException(nameof(region), region, $"{Group} has no such region.");

    public bool Has(RegionId region) => Find(region) is not null;

    public GroupState With(RegionId region, Func<RegionStatus, RegionStatus> change) =>
        this with { Regions = [.. Regions.Select(status => status.Region == region ? change(status) : status)] };

    private RegionStatus? Find(RegionId region)
    {
        foreach (var status in Regions)
        {
            if (status.Region == region)
            {
                return status;
            }
        }

        return null;
    }

    [JsonIgnore]
    public Shares Shares => SharePlan.Of(Regions.Select(static status => (status.Region, status.Share)));

    [JsonIgnore]
    public ImmutableArray<RegionId> Serving =>
        [.. Regions.Where(static status => status.State is RegionState.Serving or RegionState.Draining).Select(static status => status.Region)];

    [JsonIgnore]
    public GroupPhase Phase => this switch
    {
        { Move.Halted: not null } => GroupPhase.Halted,
        { Move.Kind: MoveKind.Failover } => GroupPhase.FailingOver,
        { Move.Kind: MoveKind.Switchover or MoveKind.Drain } => GroupPhase.SwitchingOver,
        { Move.Kind: MoveKind.Failback } => GroupPhase.FailingBack,
        _ when Regions.Any(static status => status.State == RegionState.Recovering) => GroupPhase.Recovering,
        _ when Regions.Any(static status => status.State == RegionState.Out) => GroupPhase.FailedOver,
        _ => GroupPhase.Steady,
    };
}

/// <summary>A region of a group.</summary>
internal sealed record RegionStatus
{
    public required RegionId Region { get; init; }

    public required RegionState State { get; init; }

    /// <summary>What the routers were last told, or are being told.</summary>
    public required Share Share { get; init; }

    public Verdict Verdict { get; init; }

    /// <summary>Machine time at which the state was entered.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>It was left unfenced: it is fenced first when it comes back.</summary>
    public bool Tombstone { get; init; }
}

/// <summary>Why a group may not be touched.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">The operator who said so; null: the engine.</param>
internal sealed record Hold(Reason Reason, string? By);

/// <summary>A move under way.</summary>
internal sealed record Move
{
    public required long Epoch { get; init; }

    /// <summary>What the present steps were planned from.</summary>
    public required MoveRequest Request { get; init; }

    public required ImmutableArray<StepStatus> Steps { get; init; }

    /// <summary>The hash of the plan, which every write leaves in its marker.</summary>
    public required string PlanHash { get; init; }

    public required TimeSpan StartedAt { get; init; }

    public required DateTimeOffset StartedUtc { get; init; }

    public required Reason Reason { get; init; }

    /// <summary>The operator who started it; null: the engine.</summary>
    public string? By { get; init; }

    /// <summary>The regions as they were, for a move that is given up.</summary>
    public required ImmutableArray<RegionStatus> Prior { get; init; }

    /// <summary>That it is being taken back, and why.</summary>
    public Reason? Aborting { get; init; }

    /// <summary>The hold that begins when it has been taken back: an operator gave it up while its cause is still there.</summary>
    public Hold? Afterwards { get; init; }

    /// <summary>That it cannot go on by itself, and why.</summary>
    public Reason? Halted { get; init; }

    [JsonIgnore]
    public MoveKind Kind => Request.Kind;

    [JsonIgnore]
    public int LastSequence => Steps.IsEmpty ? 0 : Steps[^1].Step.Sequence;

    [JsonIgnore]
    public int LastStage => Steps.IsEmpty ? 0 : Steps[^1].Step.Stage;

    public StepStatus? Find(int sequence) => Steps.FirstOrDefault(step => step.Step.Sequence == sequence);

    public Move With(StepStatus changed) =>
        this with { Steps = [.. Steps.Select(step => step.Step.Sequence == changed.Step.Sequence ? changed : step)] };
}

/// <summary>A step and how far it has come.</summary>
internal sealed record StepStatus(MoveStep Step)
{
    public StepState State { get; init; }

    /// <summary>1 for the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Attempts from before an operator let it try again: they do not count against its retries.</summary>
    public int Forgiven { get; init; }

    /// <summary>Machine time of the first attempt.</summary>
    public TimeSpan? StartedAt { get; init; }

    public TimeSpan? EndedAt { get; init; }

    public TimeSpan? RetryAt { get; init; }

    public Problem? Problem { get; init; }

    /// <summary>What the step brought, in words or as the provider's token.</summary>
    public string? Output { get; init; }

    /// <summary>Machine time by which all attempts together must be done; null before the first.</summary>
    [JsonIgnore]
    public TimeSpan? Deadline => StartedAt + Step.Timeout;

    [JsonIgnore]
    public bool IsOver => State is StepState.Succeeded or StepState.Failed or StepState.Skipped or StepState.Dropped;

    [JsonIgnore]
    public bool WasTried => Attempt > 0;
}

/// <summary>How far a step has come.</summary>
internal enum StepState
{
    Pending,
    Running,

    /// <summary>Failed, and tried again later.</summary>
    Waiting,
    Succeeded,
    Failed,
    Skipped,

    /// <summary>Not wanted any more: the plan changed under it.</summary>
    Dropped,
}

/// <summary>A move that is over.</summary>
internal sealed record FinishedMove(long Epoch, MoveKind Kind, MoveOutcome Outcome, TimeSpan EndedAt, Reason Reason);

/// <summary>How a move ended.</summary>
internal enum MoveOutcome
{
    Completed,
    Aborted,
}
