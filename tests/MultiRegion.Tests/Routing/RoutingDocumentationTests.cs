using static MultiRegion.Tests.Routing.Trees;

namespace MultiRegion.Tests.Routing;

public sealed class RoutingDocumentationTests
{
    [Fact]
    public void The_documented_table_is_what_the_resolver_answers()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "routing.md"))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .SkipWhile(static cells => cells is not [_, "tree", ..]).Skip(2)
            .TakeWhile(static cells => cells.Length == 8).ToList();
        var tree = "";
        foreach (var cells in rows)
        {
            tree = cells[1].Length > 0 ? cells[1][..2] : tree;
            var client = Client(cells[2]);
            string[] answers = [
                Trees.Resolve(ByName(tree), client), Trees.Resolve(ByName(tree), client, "A 0"),
                Trees.Resolve(ByName(tree), client, "A 10"), Trees.Resolve(ByName(tree), client, sick: "ABC")];
            answers.ShouldBe(cells[3..7], $"{tree} for {cells[2]}");
        }

        rows.Count.ShouldBe(14);
    }
}
