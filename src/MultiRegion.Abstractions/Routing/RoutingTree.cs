using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MultiRegion.Routing;

/// <summary>
/// How a service's clients are spread over its regions, independent of any provider. Every backend compiles this tree;
/// <see cref="RoutingResolver.Resolve"/> is the reference for what it means.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(EndpointNode), "endpoint")]
[JsonDerivedType(typeof(PriorityNode), "priority")]
[JsonDerivedType(typeof(WeightedNode), "weighted")]
[JsonDerivedType(typeof(GeographicNode), "geographic")]
[JsonDerivedType(typeof(LatencyNode), "latency")]
[JsonDerivedType(typeof(MultivalueNode), "multivalue")]
public abstract record RoutingNode
{
    private protected RoutingNode()
    {
    }

    /// <summary>How long resolvers may keep an answer of this node; null inherits from the parent, at the root 60 s.</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>Whether and how a client stays with the region it got; null inherits from the parent, at the root none.</summary>
    public SessionAffinity? Affinity { get; init; }

    /// <summary>Every region that this node can answer with, in the order of the tree, each once.</summary>
    public ImmutableArray<RegionId> RegionsBelow()
    {
        var found = ImmutableArray.CreateBuilder<RegionId>();
        Collect(this, found);
        return found.ToImmutable();

        static void Collect(RoutingNode node, ImmutableArray<RegionId>.Builder found)
        {
            if (node is EndpointNode endpoint && !found.Contains(endpoint.Region))
            {
                found.Add(endpoint.Region);
            }

            foreach (var child in node.ChildNodes())
            {
                Collect(child, found);
            }
        }
    }

    /// <summary>The nodes directly below, in order.</summary>
    public abstract IEnumerable<RoutingNode> ChildNodes();
}

/// <summary>A leaf: the service's endpoint in a region.</summary>
/// <param name="Region">The region.</param>
public sealed record EndpointNode(RegionId Region) : RoutingNode
{
    /// <summary>
    /// Whether the provider's own health check watches this endpoint, so that its data plane can leave it out. Default true;
    /// false counts as healthy always.
    /// </summary>
    [JsonRequired]
    public bool HealthChecked { get; init; } = true;

    /// <inheritdoc />
    public override IEnumerable<RoutingNode> ChildNodes() => [];
}

/// <summary>The first available child answers.</summary>
/// <param name="Children">In order of preference; at least one.</param>
public sealed record PriorityNode(ImmutableArray<RoutingNode> Children) : RoutingNode
{
    /// <inheritdoc />
    public override IEnumerable<RoutingNode> ChildNodes() => Children;
}

/// <summary>Available children answer in proportion to their weights.</summary>
/// <param name="Branches">At least one.</param>
public sealed record WeightedNode(ImmutableArray<WeightedBranch> Branches) : RoutingNode
{
    /// <inheritdoc />
    public override IEnumerable<RoutingNode> ChildNodes() => Branches.Select(static branch => branch.Node);
}

/// <summary>A child of a weighted node.</summary>
/// <param name="Weight">Its weight relative to its siblings, above 0: taking a region out is a matter of shares, not of weights.</param>
/// <param name="Node">What it leads to.</param>
public sealed record WeightedBranch(double Weight, RoutingNode Node);

/// <summary>
/// The branch of the smallest area around the client answers; when nothing in it is available, the next larger one, at last
/// the default.
/// </summary>
/// <param name="Branches">Branches by area; no area twice.</param>
/// <param name="Default">Answers clients whom no branch covers. Mandatory: without it unmapped places get no answer.</param>
public sealed record GeographicNode(ImmutableArray<GeographicBranch> Branches, RoutingNode Default) : RoutingNode
{
    /// <inheritdoc />
    public override IEnumerable<RoutingNode> ChildNodes() => Branches.Select(static branch => branch.Node).Append(Default);
}

/// <summary>A child of a geographic node.</summary>
/// <param name="Area">The area whose clients it answers.</param>
/// <param name="Node">What it leads to.</param>
public sealed record GeographicBranch(GeographicArea Area, RoutingNode Node);

/// <summary>The available child nearest to the client in measured latency, or failing that in distance, answers.</summary>
/// <param name="Branches">At least one.</param>
public sealed record LatencyNode(ImmutableArray<LatencyBranch> Branches) : RoutingNode
{
    /// <inheritdoc />
    public override IEnumerable<RoutingNode> ChildNodes() => Branches.Select(static branch => branch.Node);
}

/// <summary>A child of a latency node.</summary>
/// <param name="Node">What it leads to.</param>
/// <param name="Location">Where it is; null when unknown: such a branch comes after all whose distance is known.</param>
public sealed record LatencyBranch(RoutingNode Node, GeoCoordinate? Location);

/// <summary>All available children answer at once, up to a number, and the client chooses.</summary>
/// <param name="Children">At least one.</param>
public sealed record MultivalueNode(ImmutableArray<RoutingNode> Children) : RoutingNode
{
    /// <summary>How many children one answer holds at most: 1 to 8, default 8 (Route 53 routing policies, multivalue answer).</summary>
    [JsonRequired]
    public int MaximumAnswers { get; init; } = 8;

    /// <inheritdoc />
    public override IEnumerable<RoutingNode> ChildNodes() => Children;
}

/// <summary>Whether a client stays with the region that it got.</summary>
/// <param name="Kind">How clients are recognised.</param>
/// <param name="Duration">For how long; null is the provider's default.</param>
public sealed record SessionAffinity(SessionAffinityKind Kind, TimeSpan? Duration = null);

/// <summary>How a client is recognised for session affinity.</summary>
public enum SessionAffinityKind
{
    /// <summary>Not at all: each answer stands alone.</summary>
    None,

    /// <summary>By a cookie.</summary>
    Cookie,

    /// <summary>By its address.</summary>
    ClientAddress,
}
