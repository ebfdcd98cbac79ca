using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>Whether a pool takes traffic.</summary>
/// <param name="pool">The pool.</param>
/// <param name="state">What the checks say of its origins.</param>
internal sealed class PoolTwin(Pool pool, Func<Pool, Origin, OriginState> state)
{
    public Pool Pool => pool;

    public bool IsEnabled => pool.Enabled != false;

    public bool IsHealthy => Healthy.Length >= (pool.MinimumOrigins ?? 1);

    /// <summary>Whether the balancer goes on to the next pool without offering it anything.</summary>
    public bool IsPassedOver => !IsEnabled || !IsHealthy;

    /// <summary>The part of new requests that it gives away, 0 to 1.</summary>
    public double Shed => Math.Clamp((pool.LoadShedding?.DefaultPercent ?? 0) / 100, 0, 1);

    /// <summary>Without a monitor health is not considered; with one, an origin that was not checked yet is down.</summary>
    public ImmutableArray<Origin> Healthy =>
        [.. Enabled.Where(origin => string.IsNullOrEmpty(pool.Monitor) || state(pool, origin) == OriginState.Up)];

    public ImmutableArray<Origin> Enabled => [.. (pool.Origins ?? []).Where(static origin => origin.Enabled != false)];
}
