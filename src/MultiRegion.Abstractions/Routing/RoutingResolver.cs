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
    /// <param name="tree">The tree; it obeys <see cref="RoutingTreeRules"/>.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="isHealthy">Whether a region answers. Not asked about endpoints with <see cref="EndpointNode.HealthChecked"/> false.</param>
    /// <param name="shares">What part of its due each region gets.</param>
    /// <returns>Fractions above 0 that add up to 100 percent.</returns>
    /// <exception cref="ArgumentException">Every region of the tree is drained: ask <see cref="CanResolve"/> first.</exception>
    /// <remarks>
    /// <list type="number">
    /// <item>Drained regions are taken out of the tree first (<see cref="RoutingTreePruning.Prune"/>): no health state answers them.</item>
    /// <item>A request is offered to the root. Each node accepts a part of what it is offered, 0 to 1; the rest is its overflow.</item>
    /// <item>An endpoint that is healthy accepts its share and no more; one that is not accepts nothing. What a region has
    /// declined is not offered to it again further on, so that the rest goes where it would go if the region were unhealthy.</item>
    /// <item>Priority offers the overflow of each child to the next one. Geographic does the same over the branches around the
    /// client, the smallest area first, the default last. Latency does the same over all branches: first those with a measured
    /// latency (the smallest of the regions below), then those whose distance is known, nearest first, then the others in order.</item>
    /// <item>Weighted gives each child its weight times what the child accepts, out of the sum of these: it accepts
    /// everything, or nothing when no child accepts anything.</item>
    /// <item>Multivalue offers to its available children, the first <see cref="MultivalueNode.MaximumAnswers"/> of them, in an
    /// order in which each place is equally likely; when all of these decline, to the next so many.</item>
    /// <item>What the root accepts is scaled to 100 percent. When it accepts nothing, the tree is resolved as if every
    /// region that is not drained were healthy.</item>
    /// </list>
    /// A share below 1e-10 percent counts as 1e-10; an overflow below 1e-12 counts as none.
    /// </remarks>
    public static Resolution Resolve(RoutingNode tree, ClientLocation client, Func<RegionId, bool> isHealthy, Shares shares)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(isHealthy);
        var rest = RoutingTreePruning.Prune(tree, shares) ?? throw new ArgumentException(
            $"Every region of the tree is drained ({shares}): keep at least one above 0 %.", nameof(shares));
        var taken = new RoutingWalk(client, isHealthy, shares).Offer(rest);
        return Normalise(rest, taken.Count > 0 ? taken : new RoutingWalk(client, static _ => true, shares).Offer(rest));
    }

    /// <summary>Whether a region of the tree is left that is not drained.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="shares">The shares.</param>
    public static bool CanResolve(RoutingNode tree, Shares shares)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(shares);
        return tree.RegionsBelow().Any(region => !shares[region].IsDrained);
    }

    private static Resolution Normalise(RoutingNode tree, List<Take> taken)
    {
        var accepted = taken.Sum(static take => take.Mass);
        return new([.. tree.RegionsBelow()
            .Select(region => new RegionFraction(region, 100 * taken.Where(take => take.Region == region).Sum(static take => take.Mass) / accepted))
            .Where(static fraction => fraction.Percent > 0)]);
    }
}
