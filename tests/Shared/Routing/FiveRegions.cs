using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Tests.Routing;

/// <summary>The regions A to E, which every provider's compiler and twin are asked about.</summary>
internal static class FiveRegions
{
    public const string Hostname = "www.example.com";
    public static readonly ImmutableArray<RegionId> Regions = ["A", "B", "C", "D", "E"];

    /// <summary>Where each region is, as an address that ends in its number.</summary>
    public static readonly ImmutableSortedDictionary<RegionId, EndpointAddress> Addresses =
        Regions.Select(static (region, i) => (region, i)).ToImmutableSortedDictionary(static pair => pair.region, static pair => new EndpointAddress($"192.0.2.{pair.i + 1}"));

    /// <summary>The percentage of each region, in the order A to E, as the tree says.</summary>
    public static double[] Reference(RoutingNode tree, ClientLocation client, Func<RegionId, bool> isHealthy, Shares shares)
    {
        var resolved = RoutingResolver.Resolve(tree, client, isHealthy, shares);
        return [.. Regions.Select(region => resolved[region])];
    }

    /// <summary>Every health state of some regions.</summary>
    public static void ForEachHealth(ImmutableArray<RegionId> regions, Action<Func<RegionId, bool>> check)
    {
        for (var vector = 0; vector < 1 << regions.Length; vector++)
        {
            var healthy = vector;
            check(region => (healthy & (1 << regions.IndexOf(region))) != 0);
        }
    }
}
