using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Planning;
using MultiRegion.Azure.Twin;

namespace MultiRegion.Azure.Probing;

/// <summary>
/// What Traffic Manager's own checkers say of a region's endpoints: vantage points all over the world that are not ours. It sends nothing to the endpoint. The region is well when more than half of the
/// profiles that watch it say so; a region that is disabled in all of them is not watched, and nothing can be said.
/// </summary>
public sealed class TrafficManagerHealthProbe : IHealthProbe
{
    private static readonly TimeSpan ListedFor = TimeSpan.FromSeconds(5);
    private readonly TrafficManagerRouter _router;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private (long At, ImmutableArray<Profile> Profiles)? _listed;

    /// <summary>Makes a probe that reads the status of a router's endpoints. All regions together are read once in 5 s.</summary>
    /// <param name="router">The router that made the profiles.</param>
    /// <param name="time">Its clock.</param>
    public TrafficManagerHealthProbe(TrafficManagerRouter router, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(time);
        (_router, _time) = (router, time);
    }

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var start = _time.GetTimestamp();
        var profiles = await ListAsync(cancellationToken).ConfigureAwait(false);
        var (outcome, reason, detail) = profiles.Succeeded ? Judge(Statuses(profiles.Value, target)) : (ProbeOutcome.Unknown, ProbeReason.OwnFault, profiles.Problem.Detail);
        return new(outcome, reason, _time.GetElapsedTime(start), detail);
    }

    /// <summary>What the statuses of a region's endpoints say together.</summary>
    internal static (ProbeOutcome Outcome, ProbeReason Reason, string? Detail) Judge(IReadOnlyCollection<string> statuses)
    {
        var (good, bad) = (statuses.Count(static status => status == MonitorStatuses.Online), statuses.Count(static status => status == MonitorStatuses.Degraded));
        return good + bad == 0 ? (ProbeOutcome.Unknown, ProbeReason.Reported, statuses.Count == 0 ? "no profile of Traffic Manager has it" : $"Traffic Manager says {string.Join(", ", statuses.Distinct().Order(StringComparer.Ordinal))}")
            : good > bad ? (ProbeOutcome.Success, ProbeReason.Ok, null)
            : (ProbeOutcome.Failure, ProbeReason.Reported, string.Create(CultureInfo.InvariantCulture, $"{bad} of {good + bad} profiles of Traffic Manager find it degraded"));
    }

    private List<string> Statuses(ImmutableArray<Profile> profiles, ProbeTarget target)
    {
        var host = target.Endpoint.Host;
        var resource = _router.Settings.Resources.GetValueOrDefault(host.ToLowerInvariant(), host);
        return
        [
            .. profiles.Where(profile => Ownership.Read(profile) is { } found && found.Owner == _router.Settings.Owner && found.Service == target.Service).SelectMany(Nest.EndpointsOf)
                .Where(endpoint => !endpoint.IsNested() && endpoint.Name == ProfileNames.Endpoint(target.Region)
                    && string.Equals(endpoint.Properties?.TargetResourceId is { Length: > 0 } id ? id : endpoint.Properties?.Target, resource, StringComparison.OrdinalIgnoreCase))
                .Select(static endpoint => endpoint.Properties?.EndpointMonitorStatus ?? "nothing"),
        ];
    }

    private async ValueTask<Result<ImmutableArray<Profile>>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_listed is { } listed && _time.GetElapsedTime(listed.At) < ListedFor)
            {
                return listed.Profiles;
            }
        }

        var profiles = await _router.Azure.ListProfilesAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _listed = profiles.Succeeded ? (_time.GetTimestamp(), profiles.Value) : _listed;
        }

        return profiles;
    }
}
