using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;

namespace MultiRegion.Aws.Apply;

/// <summary>Reads an accelerator.</summary>
internal sealed class AcceleratorReader(IGlobalAccelerator accelerators, string arn)
{
    public ValueTask<Result<ImmutableDictionary<string, string>>> TagsAsync(CancellationToken cancellationToken) => accelerators.ListTagsAsync(arn, cancellationToken);

    public ValueTask<Result<ImmutableArray<Listener>>> ListenersAsync(CancellationToken cancellationToken) => accelerators.ListListenersAsync(arn, cancellationToken);

    /// <summary>The listener on a service's ports, with its groups; nothing when there is none.</summary>
    public async ValueTask<Result<LiveListener>> ReadAsync(ImmutableArray<Listener> listeners, Listener wanted, CancellationToken cancellationToken)
    {
        var live = listeners.FirstOrDefault(listener => listener.ListensLike(wanted));
        if (live is null)
        {
            return LiveListener.Nothing;
        }

        var groups = await accelerators.ListGroupsAsync(live.Arn!, cancellationToken).ConfigureAwait(false);
        return groups.Succeeded ? new LiveListener(live, groups.Value) : groups.Problem;
    }

    /// <summary>A region's endpoint as it is; a problem when there is none.</summary>
    public async ValueTask<Result<AcceleratorEndpoint>> EndpointAsync(ListenerSettings? settings, RegionId region, CancellationToken cancellationToken)
    {
        if (settings is null || !settings.Endpoints.TryGetValue(region, out var wanted))
        {
            return Missing(region);
        }

        var listeners = await ListenersAsync(cancellationToken).ConfigureAwait(false);
        var live = listeners.Succeeded ? await ReadAsync(listeners.Value, settings.Listener(), cancellationToken).ConfigureAwait(false) : listeners.Problem;
        return !live.Succeeded ? live.Problem
            : live.Value.Groups.SelectMany(static group => group.Endpoints).FirstOrDefault(endpoint => endpoint.Id == wanted.Id) is { } found ? found
            : Missing(region);
    }

    private static Problem Missing(RegionId region) => new(ProblemKind.NotFound, $"the accelerator has no endpoint for region {region} at present", Retryable: false);
}
