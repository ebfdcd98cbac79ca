using System.Collections.Immutable;

namespace MultiRegion.Aws.Documents;

/// <summary>What the router needs of Global Accelerator. Pages are followed to the end inside.</summary>
internal interface IGlobalAccelerator
{
    ValueTask<Result<Accelerator>> DescribeAsync(string arn, CancellationToken cancellationToken);

    ValueTask<Result<ImmutableArray<Accelerator>>> ListAsync(CancellationToken cancellationToken);

    ValueTask<Result<ImmutableArray<Listener>>> ListListenersAsync(string accelerator, CancellationToken cancellationToken);

    ValueTask<Result<ImmutableArray<EndpointGroup>>> ListGroupsAsync(string listener, CancellationToken cancellationToken);

    ValueTask<Result<Listener>> CreateListenerAsync(string accelerator, Listener listener, string idempotencyToken, CancellationToken cancellationToken);

    ValueTask<Result<Listener>> UpdateListenerAsync(Listener listener, CancellationToken cancellationToken);

    ValueTask<Result<EndpointGroup>> CreateGroupAsync(string listener, EndpointGroup group, string idempotencyToken, CancellationToken cancellationToken);

    /// <summary>Sends only the parts that are given: endpoints, when given, name all that shall be in the group.</summary>
    ValueTask<Result<EndpointGroup>> UpdateGroupAsync(string group, EndpointGroupUpdate update, CancellationToken cancellationToken);

    ValueTask<Result<bool>> DeleteGroupAsync(string group, CancellationToken cancellationToken);

    ValueTask<Result<bool>> AddEndpointsAsync(string group, ImmutableArray<AcceleratorEndpoint> endpoints, CancellationToken cancellationToken);

    ValueTask<Result<bool>> RemoveEndpointsAsync(string group, ImmutableArray<string> endpoints, CancellationToken cancellationToken);

    ValueTask<Result<ImmutableDictionary<string, string>>> ListTagsAsync(string arn, CancellationToken cancellationToken);

    ValueTask<Result<bool>> TagAsync(string arn, ImmutableDictionary<string, string> set, CancellationToken cancellationToken);
}

/// <summary>The parts of a group to change; null leaves a part as it is.</summary>
internal sealed record EndpointGroupUpdate
{
    public double? Dial { get; init; }

    public ImmutableArray<AcceleratorEndpoint>? Endpoints { get; init; }

    public string? HealthProtocol { get; init; }

    public int? HealthPort { get; init; }

    public string? HealthPath { get; init; }

    public int? HealthInterval { get; init; }

    public int? Threshold { get; init; }

    public ImmutableArray<PortOverride>? PortOverrides { get; init; }
}
