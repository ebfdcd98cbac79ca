using MultiRegion;

namespace RegionOutage;

/// <summary>A router that takes its time to confirm, as DNS providers do: what it accepted is written, and not yet known to be.</summary>
internal sealed class SlowRouter(IGlobalRouter inner, TimeSpan confirmAfter, TimeProvider time) : IGlobalRouter
{
    private readonly Dictionary<string, long> _accepted = [];

    public RouterCapabilities Capabilities => inner.Capabilities with { Propagation = confirmAfter };

    public ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken) =>
        inner.PlanAsync(intents, cancellationToken);

    public async ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        var applied = await inner.ApplyAsync(plan, cancellationToken);
        if (applied.Succeeded)
        {
            _accepted.TryAdd(applied.Value.Document, time.GetTimestamp());
        }

        return applied;
    }

    public ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken) =>
        _accepted.TryGetValue(receipt.Document, out var at) && time.GetElapsedTime(at) < confirmAfter
            ? ValueTask.FromResult<Result<Confirmation>>(Confirmation.Pending)
            : inner.ConfirmAsync(receipt, cancellationToken);
}
