using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Compile;

/// <summary>Makes profiles of what they lead to, as few as possible.</summary>
internal static class Groups
{
    /// <summary>One after the other; null when there is nothing.</summary>
    public static Branch? Chain(ImmutableArray<Branch> targets, long ttl) =>
        Distinct(targets) is var links && links.IsEmpty ? null
        : links is [var only] ? only
        : new Group(RoutingMethods.Priority, [.. links.Select(static link => new Member(link))], ttl);

    /// <summary>A profile of members; equal ones are one where weights decide. Null when there is none.</summary>
    public static Branch? Of(string method, ImmutableArray<Member> members, long ttl)
    {
        var distinct = method == RoutingMethods.Weighted ? Merge(members) : members;
        return distinct.IsEmpty ? null : distinct is [var only] ? only.Target : new Group(method, distinct, ttl);
    }

    /// <summary>Whether nothing after it is ever asked: an endpoint that always counts as healthy.</summary>
    public static bool IsLast(ImmutableArray<Branch> targets) => targets is [.., Leaf { IsChecked: false, IsDrained: false }];

    /// <summary>Without what an earlier one covers: itself, or the same region whatever its health.</summary>
    public static ImmutableArray<Branch> Distinct(ImmutableArray<Branch> targets)
    {
        var links = ImmutableArray.CreateBuilder<Branch>();
        foreach (var target in targets)
        {
            if (!links.Any(earlier => earlier.Key == target.Key || (earlier is Leaf { IsChecked: false } one && target is Leaf other && one.Region == other.Region)))
            {
                links.Add(target);
            }
        }

        return links.ToImmutable();
    }

    private static ImmutableArray<Member> Merge(ImmutableArray<Member> members) =>
        [.. members.GroupBy(static member => member.Target.Key).Select(static same => same.First() with { Weight = same.Sum(static member => member.Weight), Whole = same.Max(static member => member.Whole) })];
}
