using MultiRegion.Azure.Compile;
using MultiRegion.Tests.Routing;
using static MultiRegion.Azure.Tests.Compile.Compilations;

namespace MultiRegion.Azure.Tests.Compile;

/// <summary>The table of docs/providers/azure.md is what the compiler does.</summary>
public sealed class ExpressionTableTests
{
    private static readonly string[] States = ["", "A 0", "A 10"];

    [Fact]
    public void The_documented_table_of_trees_and_shares_is_what_the_compiler_says() => Rows().ShouldBe(new[] { "T1", "T2", "T3", "T4", "T5", "T6", "T7" }
        .Select(static tree => $"{tree}: {string.Join(", ", States.Select(shares => State(tree, shares)))}"));

    private static string State(string tree, string shares)
    {
        var compiled = AzureCompiler.Compile(Intent(Trees.ByName(tree), Trees.Shares(shares)), CompileSettings.Default);
        if (!compiled.Succeeded)
        {
            return "refused";
        }

        return compiled.Value.Losses.IsEmpty ? "expressed" : "lossy";
    }

    private static IEnumerable<string> Rows() =>
        File.ReadAllLines(Path.Combine(Repository.Root, "docs/providers/azure.md"))
            .Where(static line => line.StartsWith("| T", StringComparison.Ordinal))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(static cells => $"{cells[1][..2]}: {string.Join(", ", cells[2..5])}");
}
