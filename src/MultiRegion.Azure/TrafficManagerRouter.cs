using Azure.Core;
using Microsoft.Extensions.Logging;
using MultiRegion.Azure.Apply;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Wire;
using MultiRegion.Routing;

namespace MultiRegion.Azure;

/// <summary>Routes by profiles of Azure Traffic Manager: one for each service, and more below it where its tree needs them.</summary>
/// <remarks>
/// The tags of a profile say whose it is and who wrote last, and are written in the same request as the rest. The API has no condition on writes, so that the fencing is
/// <see cref="FencingStrength.Checked"/>: the marker is read just before a write, and read back after it. A drain disables the region in every profile that names it, one write for each. What carries
/// no marker of ours, or was edited since, is reported and left alone until an intent adopts it. Traffic Manager answers DNS queries: clients keep answers for the TTL, and connections stay where they are.
/// </remarks>
public sealed class TrafficManagerRouter : IGlobalRouter, IDisposable
{
    private readonly AzurePlanning _planning;
    private readonly AzureApplying _applying;
    private readonly AzureConfirming _confirming;
    private readonly TrafficManagerClient? _client;

    /// <summary>Makes a router.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="credential">Hands over tokens, for example a <c>DefaultAzureCredential</c>. It is never disposed of here.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Told of attempts that are repeated; null: nobody is.</param>
    /// <exception cref="ArgumentException">Options are wrong; all mistakes are named.</exception>
    public TrafficManagerRouter(TrafficManagerRouterOptions options, TokenCredential credential, TimeProvider time, ILogger<TrafficManagerRouter>? logger = null)
        : this(Client(options, credential, time, logger), options) => _client = (TrafficManagerClient)Azure;

    internal TrafficManagerRouter(ITrafficManager azure, TrafficManagerRouterOptions options)
    {
        RouterSettings.ThrowIfAny(options);
        (Azure, Settings) = (azure, RouterSettings.Compile(options));
        _planning = new(azure, Settings, RouterSettings.EndpointOf(options.Connection));
        _applying = new(azure);
        _confirming = new(azure);
        Capabilities = new()
        {
            Kind = "traffic-manager",
            Fencing = FencingStrength.Checked,
            Propagation = options.Propagation,
            AnswersAreCached = true,
            ShareResolution = 0.1,
        };
    }

    /// <inheritdoc />
    public RouterCapabilities Capabilities { get; }

    internal ITrafficManager Azure { get; }

    internal Compile.CompileSettings Settings { get; }

    /// <inheritdoc />
    public ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intents);
        return _planning.PlanAsync(intents, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return _applying.ApplyAsync(plan, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return _confirming.ConfirmAsync(receipt, cancellationToken);
    }

    /// <summary>Says how Traffic Manager would answer a client from the profiles that are there now. Writes nothing.</summary>
    /// <param name="intent">The service, and which endpoint is which region. An answer that is none of them stands under its own text.</param>
    /// <param name="client">Who asks. Its resolver is taken to be near it.</param>
    /// <param name="isHealthy">Whether a region answers.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The fractions; none when there is no answer.</returns>
    public ValueTask<Result<Resolution>> ResolveAsync(RoutingIntent intent, ClientLocation client, Func<RegionId, bool> isHealthy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(isHealthy);
        return new AzurePreview(Azure, Settings).ResolveAsync(intent, client, isHealthy, cancellationToken);
    }

    /// <summary>Ends its connections.</summary>
    public void Dispose() => _client?.Dispose();

    private static TrafficManagerClient Client(TrafficManagerRouterOptions options, TokenCredential credential, TimeProvider time, ILogger? logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(time);
        RouterSettings.ThrowIfAny(options);
        return new(RouterSettings.Wire(options, credential, time, logger));
    }
}
