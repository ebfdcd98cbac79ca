using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using MultiRegion;
using MultiRegion.DependencyInjection;
using MultiRegion.Probing;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what comes with the package.</summary>
public static class MultiRegionEngineBuilderExtensions
{
    /// <summary>Takes what is to be kept alive from configuration and follows its reloads. The last topology counts.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="configuration">
    /// The section that holds <c>Regions</c>, <c>Services</c> and the rest of the topology, and in <c>Engine</c> the engine's own settings, which
    /// are read once.
    /// </param>
    public static IMultiRegionBuilder UseTopology(this IMultiRegionBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        builder.Services.Configure<EngineOptions>(builder.Name, options => TopologyReader.ReadEngine(configuration, options));
        builder.Services.AddKeyedSingleton(builder.Name, (_, _) => TopologySource.FromConfiguration(configuration));
        return builder;
    }

    /// <summary>Takes what is to be kept alive from code. The last topology counts.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="topology">The topology.</param>
    public static IMultiRegionBuilder UseTopology(this IMultiRegionBuilder builder, EstateTopology topology)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(topology);
        builder.Services.AddKeyedSingleton(builder.Name, (_, _) => TopologySource.Of(topology));
        return builder;
    }

    /// <summary>
    /// Keeps the journal, the inbox and the observations in a folder, locked against other processes, with a lease inside this process: the
    /// embedded default. The last call counts.
    /// </summary>
    /// <param name="builder">The engine.</param>
    /// <param name="path">The folder; it is made when it is not there.</param>
    public static IMultiRegionBuilder UseFolder(this IMultiRegionBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        builder.Services.AddKeyedSingleton(builder.Name, new EngineFolder(path));
        return builder;
    }

    /// <summary>
    /// Adds a router that needs no cloud. It is also a keyed service of its own type, for what asks it where to go: with
    /// <c>[FromKeyedServices("id")] EmbeddedRouter</c>, see <see cref="MultiRegionBuilderExtensions.KeyOf"/>.
    /// </summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id that services use.</param>
    /// <param name="configure">Sets where it keeps its routes; null: in memory.</param>
    public static IMultiRegionBuilder AddEmbeddedRouter(this IMultiRegionBuilder builder, RouterId id, Action<EmbeddedRouterOptions>? configure = null)
    {
        var key = builder.KeyOf(id.Value);
        builder.Services.AddOptions<EmbeddedRouterOptions>(key).Configure(options => configure?.Invoke(options));
        builder.Services.AddKeyedSingleton(key, (services, _) => new EmbeddedRouter(
            services.GetRequiredService<IOptionsMonitor<EmbeddedRouterOptions>>().Get(key), services.GetRequiredService<TimeProvider>()));
        return builder.AddRouter(id, services => services.GetRequiredKeyedService<EmbeddedRouter>(key));
    }

    /// <summary>Adds a probe that is a method of the application, under the name that named probes use. None twice.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    /// <param name="probe">The method: see <see cref="DelegateProbe"/>.</param>
    public static IMultiRegionBuilder AddProbe(this IMultiRegionBuilder builder, string name, Func<ProbeTarget, CancellationToken, ValueTask<ProbeResult>> probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return builder.AddProbe(name, services => new DelegateProbe(probe, services.GetRequiredService<TimeProvider>()));
    }

    /// <summary>
    /// Registers, under a name, a handler that reports to the engine what becomes of the application's own calls to a service: a keyed
    /// service that is made anew each time, for example for
    /// <c>AddHttpMessageHandler(services => services.GetRequiredKeyedService&lt;CallReportingHandler&gt;("shop"))</c>.
    /// </summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name; with an engine that has a name, see <see cref="MultiRegionBuilderExtensions.KeyOf"/>.</param>
    /// <param name="service">The service that is called.</param>
    /// <param name="configure">Sets when a call that was given up has failed; null: as it is.</param>
    public static IMultiRegionBuilder AddCallReporting(this IMultiRegionBuilder builder, string name, ServiceId service, Action<CallReportingHandler>? configure = null)
    {
        var (key, engine) = (builder.KeyOf(name), builder.Name);
        builder.Services.AddKeyedTransient(key, (services, _) =>
        {
            var handler = new CallReportingHandler(() => services.GetRequiredKeyedService<FailoverEngine>(engine), service, services.GetRequiredService<TimeProvider>());
            configure?.Invoke(handler);
            return handler;
        });
        return builder;
    }
}
