using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Cloudflare.Tests.Compile.Compilations;

namespace MultiRegion.Cloudflare.Tests.Compile;

/// <summary>Compile, then ask the twin: the answer is what the tree says.</summary>
public sealed class EquivalenceTests
{
    private const double Resolution = 0.16;

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
            foreach (var tree in new[] { "T1", "T2", "T3", "T4", "T5", "T6" })
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
    public void A_canonical_tree_is_answered_as_it_says_wherever_a_region_is_healthy_for_the_client(string name, string shares)
    {
        var compiled = Compiled(Trees.ByName(name), shares);
        compiled.Losses.ShouldNotContain(static loss => loss.Kind == LossKind.Answers || loss.Kind == LossKind.Resolution);
        ShouldAnswerAlike(Trees.ByName(name), Trees.Shares(shares), compiled, Clients.Add(ClientLocation.Unknown).Where(client => name != "T5" || client.Coordinate is not null));
    }

    [Fact]
    public void Whatever_tree_is_answered_as_it_says_wherever_no_loss_is_listed()
    {
        var (exact, all) = (0, 0);
        Prop.ForAll(GeneratedTrees.Flat().ToArbitrary(), it =>
        {
            var compiled = CloudflareCompiler.Compile(Intent(it.Tree, it.Shares), CompileSettings.Default);
            all++;
            if (compiled.Succeeded && !compiled.Value.Losses.Any(static loss => loss.Kind is LossKind.Answers or LossKind.Resolution))
            {
                exact++;
                ShouldAnswerAlike(it.Tree, it.Shares, compiled.Value, Clients);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
        ((double)exact / all).ShouldBeGreaterThan(0.4, "most generated trees must be expressible, or the property proves little");
    }

    [Fact]
    public void No_client_in_no_health_state_is_sent_to_a_drained_region_and_everybody_is_sent_somewhere() => Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), static it =>
    {
        var compiled = CloudflareCompiler.Compile(Intent(it.Tree, it.Shares), CompileSettings.Default);
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
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void The_fallback_pool_is_always_set_and_never_that_of_a_drained_region() => Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), static it =>
    {
        var compiled = CloudflareCompiler.Compile(Intent(it.Tree, it.Shares), CompileSettings.Default);
        if (compiled.Succeeded)
        {
            it.Shares[RegionOf(compiled.Value.Pools[compiled.Value.Balancer.FallbackPool.ShouldNotBeNull()])].IsDrained.ShouldBeFalse();
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_drained_region_is_nowhere_in_the_balancer() => Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), static it =>
    {
        var compiled = CloudflareCompiler.Compile(Intent(it.Tree, it.Shares), CompileSettings.Default);
        if (compiled.Succeeded)
        {
            Twin.Documents.Named(compiled.Value.Balancer).Any(name => it.Shares[RegionOf(compiled.Value.Pools[name])].IsDrained).ShouldBeFalse();
        }
    }).QuickCheckThrowOnFailure();

    private static void ShouldAnswerAlike(RoutingNode tree, Shares shares, CompiledService compiled, IEnumerable<ClientLocation> clients)
    {
        var isExactAtLast = !compiled.Losses.Any(static loss => loss.Kind == LossKind.LastResort);
        ForEachHealth(tree.RegionsBelow(), isHealthy =>
        {
            foreach (var client in clients.Where(client => isExactAtLast || IsServed(tree, client, isHealthy, shares)))
            {
                var (answered, meant) = (Ask(compiled, client, isHealthy), Reference(tree, client, isHealthy, shares));
                for (var i = 0; i < Regions.Length; i++)
                {
                    answered[i].ShouldBe(meant[i], Resolution, $"{RoutingTreeText.ToLine(tree)}; {shares}; region {Regions[i]}, client {client.Country}, healthy {string.Concat(Regions.Where(isHealthy))}\n{Print(compiled)}");
                }
            }
        });
    }
}
