using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiRegion;
using MultiRegion.Kubernetes;
using MultiRegion.Kubernetes.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>The controller's home.</content>
public static partial class MultiRegionKubernetesBuilderExtensions
{
    /// <summary>Keeps the journal in the ConfigMaps of one cluster, which lies outside the regions that the engine moves: a cluster of one of its fleets is refused.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="configure">Sets its options.</param>
    public static IMultiRegionBuilder UseKubernetesJournal(this IMultiRegionBuilder builder, Action<KubernetesJournalOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var key = builder.KeyOf("journal");
        Options(builder, key, configure, new OptionsCheck<KubernetesJournalOptions>(key, "Journal", OptionRules.Mistakes));
        builder.Services.AddSingleton<IValidateOptions<KubernetesJournalOptions>>(
            services => new InsideCheck(key, services.GetKeyedServices<FleetKey>(builder.Name), services.GetRequiredService<IOptionsMonitor<KubernetesFleetOptions>>()));
        return builder.UseJournal(services => new KubernetesJournal(
            services.GetRequiredService<IOptionsMonitor<KubernetesJournalOptions>>().Get(key), services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<KubernetesJournal>>()));
    }

    /// <summary>Keeps the journal in the ConfigMaps of one cluster; its options are written in configuration. Unknown keys and bad values are mistakes.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="section">The section that holds the options under their names.</param>
    public static IMultiRegionBuilder UseKubernetesJournal(this IMultiRegionBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.UseKubernetesJournal(options => HomeSection.Read(section, options));
    }

    /// <summary>Takes operators' commands from ConfigMaps that they create by kubectl.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="configure">Sets its options.</param>
    public static IMultiRegionBuilder UseKubernetesInbox(this IMultiRegionBuilder builder, Action<KubernetesInboxOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var key = builder.KeyOf("inbox");
        Options(builder, key, configure, new OptionsCheck<KubernetesInboxOptions>(key, "Inbox", OptionRules.Mistakes));
        return builder.UseInbox(services => new KubernetesInbox(
            services.GetRequiredService<IOptionsMonitor<KubernetesInboxOptions>>().Get(key), services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<KubernetesInbox>>()));
    }

    /// <summary>Takes operators' commands from ConfigMaps; its options are written in configuration. Unknown keys and bad values are mistakes.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="section">The section that holds the options under their names.</param>
    public static IMultiRegionBuilder UseKubernetesInbox(this IMultiRegionBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.UseKubernetesInbox(options => HomeSection.Read(section, options));
    }
}
