using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Compile;

/// <summary>
/// Brings every question where a client is to the root, since Route 53 counts a branch as healthy while any leaf of it is,
/// whichever client can reach that leaf.
/// </summary>
internal static class ClientClasses
{
    /// <summary>The areas that a tree tells apart, each once, in order.</summary>
    public static ImmutableArray<GeographicArea> In(RoutingNode tree) => [.. Below(tree).Distinct()];

    /// <summary>
    /// What the clients of an area are given. At the root Route 53 itself goes on to the larger areas; but not when a region
    /// takes only a part, or when an area is asked about further down.
    /// </summary>
    public static RoutingNode For(RoutingNode tree, GeographicArea area, Shares shares)
    {
        var client = Areas.Client(area);
        return Alone(tree, area, shares) is { } own && For(own, client) is var node ? node with { Ttl = node.Ttl ?? tree.Ttl } : For(tree, client);
    }

    public static RoutingNode For(RoutingNode tree, ClientLocation client) => tree switch
    {
        GeographicNode node => new PriorityNode([.. Around(node, client).Select(child => For(child, client))]) { Ttl = node.Ttl },
        PriorityNode node => node with { Children = [.. node.Children.Select(child => For(child, client))] },
        MultivalueNode node => node with { Children = [.. node.Children.Select(child => For(child, client))] },
        WeightedNode node => node with { Branches = [.. node.Branches.Select(branch => branch with { Node = For(branch.Node, client) })] },
        LatencyNode node => node with { Branches = [.. node.Branches.Select(branch => branch with { Node = For(branch.Node, client) })] },
        _ => tree,
    };

    private static RoutingNode? Alone(RoutingNode tree, GeographicArea area, Shares shares) =>
        tree is GeographicNode root && !root.ChildNodes().Any(static child => In(child).Length > 0)
            && root.Branches.First(branch => branch.Area == area).Node is var own && !Acceptance.Coins(own, shares).Any()
            ? own
            : null;

    private static IEnumerable<RoutingNode> Around(GeographicNode node, ClientLocation client) => node.Branches
        .Where(branch => branch.Area.Contains(client))
        .OrderByDescending(static branch => branch.Area.Scope)
        .Select(static branch => branch.Node)
        .Append(node.Default);

    private static IEnumerable<GeographicArea> Below(RoutingNode node) =>
        (node is GeographicNode own ? own.Branches.Select(static branch => branch.Area) : []).Concat(node.ChildNodes().SelectMany(Below));
}
