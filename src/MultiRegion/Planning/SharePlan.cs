using System.Collections.Immutable;
using MultiRegion.Policies;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Planning;

/// <summary>Which shares a group should have.</summary>
internal static class SharePlan
{
    /// <summary>
    /// In normal times: active regions have the full share; so has a standby that serves correctly as it stands, which
    /// lets routers fall back to it on their own; every other standby is absent from the routing.
    /// </summary>
    public static Shares Steady(GroupDefinition group, ImmutableArray<RegionId> unusable) =>
        Of(group.Regions.Select(region => (region, !unusable.Contains(region) && group.ServesAsItStands(region) ? Share.Full : Share.None)));

    /// <summary>While and after a region is left: targets by their room, the source nothing.</summary>
    public static Shares Leaving(GroupDefinition group, MoveRequest request, CapacitySpread spread)
    {
        var shares = request.Before;
        foreach (var region in group.Regions)
        {
            var target = spread.Shares.FirstOrDefault(share => share.Region == region);
            if (target.Region == region)
            {
                shares = shares.With(region, target.Share);
            }
            else if (region == request.From || request.Unusable.Contains(region) || StandsInTheWay(group, request, region))
            {
                shares = shares.With(region, Share.None);
            }
        }

        return shares;
    }

    /// <summary>After the last step of a failback: the region is back, standbys are standbys, what is unusable stays out.</summary>
    public static Shares Returned(GroupDefinition group, MoveRequest request)
    {
        var steady = Steady(group, request.Unusable).With(request.Target, Share.Full);
        foreach (var region in group.Regions.Where(region => request.Serving.Contains(region) && group.RoleIn(region) == DeploymentRole.Active))
        {
            steady = steady.With(region, request.Before[region]);
        }

        return steady;
    }

    // A standby that the tree prefers to the target would take the traffic that is meant for the target.
    private static bool StandsInTheWay(GroupDefinition group, MoveRequest request, RegionId region) =>
        !request.Serving.Contains(region) && group.Regions.IndexOf(region) < group.Regions.IndexOf(request.Target);

    public static Shares Of(IEnumerable<(RegionId Region, Share Share)> shares) =>
        new() { ByRegion = shares.ToImmutableSortedDictionary(static share => share.Region, static share => share.Share) };
}
