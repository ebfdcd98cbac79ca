using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>Finds the shape of a pruned tree. Pure but for its findings; null when it was refused.</summary>
internal sealed class TreeShaper(Shares shares, bool measuredLatency, Findings findings)
{
    public Shape? Shape(RoutingNode tree)
    {
        var areas = ClientClasses.In(tree);
        if (areas.Select(Areas.Mistake).FirstOrDefault(static mistake => mistake is not null) is { } mistake)
        {
            return Refuse(mistake);
        }

        return areas.IsEmpty ? Alone(Simple(ClientClasses.For(tree, ClientLocation.Unknown))) : ByArea(tree, areas);
    }

    private Ordered? ByArea(RoutingNode tree, ImmutableArray<GeographicArea> areas)
    {
        var lists = areas.Select(area => List(Simple(ClientClasses.For(tree, ClientClasses.Client(area))))).ToList();
        if (List(Simple(ClientClasses.For(tree, ClientLocation.Unknown))) is not { } otherwise || lists.Exists(static list => list is null))
        {
            Refuse("Cloudflare has one ordered list of pools for each area, so that below areas there can be no weights, latency or several answers: use priorities there, or a hostname for each area");
            return null;
        }

        if (areas.Any(static area => area.Scope == GeographicScope.Continent))
        {
            findings.Lose(LossKind.Borders, "areas: Cloudflare's regions are those of the data centre that a client reaches, and follow the continents only about");
        }

        return new(otherwise, [.. areas.Zip(lists, static (area, list) => (area, list!.Value))]);
    }

    private Shape? Alone(RoutingNode node) => List(node) is { } list ? new Ordered(list, []) : node switch
    {
        WeightedNode weighted => Weighted(weighted, []),
        PriorityNode { Children: [var first, .. var rest] } when Simple(first) is WeightedNode weighted => Weighted(weighted, rest),
        MultivalueNode multivalue => Multivalue(multivalue),
        LatencyNode latency => Latency(latency),
        _ => Refuse($"{RoutingTreeText.ToLine(node)}: a load balancer steers its pools in one way; weights, latency and several answers cannot stand below or beside another way"),
    };

    private Random? Weighted(WeightedNode node, ImmutableArray<RoutingNode> rest)
    {
        if (Leaves(node) is not { } leaves || List(new PriorityNode(rest)) is not { } after)
        {
            Refuse($"{RoutingTreeText.ToLine(node)}: Cloudflare gives weights to pools alone, so that each branch must be one region");
            return null;
        }

        var members = node.Branches.Zip(leaves, (branch, leaf) => (leaf, weight: branch.Weight * shares[leaf.Region].Fraction))
            .GroupBy(static member => member.leaf, static member => member.weight).Select(static group => (group.Key, group.Sum())).ToImmutableArray();
        after = after.RemoveAll(leaf => leaf.IsChecked && leaves.Any(other => other.Region == leaf.Region));
        if (members.Select(static member => member.Key.Region).Distinct().Count() < members.Length)
        {
            findings.Lose(LossKind.Answers, "a region is named with and without a health check: its weights do not follow its health together");
        }

        if (after.Length > 1)
        {
            findings.Lose(LossKind.Answers, $"when none of the weighted regions is healthy, {after[0].Region} answers alone, healthy or not: Cloudflare has one fallback pool");
        }

        return new(members, Sheds: false, after.IsEmpty ? null : after[0]);
    }

    private Random? Multivalue(MultivalueNode node)
    {
        if (Leaves(node) is not { } leaves || leaves.Select(static leaf => leaf.Region).Distinct().Count() < leaves.Length)
        {
            Refuse($"{RoutingTreeText.ToLine(node)}: each of several answers must be another region");
            return null;
        }

        findings.Lose(LossKind.Handling, "multivalue: Cloudflare answers with one pool, each equally often");
        if (node.MaximumAnswers < leaves.Length)
        {
            findings.Lose(LossKind.Answers, $"multivalue: any of the {leaves.Length} regions is answered, not one of the first {node.MaximumAnswers} that are available");
        }

        return new([.. leaves.Select(static leaf => (leaf, 1.0))], Sheds: true, Then: null);
    }

    private Nearest? Latency(LatencyNode node)
    {
        if (Leaves(node) is not { } leaves || leaves.Select(static leaf => leaf.Region).Distinct().Count() < leaves.Length)
        {
            Refuse($"{RoutingTreeText.ToLine(node)}: Cloudflare measures to pools, so that each branch must be another region");
            return null;
        }

        var (located, all) = (node.Branches.Count(static branch => branch.Location is not null), node.Branches.Length);
        var isMeasured = measuredLatency || located == 0;
        if (!isMeasured && located < all)
        {
            Refuse("Cloudflare's proximity steering needs a place for each pool: give every branch a location, or let Cloudflare measure latency");
        }
        else if (isMeasured && located > 0)
        {
            findings.Lose(LossKind.Answers, "latency: until Cloudflare has measured a round-trip time, the order of the tree decides, not the distance");
        }

        return new([.. leaves.Zip(node.Branches, static (leaf, branch) => (leaf, branch.Location))], isMeasured);
    }

    /// <summary>Pools in order; null when the node is more than an order.</summary>
    private ImmutableArray<Leaf>? List(RoutingNode node)
    {
        var list = ImmutableArray.CreateBuilder<Leaf>();
        return Collect(node, list) ? list.ToImmutable() : null;
    }

    // Whatever comes after a pool that always accepts everything is never asked.
    private bool Collect(RoutingNode node, ImmutableArray<Leaf>.Builder list)
    {
        if (node is PriorityNode priority)
        {
            return priority.Children.All(child => Collect(Simple(child), list));
        }

        if (node is EndpointNode endpoint && !list.Any(leaf => IsCovered(leaf, endpoint)) && !list.Any(AcceptsAll))
        {
            list.Add(Leaf.Of(endpoint));
            LoseVariants(list, endpoint.Region);
        }

        return node is EndpointNode;
    }

    private bool AcceptsAll(Leaf leaf) => !leaf.IsChecked && shares[leaf.Region].IsFull;

    private static bool IsCovered(Leaf earlier, EndpointNode node) => earlier.Region == node.Region && (!earlier.IsChecked || node.HealthChecked);

    private void LoseVariants(ImmutableArray<Leaf>.Builder list, RegionId region)
    {
        if (!shares[region].IsFull && list.Count(leaf => leaf.Region == region) > 1)
        {
            findings.Lose(LossKind.Answers, $"region {region} is named with and without a health check: it takes its partial share twice");
        }
    }

    private ImmutableArray<Leaf>? Leaves(RoutingNode node)
    {
        var children = node.ChildNodes().Select(Simple).ToList();
        return children.TrueForAll(static child => child is EndpointNode) ? [.. children.Cast<EndpointNode>().Select(Leaf.Of)] : null;
    }

    /// <summary>A node with one child is that child, unless it makes something of the child's partial share: weights accept everything.</summary>
    private RoutingNode Simple(RoutingNode node) =>
        node is not EndpointNode && node.ChildNodes().Take(2).ToList() is [var only] && !(node is WeightedNode && node.RegionsBelow().Any(region => !shares[region].IsFull))
            ? Simple(only)
            : node;

    private Shape? Refuse(string reason)
    {
        findings.Refuse(reason);
        return null;
    }
}
