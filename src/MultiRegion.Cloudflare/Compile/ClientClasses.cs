using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>Brings every question where a client is to the root: a load balancer has one list of pools for each area.</summary>
internal static class ClientClasses
{
    /// <summary>The areas that a tree tells apart, each once, in order.</summary>
    public static ImmutableArray<GeographicArea> In(RoutingNode tree) => [.. Below(tree).Distinct()];

    /// <summary>A client in an area of whom nothing else is known.</summary>
    public static ClientLocation Client(GeographicArea area) => area.Scope == GeographicScope.Continent
        ? new() { Continent = area.Code }
        : new() { Continent = Countries.ContinentOf(area.Code), Country = area.Code };

    /// <summary>What a client is given: the tree without its areas.</summary>
    public static RoutingNode For(RoutingNode tree, ClientLocation client) => tree switch
    {
        GeographicNode node => new PriorityNode([.. Around(node, client).Select(child => For(child, client))]),
        PriorityNode node => node with { Children = [.. node.Children.Select(child => For(child, client))] },
        MultivalueNode node => node with { Children = [.. node.Children.Select(child => For(child, client))] },
        WeightedNode node => node with { Branches = [.. node.Branches.Select(branch => branch with { Node = For(branch.Node, client) })] },
        LatencyNode node => node with { Branches = [.. node.Branches.Select(branch => branch with { Node = For(branch.Node, client) })] },
        _ => tree,
    };

    private static IEnumerable<RoutingNode> Around(GeographicNode node, ClientLocation client) => node.Branches
        .Where(branch => branch.Area.Contains(client))
        .OrderByDescending(static branch => branch.Area.Scope)
        .Select(static branch => branch.Node)
        .Append(node.Default);

    private static IEnumerable<GeographicArea> Below(RoutingNode node) =>
        (node is GeographicNode own ? own.Branches.Select(static branch => branch.Area) : []).Concat(node.ChildNodes().SelectMany(Below));
}
