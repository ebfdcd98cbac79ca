using Microsoft.Extensions.Configuration;
using static MultiRegion.Shared.DependencyInjection.StrictSection;

namespace MultiRegion.Kubernetes.DependencyInjection;

/// <summary>Reads the options of probes from configuration, strictly.</summary>
internal static class ProbeSection
{
    public static void Read(IConfigurationSection section, KubernetesProbeOptions options) => ReadKeys(typeof(KubernetesProbeOptions), section, new()
    {
        ["Look"] = at => options.Look = Choice<KubernetesLook>(at),
        ["Object"] = at => options.Object = Text(at),
        ["MinimumReady"] = at => options.MinimumReady = Number(at),
        ["Timeout"] = at => options.Timeout = Time(at),
        ["Regions"] = at => Each(at, region => options.Regions.Add(RegionOf(region))),
    });

    private static KubernetesProbeRegionOptions RegionOf(IConfigurationSection section)
    {
        var region = new KubernetesProbeRegionOptions();
        ReadKeys(typeof(KubernetesProbeOptions), section, new()
        {
            ["Region"] = at => region.Region = Text(at),
            ["Object"] = at => region.Object = Text(at),
            ["Connection"] = at => FleetSection.Read(at, region.Connection),
        });
        return region;
    }
}
