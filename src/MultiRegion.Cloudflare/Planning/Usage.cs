using MultiRegion.Cloudflare.Twin;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>How much of an account is taken, by what is there and by the services that were planned before.</summary>
/// <param name="Balancers">Load balancers, in the zones that were read.</param>
/// <param name="Pools">Pools.</param>
/// <param name="Endpoints">Endpoints of all pools.</param>
/// <param name="Monitors">Monitors.</param>
internal readonly record struct Usage(int Balancers, int Pools, int Endpoints, int Monitors)
{
    public static Usage Of(Live live) => new(live.Balancers.Length + live.BalancersElsewhere, live.Pools.Length, live.Pools.Sum(static pool => pool.Origins?.Length ?? 0), live.Monitors.Length);

    /// <summary>What a plan adds.</summary>
    public static Usage Of(ServicePlan plan)
    {
        var created = plan.Pools.Where(static write => write.Id is null).ToList();
        return new(plan.BalancerId is null ? 1 : 0, created.Count, created.Sum(static write => write.Pool.Origins?.Length ?? 0), plan.NewMonitors.Count);
    }

    public static Usage operator +(Usage left, Usage right) =>
        new(left.Balancers + right.Balancers, left.Pools + right.Pools, left.Endpoints + right.Endpoints, left.Monitors + right.Monitors);

    /// <summary>Which limit a plan goes beyond; null when none. What adds nothing is never beyond one.</summary>
    public string? Excess(Usage added, PlanLimits limits)
    {
        var sum = this + added;
        return limits.Excess(added.Balancers > 0 ? sum.Balancers : 0, added.Pools > 0 ? sum.Pools : 0, added.Endpoints > 0 ? sum.Endpoints : 0, added.Monitors > 0 ? sum.Monitors : 0);
    }
}
