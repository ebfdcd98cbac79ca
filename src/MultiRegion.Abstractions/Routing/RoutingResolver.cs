using System.Collections.Immutable;

namespace MultiRegion.Routing;

/// <summary>What one client is answered: the probability of each region. The fractions add up to 100 percent.</summary>
/// <param name="Fractions">Percent by region, above 0, in the order of the tree.</param>
public sealed record Resolution(ImmutableArray<RegionFraction> Fractions)
{
    /// <summary>The percentage of a region; 0 when it is never answered.</summary>
    /// <param name="region">The region.</param>
    public double this[RegionId region] => Fractions.Where(fraction => fraction.Region == region).Sum(static fraction => fraction.Percent);
}

/// <summary>A region's part of the answers to one client.</summary>
/// <param name="Region">The region.</param>
/// <param name="Percent">Above 0, up to 100.</param>
public readonly record struct RegionFraction(RegionId Region, double Percent);

/// <summary>The reference for what a routing tree means; see <see cref="Resolve"/>.</summary>
public static class RoutingResolver
{
    /// <summary>Says how the answers to one client are spread over the regions.</summary>
    public static Resolution Resolve(RoutingNode tree, ClientLocation client, Func<RegionId, bool> isHealthy, Shares shares) =>
        throw new NotSupportedException();
}
