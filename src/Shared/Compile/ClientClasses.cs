using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Shared.Compile;

/// <summary>Brings every question where a client is to the root: each provider can ask it in one place only without changing answers.</summary>
internal static class ClientClasses
{
    /// <summary>The areas that a tree tells apart, each once, in order, with codes in upper case.</summary>
    public static ImmutableArray<GeographicArea> In(RoutingNode tree)
    {
        var areas = ImmutableArray.CreateBuilder<GeographicArea>();
        Collect(tree, areas);
        return areas.DrainToImmutable();
    }

    /// <summary>An area with its code in upper case.</summary>
    public static GeographicArea Upper(GeographicArea area) => area with { Code = area.Code.ToUpperInvariant() };

    /// <summary>A client of whom no more is known than that the area holds it, and what holds the area.</summary>
    public static ClientLocation Client(GeographicArea area) => area.Scope switch
    {
        GeographicScope.Continent => new() { Continent = area.Code },
        GeographicScope.Country => new() { Continent = Countries.ContinentOf(area.Code), Country = area.Code },
        _ => new() { Continent = Countries.ContinentOf(area.Code[..2]), Country = area.Code[..2], Subdivision = area.Code },
    };

    /// <summary>What a client is given: the tree without its areas.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="client">The client.</param>
    /// <param name="shares">Where drained regions are still in the tree: a default that is drained is followed by the first branch that is not. Null where they were taken out.</param>
    public static RoutingNode For(RoutingNode tree, ClientLocation client, Shares? shares = null) => tree switch
    {
        GeographicNode node => new PriorityNode([.. Around(node, client, shares).Select(child => For(child, client, shares))]) { Ttl = node.Ttl },
        PriorityNode node => node with { Children = [.. node.Children.Select(child => For(child, client, shares))] },
        MultivalueNode node => node with { Children = [.. node.Children.Select(child => For(child, client, shares))] },
        WeightedNode node => node with { Branches = [.. node.Branches.Select(branch => branch with { Node = For(branch.Node, client, shares) })] },
        LatencyNode node => node with { Branches = [.. node.Branches.Select(branch => branch with { Node = For(branch.Node, client, shares) })] },
        _ => tree,
    };

    private static IEnumerable<RoutingNode> Around(GeographicNode node, ClientLocation client, Shares? shares) => node.Branches
        .Where(branch => branch.Area.Contains(client))
        .OrderByDescending(static branch => branch.Area.Scope)
        .Select(static branch => branch.Node)
        .Append(node.Default)
        .Concat(shares is null || RoutingResolver.CanResolve(node.Default, shares) ? []
            : node.Branches.Select(static branch => branch.Node).Where(branch => RoutingResolver.CanResolve(branch, shares)).Take(1));

    private static void Collect(RoutingNode node, ImmutableArray<GeographicArea>.Builder areas)
    {
        foreach (var branch in node is GeographicNode own ? own.Branches : [])
        {
            if (Upper(branch.Area) is var area && !areas.Contains(area))
            {
                areas.Add(area);
            }
        }

        foreach (var child in node.ChildNodes())
        {
            Collect(child, areas);
        }
    }
}
