using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>What a load balancer can do with its pools.</summary>
internal abstract record Shape
{
    /// <summary>Every pool that is named, each once, the default's first.</summary>
    public abstract ImmutableArray<Leaf> Leaves { get; }
}

/// <summary>Pools in order; those of an area in theirs.</summary>
internal sealed record Ordered(ImmutableArray<Leaf> Default, ImmutableArray<(GeographicArea Area, ImmutableArray<Leaf> Leaves)> Areas) : Shape
{
    public override ImmutableArray<Leaf> Leaves => [.. Default.Concat(Areas.SelectMany(static area => area.Leaves)).Distinct()];
}

/// <summary>Pools by chance.</summary>
/// <param name="Members">Each with its weight, relative, above 0.</param>
/// <param name="Sheds">Whether a partial share is given away by the pool instead of lowering its weight.</param>
/// <param name="Then">Who answers when none of them is healthy.</param>
internal sealed record Random(ImmutableArray<(Leaf Leaf, double Weight)> Members, bool Sheds, Leaf? Then) : Shape
{
    public override ImmutableArray<Leaf> Leaves => [.. Members.Select(static member => member.Leaf)];
}

/// <summary>The nearest pool.</summary>
/// <param name="Members">With the places that distance is measured to.</param>
/// <param name="IsMeasured">Whether by round-trip time instead of distance.</param>
internal sealed record Nearest(ImmutableArray<(Leaf Leaf, GeoCoordinate? Place)> Members, bool IsMeasured) : Shape
{
    public override ImmutableArray<Leaf> Leaves => [.. Members.Select(static member => member.Leaf)];
}
