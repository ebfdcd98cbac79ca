using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>
/// Keeps a plan from pools that other load balancers use, in whatever zone of the account: what is written to such a pool, or deleted, would reach them. Pure.
/// </summary>
internal static class PoolUsers
{
    /// <summary>The pools of which it matters who uses them. A drain changes none.</summary>
    public static ImmutableArray<string> Touched(ServicePlan plan) => [.. plan.Pools.Select(static write => write.Id).OfType<string>().Concat(plan.UnusedPools).Distinct()];

    /// <summary>Why a pool may not be changed; null when all may.</summary>
    public static Problem? Check(ServicePlan plan, IReadOnlyDictionary<string, ImmutableArray<ResourceReference>> users) => plan.Pools
        .Where(static write => write.Id is not null)
        .Select(write => Others(plan, users[write.Id!]) is [var other, ..] ? Refusal(plan.Service, write, other.ResourceName ?? other.ResourceId ?? "") : null)
        .FirstOrDefault(static problem => problem is not null);

    public static Problem Refusal(ServiceId service, PoolWrite write, string user) => Problem.Refused(
        $"service {service}: pool {write.Pool.Name} is also used by the load balancer {user}, which a change of it ({string.Join(", ", write.Changed)}) would reach; give that one a pool of its own.");

    /// <summary>The plan without the deletions of pools that others use, and of their monitors.</summary>
    public static ServicePlan Spare(ServicePlan plan, ImmutableArray<Pool> live, IReadOnlyDictionary<string, ImmutableArray<ResourceReference>> users)
    {
        var spared = live.Where(pool => plan.UnusedPools.Contains(pool.Id!) && !Others(plan, users[pool.Id!]).IsEmpty).ToList();
        return plan with
        {
            UnusedPools = plan.UnusedPools.RemoveAll(id => spared.Exists(pool => pool.Id == id)),
            UnusedMonitors = plan.UnusedMonitors.RemoveAll(id => spared.Exists(pool => pool.Monitor == id)),
        };
    }

    private static ImmutableArray<ResourceReference> Others(ServicePlan plan, ImmutableArray<ResourceReference> users) => [.. users.Where(user =>
        user is { ResourceType: ResourceReference.Balancer, ReferenceType: not "referral" }
        && user.ResourceId != plan.BalancerId && !string.Equals(user.ResourceName, plan.Hostname, StringComparison.OrdinalIgnoreCase))];
}
