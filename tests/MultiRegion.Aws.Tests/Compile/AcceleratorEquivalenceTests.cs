using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Tests.Apply;
using MultiRegion.Aws.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Aws.Tests.Compile.Compilations;

namespace MultiRegion.Aws.Tests.Compile;

public sealed class AcceleratorEquivalenceTests
{
    private static readonly ImmutableArray<ClientLocation> Clients = [Trees.Paris, Trees.Boston, Trees.Tokyo];

    private static readonly ListenerSettings Listener = new([443], "TCP", Regions.ToImmutableDictionary(
        static region => region, static region => new EndpointSettings(FrontScene.EndpointOf(region), Settings.Regions[region].AwsRegion!, 128, null)));

    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            for (var count = 1; count <= 5; count++)
            {
                foreach (var shares in new[] { "", "A 0", "B 0", "A 10", "C 0, D 0", "A 10, B 50" })
                {
                    if (count > 1 || shares is "" or "A 10")
                    {
                        cases.Add(count, shares);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Latency_over_endpoints_lands_as_the_tree_says_wherever_no_loss_is_listed(int count, string text)
    {
        var (tree, shares) = (Nearest(count), Trees.Shares(text));
        if (!RoutingResolver.CanResolve(tree, shares))
        {
            return;
        }

        var compiled = AcceleratorCompiler.Compile(Intent(tree, shares) with { HealthCheck = null }, Listener).Value!;
        var isExact = compiled.Losses.All(static loss => loss.Kind != LossKind.Answers);
        for (var vector = 0; vector < 1 << count; vector++)
        {
            bool IsHealthy(RegionId region) => (vector & (1 << Regions.IndexOf(region))) != 0;
            foreach (var client in Clients)
            {
                var (landed, meant) = (Land(compiled, client, IsHealthy), Reference(tree, client, IsHealthy, shares));
                landed.Sum().ShouldBe(100, 1e-6);
                Regions.Zip(landed).Any(pair => pair.Second > 0 && shares[pair.First].IsDrained).ShouldBeFalse();
                if (isExact || vector == (1 << count) - 1)
                {
                    landed.Zip(meant).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-6);
                }
            }
        }

        isExact.ShouldBe(tree.RegionsBelow().Count(region => !shares[region].IsDrained) is var left && (left == 1 || (left <= 3 && !text.Contains("10", StringComparison.Ordinal))));
    }

    private static LatencyNode Nearest(int count) =>
        new([.. Regions.Take(count).Select(static region => new LatencyBranch(new EndpointNode(region), AwsRegions.Find(Settings.Regions[region].AwsRegion!)!.Location))]);

    private static double[] Land(CompiledListener compiled, ClientLocation client, Func<RegionId, bool> isHealthy)
    {
        var twin = new AcceleratorTwin(compiled.Groups, endpoint => isHealthy(endpoint.Split('/')[2]));
        var landings = twin.Connect(region => client.Coordinate!.Value.DistanceTo(AwsRegions.Find(region)!.Location));
        return [.. Regions.Select(region => 100 * landings.Where(landing => landing.Endpoint.Split('/')[2] == region.Value).Sum(static landing => landing.Probability))];
    }
}
