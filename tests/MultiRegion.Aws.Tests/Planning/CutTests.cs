using System.Collections.Immutable;
using MultiRegion.Aws.Tests.Compile;
using MultiRegion.Aws.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Aws.Tests.Planning.PlannedZone;

namespace MultiRegion.Aws.Tests.Planning;

/// <summary>Services that are too large for one batch: whichever batch is the last that gets through.</summary>
public sealed class CutTests
{
    private static readonly string[] Countries = "FR DE IT ES PT NL BE LU CH AT PL CZ SK HU RO BG GR HR SI EE LV LT FI SE NO DK IE GB IS MT US CA MX BR AR CL CO PE JP KR".Split(' ');
    private static readonly ClientLocation[] Clients = [Trees.Paris, Trees.Tokyo, new() { Continent = "OC", Country = "NZ" }];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void At_every_cut_clients_get_the_old_answers_or_the_new_ones_and_the_rest_can_be_written(int seed)
    {
        var (old, wanted) = (Intent(seed, sequence: 1), Intent(seed + 10, sequence: 2));
        var zone = Carry(Empty, old).Last();
        var (before, after) = (Answers(zone), Answers(Carry(zone, wanted).Last()));
        var cuts = Carry(zone, wanted).ToList();
        cuts.Count.ShouldBeGreaterThan(3, "more than one batch before and after the switch");
        foreach (var cut in cuts)
        {
            var answers = Answers(cut);
            (answers.SequenceEqual(before) || answers.SequenceEqual(after)).ShouldBeTrue($"cut {cuts.IndexOf(cut)} of {cuts.Count}");
            var end = Carry(cut, wanted).LastOrDefault() ?? cut;
            Answers(end).ShouldBe(after);
            PlanOf(end, wanted).Change.IsEmpty.ShouldBeTrue();
            end.Accepted.Count.ShouldBe(cuts[^1].Accepted.Count, "nothing is left lying about");
        }
    }

    /// <summary>What each client is answered in each health state.</summary>
    private static ImmutableArray<double> Answers(ZoneTwin zone)
    {
        var answers = ImmutableArray.CreateBuilder<double>();
        for (var vector = 0; vector < 1 << FiveRegions.Regions.Length; vector++)
        {
            var twin = new Route53Twin(zone.InEffect.Values, new(id => IsHealthy(id, vector), static _ => true));
            foreach (var client in Clients)
            {
                var parts = new double[FiveRegions.Regions.Length];
                foreach (var answer in twin.Ask($"{FiveRegions.Hostname}.", "A", Compilations.Client(client)))
                {
                    parts[answer.Records.ShouldHaveSingleItem().Values[0][^1] - '1'] += Math.Round(answer.Probability, 6);
                }

                answers.AddRange(parts);
            }
        }

        return answers.ToImmutable();
    }

    private static bool IsHealthy(string check, int vector) => (vector & (1 << (Checks.First(known => known.Id == check).Config.IpAddress![^1] - '1'))) != 0;

    /// <summary>A third of the countries keep their branch whatever the seed.</summary>
    private static RoutingIntent Intent(int seed, int sequence) => Compilations.Intent(
        new GeographicNode([.. Countries.Select((country, i) => new GeographicBranch(new(GeographicScope.Country, country), Branch(new(i % 3 == 0 ? i : (100 * seed) + i))))], new EndpointNode("A")),
        Shares.AllFull) with
    { Marker = new(1, sequence, "controller-1", $"p{sequence}") };

    private static WeightedNode Branch(Random random) => new([.. FiveRegions.Regions.Select(region => new WeightedBranch(random.Next(1, 100), Chain(region, random)))]) { Ttl = TimeSpan.FromSeconds(random.Next(60, 3600)) };

    private static PriorityNode Chain(RegionId first, Random random)
    {
        var others = FiveRegions.Regions.Remove(first).ToArray();
        random.Shuffle(others);
        return new([new EndpointNode(first), .. others.Select(static region => new EndpointNode(region))]);
    }
}
