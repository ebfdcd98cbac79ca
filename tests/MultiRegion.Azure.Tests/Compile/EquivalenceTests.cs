using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Azure.Tests.Compile.Compilations;

namespace MultiRegion.Azure.Tests.Compile;

/// <summary>Compile, then ask the twin: the answer is what the tree says.</summary>
public sealed class EquivalenceTests
{
    private const double Resolution = 0.06;

    private static readonly ImmutableArray<ClientLocation> Clients =
    [
        Trees.Paris, Trees.Boston, Trees.Tokyo, new() { Continent = "NA", Country = "CA", Coordinate = new(43.7, -79.4) },
        new() { Continent = "OC", Country = "NZ", Coordinate = new(-41.3, 174.8) }, new() { Continent = "AS", Country = "CY", Coordinate = new(35.2, 33.4) },
        new() { Continent = "OC", Country = "UM", Coordinate = new(19.3, 166.6) },
    ];

    public static TheoryData<string, string> CanonicalTrees
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var tree in new[] { "T1", "T2", "T3", "T4", "T5", "T6", "T7" })
            {
                foreach (var shares in new[] { "", "A 0", "A 10", "B 0", "B 10", "C 0", "C 10", "A 0, B 10", "A 0, C 0", "A 30, B 50" })
                {
                    if (!(tree == "T2" && shares.Contains('C', StringComparison.Ordinal)))
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
    public void A_canonical_tree_is_answered_as_it_says_in_every_health_state(string name, string shares)
    {
        var compiled = Compiled(Trees.ByName(name), shares);

        compiled.Losses.ShouldBeEmpty();
        ShouldAnswerAlike(Trees.ByName(name), Trees.Shares(shares), compiled, Clients.Add(ClientLocation.Unknown).Where(client => name != "T5" || client.Coordinate is not null));
    }

    [Fact]
    public void Whatever_tree_is_answered_as_it_says_wherever_no_loss_is_listed()
    {
        var (exact, all) = (0, 0);
        Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), it =>
        {
            var compiled = AzureCompiler.Compile(Intent(it.Tree, it.Shares), CompileSettings.Default);
            all++;
            if (compiled.Succeeded && !compiled.Value.Losses.Any(static loss => loss.Kind is LossKind.Answers or LossKind.Resolution))
            {
                exact++;
                ShouldAnswerAlike(it.Tree, it.Shares, compiled.Value, Clients);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        ((double)exact / all).ShouldBeGreaterThan(0.7, "most generated trees must be expressible, or the property proves little");
    }

    [Fact]
    public void No_client_in_no_health_state_is_sent_to_a_drained_region_and_everybody_is_sent_somewhere() => Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), static it =>
    {
        var compiled = AzureCompiler.Compile(Intent(it.Tree, it.Shares), CompileSettings.Default);
        if (compiled.Succeeded)
        {
            ForEachHealth(it.Tree.RegionsBelow(), isHealthy =>
            {
                foreach (var client in Clients)
                {
                    var answered = Ask(compiled.Value.Profiles, client, isHealthy);
                    answered.Sum().ShouldBe(100, 1e-6);
                    Regions.Zip(answered).Any(pair => pair.Second > 0 && it.Shares[pair.First].IsDrained).ShouldBeFalse();
                }
            });
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void A_drained_region_is_disabled_wherever_it_stands_and_a_nest_of_drained_ones_too() => Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), static it =>
    {
        if (AzureCompiler.Compile(Intent(it.Tree, it.Shares), CompileSettings.Default) is { Succeeded: true, Value: var compiled })
        {
            var nest = new Nest(compiled.Profiles);
            foreach (var endpoint in compiled.Profiles.SelectMany(static profile => profile.Properties!.Endpoints!.Value))
            {
                endpoint.IsEnabled().ShouldBe(endpoint.IsNested() ? nest.Child(endpoint)!.Properties!.Endpoints!.Value.Any(static one => one.IsEnabled()) : !it.Shares[RegionOf(endpoint)].IsDrained);
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Whatever_is_compiled_Azure_takes() => Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), static it =>
    {
        if (AzureCompiler.Compile(Intent(it.Tree, it.Shares), CompileSettings.Default) is { Succeeded: true, Value: var compiled })
        {
            compiled.Profiles.SelectMany(ProfileRules.Mistakes).ShouldBeEmpty();
            new Nest(compiled.Profiles).Levels(compiled.Root).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(Nest.MostLevels);
            compiled.Profiles.Select(static profile => profile.Name).ShouldBeUnique();
            compiled.Profiles.Select(static profile => profile.Properties!.DnsConfig!.RelativeName).ShouldBeUnique();
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static void ShouldAnswerAlike(RoutingNode tree, Shares shares, CompiledService compiled, IEnumerable<ClientLocation> clients) => ForEachHealth(tree.RegionsBelow(), isHealthy =>
    {
        foreach (var client in clients)
        {
            var (answered, meant) = (Ask(compiled.Profiles, client, isHealthy), Reference(tree, client, isHealthy, shares));
            for (var i = 0; i < Regions.Length; i++)
            {
                if (Math.Abs(answered[i] - meant[i]) > Resolution)
                {
                    answered[i].ShouldBe(meant[i], Resolution, $"{RoutingTreeText.ToLine(tree)}; {shares}; region {Regions[i]}, client {client.Country}, healthy {string.Concat(Regions.Where(isHealthy))}\n{Print(compiled)}");
                }
            }
        }
    });
}
