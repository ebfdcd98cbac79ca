using System.Collections.Immutable;
using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;
using static MultiRegion.Azure.Tests.Compile.Compilations;

namespace MultiRegion.Azure.Tests.Compile;

/// <summary>What profiles a tree becomes, and what is refused or lost on the way.</summary>
public sealed class CompilerTests
{
    [Theory]
    [InlineData("T1", "", "multiregion-shop Priority: A 1, B 6, C 11")]
    [InlineData("T1", "A 0", "multiregion-shop Priority: A 1 off, B 6, C 11")]
    [InlineData("T1", "A 10", "multiregion-shop--2 Priority: B 1, C 6; multiregion-shop Weighted: A 100, multiregion-shop--2 900")]
    [InlineData("T1", "B 30", "multiregion-shop--2 Weighted: B 300, C 700; multiregion-shop Priority: A 1, multiregion-shop--2 6")]
    [InlineData("T1", "C 10", "multiregion-shop Priority: A 1, B 6, C 11")]
    [InlineData("T1", "A 0, B 10", "multiregion-shop--2 Weighted: B 100, C 900; multiregion-shop Priority: A 1 off, multiregion-shop--2 6")]
    [InlineData("T2", "", "multiregion-shop Weighted: A 600, B 400")]
    [InlineData("T2", "A 10", "multiregion-shop Weighted: A 60, B 400")]
    [InlineData("T2", "A 0", "multiregion-shop Weighted: A 600 off, B 400")]
    [InlineData("T3", "", "multiregion-shop--eu Priority: A 1, C 6; multiregion-shop--na Priority: B 1, C 6; multiregion-shop Geographic: multiregion-shop--eu GEO-EU, multiregion-shop--na GEO-NA, C WORLD+CY+UM")]
    [InlineData("T3", "A 10", "multiregion-shop--eu Weighted: A 100, C 900; multiregion-shop--na Priority: B 1, C 6; multiregion-shop Geographic: multiregion-shop--eu GEO-EU, multiregion-shop--na GEO-NA, C WORLD+CY+UM")]
    [InlineData("T5", "B 0", "multiregion-shop Performance: A northeurope, B eastus2 off, C southeastasia")]
    [InlineData("T6", "", "multiregion-shop MultiValue: A, B, C")]
    [InlineData("T6", "A 10", "multiregion-shop--1 MultiValue: A, B, C; multiregion-shop--2 MultiValue: B, C; multiregion-shop Weighted: multiregion-shop--1 100, multiregion-shop--2 900")]
    public void A_tree_becomes_as_few_profiles_as_it_can(string tree, string shares, string profiles) => string.Join("; ", Compiled(Trees.ByName(tree), shares).Profiles.Select(Print)).ShouldBe(profiles);

    [Fact]
    public void A_drain_keeps_every_profile_and_changes_the_status_alone()
    {
        foreach (var tree in new[] { Trees.T1, Trees.T2, Trees.T5, Trees.T6, Trees.T7 })
        {
            string Shape(string shares) => string.Join("; ", Compiled(tree, shares).Profiles.Select(Print)).Replace(" off", "", StringComparison.Ordinal);
            Shape("A 0").ShouldBe(Shape(""), RoutingTreeText.ToLine(tree));
        }
    }

    [Fact]
    public void A_step_changes_the_weight_of_the_region_that_takes_it_and_no_other()
    {
        var weights = new[] { "A 10", "A 30", "A 50", "A 80", "" }.Select(static shares => Print(Compiled(Trees.Weighted((60, Trees.A), (39.5, Trees.B), (0.5, Trees.C)), shares).Root)).ToList();

        weights.ShouldAllBe(static line => line.EndsWith("B 395, C 5", StringComparison.Ordinal));
        weights.ShouldBeUnique();
    }

