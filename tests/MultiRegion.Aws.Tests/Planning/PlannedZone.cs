using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;
using MultiRegion.Aws.Tests.Compile;
using MultiRegion.Aws.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Aws.Tests.Planning;

/// <summary>Plans carried out on a zone in memory, where the checks of the regions A to E are there.</summary>
internal static class PlannedZone
{
    public static readonly ImmutableArray<HealthCheck> Checks = Made();

    /// <summary>The zone after each batch that leads to an intent.</summary>
    public static IEnumerable<ZoneTwin> Carry(ZoneTwin zone, RoutingIntent intent)
    {
        var (change, plan) = PlanOf(zone, intent);
        change.Problem.ShouldBeNull();
        if (change.IsEmpty)
        {
            yield break;
        }

        var batch = Batches.Pack([Batches.Prepare(plan!, ImmutableDictionary<string, string>.Empty)]).ShouldHaveSingleItem();
        foreach (var changes in Batches.Steps(batch).Where(static changes => !changes.IsEmpty))
        {
            var changed = zone.Change(changes);
            zone = changed.Value.ShouldNotBeNull(changed.Problem?.ToString()).Synced();
            yield return zone;
        }
    }

    public static ZoneTwin Empty => new() { Name = Compilations.Zone.Name, Id = Compilations.Zone.Id, Checks = [.. Checks.Select(static check => check.Id)] };

    public static (RouterChange Change, ServicePlan? Plan) PlanOf(ZoneTwin zone, RoutingIntent intent) => PlanOf(zone, intent, Checks);

    private static (RouterChange Change, ServicePlan? Plan) PlanOf(ZoneTwin zone, RoutingIntent intent, ImmutableArray<HealthCheck> checks) => new ServicePlanner("me", Compilations.Settings).Plan(
        intent, Compilations.Zone, LiveService.In($"{FiveRegions.Hostname}.", zone.Accepted.Values), new("me", checks), externalDns: null);

    private static ImmutableArray<HealthCheck> Made() =>
        [.. PlanOf(new() { Name = Compilations.Zone.Name }, Compilations.Intent(new PriorityNode([.. FiveRegions.Regions.Select(static region => new EndpointNode(region))]), Shares.AllFull) with { Marker = new(1, 1, "controller-1", "p1") }, []).Plan!.Checks.Select(static check => new HealthCheck($"id-{check.Key}", check.Reference, 1, check.Config))];
}
