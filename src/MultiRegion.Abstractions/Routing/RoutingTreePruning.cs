using System.Collections.Immutable;

namespace MultiRegion.Routing;

/// <summary>The drained form of a tree: what a backend compiles.</summary>
public static class RoutingTreePruning
{
    /// <summary>
    /// Takes the drained regions out of a tree, and with them every node that is left without children. A geographic node
    /// whose default is gone gets its first remaining branch, in order, as the default. Other shares change nothing here.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="shares">The shares.</param>
    /// <returns>The same instance when nothing is drained; null when nothing remains.</returns>
    public static RoutingNode? Prune(RoutingNode tree, Shares shares)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(shares);
        foreach (var share in shares.ByRegion)
        {
            if (share.Value.IsDrained)
            {
                return Pruned(tree, shares);
            }
        }

        return tree;
    }

    private static RoutingNode? Pruned(RoutingNode tree, Shares shares)
    {
        return tree switch
        {
            EndpointNode endpoint => shares[endpoint.Region].IsDrained ? null : endpoint,
            PriorityNode node => Rebuild(node, node.Children, Keep, static (node, children) => node with { Children = children }),
            MultivalueNode node => Rebuild(node, node.Children, Keep, static (node, children) => node with { Children = children }),
            WeightedNode node => Rebuild(node, node.Branches, KeepWeighted, static (node, branches) => node with { Branches = branches }),
            LatencyNode node => Rebuild(node, node.Branches, KeepLatency, static (node, branches) => node with { Branches = branches }),
            GeographicNode node => Geographic(node),
            _ => throw new NotSupportedException($"There is no routing node {tree.GetType().Name}."),
        };

        RoutingNode? Keep(RoutingNode child) => Pruned(child, shares);

        WeightedBranch? KeepWeighted(WeightedBranch branch) => With(branch, branch.Node, static (branch, node) => branch with { Node = node });

        LatencyBranch? KeepLatency(LatencyBranch branch) => With(branch, branch.Node, static (branch, node) => branch with { Node = node });

        GeographicBranch? KeepGeographic(GeographicBranch branch) => With(branch, branch.Node, static (branch, node) => branch with { Node = node });

        TBranch? With<TBranch>(TBranch branch, RoutingNode child, Func<TBranch, RoutingNode, TBranch> with)
            where TBranch : class =>
            Keep(child) is not { } kept ? null : ReferenceEquals(kept, child) ? branch : with(branch, kept);

        GeographicNode? Geographic(GeographicNode node)
        {
            var branches = Kept(node.Branches, KeepGeographic);
            return Keep(node.Default) is { } kept
                ? ReferenceEquals(kept, node.Default) && branches == node.Branches ? node : node with { Branches = branches, Default = kept }
                : branches.IsEmpty ? null : node with { Branches = branches, Default = branches[0].Node };
        }
    }

    private static TNode? Rebuild<TNode, TChild>(
        TNode node, ImmutableArray<TChild> before, Func<TChild, TChild?> keep, Func<TNode, ImmutableArray<TChild>, TNode> with)
        where TNode : class
        where TChild : class
    {
        var after = Kept(before, keep);
        return after.IsEmpty ? null : after == before ? node : with(node, after);
    }

    private static ImmutableArray<TChild> Kept<TChild>(ImmutableArray<TChild> before, Func<TChild, TChild?> keep)
        where TChild : class
    {
        ImmutableArray<TChild> after = [.. before.Select(keep).OfType<TChild>()];
        return after.Length == before.Length && after.Zip(before).All(static pair => ReferenceEquals(pair.First, pair.Second)) ? before : after;
    }
}
