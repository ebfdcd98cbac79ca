using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Compile;

/// <summary>Joins the outcomes at the root, where whatever is declined by everybody is scaled away.</summary>
internal static class RootOutcomes
{
    /// <param name="outcomes">Those that take the request; at least one.</param>
    /// <param name="ttl">Seconds.</param>
    public static Branch Join(ImmutableArray<Outcome> outcomes, long ttl) =>
        outcomes is [var only] ? Groups.Chain(only.Targets, ttl)!
        : outcomes is [var takes, var declines] && Step(takes, declines, ttl) is { } step ? step
        : Groups.Of(RoutingMethods.Weighted, [.. outcomes.Select(outcome => new Member(Groups.Chain(outcome.Targets, ttl)!, outcome.Chance) { Whole = 1 })], ttl)!;

    /// <summary>
    /// One region takes a part: what comes before it comes first, then it and what comes after it by weight. When it is unhealthy the rest takes all,
    /// and when the rest is, the region does: at the root that is what the tree says too.
    /// </summary>
    private static Branch? Step(Outcome takes, Outcome declines, long ttl)
    {
        var before = takes.Targets.Zip(declines.Targets).TakeWhile(static pair => pair.First.Key == pair.Second.Key).Count();
        var (own, rest) = (takes.Targets[before..], declines.Targets[before..]);
        if (own.Length != rest.Length + 1 || own is not [Leaf region, .. var after] || !after.Select(static one => one.Key).SequenceEqual(rest.Select(static one => one.Key)))
        {
            return null;
        }

        Branch last = Groups.Chain(rest, ttl) is not { } others || others.IsDrained ? Groups.Chain(own, ttl)! : Groups.Of(
            RoutingMethods.Weighted,
            [new(region, takes.Chance) { Whole = 1 }, new(others, declines.Chance) { Whole = 1 }],
            ttl)!;
        return Groups.Chain(last is Group { Method: RoutingMethods.Priority } chain ? [.. takes.Targets[..before], .. chain.Members.Select(static member => member.Target)] : [.. takes.Targets[..before], last], ttl);
    }
}
