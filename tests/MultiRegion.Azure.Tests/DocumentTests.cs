using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MultiRegion.Azure.Tests;

/// <summary>The document names everything that code can name to its reader.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs/providers/azure.md"));

    [Fact]
    public void Every_finding_of_the_linters_is_documented() =>
        Texts("Lint").SelectMany(static text => Finding().Matches(text)).Select(static match => $"`{match.Value.Trim('"')}`").Where(static id => !Document.Contains(id, StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_documented_role_has_the_actions_that_are_asked_for_and_no_other()
    {
        var asked = Texts("Wire").SelectMany(static text => Action().Matches(text)).Select(static match => match.Groups[1].Value).ToList();
        var role = Regex.Matches(Document, "```json\n(.*?)```", RegexOptions.Singleline).Select(static block => JsonNode.Parse(block.Groups[1].Value)!).Single(static json => json["Actions"] is not null);

        role["Actions"]!.AsArray().Select(static action => (string)action!).ShouldBe(asked, ignoreOrder: true);
        asked.Count.ShouldBe(4);
    }

    private static IEnumerable<string> Texts(string folder) => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/MultiRegion.Azure", folder), "*.cs").Select(File.ReadAllText);

    [GeneratedRegex("\"tm-[a-z-]+\"")]
    private static partial Regex Finding();

    [GeneratedRegex("private const string \\w+ = \"(Microsoft\\.[^\"]+)\"")]
    private static partial Regex Action();
}
