using MultiRegion.Machine;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Simulation;

/// <summary>Something that must always be so. Each question is answered with what was seen instead, or null.</summary>
/// <param name="world">The world.</param>
/// <param name="id">Its id, as documents and tests name it.</param>
internal abstract class Invariant(SimulatedWorld world, string id)
{
    public string Id => id;

    protected SimulatedWorld World => world;

    /// <summary>An entry was stored.</summary>
    public virtual string? AfterEntry(EntrySeen seen) => null;

    /// <summary>A router was written to by a controller.</summary>
    public virtual string? AfterShift(ShiftSeen seen) => null;

    /// <summary>A workload was written to by a controller.</summary>
    public virtual string? AfterScale(FleetWrite written) => null;

    /// <summary>A call that writes to a data set has arrived.</summary>
    public virtual string? AfterData(DataOperation done, ReplicaSetId set) => null;

    /// <summary>A replica has become writable.</summary>
    public virtual string? AfterPromotion(PromotionSeen seen) => null;

    /// <summary>Clients are answered otherwise, or are served otherwise.</summary>
    public virtual string? AfterChange() => null;

    /// <summary>A round is over.</summary>
    public virtual string? AfterRound() => null;

    /// <summary>The run is over.</summary>
    public virtual string? AtEnd() => null;

    /// <summary>Somebody else has changed the workloads of a region.</summary>
    public virtual void AfterTouch(RegionId region)
    {
    }

    /// <summary>A region's clusters are back from an old snapshot.</summary>
    public virtual void AfterRestore(RegionId region)
    {
    }
}

/// <summary>An entry that was stored, with the estate before and after it.</summary>
internal sealed record EntrySeen(Controller Controller, JournalRecord Record, EstateState Before, EstateEntry Entry, EstateState After)
{
    public GroupEntry? Happened => Entry as GroupEntry;

    public GroupDefinition? Group => Happened is { } happened ? After.Definitions.GetValueOrDefault(happened.Group) : null;

    public GroupState? StateBefore => Happened is { } happened ? Before.Groups.GetValueOrDefault(happened.Group) : null;

    public GroupState? StateAfter => Happened is { } happened ? After.Groups.GetValueOrDefault(happened.Group) : null;
}

/// <summary>A write to a router: what it said before, what it says now, and the move that wrote it.</summary>
internal sealed record ShiftSeen(RouterId Router, RouterWrite Write, Shares? Before, ServiceDefinition Service, GroupDefinition Group, GroupState? State)
{
    public Move? Move => State?.Move is { } move && move.Epoch == Write.Marker.Epoch ? move : null;

    /// <summary>The regions that get something and got nothing before.</summary>
    public IEnumerable<RegionId> Raised => Service.Deployments.Select(static deployment => deployment.Region)
        .Where(region => !Write.Shares[region].IsDrained && Before is { } before && before[region].IsDrained);
}

/// <summary>A replica that has become writable.</summary>
internal sealed record PromotionSeen(ReplicaSetId Set, RegionId Region, TimeSpan? Lost, bool Planned, GroupDefinition Group, GroupState? State);
