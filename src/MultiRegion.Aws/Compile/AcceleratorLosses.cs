using MultiRegion.Aws.Twin;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Compile;

/// <summary>What an accelerator expresses less exactly than a tree says.</summary>
internal static class AcceleratorLosses
{
    public static void Find(RoutingIntent intent, RoutingNode tree, ListenerSettings settings, Findings findings)
    {
        var regions = tree.RegionsBelow();
        if (regions.Length > 1 && regions.Any(region => !intent.Shares[region].IsFull))
        {
            findings.Lose(LossKind.Answers, "shares: when the group that a client is aimed at has no healthy endpoint, the dials of the others are ignored, also when all are unhealthy");
        }

        foreach (var region in intent.Draining.Where(region => intent.Shares[region].IsDrained))
        {
            findings.Lose(LossKind.LastResort, $"gentle drain: region {region} is dialled to 0 and keeps its connections; until it is taken out, clients for whom no nearer endpoint is healthy still get it");
        }

        if (regions.Length > AcceleratorTwin.GroupsSearched)
        {
            findings.Lose(LossKind.Answers, $"failover: a healthy endpoint is looked for in the {AcceleratorTwin.GroupsSearched} nearest regions only; when they are all unhealthy, the nearest answers");
        }

        if (Any(tree, static node => node is EndpointNode { HealthChecked: false }))
        {
            findings.Lose(LossKind.Answers, "health: an accelerator looks at the health of every endpoint, also of one that should count as healthy always");
        }

        if (Any(tree, static node => node.Ttl is not null))
        {
            findings.Lose(LossKind.Handling, "TTL: an accelerator's addresses never change, so that answers need not expire");
        }

        if (Any(tree, static node => node.Affinity is { Kind: SessionAffinityKind.Cookie }) || (intent.Tree.Affinity is null && Any(tree, static node => node.Affinity is { Kind: SessionAffinityKind.ClientAddress })))
        {
            findings.Lose(LossKind.Handling, "session affinity: an accelerator recognises clients by their address alone, for a whole listener");
        }

        Checks(intent, settings, findings);
    }

    private static void Checks(RoutingIntent intent, ListenerSettings settings, Findings findings)
    {
        if (intent.HealthCheck is not null && settings.Endpoints.Values.Any(static endpoint => AcceleratorRules.IsLoadBalancer(endpoint.Id)))
        {
            findings.Lose(LossKind.Checks, "health check: for load balancers their own target checks decide, not the one given here");
        }
        else if (intent.HealthCheck is not (null or TcpProbeDefinition or HttpProbeDefinition { Headers.IsEmpty: true, BodyContains: null, Method: "GET" }))
        {
            findings.Lose(LossKind.Checks, "health check: an accelerator connects, or asks for a path and takes any answer below 400; it looks at nothing else");
        }
    }

    private static bool Any(RoutingNode node, Func<RoutingNode, bool> holds) => holds(node) || node.ChildNodes().Any(child => Any(child, holds));
}
