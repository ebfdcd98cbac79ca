using MultiRegion.Cloudflare.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>Session affinity: one kind for the whole balancer, and only where Cloudflare sees the requests.</summary>
internal sealed class Stickiness(CompileSettings settings, Findings findings)
{
    private const double Shortest = 1800;
    private const double Longest = 604_800;

    /// <summary>Cloudflare's own, written out: an absent one would come back as this and look like an edit.</summary>
    private const double Usual = 82_800;

    private static readonly (string, double?, SessionAffinityAttributes) None = ("none", null, new() { DrainDuration = 0, ZeroDowntimeFailover = "none" });

    public (string Kind, double? Ttl, SessionAffinityAttributes Attributes) Of(RoutingNode tree)
    {
        var wanted = Wanted(tree);
        if (wanted is null)
        {
            return None;
        }

        if (!settings.Proxied)
        {
            findings.Lose(LossKind.Handling, "session affinity: Cloudflare keeps clients together only where it proxies them");
            return None;
        }

        return (wanted.Kind == SessionAffinityKind.Cookie ? "cookie" : "ip_cookie", Ttl(wanted), new() { DrainDuration = settings.SessionDrain, ZeroDowntimeFailover = settings.ZeroDowntimeFailover });
    }

    /// <summary>Whether sessions can outlive a drain: there are some, Cloudflare sees them, and they are given time.</summary>
    public static bool Drains(CompileSettings settings, RoutingNode tree) =>
        settings is { Proxied: true, SessionDrain: > 0 } && Below(tree, tree.Affinity).Any(static affinity => affinity is { Kind: not SessionAffinityKind.None });

    private SessionAffinity? Wanted(RoutingNode tree)
    {
        var all = Below(tree, tree.Affinity).Where(static affinity => affinity is { Kind: not SessionAffinityKind.None }).Distinct().ToList();
        if (all.Count > 1 || (all.Count == 1 && tree.Affinity != all[0]))
        {
            findings.Lose(LossKind.Handling, "session affinity: a load balancer has one kind for all its pools, that of the tree's root or else the first below it");
        }

        return tree.Affinity is { Kind: not SessionAffinityKind.None } own ? own : all.FirstOrDefault();
    }

    private double Ttl(SessionAffinity wanted)
    {
        if (wanted.Duration is not { } duration)
        {
            return Usual;
        }

        var seconds = Math.Clamp(Math.Round(duration.TotalSeconds), Shortest, Longest);
        if (Math.Abs(seconds - duration.TotalSeconds) >= 1)
        {
            findings.Lose(LossKind.Handling, FormattableString.Invariant($"session affinity: sessions last {Shortest} to {Longest} s, so {seconds} s"));
        }

        return seconds;
    }

    private static IEnumerable<SessionAffinity?> Below(RoutingNode node, SessionAffinity? inherited) =>
        node.ChildNodes().SelectMany(child => Below(child, child.Affinity ?? inherited)).Prepend(node.Affinity ?? inherited);
}