    [Fact]
    public void Weights_that_are_no_whole_numbers_are_brought_as_near_as_1000_allows_and_said_beyond()
    {
        Print(Compiled(Trees.Weighted((1, Trees.A), (2.5, Trees.B))).Root).ShouldEndWith("A 100, B 250");
        Compiled(Trees.Weighted((1, Trees.A), (1e6, Trees.B))).Losses.ShouldHaveSingleItem().Kind.ShouldBe(LossKind.Resolution);
        Compiled(Trees.Weighted((1, Trees.A), (3.14159, Trees.B))).Losses.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_region_with_and_without_a_check_is_nested_once() =>
        Compiled(Trees.Weighted((1, Trees.A), (1, new EndpointNode("A") { HealthChecked = false }))).Profiles.Select(Print)
            .ShouldBe(["multiregion-shop--2 Priority: A 1 always", "multiregion-shop Weighted: A 1000, multiregion-shop--2 1000"]);

    [Fact]
    public void An_endpoint_of_another_port_is_nested_with_a_probe_of_its_own()
    {
        var compiled = Compiled(Intent(Trees.T1, Shares.AllFull) with { Endpoints = Addresses.SetItem("B", new("192.0.2.2", 8080)) });

        compiled.Profiles.Select(Print).ShouldBe(["multiregion-shop--2 Priority: B 1", "multiregion-shop Priority: A 1, multiregion-shop--2 6, C 11"]);
        compiled.Profiles.Select(static profile => profile.Properties!.MonitorConfig!.Port).ShouldBe([8080, 80]);
    }

    [Fact]
    public void A_node_of_another_TTL_is_a_profile_of_its_own()
    {
        var tree = Trees.Priority(Trees.A, Trees.Priority(Trees.B, Trees.C) with { Ttl = TimeSpan.FromSeconds(5) }) with { Ttl = TimeSpan.FromSeconds(30) };

        Compiled(tree).Profiles.Select(static profile => $"{Print(profile)} ttl {profile.Properties!.DnsConfig!.Ttl}").ShouldBe(["multiregion-shop--2 Priority: B 1, C 6 ttl 5", "multiregion-shop Priority: A 1, multiregion-shop--2 6 ttl 30"]);
        Compiled(Trees.T1).Root.Properties!.DnsConfig!.Ttl.ShouldBe(60);
    }

    [Fact]
    public void Nests_that_are_alike_are_one() => Compiled(Trees.T7).Profiles.Count(static profile => profile.Properties!.TrafficRoutingMethod == "Weighted").ShouldBe(3);

    [Fact]
    public void Countries_that_Azure_counts_elsewhere_follow_the_tree()
    {
        var compiled = Compiled(Trees.Geographic(Trees.C, ("AS", Trees.A), ("AF", Trees.B)));

        Print(compiled.Root).ShouldBe("multiregion-shop Geographic: multiregion-shop--as GEO-AS+GEO-ME+CY, multiregion-shop--af GEO-AF, C WORLD+BV+TF");
    }

    [Fact]
    public void No_profile_below_a_service_has_the_name_of_another_service_s_root()
    {
        var names = Compiled(Trees.T1, "A 10").Profiles.Select(static profile => profile.Name).ToList();

        names.ShouldBe(["multiregion-shop--2", "multiregion-shop"]);
        new[] { "shop-2", "shop--2", "Shop" }.Select(static service => Compiled(Intent(Trees.T1, Shares.AllFull) with { Service = service }).Root.Name).ShouldAllBe(name => !names.Contains(name));
    }

    [Theory]
    [InlineData("NA")]
    [InlineData("SA")]
    [InlineData("AF")]
    [InlineData("AS")]
    public void A_country_with_the_code_of_a_continent_has_a_profile_of_its_own(string code)
    {
        var tree = new GeographicNode([new(new(GeographicScope.Continent, code), Trees.A), new(new(GeographicScope.Country, code), Trees.B)], Trees.C);

        Compiled(tree).Profiles.Select(static profile => profile.Name).ShouldBe([$"multiregion-shop--{code.ToLowerInvariant()}", $"multiregion-shop--in-{code.ToLowerInvariant()}", "multiregion-shop"]);
    }

    [Fact]
    public void An_Azure_resource_is_an_Azure_endpoint_and_needs_no_location()
    {
        const string Resource = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/eu";
        var settings = CompileSettings.Default with { Resources = ImmutableDictionary<string, string>.Empty.Add("192.0.2.1", Resource) };

        var endpoint = Compiled(Trees.T1, settings: settings).Root.Properties!.Endpoints!.Value[0];

        (endpoint.Type, endpoint.Properties!.TargetResourceId, endpoint.Properties.Target).ShouldBe((EndpointTypes.Azure, Resource, null));
        Losses(Compiled(Trees.T6, settings: settings)).ShouldContain("only when each is an address");
    }

    [Fact]
    public void Several_answers_of_names_are_one_of_them()
    {
        var compiled = Compiled(Intent(Trees.T6, Shares.AllFull) with { Endpoints = Addresses.SetItem("A", new("a.example.com")) });

        Print(compiled.Root).ShouldBe("multiregion-shop Weighted: A 1000, B 1000, C 1000");
        compiled.Losses.ShouldHaveSingleItem().Kind.ShouldBe(LossKind.Handling);
    }

    [Fact]
    public void More_branches_than_answers_are_a_loss_and_drained_ones_do_not_count()
    {
        var tree = new MultivalueNode([Trees.A, Trees.B, Trees.C]) { MaximumAnswers = 2 };

        Losses(Compiled(tree)).ShouldContain("any 2 of the 3 branches are answered");
        Compiled(tree, "A 0").Losses.ShouldBeEmpty();
    }

    [Fact]
    public void Latency_is_measured_to_the_region_that_is_named_in_the_settings_or_in_the_id()
    {
        var tree = new LatencyNode([new(new EndpointNode("azure-westeurope"), Trees.Dublin), new(Trees.B, Trees.Virginia)]);
        var intent = Intent(tree, Shares.AllFull) with { Endpoints = Addresses.Add("azure-westeurope", new("192.0.2.9")) };

        Print(Compiled(intent, CompileSettings.Default with { Regions = ImmutableDictionary<string, string>.Empty.Add("B", "westus") }).Root).ShouldBe("multiregion-shop Performance: azure-westeurope westeurope, B westus");
        Losses(Compiled(intent, CompileSettings.Default with { Regions = ImmutableDictionary<string, string>.Empty.Add("B", "westus") })).ShouldContain("km from its location");
        Losses(Compiled(intent)).ShouldContain("azure-westeurope is measured to westeurope, which is ");
    }

    [Fact]
    public void Latency_without_any_place_is_refused_and_so_are_two_of_one() => new[]
    {
        Refusal(Intent(new LatencyNode([new(Trees.A, null), new(Trees.B, Trees.Dublin)]), Shares.AllFull)), Refusal(Intent(new LatencyNode([new(Trees.A, Trees.Dublin), new(Trees.B, new GeoCoordinate(53, -6))]), Shares.AllFull)),
    }.ShouldBe([
        "service shop: region A has neither an Azure region nor a location, and Traffic Manager measures latency to Azure regions only: set one.",
        "service shop: two branches of a latency node are both measured to northeurope, which Traffic Manager does not allow: give one of their regions another Azure region, or join them.",
    ]);

    [Fact]
    public void A_region_without_a_location_that_is_an_Azure_region_is_measured_to_it_and_that_is_a_loss()
    {
        var compiled = Compiled(new LatencyNode([new(Trees.A, null), new(Trees.B, Trees.Dublin)]), settings: CompileSettings.Default with { Regions = ImmutableDictionary<string, string>.Empty.Add("A", "eastus") });

        compiled.Losses.ShouldHaveSingleItem().Text.ShouldBe("the latency of region A is measured to eastus, although the tree has no location for it");
    }

    [Theory]
    [InlineData(GeographicScope.Country, "XX", "knows no country 'XX'")]
    [InlineData(GeographicScope.Country, "EH", "knows no country 'EH'")]
    [InlineData(GeographicScope.Subdivision, "DE-BY", "knows states of AU, CA and US only")]
    public void A_place_that_Azure_does_not_know_is_refused(GeographicScope scope, string code, string reason) =>
        Refusal(Intent(new GeographicNode([new(new(scope, code), Trees.A)], Trees.B), Shares.AllFull)).ShouldContain(reason);

    [Fact]
    public void States_are_places() =>
        Print(Compiled(new GeographicNode([new(new(GeographicScope.Subdivision, "us-ca"), Trees.A), new(new(GeographicScope.Country, "us"), Trees.B)], Trees.C)).Root).ShouldBe(
            "multiregion-shop Geographic: multiregion-shop--in-us-ca US-CA, multiregion-shop--in-us US, C WORLD");

    [Fact]
    public void A_tree_of_too_many_levels_is_refused()
    {
        RoutingNode Deep(int levels) => Enumerable.Range(0, levels).Aggregate(Trees.A, static (inner, level) => Trees.Weighted((1, inner), (1, level % 2 == 0 ? Trees.B : Trees.C)));

        Compiled(Deep(10)).Root.ShouldNotBeNull();
        Refusal(Intent(Deep(11), Shares.AllFull)).ShouldContain("needs 11 levels of profiles, and Traffic Manager has 10");
    }

    [Fact]
    public void Too_many_partial_shares_at_a_time_are_refused()
    {
        var regions = Enumerable.Range(1, 8).Select(static i => new RegionId($"r{i}")).ToList();
        var intent = Intent(new PriorityNode([.. regions.Select(static region => (RoutingNode)new EndpointNode(region))]), regions.Aggregate(Shares.AllFull, static (shares, region) => shares.With(region, new(10))))
            with
        { Endpoints = regions.ToImmutableSortedDictionary(static region => region, static region => new EndpointAddress($"{region}.example.com")) };

        Refusal(intent).ShouldContain("step fewer of them");
    }

    [Fact]
    public void A_tree_of_which_everything_is_drained_and_a_region_without_an_endpoint_are_refused()
    {
        Refusal(Intent(Trees.T2, Trees.Shares("A 0, B 0"))).ShouldContain("every region of its tree is drained");
        Refusal(Intent(Trees.T1, Shares.AllFull) with { Endpoints = Addresses.Remove("B") }).ShouldContain("region B of its tree has no endpoint");
    }

    [Theory]
    [InlineData("shop.trafficmanager.net", "shop")]
    [InlineData("Shop.TrafficManager.net.", "shop")]
    public void A_hostname_of_Traffic_Manager_is_the_relative_name(string hostname, string name) =>
        Compiled(Intent(Trees.T1, Shares.AllFull) with { Hostname = hostname }).Root.Properties!.DnsConfig.ShouldBe(new($"{name}", "shop.trafficmanager.net", 60));

    [Fact]
    public void Another_hostname_has_a_name_that_is_made_up_and_that_of_the_options_goes_before()
    {
        var (here, there) = (Compiled(Trees.T1), Compiled(Trees.T1, settings: CompileSettings.Default with { ResourceGroup = "other" }));

        here.Root.Properties!.DnsConfig!.RelativeName.ShouldStartWith("multiregion-shop-");
        here.Root.Properties.DnsConfig.RelativeName.ShouldNotBe(there.Root.Properties!.DnsConfig!.RelativeName, "DNS names are the whole world's");
        Compiled(Trees.T1, settings: CompileSettings.Default with { DnsNames = ImmutableDictionary<string, string>.Empty.Add("shop", "Contoso") }).Root.Properties!.DnsConfig!.RelativeName.ShouldBe("contoso");
    }

    [Fact]
    public void Names_are_what_Azure_takes_whatever_services_and_regions_are_called()
    {
        var region = new RegionId("eu/west:1");
        var compiled = Compiled(Intent(new EndpointNode(region), Shares.AllFull) with { Service = new string('s', 200) + "/é".TrimEnd('é') + "x", Endpoints = Addresses.Add(region, new("192.0.2.9")) });

        compiled.Root.Name!.Length.ShouldBeLessThanOrEqualTo(63);
        compiled.Root.Name.ShouldAllBe(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
        compiled.Root.Properties!.Endpoints!.Value.Single().Name!.ShouldStartWith("eu-west-1-");
    }

    [Fact]
    public void A_probe_is_the_monitor_setting_of_every_profile()
    {
        var probe = new HttpProbeDefinition { Https = true, Path = "/ready", Port = 8443, HostHeader = "www.example.com", Statuses = [new(301, 301), new(200, 204)] };
        var compiled = Compiled(Intent(Trees.T4, Shares.AllFull) with { HealthCheck = probe }, CompileSettings.Default with { Interval = 30, Timeout = 5, ToleratedFailures = 1 });

        foreach (var monitor in compiled.Profiles.Select(static profile => profile.Properties!.MonitorConfig!))
        {
            (monitor.Protocol, monitor.Port, monitor.Path, monitor.IntervalInSeconds, monitor.TimeoutInSeconds, monitor.ToleratedNumberOfFailures).ShouldBe(("HTTPS", 8443, "/ready", 30, 5, 1));
            monitor.CustomHeaders!.Value.ShouldBe([new("Host", "www.example.com")]);
            monitor.ExpectedStatusCodeRanges!.Value.ShouldBe([new(200, 204), new(301, 301)]);
        }

        Losses(compiled).ShouldBe("health check: Traffic Manager does not look at the certificate");
    }

    [Fact]
    public void What_a_probe_loses_is_said_and_no_secret_of_it_is_sent()
    {
        var probe = new HttpProbeDefinition
        {
            Method = "HEAD",
            Host = "other.example.com",
            BodyContains = "ok",
            TlsName = "x",
            Headers = ImmutableSortedDictionary<string, string>.Empty.Add("Authorization", "secret-7"),
            Statuses = [.. Enumerable.Range(0, 10).Select(static i => new StatusRange(200 + (10 * i), 201 + (10 * i)))],
        };
        var compiled = Compiled(Intent(Trees.T1, Shares.AllFull) with { HealthCheck = probe });

        compiled.Losses.ShouldAllBe(static loss => loss.Kind == LossKind.Checks);
        foreach (var text in new[] { "sends GET, not HEAD", "not other.example.com", "does not read the body", "the headers Authorization are not sent", "no name of its own for TLS", "8 ranges of statuses" })
        {
            Losses(compiled).ShouldContain(text);
        }

        System.Text.Json.JsonSerializer.Serialize(compiled.Root, DocumentJson.Default.Profile).ShouldNotContain("secret-7");
        compiled.Root.Properties!.MonitorConfig!.ExpectedStatusCodeRanges!.Value[^1].ShouldBe(new(270, 291));
    }

    [Fact]
    public void Other_probes_become_what_there_is()
    {
        CompiledService With(ProbeDefinition? probe) => Compiled(Intent(Trees.T1, Shares.AllFull) with { HealthCheck = probe });
        var composite = new CompositeProbeDefinition { Probes = [new NamedProbeDefinition { Name = "n" }, new GrpcProbeDefinition { Tls = true }] };

        (With(new TcpProbeDefinition { Port = 5432 }).Root.Properties!.MonitorConfig!.Protocol, With(new TcpProbeDefinition { Port = 5432 }).Root.Properties!.MonitorConfig!.Port).ShouldBe(("TCP", 5432));
        Losses(With(composite)).ShouldContain("speaks no gRPC");
        Losses(With(composite)).ShouldContain("of several probes the first");
        With(composite).Root.Properties!.MonitorConfig!.Port.ShouldBe(443);
        Losses(With(new NamedProbeDefinition { Name = "n" })).ShouldContain("cannot run the probe 'n'");
        Losses(With(null)).ShouldContain("a sick region is answered until our own shift");
        With(null).Root.Properties!.Endpoints!.Value.ShouldAllBe(static endpoint => endpoint.IsAlwaysServed());
        Refusal(Intent(Trees.T1, Shares.AllFull) with { HealthCheck = new TcpProbeDefinition() }).ShouldContain("has no port, and neither has its endpoint");
    }

    [Fact]
    public void Affinity_and_two_kinds_of_addresses_are_losses()
    {
        Losses(Compiled(Trees.T1 with { Affinity = new(SessionAffinityKind.Cookie) })).ShouldContain("session affinity");
        Losses(Compiled(Intent(Trees.T1, Shares.AllFull) with { Endpoints = Addresses.SetItem("B", new("2001:db8::2")) })).ShouldContain("some regions have an IPv4 and some an IPv6 address");
        Losses(Compiled(Trees.Priority(Trees.A, Trees.B, new EndpointNode("A") { HealthChecked = false }), "A 10")).ShouldContain("with and without a health check");
    }

    private static string Losses(CompiledService service) => string.Join('\n', service.Losses.Select(static loss => loss.Text));
}
