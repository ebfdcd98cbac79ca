using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Compile;

/// <summary>Brings every question where a client is to the root: a geographic profile answers whether healthy or not, so that what goes on must lie below it.</summary>
internal static class ClientClasses
{
    /// <summary>The areas that a tree tells apart, each once, in order.</summary>
    public static ImmutableArray<GeographicArea> In(RoutingNode tree) => [.. Below(tree).Select(static area => area with { Code = area.Code.ToUpperInvariant() }).Distinct()];

    /// <summary>A client of whom no more is known than that the area holds it, and what holds the area.</summary>
    public static ClientLocation Client(GeographicArea area) => area.Scope switch
    {
        GeographicScope.Continent => new() { Continent = area.Code },
        GeographicScope.Country => new() { Continent = Countries.ContinentOf(area.Code), Country = area.Code },
        _ => new() { Continent = Countries.ContinentOf(area.Code[..2]), Country = area.Code[..2], Subdivision = area.Code },
    };

    /// <summary>What a client is given: the tree without its areas. A default that is drained is followed by the first branch that is not.</summary>
    public static RoutingNode For(RoutingNode tree, ClientLocation client, Shares shares) => tree switch
    {
        GeographicNode node => new PriorityNode([.. Around(node, client, shares).Select(child => For(child, client, shares))]) { Ttl = node.Ttl },
        PriorityNode node => node with { Children = [.. node.Children.Select(child => For(child, client, shares))] },
        MultivalueNode node => node with { Children = [.. node.Children.Select(child => For(child, client, shares))] },
        WeightedNode node => node with { Branches = [.. node.Branches.Select(branch => branch with { Node = For(branch.Node, client, shares) })] },
        LatencyNode node => node with { Branches = [.. node.Branches.Select(branch => branch with { Node = For(branch.Node, client, shares) })] },
        _ => tree,
    };

    private static IEnumerable<RoutingNode> Around(GeographicNode node, ClientLocation client, Shares shares) => node.Branches
        .Where(branch => branch.Area.Contains(client))
        .OrderByDescending(static branch => branch.Area.Scope)
        .Select(static branch => branch.Node)
        .Append(node.Default)
        .Concat(RoutingResolver.CanResolve(node.Default, shares) ? [] : node.Branches.Select(static branch => branch.Node).Where(branch => RoutingResolver.CanResolve(branch, shares)).Take(1));

    private static IEnumerable<GeographicArea> Below(RoutingNode node) =>
        (node is GeographicNode own ? own.Branches.Select(static branch => branch.Area) : []).Concat(node.ChildNodes().SelectMany(Below));
}
