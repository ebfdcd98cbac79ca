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
    public static ImmutableArray<GeographicArea> In(RoutingNode tree)
    {
        var areas = ImmutableArray.CreateBuilder<GeographicArea>();
        Collect(tree, areas);
        return areas.DrainToImmutable();
    }

    /// <summary>The tree when nothing but its root asks where a client is; else null.</summary>
    public static GeographicNode? Flat(RoutingNode tree) => tree is GeographicNode root && !root.ChildNodes().Any(Asks) ? root : null;

    /// <summary>What the clients of a place are given.</summary>
    public static RoutingNode For(RoutingNode tree, ClientLocation client) => tree switch
    {
        GeographicNode node => new PriorityNode([.. Around(node, client).Select(child => For(child, client))]) { Ttl = node.Ttl },
        PriorityNode node => node with { Children = [.. node.Children.Select(child => For(child, client))] },
        MultivalueNode node => node with { Children = [.. node.Children.Select(child => For(child, client))] },
        WeightedNode node => node with { Branches = [.. node.Branches.Select(branch => branch with { Node = For(branch.Node, client) })] },
        LatencyNode node => node with { Branches = [.. node.Branches.Select(branch => branch with { Node = For(branch.Node, client) })] },
        _ => tree,
    };

    private static bool Asks(RoutingNode node) => node is GeographicNode || node.ChildNodes().Any(Asks);

    private static IEnumerable<RoutingNode> Around(GeographicNode node, ClientLocation client) => node.Branches
        .Where(branch => branch.Area.Contains(client))
        .OrderByDescending(static branch => branch.Area.Scope)
        .Select(static branch => branch.Node)
        .Append(node.Default);

    private static void Collect(RoutingNode node, ImmutableArray<GeographicArea>.Builder areas)
    {
        foreach (var branch in node is GeographicNode own ? own.Branches : [])
        {
            if (!areas.Contains(branch.Area))
            {
                areas.Add(branch.Area);
            }
        }

        foreach (var child in node.ChildNodes())
        {
            Collect(child, areas);
        }
    }
}
