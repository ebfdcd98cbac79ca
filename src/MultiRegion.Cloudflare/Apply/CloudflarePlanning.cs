using System.Collections.Immutable;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Planning;

namespace MultiRegion.Cloudflare.Apply;

/// <summary>Reads what a plan needs, and plans.</summary>
internal sealed class CloudflarePlanning(ICloudflare cloudflare, ZoneReader zones, ServicePlanner planner, Uri endpoint)
{
    public async ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
    {
        var (reader, changes, plans) = (new LiveReader(cloudflare), ImmutableArray.CreateBuilder<RouterChange>(intents.Count), ImmutableArray.CreateBuilder<ServicePlan>());
        var (seen, added) = (new Dictionary<string, ServiceId>(StringComparer.OrdinalIgnoreCase), new Dictionary<string, Usage>(StringComparer.Ordinal));
        foreach (var intent in intents)
        {
            var hostname = intent.Hostname.ToLowerInvariant().TrimEnd('.');
            var live = seen.TryAdd(hostname, intent.Service)
                ? await ReadAsync(reader, hostname, cancellationToken).ConfigureAwait(false)
                : Problem.Refused($"its hostname {intent.Hostname} is that of service {seen[hostname]} too.");
            if (live.Succeeded)
            {
                var account = live.Value.Zone.Account!.Id!;
                var planned = await PlanAsync(intent, live.Value, added.GetValueOrDefault(account), cancellationToken).ConfigureAwait(false);
                if (!planned.Succeeded)
                {
                    return planned.Problem;
                }

                changes.Add(planned.Value.Change);
                if (planned.Value.Plan is { } plan)
                {
                    plans.Add(plan);
                    added[account] = added.GetValueOrDefault(account) + Usage.Of(plan);
                }
            }
            else if (live.Problem.Retryable || live.Problem.Kind == ProblemKind.Denied)
            {
                return live.Problem;
            }
            else
            {
                changes.Add(new() { Service = intent.Service, Problem = live.Problem with { Detail = $"service {intent.Service}: {live.Problem.Detail}" } });
            }
        }

        var document = new CloudflarePlan(plans.ToImmutable());
        return new RouterPlan { Changes = changes.ToImmutable(), Document = document.ToJson(), Commands = CurlCommands.Of(document, endpoint) };
    }

    /// <summary>Plans, and asks who else uses the pools that would be changed.</summary>
    private async ValueTask<Result<Planned>> PlanAsync(RoutingIntent intent, Live live, Usage added, CancellationToken cancellationToken)
    {
        var (change, plan) = planner.Plan(intent, live, added);
        var users = new Dictionary<string, ImmutableArray<ResourceReference>>(StringComparer.Ordinal);
        foreach (var pool in plan is null || change.IsEmpty ? [] : PoolUsers.Touched(plan))
        {
            var read = await cloudflare.ListPoolReferencesAsync(plan!.Account, pool, cancellationToken).ConfigureAwait(false);
            if (!read.Succeeded)
            {
                return read.Problem;
            }

            users[pool] = read.Value;
        }

        return plan is null || change.IsEmpty ? new Planned(change, plan)
            : PoolUsers.Check(plan, users) is { } problem ? new Planned(ServicePlanner.Refused(change, problem), null)
            : new Planned(change, PoolUsers.Spare(plan, live.Pools, users));
    }

    private async ValueTask<Result<Live>> ReadAsync(LiveReader reader, string hostname, CancellationToken cancellationToken)
    {
        var zone = await zones.ZoneOfAsync(hostname, cancellationToken).ConfigureAwait(false);
        return zone.Succeeded ? await reader.ReadAsync(zone.Value, cancellationToken).ConfigureAwait(false) : zone.Problem;
    }

    private sealed record Planned(RouterChange Change, ServicePlan? Plan);
}
