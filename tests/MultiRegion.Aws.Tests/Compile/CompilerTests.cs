using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Routing;
using static MultiRegion.Aws.Tests.Compile.Compilations;
using static MultiRegion.Tests.Routing.Trees;

namespace MultiRegion.Aws.Tests.Compile;

public sealed class CompilerTests
{
    [Fact]
    public void Priority_becomes_failover_in_failover()
    {
        var records = Print(Compiled(T1)).Split('\n');
        records.Length.ShouldBe(4);
        records.ShouldContain("@ A 'A' PRIMARY 192.0.2.1 60 s checked");
        records.Single(static line => line.StartsWith("@ A", StringComparison.Ordinal) && line.Contains("SECONDARY", StringComparison.Ordinal)).ShouldContain("(health)");
    }

    [Fact]
    public void A_drained_region_changes_one_weighted_record() => Print(Compiled(T2, "A 0")).ShouldBe("@ A 'B' weight 40 192.0.2.2 60 s checked");

    [Fact]
    public void A_share_below_a_weighted_node_scales_that_weight_alone() =>
        Print(Compiled(T2, "A 10")).ShouldBe("@ A 'A' weight 6 192.0.2.1 60 s checked\n@ A 'B' weight 40 192.0.2.2 60 s checked");

    [Theory]
    [InlineData("T1")]
    [InlineData("T2")]
    [InlineData("T3")]
    [InlineData("T4")]
    [InlineData("T5")]
    [InlineData("T6")]
    [InlineData("T7")]
    public void A_later_step_of_a_share_changes_weights_only(string tree)
    {
        var (first, later) = (Compiled(ByName(tree), "A 10").Records, Compiled(ByName(tree), "A 30").Records);
        first.ShouldNotBe(later);
        first.Select(static record => record with { Weight = null }).ShouldBe(later.Select(static record => record with { Weight = null }));
    }

    [Theory]
    [InlineData("T1")]
    [InlineData("T4")]
    [InlineData("T7")]
    public void The_same_intent_compiles_to_the_same_records(string tree) => Compiled(ByName(tree), "B 10").Records.ShouldBe(Compiled(ByName(tree), "B 10").Records);

    [Fact]
    public void S30_Load_balancers_and_accelerators_are_aliases_with_their_zone()
    {
        var hosts = new Dictionary<string, string>
        {
            ["lb-1.eu-west-1.elb.amazonaws.com"] = "Z32O12XQLNTSW2",
            ["dualstack.lb-1.us-east-1.elb.amazonaws.com"] = "Z35SXDOTRQ7X7K",
            ["nlb.elb.eu-west-1.amazonaws.com"] = "Z2IFOLAFXWLO4F",
            ["lb.cn-north-1.elb.amazonaws.com.cn"] = "Z1GDH35T77C1KE",
            ["a1234.awsglobalaccelerator.com"] = "Z2BJ6XQ5FK7U4H",
        };
        foreach (var (host, zone) in hosts)
        {
            var alias = Compiled(At(host)).Records.Single(static record => record.Type == "A").Alias.ShouldNotBeNull();
            (alias.DnsName, alias.HostedZoneId, alias.EvaluateTargetHealth).ShouldBe(($"{host}.", zone, true));
        }
    }

    [Fact]
    public void A_load_balancer_of_a_region_that_is_not_known_is_a_plain_name() =>
        Compiled(At("lb.eu-nowhere-1.elb.amazonaws.com")).Records.ShouldHaveSingleItem().Type.ShouldBe("CNAME");

    [Fact]
    public void A_dual_stack_name_answers_both_types() =>
        Compiled(At("dualstack.lb-1.us-east-1.elb.amazonaws.com")).Records.Select(static record => record.Type).ShouldBe(["A", "AAAA"]);

    [Theory]
    [InlineData("192.0.2.7", "A", "192.0.2.7")]
    [InlineData("2001:db8::7", "AAAA", "2001:db8::7")]
    [InlineData("eu.example.net", "CNAME", "eu.example.net.")]
    public void Addresses_and_names_are_records_of_their_own_type(string host, string type, string value)
    {
        var record = Compiled(At(host)).Records.ShouldHaveSingleItem();
        (record.Type, record.Values.ShouldHaveSingleItem(), record.Ttl, record.SetIdentifier).ShouldBe((type, value, 60, null));
    }

