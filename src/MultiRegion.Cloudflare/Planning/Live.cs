using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>What is there.</summary>
/// <param name="Zone">The zone of the hostname.</param>
/// <param name="Balancers">All of the zone.</param>
/// <param name="Pools">All of the account.</param>
/// <param name="Monitors">All of the account.</param>
internal sealed record Live(Zone Zone, ImmutableArray<LoadBalancer> Balancers, ImmutableArray<Pool> Pools, ImmutableArray<HealthMonitor> Monitors)
{
    /// <summary>Load balancers in the account's other zones, as far as these were read.</summary>
    public int BalancersElsewhere { get; init; }

    public LoadBalancer? Balancer(string hostname) => Names.BalancerOf(hostname, Balancers);

    public string NameOf(string pool) => Pools.FirstOrDefault(known => known.Id == pool)?.Name ?? pool;
}
