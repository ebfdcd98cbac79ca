using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiRegion;
using MultiRegion.Azure;
using MultiRegion.Azure.DependencyInjection;
using MultiRegion.Azure.Probing;
using MultiRegion.Shared.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers the router of Azure Traffic Manager. Options are validated when the host starts. Each router is also a keyed service of its own type: see <see cref="MultiRegionBuilderExtensions.KeyOf"/>.
/// </summary>
public static class MultiRegionAzureBuilderExtensions
{
    /// <summary>Adds a router by Traffic Manager.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="configure">Sets its options, the subscription and the resource group among them.</param>
    /// <param name="credential">Hands over the credential; null: the container's <see cref="TokenCredential"/>, under the router's key or without one.</param>
    public static IMultiRegionBuilder AddTrafficManagerRouter(
        this IMultiRegionBuilder builder, RouterId id, Action<TrafficManagerRouterOptions> configure, Func<IServiceProvider, TokenCredential>? credential = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(builder, id, configure, credential);
    }

    /// <summary>Adds a router by Traffic Manager whose options are written in configuration. Unknown keys and bad values are mistakes.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="section">The section that holds the options under their names.</param>
    /// <param name="credential">Hands over the credential; null: the container's <see cref="TokenCredential"/>, under the router's key or without one.</param>
    public static IMultiRegionBuilder AddTrafficManagerRouter(
        this IMultiRegionBuilder builder, RouterId id, IConfigurationSection section, Func<IServiceProvider, TokenCredential>? credential = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(builder, id, options => RouterSection.Read(section, options), credential);
    }

    /// <summary>Adds a probe that reads what Traffic Manager's own checkers say, under the name that named probes use.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    /// <param name="router">The id of the router that made the profiles.</param>
    public static IMultiRegionBuilder AddTrafficManagerHealthProbe(this IMultiRegionBuilder builder, string name, RouterId router)
    {
        var key = builder.KeyOf(router.Value);
        return builder.AddProbe(name, services => new TrafficManagerHealthProbe(services.GetRequiredKeyedService<TrafficManagerRouter>(key), services.GetRequiredService<TimeProvider>()));
    }

    private static IMultiRegionBuilder Add(IMultiRegionBuilder builder, RouterId id, Action<TrafficManagerRouterOptions> configure, Func<IServiceProvider, TokenCredential>? credential)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = builder.KeyOf(id.Value);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IValidateOptions<TrafficManagerRouterOptions>>(services => new OptionsCheck<TrafficManagerRouterOptions>(
            key, $"Router '{id}'", options => RouterSettings.Mistakes(options).Concat(credential is null && Credential(services, key) is null ? ["there is no credential: hand one over, or register a TokenCredential"] : [])));
        builder.Services.AddOptions<TrafficManagerRouterOptions>(key).Configure(configure).ValidateOnStart();
        builder.Services.AddKeyedSingleton(key, (services, _) => new TrafficManagerRouter(
            services.GetRequiredService<IOptionsMonitor<TrafficManagerRouterOptions>>().Get(key),
            credential?.Invoke(services) ?? Credential(services, key)!,
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILogger<TrafficManagerRouter>>()));
        return builder.AddRouter(id, services => services.GetRequiredKeyedService<TrafficManagerRouter>(key));
    }

    private static TokenCredential? Credential(IServiceProvider services, string key) => services.GetKeyedService<TokenCredential>(key) ?? services.GetService<TokenCredential>();
}
