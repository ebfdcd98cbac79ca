using System.Collections.Immutable;
using System.Globalization;

namespace MultiRegion.Routing;

/// <summary>The rules that every routing tree obeys, whichever router compiles it.</summary>
public static class RoutingTreeRules
{
    /// <summary>How many nodes may lie on the way from the root to an endpoint, both counted.</summary>
    public const int MaximumDepth = 10;

    private static readonly ImmutableArray<string> Continents = ["AF", "AN", "AS", "EU", "NA", "OC", "SA"];

    /// <summary>Finds every mistake in a tree, in the order of the tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="path">The path of the root, for example <c>services[0].routing</c>.</param>
    /// <returns>The mistakes; empty when the tree is good.</returns>
    public static ImmutableArray<RoutingMistake> Check(RoutingNode tree, string path)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(path);
        return [.. Below(tree, path, 1)];
    }

    // Nothing below a node that lies too deep is looked at: the tree may be deeper than the stack.
    private static IEnumerable<RoutingMistake> Below(RoutingNode? node, string path, int depth) =>
        node is null ? [new(path, "the node is missing", "write a node, or leave the branch out")]
        : depth > MaximumDepth ? [new(path, $"the tree is deeper than {MaximumDepth} nodes", "join nodes of the same kind, or leave some out")]
        : [.. Own(node, path), .. Children(node, path).SelectMany(child => Below(child.Node, child.Path, depth + 1))];

    private static IEnumerable<RoutingMistake> Own(RoutingNode node, string path) =>
    [
        .. Common(node, path),
        .. node switch
        {
            EndpointNode { Region.Value: "" } => [new($"{path}.region", "the region is missing", "name a region")],
            WeightedNode weighted => Each(weighted.Branches, path, Weight),
            GeographicNode geographic => Areas(geographic, path),
            LatencyNode latency => Each(latency.Branches, path, Location),
            MultivalueNode { MaximumAnswers: < 1 or > 8 } multivalue =>
                [new($"{path}.maximumAnswers", Invariant($"{multivalue.MaximumAnswers} answers at most"), "write 1 to 8")],
            _ => Enumerable.Empty<RoutingMistake>(),
        },
    ];

    private static IEnumerable<RoutingMistake> Common(RoutingNode node, string path)
    {
        if (node is not (EndpointNode or GeographicNode) && !Children(node, path).Any())
        {
            yield return new(path, "the node has no children", "give it at least one, or leave it out");
        }

        if (node.Ttl is { } ttl && ttl < TimeSpan.Zero)
        {
            yield return new($"{path}.ttl", $"{ttl:c} is negative", "write zero or more, or leave it out to inherit");
        }
    }

    private static RoutingMistake? Weight(WeightedBranch branch, string path) => branch.Weight is > 0 and < double.PositiveInfinity
        ? null
        : new($"{path}.weight", Invariant($"the weight {branch.Weight} is not a number above 0"), "write a weight above 0; to take a region out, drain it");

    private static RoutingMistake? Location(LatencyBranch branch, string path) =>
        branch.Location is not { } at || at is { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 }
            ? null
            : new(
                $"{path}.location",
                Invariant($"{at.Latitude}, {at.Longitude} is not on the globe"),
                "write a latitude from -90 to 90 and a longitude from -180 to 180");

    private static List<RoutingMistake> Areas(GeographicNode node, string path)
    {
        var seen = new HashSet<(GeographicScope, string)>();
        return [.. Each(node.Branches, path, (branch, at) => Area(branch.Area, $"{at}.area", seen))];
    }

    private static RoutingMistake? Area(GeographicArea area, string path, HashSet<(GeographicScope, string)> seen) => area switch
    {
        { Code: null or "" } => new(path, "the code of the area is missing", "write its code"),
        { Scope: GeographicScope.Continent } when !Continents.Contains(area.Code.ToUpperInvariant()) =>
            new(path, $"there is no continent '{area.Code}'", $"write one of {string.Join(", ", Continents)}"),
        _ when !seen.Add((area.Scope, area.Code.ToUpperInvariant())) => new(path, $"{area} is there twice", "keep one branch of it"),
        _ => null,
    };

    private static IEnumerable<RoutingMistake> Each<TBranch>(
        ImmutableArray<TBranch> branches, string path, Func<TBranch, string, RoutingMistake?> check) => branches.IsDefault
            ? []
            : branches.Select((branch, i) => branch is null ? null : check(branch, Invariant($"{path}.branches[{i}]"))).OfType<RoutingMistake>();

    private static IEnumerable<(RoutingNode? Node, string Path)> Children(RoutingNode node, string path) => node switch
    {
        PriorityNode { Children.IsDefault: false } priority => priority.Children.Select((child, i) => ((RoutingNode?)child, Invariant($"{path}.children[{i}]"))),
        MultivalueNode { Children.IsDefault: false } multi => multi.Children.Select((child, i) => ((RoutingNode?)child, Invariant($"{path}.children[{i}]"))),
        WeightedNode { Branches.IsDefault: false } weighted => weighted.Branches.Select((branch, i) => (branch?.Node, Branch(path, i))),
        LatencyNode { Branches.IsDefault: false } latency => latency.Branches.Select((branch, i) => (branch?.Node, Branch(path, i))),
        GeographicNode { Branches.IsDefault: false } geographic =>
            geographic.Branches.Select((branch, i) => (branch?.Node, Branch(path, i))).Append<(RoutingNode?, string)>((geographic.Default, $"{path}.default")),
        _ => [],
    };

    private static string Branch(string path, int index) => Invariant($"{path}.branches[{index}].node");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
