using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiRegion;
using MultiRegion.Cloudflare;
using MultiRegion.Cloudflare.DependencyInjection;
using MultiRegion.Cloudflare.Probing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers the router of Cloudflare. Options are validated when the host starts. Each router is also a keyed service of its own type: see <see cref="MultiRegionBuilderExtensions.KeyOf"/>.
/// </summary>
public static class MultiRegionCloudflareBuilderExtensions
{
    /// <summary>Adds a router by Cloudflare.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="configure">Sets its options, the token or its file among them.</param>
    public static IMultiRegionBuilder AddCloudflareRouter(this IMultiRegionBuilder builder, RouterId id, Action<CloudflareRouterOptions> configure) => Add(builder, id, configure, null);

    /// <summary>Adds a router by Cloudflare whose token the application hands over.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="token">Hands over the token, asked for each request.</param>
    /// <param name="configure">Sets its options; null: the defaults.</param>
    public static IMultiRegionBuilder AddCloudflareRouter(
        this IMultiRegionBuilder builder, RouterId id, Func<IServiceProvider, CancellationToken, ValueTask<string>> token, Action<CloudflareRouterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Add(builder, id, configure, token);
    }

    /// <summary>Adds a router by Cloudflare whose options are written in configuration. Unknown keys and bad values are mistakes.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="section">The section that holds the options under their names.</param>
    public static IMultiRegionBuilder AddCloudflareRouter(this IMultiRegionBuilder builder, RouterId id, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(builder, id, options => RouterSection.Read(section, options), null);
    }

    /// <summary>Adds a probe that reads what Cloudflare's own checkers say, under the name that named probes use.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    /// <param name="router">The id of the router that made the pools.</param>
    /// <param name="hostname">The hostname of one of its services, by which the account is found.</param>
    public static IMultiRegionBuilder AddCloudflareHealthProbe(this IMultiRegionBuilder builder, string name, RouterId router, string hostname)
    {
        var key = builder.KeyOf(router.Value);
        return builder.AddProbe(name, services => new CloudflareHealthProbe(services.GetRequiredKeyedService<CloudflareRouter>(key), hostname, services.GetRequiredService<TimeProvider>()));
    }

    private static IMultiRegionBuilder Add(
        IMultiRegionBuilder builder, RouterId id, Action<CloudflareRouterOptions>? configure, Func<IServiceProvider, CancellationToken, ValueTask<string>>? token)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = builder.KeyOf(id.Value);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IValidateOptions<CloudflareRouterOptions>>(new OptionsCheck<CloudflareRouterOptions>(key, $"Router '{id}'", options => RouterSettings.Mistakes(options, token is not null)));
        builder.Services.AddOptions<CloudflareRouterOptions>(key).Configure(options => configure?.Invoke(options)).ValidateOnStart();
        builder.Services.AddKeyedSingleton(key, (services, _) => new CloudflareRouter(
            services.GetRequiredService<IOptionsMonitor<CloudflareRouterOptions>>().Get(key),
            services.GetRequiredService<TimeProvider>(),
            token is null ? null : cancellationToken => token(services, cancellationToken),
            services.GetService<ILogger<CloudflareRouter>>()));
        return builder.AddRouter(id, services => services.GetRequiredKeyedService<CloudflareRouter>(key));
    }
}
