using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Compile;

/// <summary>What an intent is in Route 53.</summary>
/// <param name="Records">In the order of their keys. Their health checks are keys of <paramref name="Checks"/>.</param>
/// <param name="Checks">The checks of all regions of the tree, drained ones too: they are wanted again.</param>
/// <param name="Losses">What is expressed less exactly.</param>
internal sealed record CompiledService(
    ImmutableArray<ResourceRecordSet> Records, ImmutableSortedDictionary<string, HealthCheckConfig> Checks, ImmutableArray<Loss> Losses);

/// <summary>Compiles an intent to record sets and health checks. Pure.</summary>
internal static class Route53Compiler
{
    private const int LongestName = 234;

    public static Result<CompiledService> Compile(RoutingIntent intent, HostedZone zone, CompileSettings settings)
    {
        var (hostname, findings) = (DnsName.Of(intent.Hostname), new Findings());
        var regions = intent.Tree.RegionsBelow();
        if (Invalid(intent, hostname, regions, zone) is { } invalid)
        {
            return invalid;
        }

        var targets = regions.ToDictionary(static region => region, region => Target.Of(intent.Endpoints[region]));
        var types = Types(targets, hostname == zone.Name, findings);
        var health = new HealthChecks(settings, findings);
        var checks = regions.ToDictionary(static region => region, region => health.Of(region, intent.Endpoints[region], intent.HealthCheck));
        Handling(intent, targets, findings);
        ImmutableArray<ResourceRecordSet> records = [.. types.SelectMany(type =>
            Write(intent, type, new RecordWriter(hostname, type, zone.Id, targets, checks, findings), Lacking(intent.Shares, targets, type, findings), settings, targets, findings))];
        return findings.Refusal is { } reason
            ? Problem.Refused($"service {intent.Service}: {reason}.")
            : new CompiledService(records.Sort(RecordOrder.Compare), health.Configs, findings.Losses);
    }

    private static Problem? Invalid(RoutingIntent intent, string hostname, ImmutableArray<RegionId> regions, HostedZone zone) =>
        !RoutingResolver.CanResolve(intent.Tree, intent.Shares) ? Refused(intent, $"every region of its tree is drained ({intent.Shares}): keep at least one above 0 %")
        : regions.FirstOrDefault(region => !intent.Endpoints.ContainsKey(region)) is { Value: not "" } missing ? Refused(intent, $"region {missing} of its tree has no endpoint")
        : !DnsName.IsWithin(hostname, zone.Name) ? Refused(intent, $"{intent.Hostname} is not within the hosted zone {zone.Name} ({zone.Id})")
        : hostname.Length > LongestName ? Refused(intent, $"{intent.Hostname} has {hostname.Length - 1} characters: at most {LongestName - 1} leave room for the names below it")
        : null;

    private static Problem Refused(RoutingIntent intent, string reason) => Problem.Refused($"service {intent.Service}: {reason}.");

    private static ImmutableArray<ResourceRecordSet> Write(
        RoutingIntent intent, string type, RecordWriter writer, Shares shares, CompileSettings settings, Dictionary<RegionId, Target> targets, Findings findings)
    {
        if (RoutingTreePruning.Prune(intent.Tree, shares) is not { } tree)
        {
            findings.Lose(LossKind.Answers, $"clients that ask for {type} get no answer: no region that is left has such an address");
            return [];
        }

        var shaper = new TreeShaper(shares, settings.AwsRegion, region => targets[region] is AddressTarget, findings);
        var root = shaper.Shape(tree);
        return findings.Refusal is null ? writer.Write(root) : [];
    }

    private static ImmutableArray<string> Types(Dictionary<RegionId, Target> targets, bool isApex, Findings findings)
    {
        var (name, address) = (targets.FirstOrDefault(static pair => pair.Value is NamedTarget), targets.FirstOrDefault(static pair => pair.Value is AddressTarget));
        if (name.Value is null)
        {
            return [.. targets.Values.Any(static target => target.HasA) ? ["A"] : Array.Empty<string>(), .. targets.Values.Any(static target => target.HasAaaa) ? ["AAAA"] : Array.Empty<string>()];
        }

        if (isApex)
        {
            findings.Refuse($"region {name.Key} is entered by the name {((NamedTarget)name.Value).Host}, and the apex of a zone cannot hold a CNAME: give the region an address, a load balancer or an accelerator, or use a name below the apex");
        }

        if (address.Value is not null)
        {
            findings.Refuse($"region {address.Key} is entered by an address and region {name.Key} by a name, and one DNS name cannot hold both: give all of them names, or all of them addresses or load balancers");
        }

        return ["CNAME"];
    }

    /// <summary>Takes out the regions that clients of a type cannot reach.</summary>
    private static Shares Lacking(Shares shares, Dictionary<RegionId, Target> targets, string type, Findings findings)
    {
        foreach (var (region, target) in targets)
        {
            if (!shares[region].IsDrained && ((type == "A" && !target.HasA) || (type == "AAAA" && !target.HasAaaa)))
            {
                findings.Lose(LossKind.Answers, $"clients that ask for {type} never get region {region}: it has no such address");
                shares = shares.With(region, Share.None);
            }
        }

        return shares;
    }

    private static void Handling(RoutingIntent intent, Dictionary<RegionId, Target> targets, Findings findings)
    {
        if (Any(intent.Tree, static node => node.Affinity is { Kind: not SessionAffinityKind.None }))
        {
            findings.Lose(LossKind.Handling, "session affinity: DNS answers each query on its own");
        }

        if (targets.Values.OfType<AliasedTarget>().Any() && !targets.Values.OfType<NamedTarget>().Any() && Any(intent.Tree, static node => node.Ttl is not null))
        {
            findings.Lose(LossKind.Handling, "TTL: an alias has the TTL of the load balancer or accelerator");
        }

        if (intent.HealthCheck is null && targets.Values.Any(static target => target is not AliasedTarget) && Any(intent.Tree, static node => node is EndpointNode { HealthChecked: true }))
        {
            findings.Lose(LossKind.Answers, "health check: none is given, so that a sick region is answered until our own shift");
        }
    }

    private static bool Any(RoutingNode node, Func<RoutingNode, bool> holds) => holds(node) || node.ChildNodes().Any(child => Any(child, holds));
}
