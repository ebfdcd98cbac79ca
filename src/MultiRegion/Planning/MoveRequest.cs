using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MultiRegion.Routing;

namespace MultiRegion.Planning;

/// <summary>What kind of move it is.</summary>
internal enum MoveKind
{
    /// <summary>Writes the shares that hold in normal times: at the first start, after a new revision, after a standby came back.</summary>
    Establish,

    /// <summary>Unplanned: away from a region that is dead or grey.</summary>
    Failover,

    /// <summary>Planned: from one healthy region to another.</summary>
    Switchover,

    /// <summary>Planned: away from a region that an operator drains; it stays out.</summary>
    Drain,

    /// <summary>Back to a region, by steps.</summary>
    Failback,

    /// <summary>Fences a region that came back before anything else happens to it.</summary>
    Tombstone,
}

/// <summary>What a plan is made of: values read before the move.</summary>
internal sealed record MoveRequest
{
    public required MoveKind Kind { get; init; }

    public required MoveCause Cause { get; init; }

    /// <summary>The region to leave; null when none is left.</summary>
    public RegionId? From { get; init; }

    /// <summary>The regions that take over, best first; for a failback the one region that traffic returns to.</summary>
    public ImmutableArray<RegionId> Targets { get; init; } = [];

    /// <summary>The shares before the move.</summary>
    public required Shares Before { get; init; }

    /// <summary>The shares to establish; null: those of normal times.</summary>
    public Shares? Desired { get; init; }

    /// <summary>Regions that may not be sent anything: dead, out or drained.</summary>
    public ImmutableArray<RegionId> Unusable { get; init; } = [];

    /// <summary>Regions that serve now, the one to leave included.</summary>
    public ImmutableArray<RegionId> Serving { get; init; } = [];

    /// <summary>Of those, the ones that only stand in, and stand by again after a failback.</summary>
    public ImmutableArray<RegionId> Reserves { get; init; } = [];

    /// <summary>Where the group's single-writer data is writable; null when it has none.</summary>
    public RegionId? DataAt { get; init; }

    /// <summary>Whether the target has to be made writable: the data's home is left, or the data is half moved.</summary>
    public bool Promotes { get; init; }

    /// <summary>Regions that are left and may still write: fenced before anything is promoted.</summary>
    public ImmutableArray<RegionId> Writers { get; init; } = [];

    /// <summary>The region whose demotion, made already in this move, proves the last position; null: none.</summary>
    public RegionId? DemotedFrom { get; init; }

    /// <summary>What a person must approve first, one text each.</summary>
    public ImmutableArray<string> Questions { get; init; } = [];

    /// <summary>Whether a person's approval covers the loss of data.</summary>
    public bool LossApproved { get; init; }

    /// <summary>The first target; the default value when there is none.</summary>
    [JsonIgnore]
    public RegionId Target => Targets.FirstOrDefault();
}
