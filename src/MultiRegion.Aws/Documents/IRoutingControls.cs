using System.Collections.Immutable;

namespace MultiRegion.Aws.Documents;

/// <summary>
/// Routing controls of Application Recovery Controller: switches that need no control plane. The data plane is five endpoints in five
/// regions, of which at least three answer at any time.
/// </summary>
internal interface IRoutingControls
{
    /// <returns>Whether the control is on.</returns>
    ValueTask<Result<bool>> GetAsync(string arn, CancellationToken cancellationToken);

    /// <summary>Sets all in one transaction, or none.</summary>
    /// <param name="states">Which control is to be on or off.</param>
    /// <param name="overrides">Safety rules, by ARN, that shall not hold this time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Result<bool>> SetAsync(ImmutableArray<RoutingControlState> states, ImmutableArray<string> overrides, CancellationToken cancellationToken);
}

/// <param name="Arn">The control.</param>
/// <param name="On">Whether its health check is to be healthy.</param>
internal sealed record RoutingControlState(string Arn, bool On);

/// <summary>One of a cluster's five endpoints.</summary>
/// <param name="Address">As the cluster's description names it.</param>
/// <param name="Region">The region that it lies in, and that requests to it are signed for.</param>
internal sealed record RoutingControlEndpoint(Uri Address, string Region);
