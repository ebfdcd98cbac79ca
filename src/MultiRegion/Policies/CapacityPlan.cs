using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Policies;

/// <summary>How a load is spread over the regions that take it over.</summary>
/// <param name="Shares">The share of each target, in the order given.</param>
/// <param name="Room">What all targets together have room for; null: unknown.</param>
internal sealed record CapacitySpread(ImmutableArray<(RegionId Region, Share Share)> Shares, double? Room)
{
    /// <summary>
    /// Fills the targets in order, each up to its room. A share is a part of what reaches a target: a load beyond all room is
    /// spread in proportion, and whoever leaves decides what stays behind.
    /// </summary>
    public static CapacitySpread Of(double? load, ImmutableArray<(RegionId Region, double? Room)> targets)
    {
        if (load is not { } whole || targets.Any(static target => target.Room is null))
        {
            return new([.. targets.Select(static target => (target.Region, Share.Full))], null);
        }

        var all = targets.Sum(static target => target.Room!.Value);
        var rest = Math.Min(whole, all);
        var shares = ImmutableArray.CreateBuilder<(RegionId, Share)>(targets.Length);
        foreach (var (region, room) in targets)
        {
            var share = room >= rest || region == targets[^1].Region ? Share.Full : new Share(Math.Floor(1000 * room!.Value / rest) / 10);
            shares.Add((region, share));
            rest -= share.Fraction * rest;
            if (share.IsFull)
            {
                break;
            }
        }

        return new(shares.ToImmutable(), all);
    }
}

/// <summary>What a group needs, and what its regions have room for.</summary>
internal static class CapacityPlan
{
    /// <summary>The room of a region for a group, less the headroom; null: unknown.</summary>
    public static double? RoomIn(GroupDefinition group, RegionId region, bool scaled)
    {
        double room = 0;
        foreach (var service in group.Services)
        {
            if (service.Load is null || service.DeploymentIn(region) is not { Capacity: { } capacity } deployment)
            {
                return null;
            }

            room += (scaled ? deployment.FullCapacity ?? capacity : capacity) * (1 - service.Guards.CapacityHeadroom);
        }

        return room;
    }

    public static double? LoadOf(GroupDefinition group) =>
        group.Services.Any(static service => service.Load is null) ? null : group.Services.Sum(static service => service.Load!.Value);
}
