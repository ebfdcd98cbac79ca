using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MultiRegion.Hosting;

/// <summary>How an engine is.</summary>
internal sealed class MultiRegionHealthCheck(FailoverEngine engine, TimeSpan loopInterval) : IHealthCheck
{
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _patience = 3 * loopInterval > LeastPatience ? 3 * loopInterval : LeastPatience;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var result = EngineHealth.Judge(engine.Status, engine.IsAlive(_patience));
        return Task.FromResult(result.Status == HealthStatus.Unhealthy
            ? new HealthCheckResult(context.Registration.FailureStatus, result.Description, data: result.Data)
            : result);
    }
}
