using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Routing;

namespace MultiRegion.Tests.Routing;

internal sealed record GeneratedTree(RoutingNode Tree, Shares Shares)
{
    public override string ToString() => $"{RoutingTreeText.ToLine(Tree)}; {Shares}";
}

/// <summary>Draws trees over some regions, with the areas that a provider tells apart.</summary>
internal sealed class TreeGenerator(ImmutableArray<RegionId> regions, ImmutableArray<GeographicArea> areas)
{
    private static readonly double[] SomeShares = [0, 10, 50, 100, 100, 100, 100];

    private static readonly ImmutableArray<GeoCoordinate?> Places =
        [new(53.3, -6.3), new(38.9, -77.4), new(1.3, 103.8), new(-23.5, -46.6), new(-33.9, 151.2)];

    public Gen<RoutingNode> Leaf =>
        from region in Gen.Elements(regions.AsEnumerable())
        from isChecked in Gen.Elements(true, true, true, true, false)
        select (RoutingNode)new EndpointNode(region) { HealthChecked = isChecked };

    public Gen<RoutingNode> Latency =>
        from some in Gen.Shuffle(regions.ToArray())
        from count in Gen.Choose(1, 4)
        select (RoutingNode)new LatencyNode([.. some.Take(count).Select(region => new LatencyBranch(new EndpointNode(region), Places[regions.IndexOf(region)]))]);

    /// <summary>Trees of any shape, three nodes deep.</summary>
    public Gen<GeneratedTree> Cases() => WithShares(Nodes(3));

    /// <summary>Trees with shares that leave somebody who answers.</summary>
    public Gen<GeneratedTree> WithShares(Gen<RoutingNode> trees) =>
        from tree in trees
        from shares in Gen.Elements(SomeShares).ArrayOf(regions.Length)
        let made = regions.Zip(shares).Aggregate(Shares.AllFull, static (made, pair) => made.With(pair.First, new(pair.Second)))
        where RoutingResolver.CanResolve(tree, made)
        select new GeneratedTree(tree, made);

    public Gen<RoutingNode> Weighted(int depth) =>
        from children in Children(depth)
        from weights in Gen.Choose(1, 99).ArrayOf(children.Length)
        select (RoutingNode)new WeightedNode([.. children.Zip(weights, static (child, weight) => new WeightedBranch(weight, child))]);

    public Gen<RoutingNode> Geographic(Gen<ImmutableArray<RoutingNode>> below) =>
        from children in below
        from first in Gen.Choose(0, areas.Length - 1)
        select (RoutingNode)new GeographicNode(
            [.. children.Skip(1).Select((child, i) => new GeographicBranch(areas[(first + i) % areas.Length], child))], children[0]);

    private Gen<RoutingNode> Nodes(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf, Children(depth).Select(static children => (RoutingNode)new PriorityNode(children)), Weighted(depth), Geographic(Children(depth)), Latency,
        Children(1).Select(static children => (RoutingNode)new MultivalueNode(children)));

    private Gen<ImmutableArray<RoutingNode>> Children(int depth) =>
        from count in Gen.Choose(1, 4)
        from children in Nodes(depth - 1).ArrayOf(count)
        select children.ToImmutableArray();
}
