using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Wire;

/// <summary>
/// The data plane of routing controls. Each call begins at the endpoint that answered last and goes on to the next when one fails,
/// twice around at most. Nothing here needs another region than that of the endpoint asked, if the credentials come from a regional STS.
/// </summary>
internal sealed class RoutingControlClient : IRoutingControls, IDisposable
{
    private const int Rounds = 2;

    /// <summary>An endpoint gets little time: four others can answer as well.</summary>
    private static readonly TimeSpan EndpointTimeout = TimeSpan.FromSeconds(3);

    private readonly ImmutableArray<AwsConnection> _endpoints;
    private readonly AwsClientSettings _settings;
    private int _current;

    private RoutingControlClient(ImmutableArray<RoutingControlEndpoint> endpoints, AwsClientSettings settings)
    {
        _settings = settings;
        var budget = RequestBudget.RoutingControl(settings.Time);
        var once = settings with { Retry = settings.Retry with { Attempts = 1, AttemptTimeout = EndpointTimeout } };
        _endpoints = [.. endpoints.Select(one => new AwsConnection(new(one.Address, one.Region), AwsProtocol.Json("route53-recovery-cluster", "1.0"), budget, once))];
    }

    /// <param name="endpoints">All five of the cluster; fewer are accepted, none are not.</param>
    /// <param name="settings">How they are reached; region and endpoint are not used.</param>
    public static Result<RoutingControlClient> Create(ImmutableArray<RoutingControlEndpoint> endpoints, AwsClientSettings settings) =>
        endpoints.IsDefaultOrEmpty ? Problem.Refused("No endpoint of a routing control cluster: give all five (address and region) that 'describe-cluster' names.")
        : endpoints.Select(static one => AwsPartition.Of(one.Region).Problem).FirstOrDefault(static problem => problem is not null) is { } unknown ? unknown
        : new RoutingControlClient(endpoints, settings);

    public ValueTask<Result<bool>> GetAsync(string arn, CancellationToken cancellationToken) => RotateAsync(
        new()
        {
            Action = "route53-recovery-cluster:GetRoutingControlState",
            Resource = arn,
            Method = HttpMethod.Post,
            Path = "/",
            Target = "ToggleCustomerAPI.GetRoutingControlState",
            Body = RoutingControlJson.Write(new() { RoutingControlArn = arn }),
            Read = RoutingControlJson.ReadState,
        },
        cancellationToken);

    public ValueTask<Result<bool>> SetAsync(ImmutableArray<RoutingControlState> states, ImmutableArray<string> overrides, CancellationToken cancellationToken) => RotateAsync(
        new()
        {
            Action = "route53-recovery-cluster:UpdateRoutingControlStates",
            Resource = states.Length == 1 ? states[0].Arn : "*",
            Method = HttpMethod.Post,
            Path = "/",
            Target = "ToggleCustomerAPI.UpdateRoutingControlStates",
            Body = RoutingControlJson.Write(new()
            {
                UpdateRoutingControlStateEntries = [.. states.Select(static one => new RoutingControlBodies.Entry { RoutingControlArn = one.Arn, RoutingControlState = one.On ? "On" : "Off" })],
                SafetyRulesToOverride = overrides.IsDefaultOrEmpty ? null : overrides,
            }),
            Read = static _ => true,
            Writes = true,
        },
        cancellationToken);

    public void Dispose()
    {
        foreach (var endpoint in _endpoints)
        {
            endpoint.Dispose();
        }
    }

    /// <summary>Setting states is idempotent: the next endpoint may be told the same although the last may have done it.</summary>
    private async ValueTask<Result<bool>> RotateAsync(AwsCall<bool> call, CancellationToken cancellationToken)
    {
        var start = Volatile.Read(ref _current);
        Problem? failed = null;
        for (var turn = 0; turn < Rounds * _endpoints.Length; turn++)
        {
            await PauseAsync(turn, cancellationToken).ConfigureAwait(false);
            var at = (start + turn) % _endpoints.Length;
            var result = await _endpoints[at].CallAsync(call, cancellationToken).ConfigureAwait(false);
            if (result.Succeeded || !IsEndpoints(result.Problem))
            {
                Volatile.Write(ref _current, at);
                return failed is null || !call.Writes || result.Problem?.Kind != ProblemKind.Conflict ? result : Echo(result.Problem, failed);
            }

            failed = result.Problem;
        }

        return failed! with { Detail = $"No endpoint of the cluster did it, {_endpoints.Length} asked {Rounds} times each. The last: {failed!.Detail}" };
    }

    /// <summary>A control that was just set refuses any change for a while: also the same one.</summary>
    private static Problem Echo(Problem conflict, Problem earlier) =>
        Problem.Unreachable($"{conflict.Detail} An endpoint asked before may have done it ({earlier.Detail}): read the states before writing again.");

    /// <summary>Between the rounds only.</summary>
    private Task PauseAsync(int turn, CancellationToken cancellationToken) => turn == 0 || turn % _endpoints.Length != 0 ? Task.CompletedTask
        : Task.Delay(_settings.Retry.FirstWait * _settings.Roll(), _settings.Time, cancellationToken);

    /// <summary>Whether the endpoint failed, and not the call: a rule that forbids the change forbids it everywhere.</summary>
    private static bool IsEndpoints(Problem problem) => problem.Kind is ProblemKind.Unreachable or ProblemKind.Failed or ProblemKind.Throttled;
}
