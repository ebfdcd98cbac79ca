namespace MultiRegion.Topology.Rules;

/// <summary>Data that may not leave its zone stays in it.</summary>
internal static class DataRules
{
    public static void Check(ServiceView service)
    {
        if (service.Service.Data.OrEmpty().IsEmpty)
        {
            return;
        }

        var zones = service.Deployments
            .Select(deployment => service.Estate.Regions.GetValueOrDefault(deployment.Region))
            .OfType<RegionDefinition>()
            .DistinctBy(static region => region.SovereigntyZone)
            .Take(2)
            .ToArray();
        if (zones is [var first, var second])
        {
            service.Add(
                "Deployments", $"its data would leave a sovereignty zone: {Zone(first)}, {Zone(second)}",
                "keep the deployments of a service with data in one zone");
        }
    }

    private static string Zone(RegionDefinition region) =>
        region.SovereigntyZone is { } zone ? $"'{region.Id}' is in '{zone}'" : $"'{region.Id}' is in none";
}
