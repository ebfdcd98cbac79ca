using System.Collections.Immutable;
using Amazon.Runtime;
using MultiRegion.Aws.Apply;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Wire;
using MultiRegion.Routing;

namespace MultiRegion.Aws;

/// <summary>Routes by the endpoint groups of one accelerator of AWS Global Accelerator, which must be there.</summary>
/// <remarks>
/// It sends clients to the nearest region: latency over endpoints is all that it expresses, and a tree of which one region is left. Shares become dials; a drained region's endpoint is
/// taken out of its group, since a group dialled to 0 can still receive traffic. The fencing is <see cref="FencingStrength.Checked"/>: a tag of the accelerator says who wrote
/// last; it is read just before a write and read back after it. Changes need the us-west-2 region.
/// </remarks>
public sealed class GlobalAcceleratorRouter : IGlobalRouter, IDisposable
{
    private readonly AcceleratorPlanning _planning;
    private readonly AcceleratorApplying _applying;
    private readonly AcceleratorConfirming _confirming;
    private readonly AcceleratorReader _reader;
    private readonly ImmutableDictionary<ServiceId, ListenerSettings> _services;
    private readonly string _arn;
    private readonly IDisposable? _client;

    /// <summary>Makes a router.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="credentials">With which rights; null: found by the AWS default chain.</param>
    /// <param name="time">Its clock.</param>
    /// <exception cref="ArgumentException">Options are wrong; all mistakes are named.</exception>
    public GlobalAcceleratorRouter(GlobalAcceleratorRouterOptions options, AWSCredentials? credentials, TimeProvider time)
        : this(Client(options, credentials, time), options, time) => _client = (IDisposable)Accelerators;

    internal GlobalAcceleratorRouter(IGlobalAccelerator accelerators, GlobalAcceleratorRouterOptions options, TimeProvider time)
    {
        AwsSettings.ThrowIfAny(GlobalAcceleratorSettings.Mistakes(options), nameof(options));
        (Accelerators, _arn) = (accelerators, options.AcceleratorArn);
        _reader = new(accelerators, options.AcceleratorArn);
        _services = GlobalAcceleratorSettings.Services(options);
        _planning = new(_reader, options.AcceleratorArn, options.Owner, _services);
        _applying = new(accelerators, _reader, time);
        _confirming = new(accelerators, _reader);
        Capabilities = new() { Kind = "global-accelerator", Fencing = FencingStrength.Checked, Propagation = options.Propagation, AnswersAreCached = false, ShareResolution = 0 };
    }

    /// <inheritdoc />
    public RouterCapabilities Capabilities { get; }

    internal IGlobalAccelerator Accelerators { get; }

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

    /// <summary>Says where Global Accelerator would send a client's new connections by the groups that are there now. Writes nothing.</summary>
    /// <param name="intent">The service. An endpoint that belongs to none of its regions stands under its own id.</param>
    /// <param name="client">Who connects. Where nothing was measured, the nearest group is that of the shortest distance.</param>
    /// <param name="isHealthy">Whether a region answers.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The fractions; none when there is no endpoint.</returns>
    public ValueTask<Result<Resolution>> ResolveAsync(RoutingIntent intent, ClientLocation client, Func<RegionId, bool> isHealthy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(isHealthy);
        return AcceleratorPreview.ResolveAsync(_reader, _services.GetValueOrDefault(intent.Service), client, isHealthy, cancellationToken);
    }

    /// <summary>The name that hostnames lead to.</summary>
    internal async ValueTask<Result<string>> DnsNameAsync(CancellationToken cancellationToken)
    {
        var accelerator = await Accelerators.DescribeAsync(_arn, cancellationToken).ConfigureAwait(false);
        return accelerator.Succeeded ? accelerator.Value.DualStackDnsName ?? accelerator.Value.DnsName : accelerator.Problem;
    }

    /// <summary>A region's endpoint as the accelerator has it; a problem when it has none there.</summary>
    internal ValueTask<Result<AcceleratorEndpoint>> EndpointAsync(ServiceId service, RegionId region, CancellationToken cancellationToken) =>
        _reader.EndpointAsync(_services.GetValueOrDefault(service), region, cancellationToken);

    /// <summary>Ends its connections.</summary>
    public void Dispose() => _client?.Dispose();

    private static GlobalAcceleratorClient Client(GlobalAcceleratorRouterOptions options, AWSCredentials? credentials, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        AwsSettings.ThrowIfAny(GlobalAcceleratorSettings.Mistakes(options), nameof(options));
        var client = GlobalAcceleratorClient.Create(AwsSettings.Client(options.Connection, credentials, time, null));
        return client.Succeeded ? client.Value : throw new ArgumentException(client.Problem.Detail, nameof(options));
    }
}
