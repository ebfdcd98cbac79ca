using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Twin;
using static MultiRegion.Aws.Tests.Twin.Zones;

namespace MultiRegion.Aws.Tests.Twin;

/// <summary>The numbers are those of the statements about Route 53 in docs/providers/aws.md.</summary>
public sealed class AnswerStatements
{
    [Fact]
    public void S01_When_all_records_of_a_group_are_unhealthy_the_answer_is_as_if_all_were_healthy()
    {
        Ask([Weighted("a", 1), Weighted("b", 3)], sick: "a b").ShouldBe("a 0.25, b 0.75");
        Ask([Record("a") with { Region = "eu-west-1" }, Record("b") with { Region = "us-east-1" }], "a b", Far("eu-west-1")).ShouldBe("b 1");
    }

    [Fact]
    public void S02_A_record_without_a_health_check_counts_as_healthy_always() =>
        Ask([Weighted("a", 1), Weighted("b", 1) with { HealthCheckId = null }], sick: "a b").ShouldBe("b 1");

    [Theory]
    [InlineData("", "a 0.5, b 0.5")]
    [InlineData("a", "b 1")]
    [InlineData("a b", "c 1")]
    [InlineData("a b c", "a 0.5, b 0.5")]
    public void S03_Weight_0_is_left_out_at_first_and_used_when_every_other_record_is_unhealthy(string sick, string answer) =>
        Ask([Weighted("a", 5), Weighted("b", 5), Weighted("c", 0)], sick).ShouldBe(answer);

    [Fact]
    public void S03_Records_that_all_have_weight_0_are_answered_equally_often() => Ask([Weighted("a", 0), Weighted("b", 0)]).ShouldBe("a 0.5, b 0.5");

    [Fact]
    public void S04_Weight_1_against_255_gives_1_and_255_of_256_queries() => Ask([Weighted("a", 1), Weighted("b", 255)]).ShouldBe("a 0.00391, b 0.99609");

    [Theory]
    [InlineData("", "a 1")]
    [InlineData("b", "a 1")]
    [InlineData("a", "b 1")]
    [InlineData("a b", "a 1")]
    public void S05_When_both_primary_and_secondary_are_unhealthy_the_primary_is_answered(string sick, string answer) =>
        Ask([Secondary("b"), Primary("a")], sick).ShouldBe(answer);

    [Fact]
    public void S06_A_secondary_without_a_health_check_is_used_even_when_it_is_down() =>
        Ask([Primary("a"), Secondary("b") with { HealthCheckId = null }], sick: "a b").ShouldBe("b 1");

    [Theory]
    [InlineData("", "a 1")]
    [InlineData("a", "b 1")]
    [InlineData("a b", "c 1")]
    [InlineData("a b c", "a 1")]
    public void S07_A_branch_behind_an_alias_is_healthy_while_one_leaf_of_it_is(string sick, string answer) => Ask(
        [
            Alias("one.example.com.", "1") with { Failover = "PRIMARY" }, Secondary("c"),
            Primary("a") with { Name = "one.example.com." }, Secondary("b") with { Name = "one.example.com." },
        ],
        sick).ShouldBe(answer);

    [Fact]
    public void S07_A_leaf_counts_for_its_branch_even_for_clients_who_cannot_reach_it() => Ask(
        [
            Alias("one.example.com.", "1") with { Failover = "PRIMARY" }, Secondary("c"),
            In("a", continent: "EU") with { Name = "one.example.com." }, In("b", continent: "NA") with { Name = "one.example.com." },
        ],
        "a",
        At("EU", "FR")).ShouldBe("a 1");

    [Fact]
    public void S07_An_alias_that_does_not_evaluate_the_health_of_its_target_is_healthy_always() => Ask(
        [Alias("one.example.com.", "1", evaluates: false) with { Failover = "PRIMARY" }, Secondary("c"), Record("a", name: "one.example.com.") with { SetIdentifier = null }],
        "a").ShouldBe("a 1");

    [Fact]
    public void S07_An_alias_with_a_health_check_of_its_own_needs_both()
    {
        ResourceRecordSet[] records =
            [Alias("lb.example.net.", "1") with { Failover = "PRIMARY", HealthCheckId = "x" }, Secondary("c")];
        Ask(records).ShouldBe("lb.example.net. 1");
        Ask(records, "x").ShouldBe("c 1");
        Ask(records, "lb.example.net.").ShouldBe("c 1");
    }

    [Fact]
    public void S08_Evaluating_the_health_of_a_CloudFront_distribution_is_refused() =>
        With().Refusal(Create(Simple() with { Alias = new("Z2FDTNDATAQYW2", "d.cloudfront.net.", EvaluateTargetHealth: true) })).ShouldContain("CloudFront");

    [Fact]
    public void S09_Health_is_the_last_known_state_and_a_query_changes_nothing()
    {
        var asked = 0;
        var twin = new Route53Twin([Primary("a"), Secondary("b")], new(check => check != "a" || ++asked < 0, static _ => true));
        Zones.Ask(twin).ShouldBe("b 1");
        Zones.Ask(twin).ShouldBe("b 1");
    }

    [Theory]
    [InlineData("NA", "US", "CA", "state 1")]
    [InlineData("NA", "US", "MA", "country 1")]
    [InlineData("NA", "CA", "CA", "continent 1")]
    [InlineData("AS", "JP", null, "default 1")]
    [InlineData(null, null, null, "default 1")]
    public void S15_The_smallest_area_wins(string? continent, string? country, string? part, string answer) => Ask(
        [Default("default"), In("continent", continent: "NA"), In("country", country: "US"), In("state", country: "US", part: "CA")], client: At(continent, country, part)).ShouldBe(answer);

