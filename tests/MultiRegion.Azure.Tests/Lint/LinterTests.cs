using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Tests.Twin;

namespace MultiRegion.Azure.Tests.Lint;

/// <summary>What the linters find.</summary>
public sealed class LinterTests
{
    private static readonly Profile Good = Profiles.Of("shop", "Priority", "A B");

    [Fact]
    public void A_good_profile_has_no_findings() => Ids(Good).ShouldBeEmpty();

    public static TheoryData<string, string> Bad => new()
    {
        { "tm-invalid", Json(Good.But("B", static properties => properties with { Priority = 1 })) },
        { "tm-loop", Json(Profiles.Of("a", "Priority", "[b] A"), Profiles.Of("b", "Priority", "[a] B")) },
        { "tm-too-deep", Json([.. Enumerable.Range(1, 11).Select(static level => Profiles.Of($"p{level}", "Priority", level == 11 ? "A B" : $"[p{level + 1}] A"))]) },
        { "tm-unknown-child", Json(Profiles.Of("a", "Priority", "[b] A")) },
        { "tm-minimum-out-of-reach", Json(Profiles.Of("a", "Priority", "[b] A").But("b", static properties => properties with { MinChildEndpoints = 3 }), Profiles.Of("b", "Priority", "A B")) },
        { "tm-disabled-profile", Json(Good.Set(static properties => properties with { ProfileStatus = "Disabled" })) },
        { "tm-nothing-enabled", Json(Good.Disabled("A").Disabled("B")) },
        { "tm-no-world", Json(Geographic("GEO-EU")) },
        { "tm-geographic-direct", Json(Geographic("WORLD")) },
        { "tm-single-endpoint", Json(Good.Disabled("A")) },
        { "tm-always-served", Json(Profiles.Of("shop", "Priority", "A B", static endpoint => endpoint.With(static properties => properties with { AlwaysServe = "Enabled" }))) },
        { "tm-weight-unsaid", Json(Profiles.Of("shop", "Weighted", "A B").But("A", static properties => properties with { Weight = null })) },
        { "tm-long-ttl", Json(Good.Set(static properties => properties with { DnsConfig = new("shop", null, 3600) })) },
        { "tm-slow-detection", Json(Good.Set(static properties => properties with { MonitorConfig = Profiles.Usual with { IntervalInSeconds = null, TimeoutInSeconds = null } })) },
        { "tm-shallow-probe", Json(Good.Set(static properties => properties with { MonitorConfig = Profiles.Usual with { Path = "/" } })) },
        { "tm-secret-header", Json(Good.Set(static properties => properties with { MonitorConfig = Profiles.Usual with { CustomHeaders = [new("X-Api-Key", "k")] } })) },
        { "tm-no-fallback", Json(Profiles.Of("shop", "Subnet", "A B", static endpoint => endpoint.With(properties => properties with { Subnets = [new($"10.0.{properties.Priority}.0", null, 24)] }))) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Every_rule_finds_what_it_is_for(string id, string json)
    {
        var findings = TrafficManagerLinter.Check(json).Value;

        findings.Select(static finding => finding.Id).ShouldContain(id);
        findings.ShouldAllBe(static finding => finding.Problem.Length > 0 && finding.Mend.Length > 0 && finding.Place.Length > 0);
        json.Contains("\"k\"", StringComparison.Ordinal).ShouldBe(id == "tm-secret-header");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("42")]
    [InlineData("[{\"name\":\"x\"}]")]
    [InlineData("{\"properties\": {\"endpoints\": 7}}")]
    public void A_text_that_is_no_profile_is_refused(string text) => TrafficManagerLinter.Check(text).Problem.ShouldNotBeNull().Detail.ShouldStartWith("The text is no JSON of Traffic Manager profiles: ");

    [Fact]
    public void A_list_of_the_API_is_taken_as_it_is() => TrafficManagerLinter.Check($$"""{"value": {{Json(Good)}}}""").Value.ShouldBeEmpty();

    [Theory]
    [InlineData("azure-northeurope", "azure-westeurope", null)]
    [InlineData("azure-northeurope", "azure-uksouth", "uksouth is the pair of no region that serves (northeurope, whose pair is westeurope)")]
    [InlineData("azure-polandcentral", "azure-westeurope", "westeurope is the pair of no region that serves (polandcentral, which has no pair)")]
    [InlineData("azure-westus3", "azure-eastus", null)]
    [InlineData("azure-eastus", "azure-westus3", "westus3 is the pair of no region that serves (eastus, whose pair is westus)")]
    [InlineData("on-premises", "azure-westeurope", null)]
    public void A_standby_that_is_not_the_pair_is_found(string active, string standby, string? problem)
    {
        var findings = AzureTopologyLinter.Check(Topology(active, standby)).Where(static finding => finding.Id == "tm-unpaired-standby").ToList();

        findings.Select(static finding => finding.Problem).ShouldBe(problem is null ? [] : [problem]);
    }

    [Fact]
    public void Pairs_can_be_known_better()
    {
        var topology = Topology("azure-polandcentral", "azure-westeurope");

        AzureTopologyLinter.Check(topology, new() { Pairs = ImmutableDictionary<string, string>.Empty.Add("polandcentral", "westeurope") }).ShouldBeEmpty();
        AzureTopologyLinter.Check(topology with { Regions = [topology.Regions[0] with { Pair = "azure-westeurope" }, topology.Regions[1]] }).ShouldBeEmpty();
        AzureTopologyLinter.Check(Topology("azure-northeurope", "azure-westeurope"), new() { Pairs = ImmutableDictionary<string, string>.Empty.Add("northeurope", "") }).ShouldHaveSingleItem().Problem.ShouldContain("northeurope, which has no pair");
        AzureTopologyLinter.Check(Topology("one", "two"), new() { AzureRegions = ImmutableDictionary<RegionId, string>.Empty.Add("one", "northeurope").Add("two", "uksouth") }).ShouldHaveSingleItem().Id.ShouldBe("tm-unpaired-standby");
        (AzureRegionPairs.PairOf("North Europe"), AzureRegionPairs.PairOf("polandcentral"), AzureRegionPairs.PairOf("atlantis"), AzureRegionPairs.AsOf).ShouldBe(("westeurope", null, null, "2026-11"));
    }

    [Fact]
    public void Every_pair_is_a_region_that_is_known() =>
        AzureRegions.All.Where(static region => region.Pair is { } pair && (AzureRegions.Find(pair) is null || pair == region.Name)).ShouldBeEmpty();

    [Theory]
    [InlineData(StandbyTemperature.Hot, null, null, "a hot standby says nothing of its capacity")]
    [InlineData(StandbyTemperature.Hot, 50.0, 200.0, "a hot standby can take 50 of a load of 100")]
    [InlineData(StandbyTemperature.Hot, 100.0, null, null)]
    [InlineData(StandbyTemperature.Warm, null, null, null)]
    [InlineData(StandbyTemperature.Cold, null, null, "a cold standby says nothing of its capacity once it is scaled")]
    [InlineData(StandbyTemperature.Cold, 0.0, 80.0, "a cold standby can take 80 of a load of 100")]
    [InlineData(StandbyTemperature.Cold, 0.0, 100.0, "a cold standby has no workloads that could be scaled")]
    public void A_standby_without_capacity_is_found(StandbyTemperature temperature, double? capacity, double? full, string? problem)
    {
        var topology = Topology("azure-northeurope", "azure-westeurope", standby => standby with { Temperature = temperature, Capacity = capacity, FullCapacity = full });

        AzureTopologyLinter.Check(topology).Select(static finding => finding.Problem).ShouldBe(problem is null ? [] : [problem]);
    }

    [Fact]
    public void A_standby_of_another_version_is_found()
    {
        var topology = Topology("azure-northeurope", "azure-westeurope");
        ImmutableDictionary<(ServiceId, RegionId), string> Versions(string active, string standby) => ImmutableDictionary<(ServiceId, RegionId), string>.Empty.Add(("shop", "azure-northeurope"), active).Add(("shop", "azure-westeurope"), standby);

        AzureTopologyLinter.Check(topology, new() { Versions = Versions("1.2", "1.1") }).ShouldHaveSingleItem().Problem.ShouldBe("it runs 1.1, and what serves runs 1.2");
        AzureTopologyLinter.Check(topology, new() { Versions = Versions("1.2", "1.2") }).ShouldBeEmpty();
        AzureTopologyLinter.Check(topology, new() { Versions = Versions("1.2", "1.2").Remove(("shop", "azure-westeurope")) }).ShouldBeEmpty();
    }

    private static EstateTopology Topology(string active, string standby, Func<DeploymentDefinition, DeploymentDefinition>? change = null)
    {
        var second = new DeploymentDefinition { Region = standby, Endpoint = new("b.example.com"), Role = DeploymentRole.Standby, Capacity = 100 };
        return new()
        {
            Regions = [new() { Id = active }, new() { Id = standby }],
            Services =
            [
                new()
                {
                    Id = "shop", Hostname = "www.example.com", Routers = ["tm"], Probe = new TcpProbeDefinition { Port = 443 }, Load = 100,
                    Deployments = [new() { Region = active, Endpoint = new("a.example.com") }, change?.Invoke(second) ?? second],
                },
            ],
        };
    }

    private static IEnumerable<string> Ids(params Profile[] profiles) => TrafficManagerLinter.Check(Json(profiles)).Value.Select(static finding => finding.Id);

    private static Profile Geographic(string place) => Profiles.Of("shop", "Geographic", "A").But("A", properties => properties with { GeoMapping = [place] });

    private static string Json(params Profile[] profiles) => JsonSerializer.Serialize(profiles.ToImmutableArray(), DocumentJson.Default.ImmutableArrayProfile);
}
