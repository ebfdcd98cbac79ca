using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MultiRegion;
using MultiRegion.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health check of an engine.</summary>
public static class MultiRegionHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check of an engine: unhealthy when its loop stands still or its journal cannot be used; degraded when it reports a
    /// trouble, or a move group is held, halted or not ready to move; healthy otherwise, and when another controller leads. It says how the
    /// engine is, not how the regions are.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="engine">The engine's name; empty by default.</param>
    /// <param name="name">The check's name; null: <c>multiregion</c>, with <c>-</c> and the engine's name when it has one.</param>
    /// <param name="tags">The check's tags; null: none.</param>
    public static IHealthChecksBuilder AddMultiRegion(this IHealthChecksBuilder builder, string engine = "", string? name = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(engine);
        return builder.Add(new HealthCheckRegistration(
            name ?? (engine.Length == 0 ? "multiregion" : $"multiregion-{engine}"),
            provider => new MultiRegionHealthCheck(
                provider.GetRequiredKeyedService<FailoverEngine>(engine),
                provider.GetRequiredService<IOptionsMonitor<EngineOptions>>().Get(engine).LoopInterval),
            HealthStatus.Unhealthy,
            tags));
    }
}
