namespace MultiRegion.Routing;

/// <summary>In which order a node asks its children.</summary>
internal static class RoutingOrder
{
    /// <summary>The branches around the client, the smallest area first, the default last.</summary>
    public static IEnumerable<RoutingNode> Around(GeographicNode node, ClientLocation client) => node.Branches
        .Where(branch => branch.Area.Contains(client))
        .OrderByDescending(static branch => branch.Area.Scope)
        .Select(static branch => branch.Node)
        .Append(node.Default);

    /// <summary>Measured latencies first, then known distances, then the order of the tree.</summary>
    public static IEnumerable<RoutingNode> Nearest(LatencyNode node, ClientLocation client) => node.Branches
        .OrderBy(branch => Measured(branch, client) ?? TimeSpan.MaxValue)
        .ThenBy(branch => Distance(branch, client) ?? double.PositiveInfinity)
        .Select(static branch => branch.Node);

    /// <summary>
    /// How likely the child with the index is reached when the children are asked in a random order until one accepts: each
    /// other one comes before a child at time t with probability t, so that it is the integral over t from 0 to 1 of the
    /// product of (1 - t a) over the others.
    /// </summary>
    public static double ChanceToBeReached(ReadOnlySpan<double> accepts, int index)
    {
        Span<double> product = stackalloc double[accepts.Length];
        product.Clear();
        product[0] = 1;
        for (int other = 0, degree = 0; other < accepts.Length; other++)
        {
            if (other != index)
            {
                degree++;
                for (var power = degree; power > 0; power--)
                {
                    product[power] -= accepts[other] * product[power - 1];
                }
            }
        }

        var integral = 0.0;
        for (var power = 0; power < product.Length; power++)
        {
            integral += product[power] / (power + 1);
        }

        return integral;
    }

    private static TimeSpan? Measured(LatencyBranch branch, ClientLocation client)
    {
        TimeSpan? smallest = null;
        if (client.Latencies is { Count: > 0 } latencies)
        {
            foreach (var region in branch.Node.RegionsBelow())
            {
                if (latencies.TryGetValue(region, out var latency) && !(latency >= smallest))
                {
                    smallest = latency;
                }
            }
        }

        return smallest;
    }

    private static double? Distance(LatencyBranch branch, ClientLocation client) =>
        client.Coordinate is { } from && branch.Location is { } to ? from.DistanceTo(to) : null;
}
