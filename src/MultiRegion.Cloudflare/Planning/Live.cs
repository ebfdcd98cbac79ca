using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>What is there.</summary>
/// <param name="Zone">The zone of the hostname.</param>
/// <param name="Balancers">All of the zone.</param>
/// <param name="Pools">All of the account.</param>
/// <param name="Monitors">All of the account.</param>
internal sealed record Live(Zone Zone, ImmutableArray<LoadBalancer> Balancers, ImmutableArray<Pool> Pools, ImmutableArray<HealthMonitor> Monitors)
{
    public LoadBalancer? Balancer(string hostname) => Balancers.FirstOrDefault(balancer => string.Equals(balancer.Name, hostname, StringComparison.OrdinalIgnoreCase));

    public string NameOf(string pool) => Pools.FirstOrDefault(known => known.Id == pool)?.Name ?? pool;
}
