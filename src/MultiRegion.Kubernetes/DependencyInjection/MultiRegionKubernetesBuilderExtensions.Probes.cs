using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiRegion;
using MultiRegion.Kubernetes;
using MultiRegion.Kubernetes.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Probes.</content>
public static partial class MultiRegionKubernetesBuilderExtensions
{
    /// <summary>Adds a probe that looks into the clusters of regions, under the name that named probes use.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    /// <param name="configure">Sets its options, the regions among them.</param>
    public static IMultiRegionBuilder AddKubernetesProbe(this IMultiRegionBuilder builder, string name, Action<KubernetesProbeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        var key = builder.KeyOf(name);
        Options(builder, key, configure, new OptionsCheck<KubernetesProbeOptions>(key, $"Probe '{name}'", OptionRules.Mistakes));
        return builder.AddProbe(name, services => new KubernetesProbe(
            services.GetRequiredService<IOptionsMonitor<KubernetesProbeOptions>>().Get(key), services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<KubernetesProbe>>()));
    }

    /// <summary>Adds a probe that looks into the clusters of regions; its options are written in configuration. Unknown keys and bad values are mistakes.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    /// <param name="section">The section that holds the options under their names.</param>
    public static IMultiRegionBuilder AddKubernetesProbe(this IMultiRegionBuilder builder, string name, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddKubernetesProbe(name, options => ProbeSection.Read(section, options));
    }
}
