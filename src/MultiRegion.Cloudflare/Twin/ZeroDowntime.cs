using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>Zero-downtime failover: where a request that an endpoint failed is sent once more.</summary>
internal static class ZeroDowntime
{
    private static readonly int[] Retried = [521, 522, 523, 525, 526];

    /// <param name="balancer">The balancer.</param>
    /// <param name="status">What Cloudflare would answer.</param>
    /// <param name="othersInPool">Healthy endpoints in the same pool, without this one.</param>
    /// <param name="othersElsewhere">Healthy endpoints in other pools.</param>
    /// <param name="isPinned">Whether the request belongs to a session.</param>
    public static Retry Of(LoadBalancer balancer, int status, int othersInPool, int othersElsewhere, bool isPinned) =>
        !Retried.Contains(status) || (isPinned && SessionTwin.AffinityOf(balancer) != "none" && !Moves(balancer)) ? Retry.None
        : othersInPool > 0 ? Retry.SamePool
        : othersElsewhere > 0 && balancer.AdaptiveRouting?.FailoverAcrossPools == true ? Retry.OtherPool
        : Retry.None;

    // Sessions by headers know no sticky failover.
    private static bool Moves(LoadBalancer balancer) => balancer.SessionAffinityAttributes?.ZeroDowntimeFailover switch
    {
        "temporary" => true,
        "sticky" => SessionTwin.AffinityOf(balancer) != "header",
        _ => false,
    };
}

internal enum Retry
{
    None,
    SamePool,
    OtherPool,
}
