using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Telemetry;

namespace MultiRegion.Hosting;

/// <summary>Runs an engine's loop as long as the host runs. A loop that ends by itself ends the host: nobody would watch the regions any more.</summary>
internal sealed class FailoverHostedService(IServiceProvider services, string name) : BackgroundService
{
    private FailoverEngine? _engine;

    /// <summary>Puts the engine together first, so that a start with mistakes fails with all of them.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _engine = services.GetRequiredKeyedService<FailoverEngine>(name);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _engine!.RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            var logger = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("MultiRegion");
            EngineLog.LoopEnded(logger, name, SafeText.Of(error));
            services.GetService<IHostApplicationLifetime>()?.StopApplication();

            // The host logs what it gets, so it does not get the exception of a provider.
            throw new InvalidOperationException($"The loop of the engine '{name}' ended with {error.GetType().Name}; the log of the category MultiRegion says where.");
        }
    }
}
