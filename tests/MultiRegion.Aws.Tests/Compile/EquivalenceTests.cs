using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Aws.Compile;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Aws.Tests.Compile.Compilations;

namespace MultiRegion.Aws.Tests.Compile;

/// <summary>Compile, then ask the twin: the answer is what the tree says.</summary>
public sealed class EquivalenceTests
{
    private const double Resolution = 0.15;

    private static readonly ImmutableArray<ClientLocation> Clients =
    [
        Trees.Paris, Trees.Boston, Trees.Tokyo, new() { Continent = "NA", Country = "CA", Coordinate = new(43.7, -79.4) },
        new() { Continent = "OC", Country = "NZ", Coordinate = new(-41.3, 174.8) },
    ];

    public static TheoryData<string, string> CanonicalTrees
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var tree in new[] { "T1", "T2", "T3", "T4", "T5", "T6", "T7" })
            {
                foreach (var shares in new[] { "", "A 0", "A 10", "B 0", "B 10", "C 0", "C 10" })
                {
                    if (!(tree == "T2" && shares.StartsWith('C')))
                    {
                        rows.Add(tree, shares);
                    }
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(CanonicalTrees))]
    public void A_canonical_tree_is_answered_without_loss_in_every_health_state(string name, string shares)
    {
        var compiled = Compiled(Trees.ByName(name), shares);
        compiled.Losses.ShouldBeEmpty();
        ShouldAnswerAlike(Trees.ByName(name), Trees.Shares(shares), compiled, Clients.Add(ClientLocation.Unknown).Where(client => name != "T5" || client.Coordinate is not null));
    }

    [Fact]
    public void Groups_that_differ_in_weights_only_keep_their_own_weights()
    {
        var tree = new GeographicNode(
            [new(new(GeographicScope.Continent, "OC"), new WeightedNode([new(24, new EndpointNode("A")), new(10, new PriorityNode([new EndpointNode("E")]))]))],
            new WeightedNode([new(170, new EndpointNode("A")), new(67, new EndpointNode("E"))]));
        ShouldAnswerAlike(tree, Shares.AllFull, Compiled(tree), Clients);
    }

    [Fact]
    public void Whatever_tree_is_answered_as_it_says_wherever_no_loss_is_listed()
    {
        var (exact, all) = (0, 0);
        Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), it =>
        {
            var compiled = Route53Compiler.Compile(Intent(it.Tree, it.Shares), Zone, Settings);
            all++;
            if (compiled.Succeeded && compiled.Value.Losses.All(static loss => loss.Kind is LossKind.Checks or LossKind.Handling))
            {
                exact++;
                ShouldAnswerAlike(it.Tree, it.Shares, compiled.Value, Clients);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        ((double)exact / all).ShouldBeGreaterThan(0.4, "most generated trees must be expressible, or the property proves little");
    }

    [Fact]
    public void No_client_in_no_health_state_is_sent_to_a_drained_region() => Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), static it =>
    {
        var compiled = Route53Compiler.Compile(Intent(it.Tree, it.Shares), Zone, Settings);
        if (compiled.Succeeded)
        {
            ForEachHealth(it.Tree.RegionsBelow(), isHealthy =>
            {
                foreach (var client in Clients)
                {
                    var answered = Ask(compiled.Value, client, isHealthy);
                    answered.Sum().ShouldBe(100, 1e-6);
                    Regions.Zip(answered).Any(pair => pair.Second > 0 && it.Shares[pair.First].IsDrained).ShouldBeFalse();
                }
            });
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_drained_region_is_nowhere_in_the_records() => Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), static it =>
    {
        var compiled = Route53Compiler.Compile(Intent(it.Tree, it.Shares), Zone, Settings);
        if (compiled.Succeeded)
        {
            compiled.Value.Records.SelectMany(static record => record.Values).Any(value => it.Shares[Regions[value[^1] - '1']].IsDrained).ShouldBeFalse();
        }
    }).QuickCheckThrowOnFailure();

    private static void ShouldAnswerAlike(RoutingNode tree, Shares shares, CompiledService compiled, IEnumerable<ClientLocation> clients) => ForEachHealth(tree.RegionsBelow(), isHealthy =>
    {
        foreach (var client in clients)
        {
            var (answered, meant) = (Ask(compiled, client, isHealthy), Reference(tree, client, isHealthy, shares));
            for (var i = 0; i < Regions.Length; i++)
            {
                answered[i].ShouldBe(meant[i], Resolution, $"{RoutingTreeText.ToLine(tree)}; {shares}; region {Regions[i]}, client {client.Country}, healthy {string.Concat(Regions.Where(isHealthy))}\n{Print(compiled)}");
            }
        }
    });

    private static void ForEachHealth(ImmutableArray<RegionId> regions, Action<Func<RegionId, bool>> check)
    {
        for (var vector = 0; vector < 1 << regions.Length; vector++)
        {
            var healthy = vector;
            check(region => (healthy & (1 << regions.IndexOf(region))) != 0);
        }
    }
}
