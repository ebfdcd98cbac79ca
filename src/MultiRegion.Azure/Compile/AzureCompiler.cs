using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Compile;

/// <summary>What an intent is in Traffic Manager.</summary>
/// <param name="Profiles">Children before parents; the last one is the root, whose name clients are sent to.</param>
/// <param name="Losses">What is expressed less exactly.</param>
/// <param name="Warnings">What whoever reads the plan should know, although nothing is lost.</param>
internal sealed record CompiledService(ImmutableArray<Profile> Profiles, ImmutableArray<Loss> Losses, ImmutableArray<string> Warnings)
{
    public Profile Root => Profiles[^1];
}

/// <summary>Compiles an intent to nested profiles. Pure.</summary>
internal static class AzureCompiler
{
    public const long DefaultTtl = 60;

    public static Result<CompiledService> Compile(RoutingIntent intent, CompileSettings settings)
    {
        if (Invalid(intent) is { } invalid)
        {
            return invalid;
        }

        var findings = new Findings();
        var monitors = new Monitors(intent.HealthCheck, settings, findings);
        Handling.Lose(intent, monitors, findings);
        var root = Shape(intent, settings, monitors, findings);
        Check(root, findings);
        var profiles = findings.Refusal is null ? new ProfileWriter(intent, settings, new(intent.Service, intent.Hostname, settings), monitors, findings).Write(root) : [];
        return findings.Refusal is { } reason ? Refused(intent, reason)
            : profiles.SelectMany(static profile => ProfileRules.Mistakes(profile).Select(mistake => $"profile {profile.Name}: {mistake.Place}: {mistake.Mistake}")).FirstOrDefault() is { } mistake ? Refused(intent, mistake)
            : new CompiledService(profiles, findings.Losses, Handling.Warnings(intent, profiles));
    }

    private static Group Shape(RoutingIntent intent, CompileSettings settings, Monitors monitors, Findings findings)
    {
        Leaf LeafOf(RegionId region, bool isChecked) => new(region, isChecked, intent.Shares[region].IsDrained, Port(region));
        var shaper = new TreeShaper(
            intent.Shares,
            LeafOf,
            region => IPAddress.TryParse(intent.Endpoints[region].Host, out _) && !settings.Resources.ContainsKey(intent.Endpoints[region].Host.ToLowerInvariant()),
            new(settings.RegionOf, findings),
            findings);
        var ttl = TreeShaper.Ttl(intent.Tree, DefaultTtl);
        var shaped = Areas(intent.Tree, findings) ? new GeographicRoot(intent.Tree, intent.Shares, node => shaper.Shape(node, DefaultTtl)).Shape(ttl) : shaper.Shape(ClientClasses.For(intent.Tree, ClientLocation.Unknown, intent.Shares), DefaultTtl);
        return new SubnetRoot(intent, settings, LeafOf, findings).Over(Wrapping.Of(shaped) as Group ?? new(RoutingMethods.Priority, [new(shaped)], ttl));

        int Port(RegionId region)
        {
            if (monitors.PortOf(intent.Endpoints[region]) is { } port)
            {
                return port;
            }

            findings.Refuse($"the probe of region {region} has no port, and neither has its endpoint: name one");
            return 0;
        }
    }

    /// <summary>Whether the tree asks where a client is, in places that there are.</summary>
    private static bool Areas(RoutingNode tree, Findings findings)
    {
        var areas = ClientClasses.In(tree);
        if (areas.Select(Places.Mistake).FirstOrDefault(static mistake => mistake is not null) is { } mistake)
        {
            findings.Refuse(mistake);
            return false;
        }

        return !areas.IsEmpty;
    }

    private static void Check(Group root, Findings findings)
    {
        if (root.Levels > Nest.MostLevels)
        {
            findings.Refuse($"the tree needs {root.Levels} levels of profiles, and Traffic Manager has {Nest.MostLevels}: join nodes of the same kind, or leave some out");
        }

        if (AllBelow(root).Where(static group => group.Method == RoutingMethods.Performance).SelectMany(static group => group.Members.GroupBy(static member => member.Location).Where(static same => same.Skip(1).Any()))
            .FirstOrDefault() is { } twice)
        {
            findings.Refuse($"two branches of a latency node are both measured to {twice.Key}, which Traffic Manager does not allow: give one of their regions another Azure region, or join them");
        }
    }

    private static IEnumerable<Group> AllBelow(Group group) => group.Members.Select(static member => member.Target).OfType<Group>().SelectMany(AllBelow).Prepend(group);

    private static Problem? Invalid(RoutingIntent intent) =>
        !RoutingResolver.CanResolve(intent.Tree, intent.Shares) ? Refused(intent, $"every region of its tree is drained ({intent.Shares}): keep at least one above 0 %")
        : intent.Tree.RegionsBelow().FirstOrDefault(region => !intent.Endpoints.ContainsKey(region)) is { Value: not "" } missing ? Refused(intent, $"region {missing} of its tree has no endpoint")
        : null;

    private static Problem Refused(RoutingIntent intent, string reason) => Problem.Refused($"service {intent.Service}: {reason}.");
}
