using System.Text.Json.Nodes;

namespace MultiRegion.Tests.Topology;

/// <summary>The configuration reference has a row for every key of the schema, which is held to the reader elsewhere.</summary>
public sealed class TopologyDocumentTests
{
    [Fact]
    public void Every_key_has_its_row_with_its_default()
    {
        var chapters = Written.Document("docs/topology.md").Split("\n### ").Skip(1)
            .ToDictionary(static chapter => chapter.Split('\n')[0], Rows, StringComparer.OrdinalIgnoreCase);
        var definitions = JsonNode.Parse(Written.Document("src/MultiRegion/schemas/multiregion.schema.json"))!["definitions"]!.AsObject()
            .Where(static definition => definition.Key != "defaults" && definition.Value!["properties"] is not null).ToArray();

        chapters.Keys.Select(static name => name.ToUpperInvariant()).ShouldBe(definitions.Select(static definition => definition.Key.ToUpperInvariant()), ignoreOrder: true);
        foreach (var (name, definition) in definitions)
        {
            chapters[name].ShouldBe(Expected(definition!.AsObject()), name);
        }
    }

    private static string[] Rows(string chapter) =>
        [.. chapter.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => $"{Cell(line, 1)} {Cell(line, 3)}".TrimEnd())];

    private static string Cell(string line, int column) => line.Split('|')[column].Trim().Trim('`');

    private static IEnumerable<string> Expected(JsonObject definition) => definition["properties"]!.AsObject().Select(property =>
        $"{property.Key} {(definition["required"]?.AsArray().Any(name => (string?)name == property.Key) ?? false ? "required" : Default(property.Value!["default"]))}".TrimEnd());

    private static string Default(JsonNode? node) => node switch
    {
        null => "",
        JsonArray many => string.Join(", ", many.Select(Default)),
        _ => node.ToString(),
    };
}
