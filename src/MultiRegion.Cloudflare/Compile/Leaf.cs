using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>A region's pool.</summary>
/// <param name="Region">The region.</param>
/// <param name="IsChecked">Whether the pool has the monitor; without one it counts as healthy always.</param>
internal readonly record struct Leaf(RegionId Region, bool IsChecked)
{
    public static Leaf Of(EndpointNode node) => new(node.Region, node.HealthChecked);

    /// <summary>All that a tree names.</summary>
    public static IEnumerable<Leaf> Below(RoutingNode node) => node is EndpointNode endpoint ? [Of(endpoint)] : node.ChildNodes().SelectMany(Below);
}
