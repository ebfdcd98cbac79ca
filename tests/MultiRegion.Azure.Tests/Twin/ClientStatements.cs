using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Azure.Tests.Twin.Profiles;

namespace MultiRegion.Azure.Tests.Twin;

/// <summary>Clients as Traffic Manager sees them, and nests by id and name.</summary>
public sealed class ClientStatements
{
    [Theory]
    [InlineData("EU", "FR", null, "FR GEO-EU")]
    [InlineData("NA", "US", "us-ca", "US-CA US GEO-NA")]
    [InlineData("NA", "US", "US-ZZ", "US GEO-NA")]
    [InlineData("AS", "AE", null, "AE GEO-ME")]
    [InlineData("AS", "JP", null, "JP GEO-AS")]
    [InlineData("AS", "cy", null, "CY GEO-EU")]
    [InlineData("OC", "NZ", null, "NZ GEO-AP")]
    [InlineData("OC", null, null, "GEO-AP")]
    [InlineData("AS", null, null, "GEO-AS")]
    [InlineData("AN", null, null, "GEO-AN")]
    [InlineData("AF", "EH", null, "")]
    [InlineData(null, null, null, "")]
    public void S63_A_client_is_in_its_state_its_country_and_its_group(string? continent, string? country, string? state, string places) =>
        string.Join(' ', TwinClients.Of(new() { Continent = continent, Country = country, Subdivision = state }).Places).ShouldBe(places);

    [Fact]
    public void S62_A_client_is_where_it_is() => TwinClients.Of(Trees.Paris).Coordinate.ShouldBe(Trees.Paris.Coordinate);

    [Fact]
    public void S63_The_groups_of_a_continent_and_the_place_of_a_state() => new[]
    {
        Places.Of(new(GeographicScope.Continent, "as")), Places.Of(new(GeographicScope.Continent, "EU")), Places.Of(new(GeographicScope.Country, "fr")), Places.Of(new(GeographicScope.Subdivision, "ca-qc")),
    }.Select(static places => string.Join(' ', places)).ShouldBe(["GEO-AS GEO-ME", "GEO-EU", "FR", "CA-QC"]);

    [Fact]
    public void S65_A_child_is_known_by_its_id_whatever_the_case_and_by_no_other_name()
    {
        var child = Of("c", "Priority", "A");
        var nest = new Nest([child, child with { Id = null, Properties = child.Properties! with { DnsConfig = null } }]);

        nest.Child(Endpoint("[c]").With(static properties => properties with { TargetResourceId = properties.TargetResourceId!.ToUpperInvariant() })).ShouldBe(child);
        nest.Child(Endpoint("[d]")).ShouldBeNull();
        nest.Child(new()).ShouldBeNull();
        nest.Child(Endpoint("[c]").With(static properties => properties with { TargetResourceId = "", Target = "" })).ShouldBeNull();
        nest.Children(Of("p", "Priority", "[c] A [d]")).ShouldBe([child]);
    }

    [Fact]
    public void S66_A_loop_has_no_status_that_never_ends()
    {
        var (one, two) = (Of("1", "Priority", "[2]"), Of("2", "Priority", "[1]"));

        new MonitorStatus(new([one, two]), States("")).Of(one).ShouldBe("Inactive");
        Ask(one, "", null, two).ShouldBe("NoData");
    }

    [Theory]
    [InlineData("North Europe", "northeurope")]
    [InlineData("northeurope", "northeurope")]
    [InlineData("Atlantis", null)]
    [InlineData(null, null)]
    public void S62_A_region_is_known_by_either_of_its_names(string? name, string? region) => (AzureRegions.Find(name)?.Name).ShouldBe(region);

    [Fact]
    public void S62_The_nearest_region_is_one_that_everybody_may_use()
    {
        AzureRegions.Nearest(new(31.2, 121.5)).Name.ShouldNotStartWith("china");
        AzureRegions.Nearest(Trees.Dublin).Name.ShouldBe("northeurope");
        (AzureRegions.In("azure-northeurope")?.Name, AzureRegions.In("northeurope")?.Name, AzureRegions.In("eu")).ShouldBe(("northeurope", "northeurope", null));
    }
}
