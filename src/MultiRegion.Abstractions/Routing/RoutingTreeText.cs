using System.Globalization;

namespace MultiRegion.Routing;

/// <summary>Prints a routing tree for people.</summary>
public static class RoutingTreeText
{
    /// <summary>The tree in one line, for example <c>geographic(continent EU: priority(A, B), default: C)</c>.</summary>
    /// <param name="tree">The tree.</param>
    public static string ToLine(RoutingNode tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return tree switch
        {
            EndpointNode endpoint => endpoint.Region.Value,
            PriorityNode priority => $"priority({Join(priority.Children.Select(ToLine))})",
            WeightedNode weighted => $"weighted({Join(weighted.Branches.Select(static branch => $"{Number(branch.Weight)}: {ToLine(branch.Node)}"))})",
            GeographicNode geographic => $"geographic({Join(Branches(geographic))})",
            LatencyNode latency => $"latency({Join(latency.Branches.Select(Branch))})",
            MultivalueNode multi => $"multivalue({Join(multi.Children.Select(ToLine))}{(multi.MaximumAnswers == 8 ? "" : $"; at most {Number(multi.MaximumAnswers)}")})",
            _ => throw new NotSupportedException($"There is no routing node {tree.GetType().Name}."),
        } + Settings(tree);
    }

    private static IEnumerable<string> Branches(GeographicNode node) =>
        node.Branches.Select(static branch => $"{branch.Area}: {ToLine(branch.Node)}").Append($"default: {ToLine(node.Default)}");

    private static string Branch(LatencyBranch branch) => branch.Location is { } at
        ? $"{ToLine(branch.Node)} at {Number(at.Latitude)}/{Number(at.Longitude)}"
        : ToLine(branch.Node);

    private static string Settings(RoutingNode node)
    {
        List<string> settings = [];
        if (node is EndpointNode { HealthChecked: false })
        {
            settings.Add("unchecked");
        }

        if (node.Ttl is { } ttl)
        {
            settings.Add($"ttl {Number(ttl.TotalSeconds)} s");
        }

        if (node.Affinity is { } affinity)
        {
            settings.Add($"affinity {affinity.Kind}{(affinity.Duration is { } duration ? $" {Number(duration.TotalSeconds)} s" : "")}");
        }

        return settings.Count == 0 ? "" : $" [{Join(settings)}]";
    }

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts);

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
