using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using static MultiRegion.Azure.AzureFindingSeverity;

namespace MultiRegion.Azure.Lint;

/// <summary>Rules over standbys: pairs, temperature, capacity, versions.</summary>
internal sealed class StandbyLint(EstateTopology topology, AzureTopologyFacts facts)
{
    public IEnumerable<AzureFinding> Check() => topology.Services.SelectMany(service => service.Deployments.Where(static deployment => deployment.Role == DeploymentRole.Standby)
        .SelectMany(standby => (IEnumerable<AzureFinding?>)[Pair(service, standby), Capacity(service, standby), Version(service, standby)]).OfType<AzureFinding>());

    private AzureFinding? Pair(ServiceDefinition service, DeploymentDefinition standby)
    {
        var actives = service.Deployments.Where(static deployment => deployment.Role == DeploymentRole.Active).Select(static deployment => deployment.Region).ToList();
        return AzureOf(standby.Region) is not { } own || actives.Count == 0 || !actives.TrueForAll(active => AzureOf(active) is not null) || actives.Exists(active => ArePaired(active, standby.Region, own)) ? null
            : new("tm-unpaired-standby", Warning, At(service, standby), $"{own} is the pair of no region that serves ({string.Join(", ", actives.Select(active => $"{AzureOf(active)}{Paired(AzureOf(active)!)}"))})",
                "stand by in the pair, which Azure does not update at the same time and recovers first, or say in the topology which region is its pair");
    }

    private static AzureFinding? Capacity(ServiceDefinition service, DeploymentDefinition standby)
    {
        var (needed, isEnough) = (service.Load, standby.Temperature == StandbyTemperature.Hot ? standby.Capacity : standby.FullCapacity ?? standby.Capacity);
        return standby.Temperature == StandbyTemperature.Warm ? null
            : isEnough is null ? new("tm-standby-capacity", Warning, At(service, standby), $"a {Name(standby)} standby says nothing of its {(standby.Temperature == StandbyTemperature.Hot ? "capacity" : "capacity once it is scaled")}", "write it, so that a failover can be checked against it")
            : needed > isEnough ? new AzureFinding("tm-standby-capacity", Error, At(service, standby), FormattableString.Invariant($"a {Name(standby)} standby can take {isEnough} of a load of {needed}"), "make it larger, or spread the load over several standbys", "clients of the region that failed")
            : standby.Temperature == StandbyTemperature.Cold && standby.Workloads.IsEmpty ? new AzureFinding("tm-standby-capacity", Warning, At(service, standby), "a cold standby has no workloads that could be scaled", "name them") : null;
    }

    private AzureFinding? Version(ServiceDefinition service, DeploymentDefinition standby)
    {
        var others = service.Deployments.Where(static deployment => deployment.Role == DeploymentRole.Active).Select(deployment => facts.Versions.GetValueOrDefault((service.Id, deployment.Region))).OfType<string>().Distinct().ToList();
        var own = facts.Versions.GetValueOrDefault((service.Id, standby.Region));
        return others.Count == 0 || own is null || others.Contains(own) ? null
            : new("tm-standby-version", Warning, At(service, standby), $"it runs {own}, and what serves runs {string.Join(" or ", others)}", "deploy the same version to both", "clients after a failover: another version than before");
    }

    private bool ArePaired(RegionId active, RegionId standby, string own) =>
        AzureRegionPairs.PairOf(AzureOf(active)!, facts.Pairs) is { } pair && AzureRegions.Find(pair)?.Name == own
        || topology.Regions.Any(region => region.Id == active && region.Pair == standby) || topology.Regions.Any(region => region.Id == standby && region.Pair == active);

    private string Paired(string region) => AzureRegionPairs.PairOf(region, facts.Pairs) is { } pair ? $", whose pair is {pair}" : ", which has no pair";

    private string? AzureOf(RegionId region) => (facts.AzureRegions.TryGetValue(region, out var name) ? AzureRegions.Find(name) : AzureRegions.In(region))?.Name;

    private static string At(ServiceDefinition service, DeploymentDefinition standby) => $"service {service.Id}: region {standby.Region}";

    private static string Name(DeploymentDefinition standby) => standby.Temperature.ToString().ToLowerInvariant();
}
