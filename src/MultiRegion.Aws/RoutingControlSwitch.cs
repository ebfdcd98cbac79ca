using System.Collections.Immutable;
using Amazon.Runtime;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Wire;

namespace MultiRegion.Aws;

/// <summary>
/// Takes regions out of the answers, and back in, by ARC routing controls: a switch that works while the control planes of Route 53 (us-east-1) and Global Accelerator (us-west-2) are gone.
/// The health checks that follow the controls must have been provisioned before: see <see cref="Route53RegionOptions.RoutingControlArn"/>.
/// </summary>
/// <remarks>
/// The cluster has five endpoints in five regions, of which at least three answer at any time; they are asked in rotation. Use credentials that do not come from the global STS endpoint,
/// which depends on us-east-1.
/// </remarks>
public sealed class RoutingControlSwitch : IDisposable
{
    private readonly IRoutingControls _controls;
    private readonly ImmutableSortedDictionary<RegionId, string> _arns;

    /// <summary>Makes a switch.</summary>
    /// <param name="endpoints">The cluster's endpoints, all five of them, by the AWS region that each is in, as its description names them.</param>
    /// <param name="controls">The ARN of the routing control of each region.</param>
    /// <param name="credentials">With which rights; null: found by the AWS default chain.</param>
    /// <param name="time">Its clock.</param>
    /// <exception cref="ArgumentException">There is no endpoint, or one in a region that is not known.</exception>
    public RoutingControlSwitch(IReadOnlyDictionary<string, Uri> endpoints, IReadOnlyDictionary<RegionId, string> controls, AWSCredentials? credentials, TimeProvider time)
        : this(Client(endpoints, credentials, time), controls)
    {
    }

    internal RoutingControlSwitch(IRoutingControls client, IReadOnlyDictionary<RegionId, string> controls) => (_controls, _arns) = (client, controls.ToImmutableSortedDictionary());

    /// <summary>Turns regions on or off in one transaction: all, or none. A safety rule of the cluster may refuse it.</summary>
    /// <param name="states">True: the region is answered while its other checks are well. False: it is not.</param>
    /// <param name="cancellationToken">Cancels the waiting; the change may have happened.</param>
    /// <returns>True, or the problem.</returns>
    public ValueTask<Result<bool>> SetAsync(IReadOnlyDictionary<RegionId, bool> states, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(states);
        foreach (var region in states.Keys)
        {
            if (!_arns.ContainsKey(region))
            {
                return ValueTask.FromResult<Result<bool>>(Unknown(region));
            }
        }

        return _controls.SetAsync([.. states.OrderBy(static pair => pair.Key).Select(pair => new RoutingControlState(_arns[pair.Key], pair.Value))], [], cancellationToken);
    }

    /// <summary>Whether a region is turned on.</summary>
    /// <param name="region">The region.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public ValueTask<Result<bool>> IsOnAsync(RegionId region, CancellationToken cancellationToken) => _arns.TryGetValue(region, out var arn)
        ? _controls.GetAsync(arn, cancellationToken)
        : ValueTask.FromResult<Result<bool>>(Unknown(region));

    /// <summary>Ends its connections.</summary>
    public void Dispose() => (_controls as IDisposable)?.Dispose();

    private static Problem Unknown(RegionId region) => Problem.Refused($"Region {region} has no routing control: add its ARN.");

    private static RoutingControlClient Client(IReadOnlyDictionary<string, Uri> endpoints, AWSCredentials? credentials, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(time);
        var client = RoutingControlClient.Create(
            [.. endpoints.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => new RoutingControlEndpoint(pair.Value, pair.Key))],
            new() { Credentials = credentials, Time = time });
        return client.Succeeded ? client.Value : throw new ArgumentException(client.Problem.Detail, nameof(endpoints));
    }
}
