using System.Collections.Immutable;
using System.Net;
using MultiRegion.Azure.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Compile;

/// <summary>What does not show in the shape of the nest.</summary>
internal static class Handling
{
    public static void Lose(RoutingIntent intent, Monitors monitors, Findings findings)
    {
        var nodes = Below(intent.Tree).ToList();
        LoseIf(findings, LossKind.Answers, !monitors.Looks && intent.HealthCheck is null && nodes.OfType<EndpointNode>().Any(static node => node.HealthChecked), "health check: none is given, so that a sick region is answered until our own shift");
        LoseIf(findings, LossKind.Handling, nodes.Exists(static node => node.Affinity is { Kind: not SessionAffinityKind.None }), "session affinity: Traffic Manager answers DNS queries, and each answer stands alone");
        foreach (var region in intent.Tree.RegionsBelow().Where(region => !intent.Shares[region].IsFull && !intent.Shares[region].IsDrained && Variants(nodes, region) > 1))
        {
            findings.Lose(LossKind.Answers, $"region {region} is named with and without a health check: it takes its partial share twice");
        }

        var kinds = intent.Tree.RegionsBelow().Select(region => IPAddress.TryParse(intent.Endpoints[region].Host, out var address) ? address.AddressFamily : System.Net.Sockets.AddressFamily.Unspecified)
            .Where(static family => family != System.Net.Sockets.AddressFamily.Unspecified).Distinct().Count();
        LoseIf(findings, LossKind.Answers, kinds > 1, "addresses: some regions have an IPv4 and some an IPv6 address; clients are answered by those of the kind that they ask for");
    }

    public static ImmutableArray<string> Warnings(RoutingIntent intent, ImmutableArray<Profile> profiles)
    {
        var (root, host) = (profiles[^1].Properties!, intent.Hostname.TrimEnd('.'));
        return
        [
            .. If(!string.Equals(host, root.DnsConfig!.Fqdn, StringComparison.OrdinalIgnoreCase), $"{host} must be a CNAME of {root.DnsConfig.Fqdn}"),
            .. If(host.Count(static letter => letter == '.') == 1, $"{host} looks like the apex of a zone, which cannot hold a CNAME: it needs an alias record of Azure DNS, or a service like it"),
            "when all endpoints of a profile are degraded, Traffic Manager answers as if all were online",
            .. If(root.TrafficRoutingMethod == RoutingMethods.Geographic, "a geographic profile returns what is mapped for a client whether healthy or not: what goes on lies in the profiles below it"),
        ];
    }

    private static int Variants(List<RoutingNode> nodes, RegionId region) => nodes.OfType<EndpointNode>().Where(node => node.Region == region).Select(static node => node.HealthChecked).Distinct().Count();

    private static IEnumerable<RoutingNode> Below(RoutingNode node) => node.ChildNodes().SelectMany(Below).Prepend(node);

    private static IEnumerable<string> If(bool applies, string text) => applies ? [text] : [];

    private static void LoseIf(Findings findings, LossKind kind, bool lost, string text)
    {
        if (lost)
        {
            findings.Lose(kind, text);
        }
    }
}
