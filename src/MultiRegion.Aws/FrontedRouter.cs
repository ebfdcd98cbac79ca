using MultiRegion.Aws.Apply;

namespace MultiRegion.Aws;

/// <summary>
/// An accelerator behind a Route 53 alias, as one router: the hostname leads to the accelerator, and the accelerator to the regions. Canary and blue/green are shares: they become dials and
/// endpoints of the accelerator, which clients follow at once, while the alias stays as it is.
/// </summary>
/// <remarks>
/// The accelerator is written before the alias, so that a new name never leads to nowhere. What one of the two refuses is left out of both. The fencing is that of the weaker:
/// <see cref="FencingStrength.Checked"/>.
/// </remarks>
public sealed class FrontedRouter : IGlobalRouter
{
    private readonly FrontedWork _work;

    /// <summary>Makes a router of two; it disposes of neither.</summary>
    /// <param name="accelerator">What spreads clients over the regions.</param>
    /// <param name="dns">Where the hostnames are.</param>
    public FrontedRouter(GlobalAcceleratorRouter accelerator, Route53Router dns)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(dns);
        _work = new(accelerator, dns);
        Capabilities = accelerator.Capabilities with { Kind = "fronted-accelerator", Propagation = Longer(accelerator.Capabilities.Propagation, dns.Capabilities.Propagation) };
    }

    /// <inheritdoc />
    public RouterCapabilities Capabilities { get; }

    /// <inheritdoc />
    public ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intents);
        return _work.PlanAsync(intents, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return _work.ApplyAsync(plan, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return _work.ConfirmAsync(receipt, cancellationToken);
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
