using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>Chooses the fallback pool: it answers, healthy or not, when no other pool of a client's list does. Never a drained region's.</summary>
internal static class LastResort
{
    /// <param name="tree">The pruned tree.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="shares">The shares.</param>
    /// <param name="findings">What is lost by the choice.</param>
    public static Leaf Choose(RoutingNode tree, Shape shape, Shares shares, Findings findings)
    {
        var partial = Partial(shape, shares);
        if (partial.Length > 1)
        {
            findings.Lose(LossKind.Answers, $"{string.Join(" and ", partial)} have partial shares: when no region with a full share is healthy, what all of them decline goes to one of them alone");
        }

        var choice = shape switch
        {
            Random { Then: { } then } => then,
            _ when !partial.IsEmpty => Leaf(shape, partial.MaxBy(region => shares[region].Percent)),
            Random random => random.Members.MaxBy(static member => member.Weight).Leaf,
            Ordered ordered => ordered.Default[0],
            _ => shape.Leaves[0],
        };
        if (IsOnlyAnswer(tree, shape, choice.Region, shares) is false)
        {
            findings.Lose(LossKind.LastResort, $"clients for whom no region is healthy are all sent to the fallback pool, region {choice.Region}");
        }

        return choice;
    }

    /// <summary>The regions whose pools give a part of their traffic away, when others are there to take it.</summary>
    private static ImmutableArray<RegionId> Partial(Shape shape, Shares shares) => shape is Random { Sheds: false }
        ? []
        : [.. shape.Leaves.Select(static leaf => leaf.Region).Distinct().Where(region => !shares[region].IsFull)];

    private static Leaf Leaf(Shape shape, RegionId region) => shape.Leaves.First(leaf => leaf.Region == region);

    private static bool IsOnlyAnswer(RoutingNode tree, Shape shape, RegionId region, Shares shares) =>
        (shape is not Nearest || shape.Leaves.Length == 1)
        && ClientClasses.In(tree).Select(ClientClasses.Client).Append(ClientLocation.Unknown)
            .All(client => RoutingResolver.Resolve(tree, client, static _ => true, shares).Fractions is [var only] && only.Region == region);
}
