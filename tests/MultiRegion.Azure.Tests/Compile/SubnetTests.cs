using System.Collections.Immutable;
using System.Net;
using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Azure.Tests.Compile.Compilations;

namespace MultiRegion.Azure.Tests.Compile;

/// <summary>Clients that have an order of their own, by their addresses.</summary>
public sealed class SubnetTests
{
    private static readonly SubnetRange Office = new("203.0.113.0", null, 24);

    [Theory]
    [InlineData("203.0.113.7", "", "", "B")]
    [InlineData("198.51.100.7", "", "", "A")]
    [InlineData("203.0.113.7", "", "B", "A")]
    [InlineData("203.0.113.7", "B 0", "", "A")]
    [InlineData("203.0.113.7", "A 0, B 0", "", "C")]
    [InlineData("198.51.100.7", "A 0", "", "B")]
    public void Those_clients_get_the_first_of_their_regions_that_is_well_and_others_what_the_tree_says(string address, string shares, string sick, string region) =>
        Ask(Compiled(Trees.T1, shares, Settings("B", "A")), address, sick).ShouldBe(region);

    [Fact]
    public void No_client_is_sent_to_a_drained_region_in_any_health_state()
    {
        foreach (var shares in new[] { "A 0", "B 0", "A 0, B 0" })
        {
            var compiled = Compiled(Trees.T4, shares, Settings("B", "A"));
            ForEachHealth(Trees.T4.RegionsBelow(), isHealthy =>
            {
                foreach (var address in new[] { "203.0.113.7", "198.51.100.7" })
                {
                    var parts = Answer(compiled, address, isHealthy).Parts;
                    parts.ShouldAllBe(part => !Trees.Shares(shares)[RegionOf(part.Endpoint)].IsDrained);
                }
            });
        }
    }

    [Fact]
    public void A_drain_changes_the_status_of_endpoints_alone()
    {
        string Shape(string shares) => string.Join("; ", Compiled(Trees.T1, shares, Settings("B", "A")).Profiles.Select(Print)).Replace(" off", "", StringComparison.Ordinal);

        Shape("A 0").ShouldBe(Shape(""));
        Compiled(Trees.T1, "", Settings("B", "A")).Root.Properties!.TrafficRoutingMethod.ShouldBe(RoutingMethods.Subnet);
    }

    [Fact]
    public void It_is_said_that_those_clients_get_no_answer_while_none_of_their_regions_is_well()
    {
        var compiled = Compiled(Trees.T1, "", Settings("B"));

        Answer(compiled, "203.0.113.7", static region => region != "B").Parts.ShouldBeEmpty();
        compiled.Losses.ShouldHaveSingleItem().Text.ShouldBe("clients at 203.0.113.0/24 are answered by an order of their own (B), and not at all while none of it is healthy");
        Compiled(Trees.T1, "A 0, B 0", Settings("B", "A")).Losses.ShouldHaveSingleItem().Text.ShouldContain("are answered as the tree says while all their regions are drained");
    }

    [Fact]
    public void Regions_that_the_tree_does_not_have_and_ranges_that_overlap_are_refused()
    {
        Refusal(Intent(Trees.T1, Shares.AllFull), Settings("Z")).ShouldContain("region Z is not in the service's tree");
        Refusal(Intent(Trees.T1, Shares.AllFull), With(new([Office], ["A"]), new([new("203.0.113.9", "203.0.113.12", null)], ["B"]))).ShouldContain("overlap");
    }

    private static CompileSettings Settings(params RegionId[] regions) => With(new ClientSubnet([Office], [.. regions]));

    private static CompileSettings With(params ClientSubnet[] subnets) => new() { Subnets = ImmutableDictionary<string, ImmutableArray<ClientSubnet>>.Empty.Add("www.example.com", [.. subnets]) };

    private static string Ask(CompiledService service, string address, string sick) =>
        RegionOf(Answer(service, address, region => !sick.Contains(region.Value, StringComparison.Ordinal)).Parts.ShouldHaveSingleItem().Endpoint).Value;

    private static Answer Answer(CompiledService service, string address, Func<RegionId, bool> isHealthy) =>
        new TrafficManagerTwin(new(service.Profiles), endpoint => isHealthy(RegionOf(endpoint)) ? ProbeState.Good : ProbeState.Bad)
            .Answer(service.Root, TwinClients.Of(Trees.Paris) with { Address = IPAddress.Parse(address) });
}
