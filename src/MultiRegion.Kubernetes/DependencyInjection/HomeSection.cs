using Microsoft.Extensions.Configuration;
using static MultiRegion.Shared.DependencyInjection.StrictSection;

namespace MultiRegion.Kubernetes.DependencyInjection;

/// <summary>Reads the options of journal and commands from configuration, strictly.</summary>
internal static class HomeSection
{
    public static void Read(IConfigurationSection section, KubernetesJournalOptions options) => ReadKeys(typeof(KubernetesJournalOptions), section, new()
    {
        ["Namespace"] = at => options.Namespace = Text(at),
        ["Name"] = at => options.Name = Text(at),
        ["RequestTimeout"] = at => options.RequestTimeout = Time(at),
        ["AcknowledgeInside"] = at => options.AcknowledgeInside = Flag(at),
        ["Connection"] = at => FleetSection.Read(at, options.Connection),
    });

    public static void Read(IConfigurationSection section, KubernetesInboxOptions options) => ReadKeys(typeof(KubernetesInboxOptions), section, new()
    {
        ["Namespace"] = at => options.Namespace = Text(at),
        ["Name"] = at => options.Name = Text(at),
        ["RequestTimeout"] = at => options.RequestTimeout = Time(at),
        ["PollInterval"] = at => options.PollInterval = Time(at),
        ["Connection"] = at => FleetSection.Read(at, options.Connection),
    });
}
