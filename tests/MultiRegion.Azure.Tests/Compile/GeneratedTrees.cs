using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Routing;
using static MultiRegion.Azure.Tests.Compile.Compilations;

namespace MultiRegion.Azure.Tests.Compile;

internal sealed record GeneratedTree(RoutingNode Tree, Shares Shares)
{
    public override string ToString() => $"{RoutingTreeText.ToLine(Tree)}; {Shares}";
}

internal static class GeneratedTrees
{
    private static readonly double[] SomeShares = [0, 10, 50, 100, 100, 100, 100];
    private static readonly ImmutableArray<GeographicArea> Areas =
    [
        new(GeographicScope.Continent, "EU"), new(GeographicScope.Country, "FR"), new(GeographicScope.Continent, "NA"),
        new(GeographicScope.Country, "US"), new(GeographicScope.Continent, "OC"), new(GeographicScope.Country, "CA"),
    ];

    private static readonly ImmutableArray<GeoCoordinate?> Places =
        [new(53.3, -6.3), new(38.9, -77.4), new(1.3, 103.8), new(-23.5, -46.6), new(-33.9, 151.2)];

    public static Gen<GeneratedTree> Cases() =>
        from tree in Nodes(3)
        from shares in Gen.Elements(SomeShares).ArrayOf(Regions.Length)
        let made = Regions.Zip(shares).Aggregate(Shares.AllFull, static (made, pair) => made.With(pair.First, new(pair.Second)))
        where RoutingResolver.CanResolve(tree, made)
        select new GeneratedTree(tree, made);

    private static Gen<RoutingNode> Leaf =>
        from region in Gen.Elements(Regions.AsEnumerable())
        from isChecked in Gen.Elements(true, true, true, true, false)
        select (RoutingNode)new EndpointNode(region) { HealthChecked = isChecked };

    private static Gen<RoutingNode> Nodes(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf, Leaf, Children(depth).Select(static children => (RoutingNode)new PriorityNode(children)), Weighted(depth), Geographic(depth), Latency,
        Children(1).Select(static children => (RoutingNode)new MultivalueNode(children)));

    private static Gen<ImmutableArray<RoutingNode>> Children(int depth) =>
        from count in Gen.Choose(1, 4)
        from children in Nodes(depth - 1).ArrayOf(count)
        select children.ToImmutableArray();

    private static Gen<RoutingNode> Weighted(int depth) =>
        from children in Children(depth)
        from weights in Gen.Choose(1, 99).ArrayOf(children.Length)
        select (RoutingNode)new WeightedNode([.. children.Zip(weights, static (child, weight) => new WeightedBranch(weight, child))]);

    private static Gen<RoutingNode> Geographic(int depth) =>
        from children in Children(depth)
        from first in Gen.Choose(0, Areas.Length - 1)
        select (RoutingNode)new GeographicNode(
            [.. children.Skip(1).Select((child, i) => new GeographicBranch(Areas[(first + i) % Areas.Length], child))], children[0]);

    private static Gen<RoutingNode> Latency =>
        from regions in Gen.Shuffle(Regions.ToArray())
        from count in Gen.Choose(1, 4)
        select (RoutingNode)new LatencyNode([.. regions.Take(count).Select(static region => new LatencyBranch(new EndpointNode(region), Places[Regions.IndexOf(region)]))]);
}
