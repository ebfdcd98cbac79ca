using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Cloudflare.Tests.Compile.Compilations;

namespace MultiRegion.Cloudflare.Tests.Compile;

internal static class GeneratedTrees
{
    private static readonly TreeGenerator Trees = new(Regions,
    [
        new(GeographicScope.Continent, "EU"), new(GeographicScope.Country, "FR"), new(GeographicScope.Continent, "NA"),
        new(GeographicScope.Country, "US"), new(GeographicScope.Continent, "OC"), new(GeographicScope.Country, "CA"),
    ]);

    public static Gen<GeneratedTree> Cases() => Trees.Cases();

    /// <summary>Trees of the shapes that a load balancer has, so that most of them can be expressed.</summary>
    public static Gen<GeneratedTree> Flat() => Trees.WithShares(Gen.OneOf(Orders(3), Geographic(Orders(2)), Trees.Weighted(1), PriorityOverWeights, Trees.Latency, Multivalue));

    private static Gen<RoutingNode> Orders(int depth) => depth == 0 ? Trees.Leaf : Gen.OneOf(
        Trees.Leaf,
        from count in Gen.Choose(1, 4)
        from children in Orders(depth - 1).ArrayOf(count)
        select (RoutingNode)new PriorityNode([.. children]));

    private static Gen<RoutingNode> Geographic(Gen<RoutingNode> below) => Trees.Geographic(
        from count in Gen.Choose(2, 4)
        from children in below.ArrayOf(count)
        select children.ToImmutableArray());

    private static Gen<RoutingNode> PriorityOverWeights =>
        from weighted in Trees.Weighted(1)
        from rest in Trees.Leaf
        select (RoutingNode)new PriorityNode([weighted, rest]);

    private static Gen<RoutingNode> Multivalue =>
        from regions in Gen.Shuffle(Regions.ToArray())
        from count in Gen.Choose(1, 5)
        select (RoutingNode)new MultivalueNode([.. regions.Take(count).Select(static region => (RoutingNode)new EndpointNode(region))]);
}
