using System.Collections.Immutable;

namespace MultiRegion.Routing;

/// <summary>A part, above 0 and up to 1, of one request that a region accepts.</summary>
internal readonly record struct Take(RegionId Region, double Mass);

/// <summary>
/// Offers one request to a pruned tree. Whatever a node takes comes back as a list; what is missing to 1 is its overflow.
/// </summary>
internal sealed class RoutingWalk(ClientLocation client, Func<RegionId, bool> isHealthy, Shares shares)
{
    private const double SmallestShare = 1e-12;
    private const double Negligible = 1e-12;

    public List<Take> Offer(RoutingNode root) => Offer(root, []);

    // A region is in 'declined' when it has had its share of this very request: the rest of it passes it by.
    private List<Take> Offer(RoutingNode node, ImmutableArray<RegionId> declined) => node switch
    {
        EndpointNode endpoint => Endpoint(endpoint, declined),
        PriorityNode priority => InTurn(priority.Children, declined),
        GeographicNode geographic => InTurn(RoutingOrder.Around(geographic, client), declined),
        LatencyNode latency => InTurn(RoutingOrder.Nearest(latency, client), declined),
        WeightedNode weighted => Weighted(weighted, declined),
        MultivalueNode multivalue => Multivalue(multivalue, declined),
        _ => throw new NotSupportedException($"There is no routing node {node.GetType().Name}."),
    };

    private List<Take> Endpoint(EndpointNode endpoint, ImmutableArray<RegionId> declined) =>
        declined.Contains(endpoint.Region) || (endpoint.HealthChecked && !isHealthy(endpoint.Region))
            ? []
            : [new(endpoint.Region, Math.Max(SmallestShare, shares[endpoint.Region].Fraction))];

    private List<Take> InTurn(IEnumerable<RoutingNode> children, ImmutableArray<RegionId> declined)
    {
        var (taken, left) = (new List<Take>(), 1.0);
        foreach (var child in children)
        {
            var more = Offer(child, taken.Count == 0 ? declined : Declined(declined, taken));
            Add(taken, more, left);
            left *= 1 - Sum(more);
            if (left < Negligible)
            {
                break;
            }
        }

        return taken;
    }

    private List<Take> Weighted(WeightedNode node, ImmutableArray<RegionId> declined)
    {
        var available = node.Branches.Select(branch => (branch.Weight, Taken: Offer(branch.Node, declined)))
            .Where(static branch => branch.Taken.Count > 0).ToList();
        if (available.Count == 0)
        {
            return [];
        }

        // Against the largest weight, so that neither huge nor tiny weights leave the range of a double.
        var largest = available.Max(static branch => branch.Weight);
        var total = available.Sum(branch => branch.Weight / largest * Sum(branch.Taken));
        var taken = new List<Take>();
        available.ForEach(branch => Add(taken, branch.Taken, branch.Weight / largest / total));
        return taken;
    }

    private List<Take> Multivalue(MultivalueNode node, ImmutableArray<RegionId> declined)
    {
        var (taken, left) = (new List<Take>(), 1.0);
        var available = node.Children.Select(child => Offer(child, declined)).Where(static child => child.Count > 0);
        foreach (var answer in available.Chunk(node.MaximumAnswers))
        {
            var accepts = Array.ConvertAll(answer, Sum);
            for (var i = 0; i < answer.Length; i++)
            {
                Add(taken, answer[i], left * RoutingOrder.ChanceToBeReached(accepts, i));
            }

            left *= accepts.Aggregate(1.0, static (product, accepted) => product * (1 - accepted));
            if (left < Negligible)
            {
                break;
            }
        }

        return taken;
    }

    private static ImmutableArray<RegionId> Declined(ImmutableArray<RegionId> before, List<Take> taken) =>
        [.. before, .. taken.Select(static take => take.Region)];

    private static void Add(List<Take> taken, List<Take> more, double mass) =>
        taken.AddRange(more.Select(take => take with { Mass = take.Mass * mass }));

    private static double Sum(List<Take> taken) => Math.Min(1, taken.Sum(static take => take.Mass));
}
