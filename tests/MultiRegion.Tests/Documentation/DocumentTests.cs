namespace MultiRegion.Tests.Documentation;

public sealed class DocumentTests
{
    private static readonly string[] Documents =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(static project => Path.Combine(project, "README.md")).Where(File.Exists),
    ];

    private static readonly string[] Code =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/MultiRegion.Tests/Documentation"), "*.cs").SelectMany(File.ReadAllLines)];

    public static IEnumerable<object[]> Snippets => Documents.SelectMany(static path => File.ReadLines(path)
        .Where(static line => line.StartsWith("<!-- compiled: ", StringComparison.Ordinal))
        .Select(line => new object[] { Path.GetRelativePath(Repository.Root, path), line.Split(' ')[2] }));

    [Theory]
    [MemberData(nameof(Snippets))]
    public void The_code_of_the_documents_compiles(string document, string snippet)
    {
        var printed = File.ReadLines(Path.Combine(Repository.Root, document)).SkipWhile(line => line != $"<!-- compiled: {snippet} -->").Skip(2).TakeWhile(static line => line != "```");
        var compiled = Code.SkipWhile(line => line.Trim() != $"// begin {snippet}").Skip(1).TakeWhile(static line => line.Trim() != "// end").ToList();
        var margin = compiled.Where(static line => line.Length > 0).Min(static line => line.Length - line.TrimStart().Length);

        printed.ShouldBe(compiled.Select(line => line.Length > margin ? line[margin..] : "").Reverse().SkipWhile(static line => line.Length == 0).Reverse());
        printed.ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_csharp_block_is_compiled()
    {
        foreach (var lines in Documents.Select(File.ReadAllLines))
        {
            lines.Count(static line => line == "```csharp").ShouldBe(lines.Count(static line => line.StartsWith("<!-- compiled:", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Every_document_that_is_named_is_there() => Documents
        .SelectMany(static file => Links(File.ReadAllText(file)).Select(link => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, link))))
        .Where(static path => !Path.Exists(path))
        .ShouldBeEmpty();

    private static IEnumerable<string> Links(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"\]\(([^)#:]+)(#[^)]*)?\)").Select(static match => match.Groups[1].Value);
}
