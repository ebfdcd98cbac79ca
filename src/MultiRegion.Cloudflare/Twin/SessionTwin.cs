using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>How a balancer keeps clients together, and how long its answers live.</summary>
internal static class SessionTwin
{
    private const double DefaultTtl = 30;
    private const double CookieTtl = 23 * 3600;
    private const double HeaderTtl = 1800;

    /// <summary>The kind that acts: none without a proxy.</summary>
    public static string AffinityOf(LoadBalancer balancer) =>
        balancer is { Proxied: true, SessionAffinity: "cookie" or "ip_cookie" or "header" } ? balancer.SessionAffinity : "none";

    /// <summary>How long a session lasts, in seconds; of headers, since its last use. Null without sessions.</summary>
    public static double? DurationOf(LoadBalancer balancer) => AffinityOf(balancer) switch
    {
        "none" => null,
        "header" => balancer.SessionAffinityTtl ?? HeaderTtl,
        _ => balancer.SessionAffinityTtl ?? CookieTtl,
    };

    /// <summary>The seconds that a kind of session may last.</summary>
    public static (double From, double To) Range(string affinity) => affinity == "header" ? (30, 3600) : (1800, 604_800);

    /// <summary>Seconds for which sessions stay with an endpoint after it was disabled.</summary>
    public static double DrainOf(LoadBalancer balancer) => AffinityOf(balancer) == "none" ? 0 : balancer.SessionAffinityAttributes?.DrainDuration ?? 0;

    /// <summary>
    /// Whether a session's next request goes where its first one went. It ends with its time, with its pool leaving the balancer, and with the health of its endpoint; an endpoint that is
    /// disabled is not checked any more, and keeps its sessions for the drain.
    /// </summary>
    public static bool Stays(LoadBalancer balancer, IReadOnlyDictionary<string, Pool> pools, Func<Pool, Origin, OriginState> state, EdgeSession session) =>
        session.Age < (DurationOf(balancer) ?? 0)
        && References.PoolsOf(balancer).Contains(session.Pool) && pools.TryGetValue(session.Pool, out var pool)
        && (pool.Origins ?? []).FirstOrDefault(origin => origin.Address == session.Address) is { } origin
        && (pool.Enabled == false || origin.Enabled == false
            ? session.DisabledFor < DrainOf(balancer)
            : new PoolTwin(pool, state).Healthy.Contains(origin) && session.Hash >= (pool.LoadShedding?.SessionPercent ?? 0) / 100);

    /// <summary>How long resolvers keep an answer, in seconds; null: a proxied name has Cloudflare's own.</summary>
    public static double? TtlOf(LoadBalancer balancer) => balancer.Proxied == true ? null : balancer.Ttl ?? DefaultTtl;
}
