namespace MultiRegion.Topology.Rules;

/// <summary>Regions, clusters, vantage points and the controller's home.</summary>
internal static class EstateRules
{
    public static void Check(EstateView estate)
    {
        if (estate.Regions.Count == 0)
        {
            estate.Findings.Add(estate.PathOf("Regions"), "there is no region", "add the regions");
        }

        CheckPairs(estate);
        CheckClusters(estate);
        CheckVantages(estate);
        CheckHome(estate);
    }

    private static void CheckPairs(EstateView estate)
    {
        foreach (var (index, region) in estate.Topology.Regions.OrEmpty().Index())
        {
            var path = $"{estate.PathOf("Regions", index, region.Id.Value)}:Pair";
            if (region.Pair is { } pair && pair == region.Id)
            {
                estate.Findings.Add(path, "a region is not its own pair", "name the other region, or take it out");
            }
            else
            {
                estate.CheckRegion(region.Pair ?? default, path);
            }
        }
    }

    private static void CheckClusters(EstateView estate)
    {
        foreach (var (index, cluster) in estate.Topology.Clusters.OrEmpty().Index())
        {
            estate.CheckRegion(cluster.Region, $"{estate.PathOf("Clusters", index, cluster.Id.Value)}:Region");
        }
    }

    private static void CheckVantages(EstateView estate)
    {
        var vantages = estate.Topology.Vantages.OrEmpty();
        if (vantages.IsEmpty && !estate.Topology.Vantages.IsDefault)
        {
            estate.Findings.Add(estate.PathOf("Vantages"), "there is no vantage point, so nothing would be probed", "add one, or leave the key out for 'local'");
        }

        foreach (var (index, vantage) in vantages.Index())
        {
            var path = $"{estate.PathOf("Vantages", index, vantage.Id.Value)}:References";
            foreach (var (at, reference) in vantage.References.OrEmpty().Index())
            {
                ProbeRules.CheckReference(reference, estate.Findings.PathOf(path, at), estate.Findings);
            }
        }
    }

    private static void CheckHome(EstateView estate)
    {
        var home = estate.Topology.Home;
        var path = estate.PathOf("Home:Region");
        if (home.Region is { } region && estate.Regions.ContainsKey(region) && !home.AcknowledgeInside)
        {
            estate.Findings.Add(
                path, $"the controller lives inside '{region}', a region that it moves, and dies with it",
                "move it outside every region, or set Home:AcknowledgeInside to true");
        }

        if (home.Region is { } unknown && unknown != default && !estate.Regions.ContainsKey(default) && !estate.Regions.ContainsKey(unknown))
        {
            estate.Findings.Add(path, $"there is no region '{unknown}'", "leave it out when the controller lives outside every region");
        }
    }
}
