using Amazon.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MultiRegion;
using MultiRegion.Aws;
using MultiRegion.Aws.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers the routers of AWS. Credentials are the <see cref="AWSCredentials"/> of the container, keyed by the router's key or not, or else those of the AWS default chain. Options are validated when the
/// host starts. Each router is also a keyed service of its own type: see <see cref="MultiRegionBuilderExtensions.KeyOf"/>.
/// </summary>
public static class MultiRegionAwsBuilderExtensions
{
    /// <summary>Adds a router by Route 53.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="configure">Sets its options; null: the defaults, with which hosted zones are found by name.</param>
    public static IMultiRegionBuilder AddRoute53Router(this IMultiRegionBuilder builder, RouterId id, Action<Route53RouterOptions>? configure = null)
    {
        var key = Options<Route53RouterOptions>(builder, id, configure, Route53Settings.Mistakes);
        builder.Services.AddKeyedSingleton(key, (services, _) => new Route53Router(
            services.GetRequiredService<IOptionsMonitor<Route53RouterOptions>>().Get(key), Credentials(services, key), services.GetRequiredService<TimeProvider>()));
        return builder.AddRouter(id, services => services.GetRequiredKeyedService<Route53Router>(key));
    }

    /// <summary>Adds a router by Route 53 whose options are written in configuration. Unknown keys and bad values are mistakes.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="section">The section that holds the options under their names.</param>
    public static IMultiRegionBuilder AddRoute53Router(this IMultiRegionBuilder builder, RouterId id, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddRoute53Router(id, options => RouterSections.Read(section, options));
    }

    /// <summary>Adds a router by Global Accelerator.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="configure">Sets its options.</param>
    public static IMultiRegionBuilder AddGlobalAcceleratorRouter(this IMultiRegionBuilder builder, RouterId id, Action<GlobalAcceleratorRouterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        AddAccelerator(builder, id, configure);
        return builder.AddRouter(id, services => services.GetRequiredKeyedService<GlobalAcceleratorRouter>(builder.KeyOf(id.Value)));
    }

    /// <summary>Adds a router by Global Accelerator whose options are written in configuration. Unknown keys and bad values are mistakes.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="section">The section that holds the options under their names.</param>
    public static IMultiRegionBuilder AddGlobalAcceleratorRouter(this IMultiRegionBuilder builder, RouterId id, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddGlobalAcceleratorRouter(id, options => RouterSections.Read(section, options));
    }

    /// <summary>Adds an accelerator behind a Route 53 alias as one router: see <see cref="FrontedRouter"/>.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="accelerator">Sets the options of the accelerator.</param>
    /// <param name="dns">Sets the options of the alias in front of it; null: the defaults.</param>
    public static IMultiRegionBuilder AddFrontedAcceleratorRouter(
        this IMultiRegionBuilder builder, RouterId id, Action<GlobalAcceleratorRouterOptions> accelerator, Action<Route53RouterOptions>? dns = null)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var key = AddAccelerator(builder, id, accelerator);
        Options<Route53RouterOptions>(builder, id, dns, Route53Settings.Mistakes);
        builder.Services.AddKeyedSingleton(key, (services, _) => new Route53Router(
            services.GetRequiredService<IOptionsMonitor<Route53RouterOptions>>().Get(key), Credentials(services, key), services.GetRequiredService<TimeProvider>()));
        return builder.AddRouter(id, services => new FrontedRouter(services.GetRequiredKeyedService<GlobalAcceleratorRouter>(key), services.GetRequiredKeyedService<Route53Router>(key)));
    }

    private static string AddAccelerator(IMultiRegionBuilder builder, RouterId id, Action<GlobalAcceleratorRouterOptions> configure)
    {
        var key = Options(builder, id, configure, GlobalAcceleratorSettings.Mistakes);
        builder.Services.AddKeyedSingleton(key, (services, _) => new GlobalAcceleratorRouter(
            services.GetRequiredService<IOptionsMonitor<GlobalAcceleratorRouterOptions>>().Get(key), Credentials(services, key), services.GetRequiredService<TimeProvider>()));
        return key;
    }

    private static string Options<TOptions>(IMultiRegionBuilder builder, RouterId id, Action<TOptions>? configure, Func<TOptions, IEnumerable<string>> mistakes)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = builder.KeyOf(id.Value);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IValidateOptions<TOptions>>(new OptionsCheck<TOptions>(key, $"Router '{id}'", mistakes));
        builder.Services.AddOptions<TOptions>(key).Configure(options => configure?.Invoke(options)).ValidateOnStart();
        return key;
    }

    private static AWSCredentials? Credentials(IServiceProvider services, string key) => services.GetKeyedService<AWSCredentials>(key) ?? services.GetService<AWSCredentials>();
}
