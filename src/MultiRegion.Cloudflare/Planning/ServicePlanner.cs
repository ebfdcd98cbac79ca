using System.Collections.Immutable;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>Says what an intent would change on an account. Pure.</summary>
internal sealed class ServicePlanner(CompileSettings settings, PlanLimits limits)
{
    /// <param name="intent">What is wanted.</param>
    /// <param name="live">What is there.</param>
    /// <param name="added">What the same plan adds to the account for other services.</param>
    public (RouterChange Change, ServicePlan? Plan) Plan(RoutingIntent intent, Live live, Usage added = default)
    {
        var found = live.Balancer(intent.Hostname.ToLowerInvariant().TrimEnd('.'));
        var compiled = CloudflareCompiler.Compile(intent, settings);
        if (!compiled.Succeeded)
        {
            return (Refused(intent, found, live, compiled.Problem), null);
        }

        var monitors = new MonitorMatch(settings.Owner, intent.Service, live.Monitors, compiled.Value.Monitors);
        var pools = new PoolMatch(intent, settings.Owner, live, compiled.Value, monitors.IdOf);
        var desired = Keys.Map(compiled.Value.Balancer, pools.IdOf);
        var problem = OwnershipRules.Check(intent, found, desired, settings.Owner) ?? pools.Problem ?? Adopted(intent, live, found, desired, pools);
        var plan = problem is null ? Plan(intent, live, found, desired, pools, monitors) : null;
        problem ??= Excess(plan!, Usage.Of(live) + added);
        if (problem is not null)
        {
            return (Refused(intent, found, live, problem), null);
        }

        var change = Change(intent, found, live) with
        {
            After = Words.Of(desired, pools.NameOf, pools.ShedOf),
            Losses = [.. compiled.Value.Losses.Select(static loss => loss.Text), .. Adopts(found) ? Adoption.Losses(found!, live.Pools, desired, pools.ById) : []],
            IsEmpty = plan is { After: null, OnlyLooking: false },
        };
        return (change, plan);
    }

    private ServicePlan Plan(RoutingIntent intent, Live live, LoadBalancer? found, LoadBalancer desired, PoolMatch pools, MonitorMatch monitors)
    {
        var changed = found is null ? Patches.All(desired) : Patches.Between(Fields.Of(found), Fields.Of(desired));
        var marked = Ownership.Read(found?.Description);
        var isEmpty = found is not null && changed.IsEmpty && pools.Writes.IsEmpty && monitors.Missing.IsEmpty && marked is not null
            && (intent.Marker is null || intent.Marker.Against(marked.Marker) == MarkerOrder.Same);
        var unused = pools.Unused(found);
        return new()
        {
            Service = intent.Service,
            Hostname = desired.Name!,
            Zone = live.Zone.Id!,
            Account = live.Zone.Account!.Id!,
            NewMonitors = monitors.Missing,
            Pools = pools.Writes,
            Balancer = desired,
            BalancerId = found?.Id,
            Before = found is null ? null : Prints.Whole(found),
            Description = found?.Description,
            Changed = changed,
            After = isEmpty || intent.Marker is null ? null : new(settings.Owner, intent.Service, intent.Marker, "", intent.Shares),
            UnusedPools = unused,
            UnusedMonitors = monitors.Unused(live.Pools.Where(pool => !unused.Contains(pool.Id!)).Select(pools.Afterwards)),
            OnlyLooking = intent.Marker is null && !isEmpty,
        };
    }

    private static Problem? Adopted(RoutingIntent intent, Live live, LoadBalancer? found, LoadBalancer desired, PoolMatch pools) =>
        Adopts(found) ? Adoption.Check(intent, found!, live.Pools, desired, pools.ById) : null;

    private static bool Adopts(LoadBalancer? found) => found is not null && Ownership.Read(found.Description) is null;

    private Problem? Excess(ServicePlan plan, Usage used) => used.Excess(Usage.Of(plan), limits) is { } excess
        ? Problem.Refused($"service {plan.Service}: the account would have {excess}; raise the limit with Cloudflare and in the options, or use fewer regions.")
        : null;

    /// <summary>A change that is not made.</summary>
    public static RouterChange Refused(RouterChange change, Problem problem) => change with { After = change.Before, Problem = problem, IsEmpty = false };

    private static RouterChange Refused(RoutingIntent intent, LoadBalancer? found, Live live, Problem problem)
    {
        var change = Change(intent, found, live);
        return change with { After = change.Before, Problem = problem };
    }

    private static RouterChange Change(RoutingIntent intent, LoadBalancer? found, Live live)
    {
        var marked = Ownership.Read(found?.Description);
        return new()
        {
            Service = intent.Service,
            Before = found is null ? null : Words.Of(found, live.NameOf, pool => live.Pools.FirstOrDefault(known => known.Id == pool)?.LoadShedding?.DefaultPercent ?? 0),
            LiveMarker = marked?.Marker,
            LiveShares = marked?.Shares,
        };
    }
}
