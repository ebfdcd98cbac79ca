using MultiRegion.Topology;

namespace MultiRegion.Execution;

/// <summary>A router whose own health checks get the live values of headers: the state, which the intents come from, holds none.</summary>
internal sealed class LiveHeaders(IGlobalRouter router, TopologySource topology) : IGlobalRouter
{
    public RouterCapabilities Capabilities => router.Capabilities;

    public ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
    {
        var live = topology.Current;
        return router.PlanAsync([.. intents.Select(intent => intent with { HealthCheck = HeaderSecrets.Live(intent.HealthCheck, intent.Service, live) })], cancellationToken);
    }

    public ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken) => router.ApplyAsync(plan, cancellationToken);

    public ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken) => router.ConfirmAsync(receipt, cancellationToken);
}
