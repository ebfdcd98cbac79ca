using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Compile;

/// <summary>What an intent is on an accelerator.</summary>
/// <param name="Listener">The listener, without ARN.</param>
/// <param name="Groups">By AWS region. A group without endpoints is that of a drained region.</param>
/// <param name="Losses">What is expressed less exactly.</param>
internal sealed record CompiledListener(Listener Listener, ImmutableArray<EndpointGroup> Groups, ImmutableArray<Loss> Losses);

/// <summary>What is known of a service on an accelerator.</summary>
/// <param name="Ports">The ports that clients use.</param>
/// <param name="Protocol"><c>TCP</c> or <c>UDP</c>.</param>
/// <param name="Endpoints">What each region is entered by.</param>
internal sealed record ListenerSettings(ImmutableArray<int> Ports, string Protocol, ImmutableDictionary<RegionId, EndpointSettings> Endpoints)
{
    public Listener Listener(string affinity = "NONE") => new(null, Protocol, affinity, [.. Ports.Order().Select(static port => new PortRange(port, port))]);
}

/// <param name="Id">An ARN, an allocation id or an instance id.</param>
/// <param name="AwsRegion">Where it is.</param>
/// <param name="Weight">0 to 255 within its group.</param>
/// <param name="PreserveClientAddress">Null: the default of its kind.</param>
internal sealed record EndpointSettings(string Id, string AwsRegion, int Weight, bool? PreserveClientAddress);

/// <summary>Compiles an intent to a listener with its endpoint groups. Pure.</summary>
internal static class AcceleratorCompiler
{
    public static Result<CompiledListener> Compile(RoutingIntent intent, ListenerSettings settings)
    {
        var regions = intent.Tree.RegionsBelow();
        if (RoutingTreePruning.Prune(intent.Tree, intent.Shares) is not { } tree)
        {
            return Refused(intent, $"every region of its tree is drained ({intent.Shares}): keep at least one above 0 %");
        }

        if (regions.FirstOrDefault(region => !settings.Endpoints.ContainsKey(region)) is { Value: not "" } missing)
        {
            return Refused(intent, $"region {missing} has no endpoint on the accelerator: add its load balancer's ARN to the router's options");
        }

        if (Reason(tree) is { } reason)
        {
            return Refused(intent, reason);
        }

        var byRegion = regions.GroupBy(region => settings.Endpoints[region].AwsRegion).FirstOrDefault(static group => group.Count() > 1);
        if (byRegion is not null)
        {
            return Refused(intent, $"the regions {string.Join(" and ", byRegion)} are both in {byRegion.Key}, where an accelerator has one group per listener");
        }

        var findings = new Findings();
        AcceleratorLosses.Find(intent, tree, settings, findings);
        return new CompiledListener(ListenerOf(intent, settings), [.. regions.Select(region => Group(intent, region, settings)).OrderBy(static group => group.Region, StringComparer.Ordinal)], findings.Losses);
    }

    /// <summary>Why a tree cannot be expressed; null when it can.</summary>
    private static string? Reason(RoutingNode tree) => tree switch
    {
        _ when tree.RegionsBelow().Length == 1 => null,
        LatencyNode latency when latency.Branches.All(static branch => branch.Node is EndpointNode) => null,
        LatencyNode => "an accelerator sends clients to the nearest of its regions, not to branches of several: use endpoints below the latency node",
        GeographicNode => "an accelerator cannot tell countries or continents apart: put Route 53 with geolocation records in front of it",
        WeightedNode => "an accelerator has no exact weights across regions, only a dial for what is aimed at each: use latency, or weighted records of Route 53",
        PriorityNode => "an accelerator has no order of preference among regions, it takes the nearest: drain the standbys, or use failover records of Route 53",
        MultivalueNode => "an accelerator answers each connection once: use multivalue records of Route 53",
        _ => $"an accelerator cannot express {RoutingTreeText.ToLine(tree)}",
    };

    private static Listener ListenerOf(RoutingIntent intent, ListenerSettings settings) =>
        settings.Listener(intent.Tree.Affinity is { Kind: SessionAffinityKind.ClientAddress } ? "SOURCE_IP" : "NONE");

    private static EndpointGroup Group(RoutingIntent intent, RegionId region, ListenerSettings settings)
    {
        var (share, endpoint, stays) = (intent.Shares[region], settings.Endpoints[region], intent.Draining.Contains(region));
        var group = new EndpointGroup
        {
            Region = endpoint.AwsRegion,
            Dial = share.IsDrained && !stays ? 100 : share.Percent,
            Endpoints = share.IsDrained && !stays ? [] : [new(endpoint.Id, endpoint.Weight, PreserveClientAddress: endpoint.PreserveClientAddress)],
            HealthPort = settings.Ports.Min(),
        };
        return intent.HealthCheck switch
        {
            HttpProbeDefinition http => group with { HealthProtocol = http.Https ? "HTTPS" : "HTTP", HealthPath = http.Path, HealthPort = http.Port ?? intent.Endpoints[region].Port ?? (http.Https ? 443 : 80) },
            { } probe => group with { HealthPort = probe.Port ?? intent.Endpoints[region].Port ?? group.HealthPort },
            null => group,
        };
    }

    private static Problem Refused(RoutingIntent intent, string reason) => Problem.Refused($"service {intent.Service}: {reason}.");
}
