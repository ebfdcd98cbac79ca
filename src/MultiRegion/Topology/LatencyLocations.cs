using MultiRegion.Routing;

namespace MultiRegion.Topology;

/// <summary>Gives the branches of latency nodes the locations of their regions: a branch that holds several has that of the first.</summary>
internal static class LatencyLocations
{
    public static EstateTopology Fill(EstateTopology topology)
    {
        var locations = topology.Regions.GroupBy(static region => region.Id).ToDictionary(static same => same.Key, static same => same.First().Location);
        return topology with
        {
            Services =
            [
                .. topology.Services.Select(service => service.Routing is { } tree ? service with { Routing = Fill(tree, locations) } : service),
            ],
        };
    }

    private static RoutingNode Fill(RoutingNode node, Dictionary<RegionId, GeoCoordinate?> locations) => node switch
    {
        PriorityNode priority => priority with { Children = [.. priority.Children.Select(child => Fill(child, locations))] },
        WeightedNode weighted => weighted with { Branches = [.. weighted.Branches.Select(branch => branch with { Node = Fill(branch.Node, locations) })] },
        GeographicNode geographic => geographic with
        {
            Branches = [.. geographic.Branches.Select(branch => branch with { Node = Fill(branch.Node, locations) })],
            Default = Fill(geographic.Default, locations),
        },
        LatencyNode latency => latency with { Branches = [.. latency.Branches.Select(branch => Locate(Fill(branch.Node, locations), locations))] },
        MultivalueNode multivalue => multivalue with { Children = [.. multivalue.Children.Select(child => Fill(child, locations))] },
        _ => node,
    };

    private static LatencyBranch Locate(RoutingNode node, Dictionary<RegionId, GeoCoordinate?> locations) =>
        new(node, locations.GetValueOrDefault(node.RegionsBelow().FirstOrDefault()));
}
