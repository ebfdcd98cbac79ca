using System.Collections.Immutable;
using MultiRegion.Topology;

namespace MultiRegion.Engine;

/// <summary>The groups of an estate as arrays, made once for each set of definitions.</summary>
internal sealed class GroupOrder
{
    private readonly ImmutableSortedDictionary<MoveGroupId, GroupDefinition> _definitions;

    private GroupOrder(ImmutableSortedDictionary<MoveGroupId, GroupDefinition> definitions)
    {
        _definitions = definitions;
        ById = [.. definitions.Values];
        ByPriority = [.. ById.OrderBy(static group => group.Lead.Priority).ThenBy(static group => group.Id)];
    }

    public static GroupOrder None { get; } = new(ImmutableSortedDictionary<MoveGroupId, GroupDefinition>.Empty);

    public ImmutableArray<GroupDefinition> ById { get; }

    public ImmutableArray<GroupDefinition> ByPriority { get; }

    /// <summary>The order of other definitions; this one when they are the same.</summary>
    public GroupOrder For(ImmutableSortedDictionary<MoveGroupId, GroupDefinition> definitions) =>
        ReferenceEquals(definitions, _definitions) ? this : new(definitions);
}
