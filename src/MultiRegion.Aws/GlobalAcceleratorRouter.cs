using Amazon.Runtime;
using MultiRegion.Aws.Apply;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Wire;

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
        Accelerators = accelerators;
        var reader = new AcceleratorReader(accelerators, options.AcceleratorArn);
        _planning = new(reader, options.AcceleratorArn, options.Owner, GlobalAcceleratorSettings.Services(options));
        _applying = new(accelerators, reader, time);
        _confirming = new(accelerators, reader);
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
