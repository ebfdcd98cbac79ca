using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;

namespace MultiRegion.Aws.Apply;

/// <summary>Reads what a plan needs, and plans.</summary>
internal sealed class Route53Planning(IRoute53 route53, ZoneReader zones, string owner, CompileSettings settings)
{
    private readonly ServicePlanner _planner = new(owner, settings);

    public async ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
    {
        var checks = await route53.ListHealthChecksAsync(cancellationToken).ConfigureAwait(false);
        if (!checks.Succeeded)
        {
            return checks.Problem;
        }

        var changes = new RouterChange[intents.Count];
        var located = await LocateAsync(intents, changes, cancellationToken).ConfigureAwait(false);
        if (!located.Succeeded)
        {
            return located.Problem;
        }

        var (match, plans) = (new CheckMatch(owner, checks.Value), new List<ServicePlan>());
        foreach (var group in located.Value.GroupBy(static item => item.Zone.Id))
        {
            if (await PlanZoneAsync([.. group], match, changes, plans, cancellationToken).ConfigureAwait(false) is { } unread)
            {
                return unread;
            }
        }

        var (unused, problem) = await UnusedAsync(plans, cancellationToken).ConfigureAwait(false);
        return problem is null ? Plan(new([.. plans], unused, Released(plans, unused)), changes) : problem;
    }

    private static RouterPlan Plan(Route53Plan document, RouterChange[] changes) =>
        new() { Changes = [.. changes], Document = document.ToJson(), Commands = AwsCommands.Of(document) };

    private async ValueTask<Result<ImmutableArray<Located>>> LocateAsync(IReadOnlyList<RoutingIntent> intents, RouterChange[] changes, CancellationToken cancellationToken)
    {
        var located = ImmutableArray.CreateBuilder<Located>(intents.Count);
        for (var i = 0; i < intents.Count; i++)
        {
            var hostname = DnsName.Of(intents[i].Hostname);
            var zone = Clash(intents, i) is { } clash ? clash : await zones.ZoneOfAsync(hostname, cancellationToken).ConfigureAwait(false);
            if (zone.Succeeded)
            {
                located.Add(new(i, intents[i], hostname, zone.Value));
            }
            else if (zone.Problem.Retryable || zone.Problem.Kind == ProblemKind.Denied)
            {
                return zone.Problem;
            }
            else
            {
                changes[i] = new() { Service = intents[i].Service, Problem = zone.Problem with { Detail = $"service {intents[i].Service}: {zone.Problem.Detail}" } };
            }
        }

        return located.ToImmutable();
    }

    private async ValueTask<Problem?> PlanZoneAsync(
        ImmutableArray<Located> services, CheckMatch match, RouterChange[] changes, List<ServicePlan> plans, CancellationToken cancellationToken)
    {
        var (zone, hostnames) = (services[0].Zone, services.Select(static service => service.Hostname).ToList());
        var records = await zones.ReadAsync(zone, hostnames, cancellationToken).ConfigureAwait(false);
        if (!records.Succeeded)
        {
            return records.Problem;
        }

        var live = LiveServices.In(records.Value, hostnames);
        foreach (var service in services)
        {
            var external = await ExternalOwnerAsync(zone, live[service.Hostname], records.Value, cancellationToken).ConfigureAwait(false);
            if (!external.Succeeded)
            {
                return external.Problem;
            }

            var (change, plan) = _planner.Plan(service.Intent, zone, live[service.Hostname], match, external.Value.Length == 0 ? null : external.Value);
            changes[service.Index] = change;
            plans.AddRange(plan is null ? [] : [plan]);
        }

        return null;
    }

    /// <summary>The checks that the services of the plan drop, and that nobody else wants.</summary>
    private async ValueTask<(ImmutableArray<string> Ids, Problem? Problem)> UnusedAsync(List<ServicePlan> plans, CancellationToken cancellationToken)
    {
        var kept = plans.SelectMany(static plan => plan.Desired).Select(static record => record.HealthCheckId).ToHashSet();
        ImmutableArray<string> dropped = [.. plans.SelectMany(static plan => plan.Dropped).Distinct().Where(id => !kept.Contains(id))];
        if (dropped.IsEmpty)
        {
            return ([], null);
        }

        var tags = await route53.ListHealthCheckTagsAsync(dropped, cancellationToken).ConfigureAwait(false);
        return tags.Succeeded
            ? (dropped.RemoveAll(id => !CheckTags.OnlyFor(tags.Value[id], plans.Where(plan => plan.Dropped.Contains(id)).Select(static plan => plan.Service))), null)
            : ([], tags.Problem);
    }

    private static ImmutableArray<ReleasedCheck> Released(List<ServicePlan> plans, ImmutableArray<string> unused) =>
        [.. plans.SelectMany(plan => plan.Dropped.Except(unused).Select(id => new ReleasedCheck(id, plan.Service)))];

    /// <summary>Who holds a hostname by external-dns; empty when nobody does. Only asked about names that are not ours.</summary>
    private async ValueTask<Result<string>> ExternalOwnerAsync(HostedZone zone, LiveService live, ImmutableArray<ResourceRecordSet> read, CancellationToken cancellationToken)
    {
        if (live.Routes.IsEmpty || live.Txt is not null)
        {
            return "";
        }

        foreach (var name in ExternalDns.Names(live.Hostname))
        {
            var records = name == live.Hostname ? read : await route53.ListRecordsAsync(zone.Id, name, onlyBelow: true, cancellationToken).ConfigureAwait(false);
            if (!records.Succeeded)
            {
                return records.Problem;
            }

            if (records.Value.Where(record => record.Name == name).Select(ExternalDns.OwnerOf).FirstOrDefault(static found => found is not null) is { } found)
            {
                return found;
            }
        }

        return "";
    }

    private static Problem? Clash(IReadOnlyList<RoutingIntent> intents, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (intents[i].Service == intents[index].Service)
            {
                return Problem.Refused("it is named twice in one plan.");
            }

            if (DnsName.Of(intents[i].Hostname) == DnsName.Of(intents[index].Hostname))
            {
                return Problem.Refused($"its hostname {intents[index].Hostname} belongs to service {intents[i].Service}.");
            }
        }

        return null;
    }

    private sealed record Located(int Index, RoutingIntent Intent, string Hostname, HostedZone Zone);
}
