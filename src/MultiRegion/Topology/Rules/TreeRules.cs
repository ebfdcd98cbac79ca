using MultiRegion.Routing;

namespace MultiRegion.Topology.Rules;

/// <summary>The routing tree and the deployments name the same regions.</summary>
internal static class TreeRules
{
    public static void Check(ServiceView service)
    {
        if (service.Service.Routing is not { } tree)
        {
            return;
        }

        if (HasWrongShape(service, tree))
        {
            return;
        }

        var endpoints = TreePlaces.Endpoints(tree, service.PathOf("Routing"), service.Estate.Findings).ToArray();
        foreach (var (path, region) in endpoints)
        {
            CheckEndpoint(service, region, path);
        }

        if (endpoints.All(static endpoint => endpoint.Region != default))
        {
            CheckForgotten(service, [.. endpoints.Select(static endpoint => endpoint.Region)]);
        }
    }

    // What was written wrongly has been reported where it stands; the tree that was made of it is not judged as well. A tree
    // of a wrong shape cannot be walked further.
    private static bool HasWrongShape(ServiceView service, RoutingNode tree)
    {
        var path = service.PathOf("Routing");
        if (service.Estate.Findings.IsUnread(path))
        {
            return false;
        }

        var mistakes = RoutingTreeRules.Check(tree, path);
        foreach (var mistake in mistakes)
        {
            service.AddAt(mistake.Path, mistake.Problem, mistake.Mend);
        }

        return !mistakes.IsEmpty;
    }

    private static void CheckEndpoint(ServiceView service, RegionId region, string path)
    {
        service.Estate.CheckRegion(region, path);
        if (service.Estate.Regions.ContainsKey(region) && service.KnowsItsRegions && service.Service.DeploymentIn(region) is null)
        {
            service.AddAt(path, $"the service has no deployment in '{region}'", "add the deployment, or take the region out of the tree");
        }
    }

    private static void CheckForgotten(ServiceView service, HashSet<RegionId> routed)
    {
        foreach (var (index, deployment) in service.Deployments.Index())
        {
            if (deployment.Region != default && !routed.Contains(deployment.Region))
            {
                service.AddAt(
                    $"{service.DeploymentPath(index)}:Region", $"the routing tree does not name '{deployment.Region}', so it could never be given traffic",
                    "add it to the tree, or take the deployment out");
            }
        }
    }
}

/// <summary>Where the endpoints of a tree stand in configuration.</summary>
internal static class TreePlaces
{
    public static IEnumerable<(string Path, RegionId Region)> Endpoints(RoutingNode node, string path, Findings findings) => node switch
    {
        EndpointNode endpoint => [(path, endpoint.Region)],
        PriorityNode priority => Below(priority, $"{path}:Priority", findings),
        LatencyNode latency => Below(latency, $"{path}:Latency", findings),
        MultivalueNode multivalue => Below(multivalue, $"{path}:Multivalue", findings),
        WeightedNode weighted => Weighted(weighted, $"{path}:Weighted", findings),
        GeographicNode geographic => Geographic(geographic, $"{path}:Geographic", findings),
        _ => [],
    };

    private static IEnumerable<(string Path, RegionId Region)> Below(RoutingNode node, string path, Findings findings) =>
        node.ChildNodes().SelectMany((child, index) => Endpoints(child, findings.PathOf(path, index), findings));

    private static IEnumerable<(string Path, RegionId Region)> Weighted(WeightedNode node, string path, Findings findings) =>
        node.Branches.SelectMany((branch, index) =>
            Endpoints(branch.Node, findings.PathOf(path, index) + (findings.WasMap(path) ? "" : ":Node"), findings));

    private static IEnumerable<(string Path, RegionId Region)> Geographic(GeographicNode node, string path, Findings findings) =>
        node.Branches
            .SelectMany(branch => Endpoints(branch.Node, $"{path}:{branch.Area.Scope}:{branch.Area.Code}", findings))
            .Concat(Endpoints(node.Default, $"{path}:Default", findings));
}
