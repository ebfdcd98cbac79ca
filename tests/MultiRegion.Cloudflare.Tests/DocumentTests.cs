using System.Text.RegularExpressions;

namespace MultiRegion.Cloudflare.Tests;

/// <summary>The document names everything that code can name to its reader.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs/providers/cloudflare.md"));

    [Fact]
    public void Every_finding_of_the_linter_is_documented() =>
        Texts("Lint").SelectMany(static text => Finding().Matches(text)).Select(static match => $"`{match.Value.Trim('"')}`").Where(static id => !Document.Contains(id, StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Every_permission_is_documented()
    {
        var asked = Texts("Wire").SelectMany(static text => Permission().Matches(text)).Select(static match => match.Groups[1].Value).ToList();

        asked.Count.ShouldBe(5);
        asked.ShouldAllBe(static permission => Document.Contains($"`{permission}`", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Texts(string folder) => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/MultiRegion.Cloudflare", folder), "*.cs").Select(File.ReadAllText);

    [GeneratedRegex("\"cf-[a-z-]+\"")]
    private static partial Regex Finding();

    [GeneratedRegex("private const string \\w+(?:Read|Write) = \"([^\"]+)\"")]
    private static partial Regex Permission();
}
