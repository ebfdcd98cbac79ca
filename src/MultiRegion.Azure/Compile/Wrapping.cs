using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Compile;

/// <summary>Gives a profile of its own to what cannot stand beside the other endpoints of a profile: the same target once more, and another port to probe.</summary>
internal static class Wrapping
{
    public static Branch Of(Branch branch) => branch is Group group ? Of(group) : branch;

    private static Group Of(Group group)
    {
        var members = group.Members.Select(static member => member with { Target = Of(member.Target) }).ToList();
        var port = PortOf(group);
        var (done, seen) = (ImmutableArray.CreateBuilder<Member>(members.Count), new HashSet<string>(StringComparer.Ordinal));
        foreach (var member in members)
        {
            var target = member.Target is Leaf leaf && leaf.Port != port ? Alone(leaf, group.Ttl) : member.Target;
            while (!seen.Add(target is Leaf one ? one.Region.Value : target.Key))
            {
                target = Alone(target, group.Ttl);
            }

            done.Add(member with { Target = target });
        }

        return group with { Members = done.MoveToImmutable() };
    }

    /// <summary>The port that a profile probes: that of its first endpoint.</summary>
    public static int? PortOf(Group group) => group.Members.Select(static member => member.Target).OfType<Leaf>().FirstOrDefault()?.Port;

    private static Group Alone(Branch target, long ttl) => new(RoutingMethods.Priority, [new(target)], ttl);
}
