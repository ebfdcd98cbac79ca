using Microsoft.Extensions.Logging;
using MultiRegion.Cloudflare.Apply;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Planning;
using MultiRegion.Cloudflare.Wire;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare;

/// <summary>Routes by Cloudflare's load balancers: one for each service, with a pool for each of its regions.</summary>
/// <remarks>
/// The description of a load balancer says whose it is and who wrote last, and is written in the same request as the rest. The API has no condition on writes, so that the fencing is
/// <see cref="FencingStrength.Checked"/>: the marker is read just before a write, and read back after it. A drain is one change of the load balancer, whatever its tree: pools belong to
/// the account, and are not touched by it. What carries no marker of ours, or was edited since, is reported and left alone until an intent adopts it.
/// </remarks>
public sealed class CloudflareRouter : IGlobalRouter, IDisposable
{
    private readonly CloudflarePlanning _planning;
    private readonly CloudflareApplying _applying;
    private readonly CloudflareConfirming _confirming;
    private readonly CloudflareClient? _client;

    /// <summary>Makes a router.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="token">Hands over the API token, asked for each request; null: the one in the options.</param>
    /// <param name="logger">Told of attempts that are repeated; null: nobody is.</param>
    /// <exception cref="ArgumentException">Options are wrong; all mistakes are named.</exception>
    public CloudflareRouter(CloudflareRouterOptions options, TimeProvider time, Func<CancellationToken, ValueTask<string>>? token = null, ILogger<CloudflareRouter>? logger = null)
        : this(Client(options, time, token, logger), options, token is not null) => _client = (CloudflareClient)Cloudflare;

    internal CloudflareRouter(ICloudflare cloudflare, CloudflareRouterOptions options, bool hasTokenReader = true)
    {
        RouterSettings.ThrowIfAny(options, hasTokenReader);
        (Cloudflare, Settings) = (cloudflare, RouterSettings.Compile(options));
        Zones = new(cloudflare, options.AccountId);
        _planning = new(cloudflare, Zones, new(Settings, RouterSettings.Limits(options.Limits)), options.Connection.Endpoint);
        _applying = new(cloudflare);
        _confirming = new(cloudflare);
        Capabilities = new()
        {
            Kind = "cloudflare",
            Fencing = FencingStrength.Checked,
            Propagation = options.Propagation,
            AnswersAreCached = !options.Proxied,
            ShareResolution = 0.01,
        };
    }

    /// <inheritdoc />
    public RouterCapabilities Capabilities { get; }

    internal ICloudflare Cloudflare { get; }

    internal Compile.CompileSettings Settings { get; }

    internal ZoneReader Zones { get; }

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

    /// <summary>Says how Cloudflare would answer a client from the load balancer and pools that are there now. Writes nothing.</summary>
    /// <param name="intent">The hostname, and which endpoint is which region. An answer that is none of them stands under its own text.</param>
    /// <param name="client">Who asks. It is taken to reach a data centre near itself.</param>
    /// <param name="isHealthy">Whether a region answers.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The fractions; none when there is no answer.</returns>
    public ValueTask<Result<Resolution>> ResolveAsync(RoutingIntent intent, ClientLocation client, Func<RegionId, bool> isHealthy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(isHealthy);
        return new CloudflarePreview(Cloudflare, Zones).ResolveAsync(intent, client, isHealthy, cancellationToken);
    }

    /// <summary>Ends its connections.</summary>
    public void Dispose() => _client?.Dispose();

    private static CloudflareClient Client(CloudflareRouterOptions options, TimeProvider time, Func<CancellationToken, ValueTask<string>>? token, ILogger? logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        RouterSettings.ThrowIfAny(options, token is not null);
        return new(RouterSettings.Wire(options, token, time, logger));
    }
}
