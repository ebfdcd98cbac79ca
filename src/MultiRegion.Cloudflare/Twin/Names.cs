using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>What answers a name of a zone.</summary>
internal static class Names
{
    /// <summary>The balancer of that name, before any DNS record; null: the record, if there is one.</summary>
    public static LoadBalancer? BalancerOf(string name, ImmutableArray<LoadBalancer> balancers) =>
        balancers.FirstOrDefault(balancer => string.Equals(balancer.Name, name, StringComparison.OrdinalIgnoreCase));
}
