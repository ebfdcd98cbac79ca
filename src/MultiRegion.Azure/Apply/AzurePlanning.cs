using System.Collections.Immutable;
using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Planning;

namespace MultiRegion.Azure.Apply;

/// <summary>Reads what a plan needs, and plans. The resource group is read once, and DNS names that would be new are asked about.</summary>
internal sealed class AzurePlanning(ITrafficManager azure, CompileSettings settings, Uri endpoint)
{
    private readonly ServicePlanner _planner = new(settings);

    public async ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
    {
        var profiles = await azure.ListProfilesAsync(cancellationToken).ConfigureAwait(false);
        if (!profiles.Succeeded)
        {
            return profiles.Problem;
        }

        var (changes, plans, roots) = (ImmutableArray.CreateBuilder<RouterChange>(intents.Count), ImmutableArray.CreateBuilder<ServicePlan>(), new Dictionary<string, ServiceId>(StringComparer.OrdinalIgnoreCase));
        foreach (var intent in intents)
        {
            var (change, plan) = Plan(intent, new(profiles.Value), roots);
            if (plan is not null && await TakenAsync(intent, plan, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                if (problem.Retryable)
                {
                    return problem;
                }

                // Azure itself refuses a name that is taken: without the right to ask before, a move must not stand still.
                (change, plan) = problem.Kind == ProblemKind.Denied
                    ? (change with { Losses = change.Losses.Add($"new DNS names are not checked before they are taken: {problem.Detail}") }, plan)
                    : (change with { After = change.Before, Problem = problem, IsEmpty = false }, null);
            }

            changes.Add(change);
            if (plan is not null)
            {
                plans.Add(plan);
            }
        }

        var document = new AzurePlan(plans.ToImmutable());
        return new RouterPlan { Changes = changes.MoveToImmutable(), Document = document.ToJson(), Commands = AzCommands.Of(document, settings, endpoint, Wire.TrafficManagerClient.ApiVersion) };
    }

    private (RouterChange Change, ServicePlan? Plan) Plan(RoutingIntent intent, Live live, Dictionary<string, ServiceId> roots)
    {
        var hostname = intent.Hostname.ToLowerInvariant().TrimEnd('.');
        var root = new ProfileNames(intent.Service, intent.Hostname, settings).Root;
        foreach (var name in new[] { $"its hostname {hostname}", $"its profile {root}" })
        {
            if (!roots.TryAdd(name, intent.Service))
            {
                return (new() { Service = intent.Service, Problem = Problem.Refused($"service {intent.Service}: {name} is that of service {roots[name]} too.") }, null);
            }
        }

        return _planner.Plan(intent, live);
    }

    private async ValueTask<Problem?> TakenAsync(RoutingIntent intent, ServicePlan plan, CancellationToken cancellationToken)
    {
        foreach (var write in plan.Writes.Where(static write => write.Before is null).Reverse())
        {
            var relative = write.Profile.Properties!.DnsConfig!.RelativeName!;
            var free = await azure.CheckNameAsync(relative, cancellationToken).ConfigureAwait(false);
            if (!free.Succeeded)
            {
                return free.Problem with { Detail = $"service {intent.Service}: {free.Problem.Detail}" };
            }

            if (free.Value.NameAvailable == false)
            {
                return Problem.Refused($"service {intent.Service}: the DNS name {relative}.{settings.Suffix} is taken, perhaps in another subscription or resource group ({Shared.Http.ErrorText.Line(free.Value.Message ?? free.Value.Reason, 200)}): name another one in the options, or adopt the profile that has it where it is.");
            }
        }

        return null;
    }
}
