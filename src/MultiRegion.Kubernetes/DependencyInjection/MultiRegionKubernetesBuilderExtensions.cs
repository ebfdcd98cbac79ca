using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiRegion;
using MultiRegion.Kubernetes;
using MultiRegion.Kubernetes.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers fleets and federations of Kubernetes, and what the controller's home has there: lease, journal, commands. Options are validated when the host starts. Each fleet is also a keyed service of its own type: see <see cref="MultiRegionBuilderExtensions.KeyOf"/>.
/// </summary>
public static partial class MultiRegionKubernetesBuilderExtensions
{
    /// <summary>Adds a fleet of Kubernetes clusters.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that clusters of the topology use.</param>
    /// <param name="configure">Sets its options, the clusters among them.</param>
    public static IMultiRegionBuilder AddKubernetesFleet(this IMultiRegionBuilder builder, FleetId id, Action<KubernetesFleetOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var key = builder.KeyOf(id.Value);
        Options(builder, key, configure, new OptionsCheck<KubernetesFleetOptions>(key, $"Fleet '{id}'", OptionRules.Mistakes));
        builder.Services.AddKeyedSingleton(builder.Name, new FleetKey(key));
        builder.Services.AddKeyedSingleton(key, (services, _) => new KubernetesFleet(
            services.GetRequiredService<IOptionsMonitor<KubernetesFleetOptions>>().Get(key), services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<KubernetesFleet>>()));
        return builder.AddFleet(id, services => services.GetRequiredKeyedService<KubernetesFleet>(key));
    }

    /// <summary>Adds a fleet of Kubernetes clusters whose options are written in configuration. Unknown keys and bad values are mistakes.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that clusters of the topology use.</param>
    /// <param name="section">The section that holds the options under their names.</param>
    public static IMultiRegionBuilder AddKubernetesFleet(this IMultiRegionBuilder builder, FleetId id, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddKubernetesFleet(id, options => FleetSection.Read(section, options));
    }

    /// <summary>Adds a federation of Kubernetes clusters, as a <see cref="KubernetesFederation"/> that is a keyed service: see <see cref="MultiRegionBuilderExtensions.KeyOf"/>.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name of the federation.</param>
    /// <param name="configure">Sets its options, the clusters among them.</param>
    public static IMultiRegionBuilder AddKubernetesFederation(this IMultiRegionBuilder builder, string name, Action<KubernetesFederationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        var key = builder.KeyOf(name);
        Options(builder, key, configure, new OptionsCheck<KubernetesFederationOptions>(key, $"Federation '{name}'", OptionRules.Mistakes));
        builder.Services.AddKeyedSingleton(key, (services, _) => new KubernetesFederation(
            services.GetRequiredService<IOptionsMonitor<KubernetesFederationOptions>>().Get(key), services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<KubernetesFederation>>()));
        return builder;
    }

    /// <summary>Adds a federation of Kubernetes clusters whose options are written in configuration. Unknown keys and bad values are mistakes.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name of the federation.</param>
    /// <param name="section">The section that holds the options under their names.</param>
    public static IMultiRegionBuilder AddKubernetesFederation(this IMultiRegionBuilder builder, string name, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddKubernetesFederation(name, options => FleetSection.Read(section, options));
    }

    /// <summary>Uses a Lease in a cluster to elect the controller that acts.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="configure">Sets its options.</param>
    public static IMultiRegionBuilder UseKubernetesLease(this IMultiRegionBuilder builder, Action<KubernetesLeaseOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var key = builder.KeyOf("lease");
        Options(builder, key, configure, new OptionsCheck<KubernetesLeaseOptions>(key, "Lease", OptionRules.Mistakes));
        return builder.UseLease(services => new KubernetesLeaseStore(
            services.GetRequiredService<IOptionsMonitor<KubernetesLeaseOptions>>().Get(key), services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<KubernetesLeaseStore>>()));
    }

    /// <summary>Uses a Lease in a cluster to elect the controller that acts; its options are written in configuration. Unknown keys and bad values are mistakes.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="section">The section that holds the options under their names.</param>
    public static IMultiRegionBuilder UseKubernetesLease(this IMultiRegionBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.UseKubernetesLease(options => FleetSection.Read(section, options));
    }

    private static void Options<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(IMultiRegionBuilder builder, string key, Action<T> configure, IValidateOptions<T> check)
        where T : class
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(check);
        builder.Services.AddOptions<T>(key).Configure(configure).ValidateOnStart();
    }
}
