using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Tests.Apply;
using MultiRegion.Tests.Routing;
using static MultiRegion.Aws.Tests.Compile.Compilations;

namespace MultiRegion.Aws.Tests.Compile;

public sealed class ProviderDocumentationTests
{
    private static readonly ListenerSettings Listener = new([443], "TCP", System.Collections.Immutable.ImmutableDictionary.CreateRange(
        Regions.Select(static region => KeyValuePair.Create(region, new EndpointSettings(FrontScene.EndpointOf(region), Settings.Regions[region].AwsRegion!, 128, null)))));

    [Fact]
    public void The_documented_table_is_what_the_compilers_do()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs/providers/aws.md"))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .SkipWhile(static cells => cells is not [_, "tree", "shares", ..]).Skip(2)
            .TakeWhile(static cells => cells.Length == 6).ToList();
        foreach (var cells in rows)
        {
            var shares = cells[2] switch
            {
                "full" => "",
                "A drained" => "A 0",
                _ => "A 10",
            };
            var intent = Intent(Trees.ByName(cells[1]), Trees.Shares(shares));
            var (dns, front) = (Route53Compiler.Compile(intent, Zone, Settings), AcceleratorCompiler.Compile(intent with { HealthCheck = null }, Listener));
            Says(dns.Problem, dns.Value?.Losses).ShouldBe(cells[3], $"{cells[1]} {cells[2]} on Route 53");
            var said = Says(front.Problem, front.Value?.Losses);
            (said == cells[4] || (cells[4].StartsWith("refused: ", StringComparison.Ordinal) && said.Contains(cells[4][9..], StringComparison.Ordinal))).ShouldBeTrue($"{cells[1]} {cells[2]} on Global Accelerator: {said}");
        }

        rows.Count.ShouldBe(21);
    }

    private static string Says(Problem? problem, System.Collections.Immutable.ImmutableArray<Loss>? losses) =>
        problem is not null ? problem.Detail
        : losses is { IsEmpty: false } some ? $"lossy: {some[0].Text.Split(':')[0]}"
        : "expressed";
}
