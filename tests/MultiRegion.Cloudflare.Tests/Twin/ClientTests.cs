using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Twin;
using MultiRegion.Routing;
using static MultiRegion.Cloudflare.Tests.Twin.Documents;

namespace MultiRegion.Cloudflare.Tests.Twin;

/// <summary>Clients of the tree as Cloudflare sees them, and what a pool does with its endpoints.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData("EU", null, 48.9, 2.4, "WEU")]
    [InlineData("EU", null, 55.7, 37.6, "EEU")]
    [InlineData("NA", null, 42.4, -71.1, "ENAM")]
    [InlineData("NA", null, 37.8, -122.4, "WNAM")]
    [InlineData("AS", null, 35.7, 139.7, "NEAS")]
    [InlineData("AS", null, 1.3, 103.8, "SEAS")]
    [InlineData("AS", null, 19.1, 72.9, "SAS")]
    [InlineData("AS", null, 25.2, 55.3, "ME")]
    [InlineData("AF", null, 30.0, 31.2, "NAF")]
    [InlineData("AF", null, -26.2, 28.0, "SAF")]
    [InlineData("SA", null, 4.7, -74.1, "NSAM")]
    [InlineData("SA", null, -34.6, -58.4, "SSAM")]
    [InlineData("OC", null, -33.9, 151.2, "OC")]
    [InlineData(null, "FR", 48.9, 2.4, "WEU")]
    [InlineData(null, null, 48.9, 2.4, "WEU")]
    [InlineData(null, null, -33.9, 151.2, "OC")]
    [InlineData("AF", "ES", 35.9, -5.3, "NAF")]
    public void A_client_reaches_the_nearest_region_of_its_continent(string? continent, string? country, double latitude, double longitude, string region) =>
        EdgeClients.RegionOf(new() { Continent = continent, Country = country, Coordinate = new(latitude, longitude) }).ShouldBe(region);

    [Fact]
    public void The_continent_goes_before_the_distance() => EdgeClients.RegionOf(new() { Continent = "AF", Coordinate = new(36.0, -5.4) }).ShouldBe("NAF");

    [Theory]
    [InlineData("EU", null, "EEU")]
    [InlineData(null, "JP", "ME")]
    [InlineData("AN", null, null)]
    [InlineData(null, "XX", null)]
    [InlineData(null, null, null)]
    public void Without_a_place_it_is_the_first_region_of_the_continent(string? continent, string? country, string? region) =>
        EdgeClients.RegionOf(new() { Continent = continent, Country = country }).ShouldBe(region);

    [Fact]
    public void A_client_brings_its_country_its_place_and_its_latencies_to_the_pools_of_regions()
    {
        var client = new ClientLocation { Country = "fr", Coordinate = new(48.9, 2.4), Latencies = new Dictionary<RegionId, TimeSpan> { ["A"] = TimeSpan.FromMilliseconds(20) } };

        var edge = EdgeClients.Of(client, [Pool("A"), Pool("B"), Pool("C") with { Id = null }, Pool("D") with { Origins = null }, Pool("E")], static origin => origin.Name![..1] == "E" ? default(RegionId?) : new RegionId(origin.Name[..1]));

        (edge.Country, edge.Region, edge.PopLocation).ShouldBe(("FR", "WEU", new GeoCoordinate(48.9, 2.4)));
        edge.RoundTrips!.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("A", TimeSpan.FromMilliseconds(20)));
        EdgeClients.Of(new(), [Pool("A")], static _ => "A").ShouldSatisfyAllConditions(static of => of.RoundTrips.ShouldBeNull(), static of => of.Country.ShouldBeNull());
    }

    [Fact]
    public void A_pool_spreads_by_the_weights_of_the_endpoints_that_are_enabled()
    {
        var pool = Pool("A", 3);
        var origins = pool.Origins!.Value;

        Parts(pool).ShouldBe("A1 33.33, A2 33.33, A3 33.33");
        Parts(pool with { Origins = [origins[0] with { Weight = 0.5 }, origins[1], origins[2] with { Enabled = false }] }).ShouldBe("A1 33.33, A2 66.67");
        Parts(pool with { Origins = [origins[0] with { Enabled = null }] }).ShouldBe("A1 100");
        Parts(pool with { Origins = [origins[0] with { Weight = 0 }] }).ShouldBe("");
        Parts(pool with { Origins = null }).ShouldBe("");
    }

    [Fact]
    public void An_answer_tells_the_part_of_each_pool() =>
        new Answer([new("A", 0.25, IsFallback: false), new("B", 0.5, IsFallback: false), new("A", 0.25, IsFallback: true)]).ShouldSatisfyAllConditions(
            static answer => answer["A"].ShouldBe(0.5), static answer => answer["B"].ShouldBe(0.5), static answer => answer["C"].ShouldBe(0));

    [Fact]
    public void A_pool_without_endpoints_is_unhealthy_and_gets_nothing() => Ask(Balancer("A B", "B"), pools: Pool("A") with { Origins = null }).ShouldBe("B 100");

    [Fact]
    public void A_pool_that_is_named_twice_or_is_not_there_is_asked_once_or_never()
    {
        Ask(Balancer("A A B", "B"), pools: Shedding("A", 50)).ShouldBe("A 50, B 50");
        new CloudflareTwin(Balancer("X", "X"), new Dictionary<string, Pool>(), static (_, _) => OriginState.Up).Answer(new()).Failure.ShouldBe("530 with error 1016");
        new CloudflareTwin(Balancer("X", "X") with { FallbackPool = null }, new Dictionary<string, Pool>(), static (_, _) => OriginState.Up).Answer(new()).Parts.ShouldBeEmpty();
    }

    private static string Parts(Pool pool) => string.Join(", ", Origins.Of(pool).Select(static part => FormattableString.Invariant($"{part.Origin.Name} {Math.Round(100 * part.Part, 2)}")));
}
