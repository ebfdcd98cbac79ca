using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Probing;

/// <summary>
/// What Cloudflare's own checkers say of a region's pool: vantage points all over the world that are not ours. It sends nothing to the endpoint. The region is well when more than half
/// of the data centres that looked say so.
/// </summary>
public sealed class CloudflareHealthProbe : IHealthProbe
{
    private static readonly TimeSpan ListedFor = TimeSpan.FromMinutes(1);
    private readonly CloudflareRouter _router;
    private readonly string _hostname;
    private readonly TimeProvider _time;
    private (long At, ImmutableArray<Pool> Pools)? _listed;

    /// <summary>Makes a probe that reads the health of a router's pools.</summary>
    /// <param name="router">The router that made the pools.</param>
    /// <param name="hostname">The hostname of one of its services, by which the account is found.</param>
    /// <param name="time">Its clock.</param>
    public CloudflareHealthProbe(CloudflareRouter router, string hostname, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentException.ThrowIfNullOrEmpty(hostname);
        ArgumentNullException.ThrowIfNull(time);
        (_router, _hostname, _time) = (router, hostname.ToLowerInvariant().TrimEnd('.'), time);
    }

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var start = _time.GetTimestamp();
        var health = await HealthAsync(target, cancellationToken).ConfigureAwait(false);
        var (outcome, reason, detail) = health.Succeeded ? Judge(health.Value, target.Endpoint.Host) : (ProbeOutcome.Unknown, ProbeReason.OwnFault, health.Problem.Detail);
        return new(outcome, reason, _time.GetElapsedTime(start), detail);
    }

    /// <summary>What the data centres make of an endpoint. Those that did not look say nothing.</summary>
    internal static (ProbeOutcome Outcome, ProbeReason Reason, string? Detail) Judge(PoolHealth health, string address)
    {
        var seen = (health.PopHealth ?? ImmutableSortedDictionary<string, PopHealth>.Empty).Values
            .SelectMany(static pop => pop.Origins ?? []).SelectMany(static origins => origins)
            .Where(origin => string.Equals(origin.Key, address, StringComparison.OrdinalIgnoreCase) && origin.Value.Healthy is not null)
            .Select(static origin => origin.Value).ToList();
        var good = seen.Count(static origin => origin.Healthy == true);
        var counted = string.Create(CultureInfo.InvariantCulture, $"{good} of {seen.Count} data centres of Cloudflare find it healthy");
        return seen.Count == 0 ? (ProbeOutcome.Unknown, ProbeReason.Reported, "no data centre of Cloudflare has looked at it")
            : 2 * good > seen.Count ? (ProbeOutcome.Success, ProbeReason.Ok, null)
            : (ProbeOutcome.Failure, ProbeReason.Reported, $"{counted}{Why(seen)}");
    }

    private static string Why(List<OriginHealth> seen) =>
        seen.Where(static origin => origin.Healthy == false).GroupBy(static origin => origin.FailureReason).OrderByDescending(static group => group.Count()).FirstOrDefault()?.Key is { Length: > 0 } reason
            ? $": {Shared.Http.ErrorText.Line(reason, 100)}"
            : "";

    private async ValueTask<Result<PoolHealth>> HealthAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var zone = await _router.Zones.ZoneOfAsync(_hostname, cancellationToken).ConfigureAwait(false);
        if (!zone.Succeeded)
        {
            return zone.Problem;
        }

        var pools = await PoolsAsync(zone.Value.Account!.Id!, cancellationToken).ConfigureAwait(false);
        if (!pools.Succeeded)
        {
            return pools.Problem;
        }

        var name = PoolNames.Of(_router.Settings.Owner, target.Service, new(target.Region, IsChecked: true));
        return pools.Value.FirstOrDefault(pool => pool.Name == name) is { } found
            ? await _router.Cloudflare.GetPoolHealthAsync(zone.Value.Account.Id!, found.Id!, cancellationToken).ConfigureAwait(false)
            : new Problem(ProblemKind.NotFound, $"there is no pool {name}", Retryable: false);
    }

    private async ValueTask<Result<ImmutableArray<Pool>>> PoolsAsync(string account, CancellationToken cancellationToken)
    {
        if (_listed is { } listed && _time.GetElapsedTime(listed.At) < ListedFor)
        {
            return listed.Pools;
        }

        var pools = await _router.Cloudflare.ListPoolsAsync(account, cancellationToken).ConfigureAwait(false);
        if (pools.Succeeded)
        {
            _listed = (_time.GetTimestamp(), pools.Value);
        }

        return pools;
    }
}