    [Fact]
    public void Regions_that_lack_a_type_are_listed_as_lost_for_its_clients()
    {
        var intent = Intent(Priority(A, B), Shares("")) with { Endpoints = Addresses.SetItem("B", new("2001:db8::7")) };
        Compiled(intent).Losses.Select(static loss => loss.Text).ShouldBe(
            ["clients that ask for A never get region B: it has no such address", "clients that ask for AAAA never get region A: it has no such address"]);
    }

    [Fact]
    public void The_TTL_of_the_nearest_node_counts()
    {
        var tree = new PriorityNode([A with { Ttl = TimeSpan.FromSeconds(5) }, B]) { Ttl = TimeSpan.FromSeconds(30) };
        Compiled(tree).Records.Select(static record => record.Ttl).ShouldBe([5L, 30]);
        Compiled(Geographic(C, ("EU", A)) with { Ttl = TimeSpan.FromSeconds(20) }).Records.Select(static record => record.Ttl).ShouldBe([20L, 20]);
    }

    [Fact]
    public void Equal_health_checks_are_one() => Compiled(Intent(T7, Shares("")) with { HealthCheck = new TcpProbeDefinition { Host = "health.example.net", Port = 443 } })
        .Checks.ShouldHaveSingleItem().Value.ShouldBe(new() { Type = "TCP", Port = 443, FullyQualifiedDomainName = "health.example.net", RequestInterval = 30, FailureThreshold = 3 });

    [Fact]
    public void The_check_of_a_drained_region_stays() => Compiled(T1, "A 0").Checks.Count.ShouldBe(3);

    [Fact]
    public void A_switch_of_a_region_must_be_healthy_too()
    {
        var control = new HealthCheckConfig { Type = "RECOVERY_CONTROL", RoutingControlArn = "arn:aws:route53-recovery-control::1:controlpanel/p/routingcontrol/c" };
        var compiled = Route53Compiler.Compile(Intent(T1, Shares("")), Zone, Settings with
        {
            Regions = Settings.Regions.SetItem("A", new() { AlsoHealthy = [control] }),
        }).Value!;
        var both = compiled.Checks[compiled.Records.First(static record => record.SetIdentifier == "A").HealthCheckId!];
        (both.Type, both.HealthThreshold, both.Children.Length).ShouldBe(("CALCULATED", 2, 2));
        both.Children.Select(child => compiled.Checks[child].Type).ShouldBe(["HTTP", "RECOVERY_CONTROL"]);
    }

    [Fact]
    public void What_a_health_check_cannot_look_at_is_listed()
    {
        var probe = new HttpProbeDefinition
        {
            Https = true,
            Method = "HEAD",
            HostHeader = "www.example.com",
            BodyContains = "ok",
            Headers = ImmutableSortedDictionary<string, string>.Empty.Add("X-Key", "s3cret"),
        };
        var intent = Intent(A, Shares("")) with { HealthCheck = probe, Endpoints = Addresses.SetItem("A", new("eu.example.net")) };
        var texts = Compiled(intent).Losses.Select(static loss => loss.Text).ToList();
        texts.Count.ShouldBe(6);
        texts.ShouldAllBe(static text => text.StartsWith("health check: Route 53", StringComparison.Ordinal) && !text.Contains("s3cret", StringComparison.Ordinal));
        Compiled(intent).Checks.Values.ShouldHaveSingleItem().Type.ShouldBe("HTTPS_STR_MATCH");
    }

    [Theory]
    [InlineData("grpc", "TCP")]
    [InlineData("composite", "CALCULATED")]
    [InlineData("named", null)]
    public void Probes_that_Route_53_does_not_have_are_approximated_aloud(string kind, string? type)
    {
        ProbeDefinition probe = kind switch
        {
            "grpc" => new GrpcProbeDefinition { Port = 50051 },
            "named" => new NamedProbeDefinition { Name = "mine" },
            _ => new CompositeProbeDefinition { Probes = [new TcpProbeDefinition { Port = 1 }, new TcpProbeDefinition { Port = 2 }], Required = 1 },
        };
        var compiled = Compiled(Intent(A, Shares("")) with { HealthCheck = probe });
        (compiled.Losses.IsEmpty).ShouldBe(kind == "composite");
        compiled.Checks.Values.Select(static check => check.Type).Order().FirstOrDefault().ShouldBe(type);
    }

    [Fact]
    public void Without_a_health_check_the_loss_is_said() =>
        Compiled(Intent(T1, Shares("")) with { HealthCheck = null }).Losses.ShouldHaveSingleItem().Kind.ShouldBe(LossKind.Answers);

