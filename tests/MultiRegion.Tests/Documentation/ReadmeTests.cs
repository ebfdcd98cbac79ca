namespace MultiRegion.Tests.Documentation;

public sealed class ReadmeTests
{
    private static readonly string[] Readme = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));

    private static readonly string[] Code = File.ReadAllLines(Path.Combine(Repository.Root, "tests/MultiRegion.Tests/Documentation/ReadmeCode.cs"));

    [Theory]
    [InlineData("DependencyInjection")]
    [InlineData("WithoutDependencyInjection")]
    public void The_code_of_the_readme_compiles(string snippet)
    {
        var printed = Readme.SkipWhile(line => line != $"<!-- compiled: {snippet} -->").Skip(2).TakeWhile(static line => line != "```");
        var compiled = Code.SkipWhile(line => line.Trim() != $"// begin {snippet}").Skip(1).TakeWhile(static line => line.Trim() != "// end")
            .Select(static line => line.Length > 8 ? line[8..] : "").Reverse().SkipWhile(static line => line.Length == 0).Reverse();

        printed.ShouldBe(compiled);
        printed.ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_csharp_block_of_the_readme_is_compiled() =>
        Readme.Count(static line => line == "```csharp").ShouldBe(Readme.Count(static line => line.StartsWith("<!-- compiled:", StringComparison.Ordinal)));

    [Fact]
    public void Every_document_that_is_named_is_there() => Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md"))
        .SelectMany(static file => Links(File.ReadAllText(file)).Select(link => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, link))))
        .Where(static path => !Path.Exists(path))
        .ShouldBeEmpty();

    private static IEnumerable<string> Links(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"\]\(([^)#:]+)(#[^)]*)?\)").Select(static match => match.Groups[1].Value);
}
