using Amazon.Runtime;
using MultiRegion.Aws.Apply;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Wire;
using MultiRegion.Routing;

namespace MultiRegion.Aws;

/// <summary>Routes by the DNS records of Route 53's public hosted zones.</summary>
/// <remarks>
/// Each hostname has a TXT record below it that says whose it is and who wrote last. It is replaced in the batch that writes the rest, by deleting its exact old value, so that
/// Route 53 itself refuses a writer who was superseded: the fencing is <see cref="FencingStrength.Atomic"/>. All services of one plan and zone are written in one batch
/// as far as the limits of Route 53 allow. Records without such a TXT record, edited since, or held by external-dns are reported and left alone until an intent adopts them.
/// </remarks>
public sealed class Route53Router : IGlobalRouter, IDisposable
{
    /// <summary>A weight is a whole number from 0 to 255.</summary>
    private const double Resolution = 100.0 / 256;

    private readonly Route53Planning _planning;
    private readonly Route53Applying _applying;
    private readonly Route53Confirming _confirming;
    private readonly Route53Preview _preview;
    private readonly IDisposable? _client;

    /// <summary>Makes a router.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="credentials">With which rights; null: found by the AWS default chain.</param>
    /// <param name="time">Its clock.</param>
    /// <exception cref="ArgumentException">Options are wrong; all mistakes are named.</exception>
    public Route53Router(Route53RouterOptions options, AWSCredentials? credentials, TimeProvider time)
        : this(Client(options, credentials, time), options) => _client = (IDisposable)Route53;

    internal Route53Router(IRoute53 route53, Route53RouterOptions options)
    {
        AwsSettings.ThrowIfAny(Route53Settings.Mistakes(options), nameof(options));
        Route53 = route53;
        var zones = new ZoneReader(route53, [.. options.HostedZoneIds]);
        _planning = new(route53, zones, options.Owner, Route53Settings.Compile(options));
        _applying = new(route53, options.Owner);
        _confirming = new(route53, zones);
        _preview = new(route53, zones, Route53Settings.Compile(options));
        Capabilities = new()
        {
            Kind = "route53",
            Fencing = FencingStrength.Atomic,
            Propagation = options.Propagation,
            AnswersAreCached = true,
            ShareResolution = Resolution,
        };
    }

    /// <inheritdoc />
    public RouterCapabilities Capabilities { get; }

    internal IRoute53 Route53 { get; }

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

    /// <summary>Says how Route 53 would answer a client from the records that are there now. Writes nothing.</summary>
    /// <param name="intent">The hostname, and which endpoint is which region. An answer that is none of them stands under its own text.</param>
    /// <param name="client">Who asks. Where nothing was measured, the latency to an AWS region goes with the distance.</param>
    /// <param name="isHealthy">Whether a region answers.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The fractions; none when there is no answer.</returns>
    public ValueTask<Result<Resolution>> ResolveAsync(RoutingIntent intent, ClientLocation client, Func<RegionId, bool> isHealthy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(isHealthy);
        return _preview.ResolveAsync(intent, client, isHealthy, cancellationToken);
    }

    /// <summary>Ends its connections.</summary>
    public void Dispose() => _client?.Dispose();

    private static Route53Client Client(Route53RouterOptions options, AWSCredentials? credentials, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        AwsSettings.ThrowIfAny(Route53Settings.Mistakes(options), nameof(options));
        var client = Route53Client.Create(AwsSettings.Client(options.Connection, credentials, time, null));
        return client.Succeeded ? client.Value : throw new ArgumentException(client.Problem.Detail, nameof(options));
    }
}