    [Fact]
    public void Affinity_is_a_loss() =>
        Compiled(T1 with { Affinity = new(SessionAffinityKind.Cookie) }).Losses.ShouldHaveSingleItem().Text.ShouldContain("session affinity");

    [Fact]
    public void Multivalue_over_load_balancers_answers_one_of_them()
    {
        var compiled = Compiled(Intent(T6, Shares("")) with { Endpoints = LoadBalancers });
        compiled.Losses.ShouldHaveSingleItem().Kind.ShouldBe(LossKind.Handling);
        Ask(compiled, Paris, HealthyBut("B")).ShouldBe([50, 0, 50, 0, 0]);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_with_the_reason()
    {
        Refusal(At("eu.example.net") with { Hostname = "example.com" }).ShouldContain("apex");
        Refusal(Intent(T1, Shares("")) with { Endpoints = Addresses.SetItem("B", new("eu.example.net")) }).ShouldContain("cannot hold both");
        Refusal(Intent(T1, Shares("")) with { Hostname = "www.example.net" }).ShouldContain("not within the hosted zone");
        Refusal(Intent(T1, Shares("")) with { Hostname = "wwwexample.com" }).ShouldContain("not within the hosted zone");
        Refusal(Intent(T1, Shares("A 0, B 0, C 0"))).ShouldContain("drained");
        Refusal(Intent(new EndpointNode("nowhere"), Shares(""))).ShouldContain("no endpoint");
        Refusal(Intent(T1, Shares("")) with { Hostname = $"{string.Join('.', Enumerable.Repeat(new string('x', 60), 4))}.example.com"[^245..] }).ShouldContain("characters");
        Refusal(Intent(In(GeographicScope.Country, "ZZ"), Shares(""))).ShouldContain("no country 'ZZ'");
        Refusal(Intent(In(GeographicScope.Subdivision, "DE-BY"), Shares(""))).ShouldContain("subdivisions of US and UA only");
        Refusal(Intent(new LatencyNode([new(new EndpointNode("A"), null), new(new EndpointNode("X"), null)]), Shares("")) with { Endpoints = Addresses.Add("X", new("192.0.2.9")) })
            .ShouldContain("neither an AWS region nor a location");
        Refusal(Intent(new LatencyNode([new(A, null), new(new EndpointNode("eu-west-1"), null)]), Shares("")) with { Endpoints = Addresses.Add("eu-west-1", new("192.0.2.9")) })
            .ShouldContain("both measured to eu-west-1");
        Refusal(Intent(Priority([.. Regions.Select(static region => (RoutingNode)new EndpointNode(region))]), Shares("A 10, B 10, C 10, D 10, E 10"))).ShouldContain("at most 4");
    }

    [Fact]
    public void A_region_outside_AWS_is_measured_to_the_nearest_AWS_region()
    {
        var tree = new LatencyNode([new(A, Dublin), new(new EndpointNode("on-premises"), new(52.5, 13.4))]);
        var compiled = Compiled(Intent(tree, Shares("")) with { Endpoints = Addresses.Add("on-premises", new("192.0.2.9")) });
        compiled.Records.Select(static record => record.Region).ShouldBe(["eu-west-1", "eusc-de-east-1"]);
        compiled.Losses.ShouldHaveSingleItem().Text.ShouldContain("nearest AWS region");
    }

    [Theory]
    [InlineData("eu-west-1", "eu-west-1")]
    [InlineData("aws-eu-west-1", "eu-west-1")]
    [InlineData("aws:us-east-2", "us-east-2")]
    [InlineData("neu-west-1", null)]
    [InlineData("dublin", null)]
    public void A_region_is_the_AWS_region_that_its_id_ends_with(string id, string? region) => AwsRegions.In(id)?.Name.ShouldBe(region);

    [Fact]
    public void Every_country_is_on_one_continent()
    {
        Countries.ContinentOf("FR").ShouldBe("EU");
        Countries.ContinentOf("us").ShouldBe("NA");
        Countries.ContinentOf("ZZ").ShouldBeNull();
    }

    private static RoutingIntent At(string host) => Intent(A, Shares("")) with { Endpoints = Addresses.SetItem("A", new(host)) };

    private static GeographicNode In(GeographicScope scope, string code) => new([new(new(scope, code), A)], B);
}
