using System.Globalization;
using MultiRegion.Routing;

namespace MultiRegion.Tests.Routing;

/// <summary>The seven canonical trees, and short ways to write trees, clients and shares.</summary>
internal static class Trees
{
    public static readonly RoutingNode A = new EndpointNode("A");
    public static readonly RoutingNode B = new EndpointNode("B");
    public static readonly RoutingNode C = new EndpointNode("C");

    public static readonly GeoCoordinate Dublin = new(53.3, -6.3);
    public static readonly GeoCoordinate Virginia = new(38.9, -77.4);
    public static readonly GeoCoordinate Singapore = new(1.3, 103.8);

    public static readonly RoutingNode T1 = Priority(A, B, C);
    public static readonly RoutingNode T2 = Weighted((60, A), (40, B));
    public static readonly RoutingNode T3 = Geographic(C, ("EU", A), ("NA", B));
    public static readonly RoutingNode T4 = Geographic(Priority(C, A), ("EU", Priority(A, B)), ("NA", Priority(B, A)));
    public static readonly RoutingNode T5 = new LatencyNode([new(A, Dublin), new(B, Virginia), new(C, Singapore)]);
    public static readonly RoutingNode T6 = Multivalue(A, B, C);
    public static readonly RoutingNode T7 = Geographic(
        Weighted((70, Priority(C, A)), (30, Priority(A, C))),
        ("EU", Weighted((60, Priority(A, B)), (40, Priority(B, A)))),
        ("NA", Weighted((50, Priority(B, C)), (50, Priority(C, B)))));

    public static readonly ClientLocation Paris = new() { Continent = "EU", Country = "FR", Coordinate = new(48.9, 2.4) };
    public static readonly ClientLocation Boston = new() { Continent = "NA", Country = "US", Subdivision = "US-MA", Coordinate = new(42.4, -71.1) };
    public static readonly ClientLocation Tokyo = new() { Continent = "AS", Country = "JP", Coordinate = new(35.7, 139.7) };

    public static RoutingNode Priority(params RoutingNode[] children) => new PriorityNode([.. children]);

    public static RoutingNode Multivalue(params RoutingNode[] children) => new MultivalueNode([.. children]);

    public static RoutingNode Weighted(params (double Weight, RoutingNode Node)[] branches) =>
        new WeightedNode([.. branches.Select(static branch => new WeightedBranch(branch.Weight, branch.Node))]);

    public static RoutingNode Geographic(RoutingNode otherwise, params (string Continent, RoutingNode Node)[] branches) => new GeographicNode(
        [.. branches.Select(static branch => new GeographicBranch(new(GeographicScope.Continent, branch.Continent), branch.Node))], otherwise);

    public static RoutingNode ByName(string name) => name switch
    {
        "T1" => T1,
        "T2" => T2,
        "T3" => T3,
        "T4" => T4,
        "T5" => T5,
        "T6" => T6,
        _ => T7,
    };

    public static ClientLocation Client(string name) => name switch
    {
        "Paris" => Paris,
        "Boston" => Boston,
        "Tokyo" => Tokyo,
        _ => ClientLocation.Unknown,
    };

    /// <summary>Reads <c>A 10, B 0</c>.</summary>
    public static Shares Shares(string text) => text.Split(", ", StringSplitOptions.RemoveEmptyEntries)
        .Select(static part => part.Split(' '))
        .Aggregate(MultiRegion.Routing.Shares.AllFull, static (shares, part) =>
            shares.With(part[0], new(double.Parse(part[1], CultureInfo.InvariantCulture))));

    public static Func<RegionId, bool> HealthyBut(string sick) => region => !sick.Contains(region.Value, StringComparison.Ordinal);

    /// <summary>Prints <c>A 6, B 94</c>.</summary>
    public static string Print(Resolution resolution) => string.Join(", ", resolution.Fractions
        .Select(static fraction => string.Create(CultureInfo.InvariantCulture, $"{fraction.Region} {Math.Round(fraction.Percent, 2)}")));

    public static string Resolve(RoutingNode tree, ClientLocation client, string shares = "", string sick = "") =>
        Print(RoutingResolver.Resolve(tree, client, HealthyBut(sick), Shares(shares)));
}
