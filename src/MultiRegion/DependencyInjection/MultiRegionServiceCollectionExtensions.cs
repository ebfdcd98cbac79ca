using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MultiRegion;
using MultiRegion.DependencyInjection;
using MultiRegion.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a failover engine, which the host then runs.</summary>
public static class MultiRegionServiceCollectionExtensions
{
    /// <summary>
    /// Registers a failover engine as a singleton <see cref="FailoverEngine"/>, keyed by its name and, without a name, also on its own, and
    /// lets the host run it. Called again with the same name, it goes on with the same engine. What is wrong is found when the host starts.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the engine's own settings; null: as they are. The topology comes with a <c>UseTopology</c>.</param>
    /// <param name="name">The engine's name, for more than one in a process; empty by default.</param>
    /// <returns>Takes the engine's parts: routers, fleets, the journal and so on.</returns>
    public static IMultiRegionBuilder AddMultiRegion(this IServiceCollection services, Action<EngineOptions>? configure = null, string name = "")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        if (!services.Any(service => service.IsKeyedService && service.ServiceType == typeof(FailoverEngine) && name.Equals(service.ServiceKey)))
        {
            AddEngine(services, name);
        }

        if (configure is not null)
        {
            services.Configure(name, configure);
        }

        return new MultiRegionBuilder(name, services);
    }

    /// <inheritdoc cref="AddMultiRegion(IServiceCollection, Action{EngineOptions}?, string)"/>
    /// <param name="services">The services.</param>
    /// <param name="configuration">
    /// The section that holds <c>Regions</c>, <c>Services</c> and the rest of the topology, whose reloads are followed, and in <c>Engine</c> the
    /// engine's own settings.
    /// </param>
    /// <param name="name">The engine's name, for more than one in a process; empty by default.</param>
    public static IMultiRegionBuilder AddMultiRegion(this IServiceCollection services, IConfiguration configuration, string name = "") =>
        services.AddMultiRegion(configure: null, name).UseTopology(configuration);

    /// <inheritdoc cref="AddMultiRegion(IServiceCollection, Action{EngineOptions}?, string)"/>
    /// <param name="services">The services.</param>
    /// <param name="topology">What is to be kept alive.</param>
    /// <param name="name">The engine's name, for more than one in a process; empty by default.</param>
    public static IMultiRegionBuilder AddMultiRegion(this IServiceCollection services, EstateTopology topology, string name = "") =>
        services.AddMultiRegion(configure: null, name).UseTopology(topology);

    private static void AddEngine(IServiceCollection services, string name)
    {
        services.AddOptions<EngineOptions>(name).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EngineOptions>, EngineOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(name, static (provider, key) => EngineFactory.Create(provider, (string)key!));
        services.AddSingleton<IHostedService>(provider => new FailoverHostedService(provider, name));
        if (name.Length == 0)
        {
            services.AddSingleton(static provider => provider.GetRequiredKeyedService<FailoverEngine>(""));
        }
    }

    private sealed record MultiRegionBuilder(string Name, IServiceCollection Services) : IMultiRegionBuilder;
}
