using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Compile;

/// <summary>One nest for the clients of each area, and one for all others, below a geographic profile. Countries that Azure counts to another group are mapped one by one.</summary>
internal sealed class GeographicRoot(RoutingNode tree, Shares shares, Func<RoutingNode, Branch> shape)
{
    private readonly ImmutableArray<GeographicArea> _areas = ClientClasses.In(tree);

    public Branch Shape(long ttl)
    {
        var classes = _areas.Select(area => (Places: Places.Of(area), Target: For(ClientClasses.Client(area)))).Append((Places: [Places.World], Target: For(ClientLocation.Unknown))).ToList();
        var members = classes.Concat(Corrections(classes)).GroupBy(static one => one.Target.Key)
            .Select(static same => new Member(same.First().Target) { Places = [.. same.SelectMany(static one => one.Places)] }).ToImmutableArray();
        return members is [var only] ? only.Target : new Group(RoutingMethods.Geographic, members, ttl);
    }

    /// <summary>Countries whose clients would be given what the tree has for another continent.</summary>
    private IEnumerable<(ImmutableArray<string> Places, Branch Target)> Corrections(List<(ImmutableArray<string> Places, Branch Target)> classes) =>
        from country in Places.Elsewhere.Keys.Order(StringComparer.Ordinal)
        where !_areas.Contains(new(GeographicScope.Country, country))
        let meant = For(ClientClasses.Client(new(GeographicScope.Country, country)))
        let given = classes.Find(one => one.Places.Contains(Places.GroupOf(country)!)) is { Target: { } target } ? target : classes[^1].Target
        where meant.Key != given.Key
        select (ImmutableArray.Create(country), meant);

    private Branch For(ClientLocation client) => shape(ClientClasses.For(tree, client, shares));
}
