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
        var seen = new Dictionary<string, ServiceId>(StringComparer.OrdinalIgnoreCase);
        foreach (var intent in intents)
        {
            var hostname = intent.Hostname.ToLowerInvariant().TrimEnd('.');
            var live = seen.TryAdd(hostname, intent.Service)
                ? await ReadAsync(reader, hostname, cancellationToken).ConfigureAwait(false)
                : Problem.Refused($"its hostname {intent.Hostname} is that of service {seen[hostname]} too.");
            if (live.Succeeded)
            {
                var (change, plan) = planner.Plan(intent, live.Value);
                changes.Add(change);
                if (plan is not null)
                {
                    plans.Add(plan);
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

    private async ValueTask<Result<Live>> ReadAsync(LiveReader reader, string hostname, CancellationToken cancellationToken)
    {
        var zone = await zones.ZoneOfAsync(hostname, cancellationToken).ConfigureAwait(false);
        return zone.Succeeded ? await reader.ReadAsync(zone.Value, cancellationToken).ConfigureAwait(false) : zone.Problem;
    }
}
