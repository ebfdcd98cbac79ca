using System.Collections.Immutable;
using System.Net;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;
using MultiRegion.Tests.Routing;
using static MultiRegion.Azure.Tests.Twin.Profiles;

namespace MultiRegion.Azure.Tests.Twin;

/// <summary>What Traffic Manager documents about choosing endpoints, statement by statement.</summary>
public sealed class ChoiceStatements
{
    private static readonly TwinClient Marseille = new() { Places = ["FR", "GEO-EU"] };

    [Theory]
    [InlineData("", "A 100")]
    [InlineData("A", "B 100")]
    [InlineData("A B", "C 100")]
    public void S59_The_lowest_priority_is_preferred(string sick, string answer) => Ask(Of("p", "Priority", "A B C"), sick).ShouldBe(answer);

    [Fact]
    public void S59_The_number_counts_and_not_the_order() =>
        Ask(Of("p", "Priority", "A B").But("A", static properties => properties with { Priority = 1000 }).But("B", static properties => properties with { Priority = 7 })).ShouldBe("B 100");

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void S59_A_priority_is_1_to_1000(int priority, bool isGood) =>
        Mistakes(Of("p", "Priority", "A").But("A", properties => properties with { Priority = priority })).Any().ShouldBe(!isGood);

    [Fact]
    public void S59_No_two_priorities_are_equal_and_all_endpoints_have_one_or_none()
    {
        Mistakes(Of("p", "Priority", "A B").But("B", static properties => properties with { Priority = 1 })).ShouldBe(["properties.endpoints: the priority 1 is there twice"]);
        Mistakes(Of("p", "Weighted", "A B").But("B", static properties => properties with { Priority = null })).ShouldBe(["properties.endpoints: a priority is given to some endpoints and not to all"]);
        Mistakes(Of("p", "Weighted", "A B", static endpoint => endpoint.With(static properties => properties with { Priority = null }))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void S60_A_weight_is_1_to_1000_and_there_is_no_0(int weight, bool isGood) =>
        Mistakes(Of("p", "Weighted", "A").But("A", properties => properties with { Weight = weight })).Any().ShouldBe(!isGood);

    [Fact]
    public void S60_A_weight_that_is_not_said_is_1() =>
        Ask(Of("p", "Weighted", "A B").But("A", static properties => properties with { Weight = null }).But("B", static properties => properties with { Weight = 3 })).ShouldBe("A 25, B 75");

    [Fact]
    public void S60_An_endpoint_gets_nothing_only_when_it_is_disabled() => Ask(Of("p", "Weighted", "A B C").Disabled("C"), "A B").ShouldBe("A 33.33, B 66.67");

    [Fact]
    public void S61_Each_query_is_a_draw_of_its_own_by_the_weights()
    {
        var (profile, client) = (Of("p", "Weighted", "A B C D"), new TwinClient());

        Ask(profile, "", client).ShouldBe("A 10, B 20, C 30, D 40");
        Ask(profile, "", client).ShouldBe("A 10, B 20, C 30, D 40");
        Ask(profile, "D", client).ShouldBe("A 16.67, B 33.33, C 50");
    }

    [Theory]
    [InlineData("Paris", "", "A 100")]
    [InlineData("Boston", "", "B 100")]
    [InlineData("Tokyo", "", "C 100")]
    [InlineData("Paris", "A", "B 100")]
    [InlineData("Boston", "B", "A 100")]
    [InlineData("Boston", "A B", "C 100")]
    [InlineData("Boston", "A B C", "B 100")]
    public void S62_The_nearest_region_answers_and_a_degraded_one_moves_its_clients_to_the_next(string client, string sick, string answer) =>
        Ask(Located("northeurope", "East US 2", "southeastasia"), sick, new() { Coordinate = Trees.Client(client).Coordinate }).ShouldBe(answer);

    [Fact]
    public void S62_Without_a_place_the_endpoints_come_in_their_order()
    {
        Ask(Located("northeurope", "eastus2", "southeastasia")).ShouldBe("A 100");
        Ask(Located(null, "eastus2", null), "", new() { Coordinate = Trees.Paris.Coordinate }).ShouldBe("B 100");
    }

    [Fact]
    public void S62_External_and_nested_endpoints_need_a_location_and_each_another_one()
    {
        Mistakes(Located("northeurope", "eastus2", null)).ShouldBe(["properties.endpoints: endpoint C needs a location that is an Azure region, and has ''"]);
        Mistakes(Located("northeurope", "eastus2", "Atlantis")).ShouldHaveSingleItem().ShouldContain("has 'Atlantis'");
        Mistakes(Located("northeurope", "eastus2", "North Europe")).ShouldBe(["properties.endpoints: the location northeurope is there twice"]);
        Mistakes(Of("p", "Performance", "[c]")).ShouldHaveSingleItem().ShouldContain("endpoint c needs a location");
        Mistakes(Of("p", "Performance", "A", static endpoint => endpoint with { Type = EndpointTypes.Azure, Properties = new() { TargetResourceId = "/subscriptions/s/x" } })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("FR GEO-EU", "F 100")]
    [InlineData("DE GEO-EU", "E 100")]
    [InlineData("JP GEO-AS", "W 100")]
    [InlineData("", "W 100")]
    public void S63_The_smallest_place_answers_and_at_last_the_world(string places, string answer) => Ask(Mapped(), "", new() { Places = [.. places.Split(' ')] }).ShouldBe(answer);

    [Fact]
    public void S63_The_endpoint_of_a_place_is_returned_whether_healthy_or_not()
    {
        Ask(Mapped(), "F", Marseille).ShouldBe("F 100");
        Ask(Mapped(), "F?", Marseille).ShouldBe("F 100");
        Ask(Mapped(), "F E W", Marseille).ShouldBe("F 100");
    }

    [Fact]
    public void S63_A_stopped_one_gives_nothing_and_a_disabled_one_is_skipped()
    {
        Ask(Mapped(), "F!", Marseille).ShouldBe("NoData");
        Ask(Mapped().Disabled("F"), "", Marseille).ShouldBe("E 100");
        Ask(Mapped().Disabled("F").Disabled("E"), "", Marseille).ShouldBe("W 100");
        Ask(Mapped().Disabled("F").Disabled("E").Disabled("W"), "", Marseille).ShouldBe("NoData");
    }

    [Fact]
    public void S63_A_place_that_nobody_has_gives_nothing() => Ask(Mapped().Disabled("W"), "", new() { Places = ["JP", "GEO-AS"] }).ShouldBe("NoData");

    [Fact]
    public void S63_A_place_belongs_to_one_endpoint_and_each_endpoint_has_one()
    {
        Mistakes(Mapped()).ShouldBeEmpty();
        Mistakes(Mapped().But("W", static properties => properties with { GeoMapping = ["WORLD", "fr"] })).ShouldBe(["properties.endpoints: the geographic region FR is there twice"]);
        Mistakes(Mapped().But("W", static properties => properties with { GeoMapping = null })).ShouldBe(["properties.endpoints: endpoint W has no geographic region"]);
        Mistakes(Of("p", "Priority", "A B", static endpoint => endpoint.With(static properties => properties with { GeoMapping = ["FR"] }))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", null, "A 33.33, B 33.33, C 33.33", 3)]
    [InlineData("B", null, "A 50, C 50", 2)]
    [InlineData("A B C", null, "A 33.33, B 33.33, C 33.33", 3)]
    [InlineData("", 0, "NoData", 0)]
    public void S64_Several_healthy_addresses_are_answered_at_once(string sick, int? most, string answer, int records)
    {
        var profile = Addresses().Set(properties => properties with { MaxReturn = most });

        Ask(profile, sick).ShouldBe(answer);
        new TrafficManagerTwin(new([profile]), States(sick)).Answer(profile, new()).Parts.Length.ShouldBe(records);
    }

    [Fact]
    public void S64_Addresses_of_the_asked_kind_are_answered()
    {
        var profile = Addresses().But("C", static properties => properties with { Target = "2001:db8::1" });

        Ask(profile).ShouldBe("A 50, B 50");
        Ask(profile, "", new() { WantsIPv6 = true }).ShouldBe("C 100");
        Ask(profile, "A B").ShouldBe("A 50, B 50");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void S64_Of_1_to_10_addresses_and_nothing_but_addresses(int most, bool isGood)
    {
        Mistakes(Addresses().Set(properties => properties with { MaxReturn = most })).Any().ShouldBe(!isGood);
        Mistakes(Of("p", "Priority", "A").Set(properties => properties with { MaxReturn = most })).ShouldBeEmpty();
        Mistakes(Addresses().But("B", static properties => properties with { Target = "b.example.com" })).ShouldHaveSingleItem().ShouldContain("endpoint B is not an address");
    }

    [Fact]
    public void S65_The_nest_that_is_chosen_chooses_among_its_own()
    {
        var (root, one, two) = (Of("p", "Weighted", "[1] [2]"), Of("1", "Priority", "A B"), Of("2", "Priority", "C D"));

        Ask(root, "", null, one, two).ShouldBe("A 33.33, C 66.67");
        Ask(root, "A", null, one, two).ShouldBe("B 33.33, C 66.67");
        Ask(root, "A B", null, one, two).ShouldBe("C 100");
        Ask(root, "A B C D", null, one, two).ShouldBe("A 33.33, C 66.67");
    }

    [Fact]
    public void S65_A_child_is_found_by_its_name_when_no_resource_is_named() =>
        Ask(Of("p", "Priority", "[c]").But("c", static properties => properties with { TargetResourceId = null, Target = "C.trafficmanager.net" }), "", null, Of("c", "Priority", "A")).ShouldBe("A 100");

    [Fact]
    public void S65_A_child_that_is_not_there_gives_nothing()
    {
        Ask(Of("p", "Geographic", "[c]").But("c", static properties => properties with { GeoMapping = ["WORLD"] })).ShouldBe("NoData");
        Ask(Of("p", "Weighted", "[c]").But("c", static properties => properties with { TargetResourceId = null })).ShouldBe("NoData");
    }

    [Fact]
    public void S64_How_many_records_an_answer_has_is_that_of_the_nest_that_answers()
    {
        var (root, several) = (Of("p", "Priority", "[m] A"), Addresses() with { Name = "m", Id = Of("m", "Priority", "").Id });

        new TrafficManagerTwin(new([root, several]), States("")).Answer(root, new()).Records.ShouldBe(2, "two at most when nothing is said");
        var more = several.Set(static properties => properties with { MaxReturn = 5 });
        new TrafficManagerTwin(new([root, more]), States("")).Answer(root, new()).Records.ShouldBe(3);
        new TrafficManagerTwin(new([more]), States("A")).Answer(more, new()).Records.ShouldBe(2);
        new TrafficManagerTwin(new([Of("p", "Weighted", "A B")]), States("")).Answer(Of("p", "Weighted", "A B"), new()).Records.ShouldBe(1);
    }

    [Theory]
    [InlineData(10, "A 100")]
    [InlineData(11, "NoData")]
    public void S66_A_nest_has_at_most_10_levels(int levels, string answer)
    {
        var all = Enumerable.Range(1, levels).Select(level => Of($"{level}", "Priority", level == levels ? "A" : $"[{level + 1}]")).ToArray();

        Ask(all[0], "", null, all).ShouldBe(answer);
        new Nest(all).Levels(all[0]).ShouldBe(levels);
    }

    [Fact]
    public void S66_A_loop_is_seen()
    {
        var (one, two, three) = (Of("1", "Priority", "[2] A"), Of("2", "Priority", "[3] B"), Of("3", "Priority", "[1]"));

        new Nest([one, two, three]).Levels(one).ShouldBeNull();
        new Nest([one, two, Of("3", "Priority", "C")]).Levels(one).ShouldBe(3);
        var diamond = Of("1", "Weighted", "[2] [3]");
        new Nest([diamond, Of("2", "Priority", "[4]"), Of("3", "Priority", "[4]"), Of("4", "Priority", "A")]).Levels(diamond).ShouldBe(3);
    }

    [Fact]
    public void S67_A_change_of_the_method_takes_a_minute_at_most() => Limits.Propagation.ShouldBe(TimeSpan.FromMinutes(1));

    [Fact]
    public void S70_Reads_writes_and_deletes_have_buckets_of_their_own()
    {
        (Limits.Reads, Limits.Writes, Limits.Deletes).ShouldBe((new(250, 25), new(200, 10), new(200, 10)));
        Limits.SubscriptionFactor.ShouldBe(15);
    }

    [Theory]
    [InlineData("10.0.0.7", "A 100")]
    [InlineData("10.0.1.0", "B 100")]
    [InlineData("10.0.1.9", "B 100")]
    [InlineData("10.0.1.10", "F 100")]
    [InlineData("10.0.0.8", "F 100")]
    [InlineData("2001:db8::5", "A 100")]
    [InlineData("2001:db9::5", "F 100")]
    [InlineData(null, "F 100")]
    public void S107_An_address_belongs_to_the_endpoint_of_its_range_or_to_the_one_without(string? address, string answer) =>
        Ask(BySubnet(), "", new() { Address = address is null ? null : IPAddress.Parse(address) }).ShouldBe(answer);

    [Fact]
    public void S107_An_unhealthy_endpoint_of_a_range_gives_nothing()
    {
        var client = new TwinClient { Address = IPAddress.Parse("10.0.0.1") };

        Ask(BySubnet(), "A", client).ShouldBe("NoData");
        Ask(BySubnet(), "A?", client).ShouldBe("A 100");
        Ask(BySubnet().Disabled("A"), "", client).ShouldBe("F 100");
        Ask(BySubnet().Disabled("F"), "", new() { Address = IPAddress.Parse("192.0.2.1") }).ShouldBe("NoData");
    }

    [Fact]
    public void S107_Ranges_do_not_overlap_and_one_endpoint_has_none()
    {
        Mistakes(BySubnet()).ShouldBeEmpty();
        Mistakes(BySubnet().But("B", static properties => properties with { Subnets = [new("10.0.0.7", null, 32)] })).ShouldBe(["properties.endpoints: the ranges at 10.0.0.0 and 10.0.0.7 overlap"]);
        Mistakes(BySubnet().But("B", static properties => properties with { Subnets = [new("10.0.0.0", "9.9.9.9", null)] })).ShouldBe(["properties.endpoints: 10.0.0.0 is no range of addresses"]);
        Mistakes(BySubnet().But("B", static properties => properties with { Subnets = [new("10.0.0.0", null, 33)] })).ShouldBe(["properties.endpoints: 10.0.0.0 is no range of addresses"]);
        Mistakes(BySubnet().But("B", static properties => properties with { Subnets = [new("ten", null, 8)] })).ShouldBe(["properties.endpoints: ten is no range of addresses"]);
        Mistakes(BySubnet().But("B", static properties => properties with { Subnets = [] })).ShouldBe(["properties.endpoints: several endpoints are without subnets"]);
    }

    [Fact]
    public void Names_and_targets_are_there_once()
    {
        Mistakes(Of("p", "Priority", "A a")).ShouldBe(["properties.endpoints: the name A is there twice", "properties.endpoints: the target A.example.com is there twice"]);
        Mistakes(Of("p", "Priority", "A").But("A", static properties => properties with { Target = "" })).ShouldBe(["properties.endpoints[0]: target is missing"]);
        Mistakes(Of("p", "Priority", "A", static endpoint => endpoint with { Type = "endpoint" })).ShouldHaveSingleItem().ShouldContain("type is 'endpoint'");
        Mistakes(Of("p", "Priority", "A", static endpoint => endpoint with { Type = EndpointTypes.Azure })).ShouldHaveSingleItem().ShouldContain("targetResourceId is missing");
        Mistakes(Of("p", "Priority", "A", static endpoint => endpoint with { Name = " " })).ShouldHaveSingleItem().ShouldContain("name is missing");
        Mistakes(Of("p", "Priority", "A", static endpoint => endpoint with { Name = new('n', 261) })).ShouldHaveSingleItem().ShouldContain("too long");
        Mistakes(Of("p", "Priority", "[c]").But("c", static properties => properties with { TargetResourceId = "" })).ShouldHaveSingleItem().ShouldContain("targetResourceId is missing");
        Mistakes(new()).ShouldBe(["properties: they are missing"]);
    }

    [Theory]
    [InlineData("shop-1", true)]
    [InlineData("", false)]
    [InlineData("-shop", false)]
    [InlineData("shop-", false)]
    [InlineData("shop.eu", false)]
    [InlineData("shöp", false)]
    public void A_relative_name_is_a_DNS_label(string name, bool isGood)
    {
        Mistakes(Of("p", "Priority", "A").Set(properties => properties with { DnsConfig = new(name, null, 60) })).Any().ShouldBe(!isGood);
        Mistakes(Of("p", "Priority", "A").Set(static properties => properties with { DnsConfig = new(new string('a', 63), null, 60) })).ShouldBeEmpty();
        Mistakes(Of("p", "Priority", "A").Set(static properties => properties with { DnsConfig = new(new string('a', 64), null, 60) })).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_TTL_is_0_to_2147483647_seconds_and_there_are_200_endpoints_and_a_method_that_is_known()
    {
        Mistakes(Of("p", "Priority", "A").Set(static properties => properties with { DnsConfig = new("p", null, -1) })).ShouldHaveSingleItem().ShouldContain("ttl");
        Mistakes(Of("p", "Priority", "A").Set(static properties => properties with { DnsConfig = new("p", null, 0) })).ShouldBeEmpty();
        Mistakes(Of("p", "Priority", "A").Set(static properties => properties with { DnsConfig = new("p", null, int.MaxValue) })).ShouldBeEmpty();
        Mistakes(Of("p", "Priority", "A").Set(static properties => properties with { DnsConfig = new("p", null, int.MaxValue + 1L) })).ShouldNotBeEmpty();
        Mistakes(Of("p", "Weighted", string.Join(' ', Enumerable.Range(1, 200)))).ShouldBeEmpty();
        Mistakes(Of("p", "Weighted", string.Join(' ', Enumerable.Range(1, 201)))).ShouldHaveSingleItem().ShouldContain("201 endpoints of at most 200");
        Mistakes(Of("p", "RoundRobin", "A")).ShouldHaveSingleItem().ShouldContain("'RoundRobin' is not known");
        Should.Throw<NotSupportedException>(() => Ask(Of("p", "RoundRobin", "A"))).Message.ShouldContain("RoundRobin");
    }

    private static Profile Located(params string?[] locations) =>
        Of("p", "Performance", "A B C", endpoint => endpoint.With(properties => properties with { EndpointLocation = locations[endpoint.Name![0] - 'A'] }));

    private static Profile Mapped() => Of("p", "Geographic", "F E W", static endpoint => endpoint.With(properties => properties with
    {
        GeoMapping = endpoint.Name switch { "F" => ["FR", "BE"], "E" => ["GEO-EU"], _ => ["WORLD"] },
    }));

    private static Profile Addresses() => Of("p", "MultiValue", "A B C", static endpoint => endpoint.With(properties => properties with { Target = $"192.0.2.{endpoint.Name![0] - 'A' + 1}" }));

    private static Profile BySubnet() => Of("p", "Subnet", "A B F", static endpoint => endpoint.With(properties => properties with
    {
        Subnets = endpoint.Name switch
        {
            "A" => [new("10.0.0.0", null, 29), new("2001:db8::", null, 32)],
            "B" => [new("10.0.1.0", "10.0.1.9", null)],
            _ => null,
        },
    }));
}
