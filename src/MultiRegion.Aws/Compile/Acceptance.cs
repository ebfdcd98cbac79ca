using MultiRegion.Routing;

namespace MultiRegion.Aws.Compile;

/// <summary>
/// What part of a request a node accepts. Below a weighted node only children whose part never changes, or changes alike, can
/// be written as fixed weights.
/// </summary>
/// <param name="Part">0 to 1 when it is the same in every health state in which it accepts anything; else null.</param>
/// <param name="Key">Equal for nodes whose part changes alike; null when that cannot be said.</param>
internal readonly record struct Acceptance(double? Part, string? Key)
{
    public static readonly Acceptance Whole = new(1, null);

    public static Acceptance Of(RoutingNode node, Shares shares)
    {
        if (!Coins(node, shares).Any())
        {
            return Whole;
        }

        var leaves = Leaves(node).Distinct().OrderBy(static leaf => leaf.Region).ToList();
        return HasWeighted(node) || leaves.Count != node.RegionsBelow().Length ? new(null, null)
            : leaves is [var only] ? new(shares[only.Region].Fraction, null)
            : new(null, string.Join(' ', leaves.Select(static leaf => leaf.Checked ? leaf.Region.Value : $"{leaf.Region}!")));
    }

    /// <summary>The regions that take a part of what they are offered, and leave the rest to others of the node.</summary>
    public static IEnumerable<RegionId> Coins(RoutingNode node, Shares shares) => node switch
    {
        EndpointNode endpoint => shares[endpoint.Region].IsFull ? [] : [endpoint.Region],
        WeightedNode => [],
        _ => node.ChildNodes().SelectMany(child => Coins(child, shares)),
    };

    /// <summary>The regions below a weighted node, wherever it lies.</summary>
    public static IEnumerable<RegionId> Weighted(RoutingNode node) => node is WeightedNode
        ? node.RegionsBelow()
        : node.ChildNodes().SelectMany(Weighted);

    private static bool HasWeighted(RoutingNode node) => node is WeightedNode || node.ChildNodes().Any(HasWeighted);

    private static IEnumerable<(RegionId Region, bool Checked)> Leaves(RoutingNode node) => node is EndpointNode endpoint
        ? [(endpoint.Region, endpoint.HealthChecked)]
        : node.ChildNodes().SelectMany(Leaves);
}