    [Fact]
    public void S15_Without_a_default_places_that_are_not_covered_get_no_answer() =>
        Ask([In("a", continent: "EU"), In("b", continent: "NA")], client: At("AS", "JP")).ShouldBe("nothing 1");

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(50, 500)]
    [InlineData(99, 10)]
    [InlineData(-50, 2000)]
    [InlineData(-99, 100_000)]
    public void S16_A_bias_shrinks_or_stretches_the_distance(int bias, double distance) => RecordChoice.Biased(1000, bias).ShouldBe(distance, 1e-6);

    [Fact]
    public void S16_The_nearest_by_biased_distance_is_answered()
    {
        var dublin = Record("a") with { GeoProximity = new("eu-west-1", null, null, null, null) };
        var frankfurt = Record("b") with { GeoProximity = new(null, null, "50.1", "8.7", null) };
        var london = new DnsClient { Own = new() { Coordinate = new(51.5, -0.1) } };
        Ask([frankfurt, dublin], client: london).ShouldBe("a 1");
        Ask([frankfurt with { GeoProximity = frankfurt.GeoProximity! with { Bias = 60 } }, dublin], client: london).ShouldBe("b 1");
        Ask([frankfurt, dublin], "a", london).ShouldBe("b 1");
        Ask([dublin with { GeoProximity = new(null, null, null, null, null) }, frankfurt], client: london).ShouldBe("b 1");
        Ask([dublin, frankfurt]).ShouldBe("a 1");
    }

    [Theory]
    [InlineData(3, "", "3 of a+b+c 1")]
    [InlineData(3, "a", "2 of b+c 1")]
    [InlineData(3, "a b c", "3 of a+b+c 1")]
    [InlineData(9, "", "8 of a+b+c+d+e+f+g+h+i 1")]
    [InlineData(9, "i", "8 of a+b+c+d+e+f+g+h 1")]
    public void S17_Up_to_8_healthy_values_are_answered_and_unhealthy_ones_when_there_are_no_others(int count, string sick, string answer) =>
        Ask("abcdefghi"[..count].Select(static letter => Record($"{letter}") with { MultiValueAnswer = true }), sick).ShouldBe(answer);

    [Fact]
    public void S18_The_client_is_where_its_subnet_is_or_else_where_its_resolver_is()
    {
        ResourceRecordSet[] records = [In("a", continent: "EU"), Default("b")];
        var client = new DnsClient { Own = new() { Continent = "EU" }, Resolver = new() { Continent = "NA" } };
        Ask(records, client: client).ShouldBe("a 1");
        Ask(records, client: client with { SendsSubnet = false }).ShouldBe("b 1");
        Ask(records, client: client with { SendsSubnet = false, Resolver = null }).ShouldBe("a 1");
    }

    [Theory]
    [InlineData("", "fr 1")]
    [InlineData("fr", "eu 1")]
    [InlineData("fr eu", "default 1")]
    [InlineData("fr eu default", "fr 1")]
    public void S105_When_the_record_of_the_smallest_area_is_unhealthy_the_next_larger_one_is_asked_up_to_the_default(string sick, string answer) =>
        Ask([Default("default"), In("eu", continent: "EU"), In("fr", country: "FR"), In("na", continent: "NA")], sick, At("EU", "FR")).ShouldBe(answer);

    [Fact]
    public void Latency_answers_the_nearest_healthy_region()
    {
        ResourceRecordSet[] records = [Record("a") with { Region = "eu-west-1" }, Record("b") with { Region = "us-east-1" }];
        Ask(records, "", Far("us-east-1")).ShouldBe("a 1");
        Ask(records, "a", Far("us-east-1")).ShouldBe("b 1");
        Ask(records, "", new DnsClient { Own = new() { Latencies = new Dictionary<string, double> { ["us-east-1"] = 1 } } }).ShouldBe("b 1");
    }

    [Fact]
    public void A_simple_record_answers_all_its_values() => Ask([Simple("a", "b")]).ShouldBe("a+b 1");

    [Fact]
    public void A_name_without_records_gets_no_answer() => Zones.Ask(Zone([]), name: "x.example.com.").ShouldBe("nothing 1");

    [Fact]
    public void A_CNAME_answers_whatever_type_is_asked_for() => Ask([new() { Name = Name, Type = "CNAME", Ttl = 60, Values = ["a.example.net."] }]).ShouldBe("a.example.net. 1");

    [Fact]
    public void Aliases_in_a_circle_get_no_answer() => Ask(
        [Alias("one.example.com.", "1") with { SetIdentifier = null }, Alias(Name, "1") with { Name = "one.example.com.", SetIdentifier = null }]).ShouldBe("nothing 1");

    [Fact]
    public void Records_by_address_range_are_not_known() =>
        Should.Throw<NotSupportedException>(static () => Ask([Record("a") with { CidrRouting = new("c", "l") }]));

    private static DnsClient Far(string region) => new()
    {
        Own = new() { Latencies = new Dictionary<string, double> { ["eu-west-1"] = region == "eu-west-1" ? 90 : 10, ["us-east-1"] = region == "us-east-1" ? 90 : 10 } },
    };
}
