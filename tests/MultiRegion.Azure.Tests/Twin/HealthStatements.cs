using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;
using static MultiRegion.Azure.Tests.Twin.Profiles;

namespace MultiRegion.Azure.Tests.Twin;

/// <summary>What Traffic Manager documents about health, statement by statement.</summary>
public sealed class HealthStatements
{
    [Theory]
    [InlineData("Priority", "A 100")]
    [InlineData("Weighted", "A 33.33, B 66.67")]
    [InlineData("MultiValue", "A 50, B 50")]
    public void S52_All_eligible_endpoints_degraded_is_answered_as_if_all_were_online(string method, string answer) => Ask(Of("p", method, "A B"), "A B").ShouldBe(answer);

    [Fact]
    public void S52_A_disabled_endpoint_is_never_eligible()
    {
        Ask(Of("p", "Priority", "A B C").Disabled("A")).ShouldBe("B 100");
        Ask(Of("p", "Priority", "A B C").Disabled("A"), "B C").ShouldBe("B 100");
        Ask(Of("p", "Priority", "A").Disabled("A")).ShouldBe("NoData");
    }

    [Fact]
    public void S52_A_stopped_endpoint_is_never_eligible()
    {
        Ask(Of("p", "Priority", "A B"), "A!").ShouldBe("B 100");
        Ask(Of("p", "Priority", "A B"), "A! B").ShouldBe("B 100");
        Ask(Of("p", "Priority", "A"), "A!").ShouldBe("NoData");
        StatusOf(Of("p", "Priority", "A"), "A", "A!").ShouldBe("Stopped");
    }

    [Fact]
    public void S52_One_that_is_well_is_answered_alone() => Ask(Of("p", "Weighted", "A B C"), "A B").ShouldBe("C 100");

    [Fact]
    public void S53_A_disabled_profile_is_a_name_that_does_not_exist()
    {
        var disabled = Of("p", "Priority", "A").Set(static properties => properties with { ProfileStatus = "Disabled" });

        Ask(disabled).ShouldBe("NameDoesNotExist");
        (StatusOf(disabled, "A", ""), StatusOf(disabled, "")).ShouldBe(("Inactive", "Disabled"));
        StatusOf(disabled.Disabled("A"), "A", "").ShouldBe("Disabled");
    }

    [Fact]
    public void S54_An_endpoint_without_a_first_result_is_answered()
    {
        Ask(Of("p", "Priority", "A B"), "A?").ShouldBe("A 100");
        Ask(Of("p", "Weighted", "A B"), "A B?").ShouldBe("B 100");
        StatusOf(Of("p", "Priority", "A"), "A", "A?").ShouldBe("CheckingEndpoint");
    }

    [Theory]
    [InlineData("A", "Degraded")]
    [InlineData("", "Online")]
    [InlineData("A?", "Online")]
    [InlineData("A? B", "Degraded")]
    [InlineData("A? B?", "CheckingEndpoints")]
    [InlineData("A! B!", "Inactive")]
    [InlineData("A! B", "Degraded")]
    public void S54_A_profile_is_what_the_worst_of_its_endpoints_says(string sick, string status) => StatusOf(Of("p", "Priority", "A B"), sick).ShouldBe(status);

    [Theory]
    [InlineData("", 3, "Checking")]
    [InlineData("x", 3, "Checking")]
    [InlineData("xxx", 3, "Checking")]
    [InlineData("xxxx", 3, "Bad")]
    [InlineData("oxxx", 3, "Good")]
    [InlineData("oxxxx", 3, "Bad")]
    [InlineData("oxxxoxxx", 3, "Good")]
    [InlineData("xxxxo", 3, "Good")]
    [InlineData("oxxxxxo", 3, "Good")]
    [InlineData("ox", 0, "Bad")]
    [InlineData("oxxxxxxxxx", 9, "Good")]
    [InlineData("oxxxxxxxxxx", 9, "Bad")]
    public void S55_More_failures_in_a_row_than_are_tolerated_degrade_and_one_success_heals(string probes, int tolerated, string state) =>
        MonitorTwin.After(probes.Select(static probe => probe == 'o'), tolerated).ToString().ShouldBe(state);

    [Fact]
    public void S55_Three_failures_are_tolerated_when_nothing_is_said() =>
        (MonitorTwin.After([true, false, false, false]), MonitorTwin.After([true, false, false, false, false])).ShouldBe((ProbeState.Good, ProbeState.Bad));

    [Theory]
    [InlineData(30, 5, null)]
    [InlineData(30, 10, null)]
    [InlineData(30, 11, "timeoutInSeconds is 11: write 5 to 10")]
    [InlineData(30, 4, "timeoutInSeconds is 4: write 5 to 10")]
    [InlineData(10, 9, null)]
    [InlineData(10, 10, "timeoutInSeconds is 10: write 5 to 9")]
    [InlineData(20, 9, "intervalInSeconds is 20: write 10 or 30")]
    [InlineData(null, 10, null)]
    [InlineData(10, null, null)]
    public void S56_The_interval_is_10_or_30_seconds_and_the_time_out_fits_it(int? interval, int? timeout, string? mistake) =>
        MonitorRules.Mistakes(Usual with { IntervalInSeconds = interval, TimeoutInSeconds = timeout }).ShouldBe(mistake is null ? [] : [mistake]);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(null, true)]
    public void S55_0_to_9_failures_are_tolerated(int? failures, bool isGood) => MonitorRules.Mistakes(Usual with { ToleratedNumberOfFailures = failures }).Any().ShouldBe(!isGood);

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    [InlineData(302, false)]
    [InlineData(503, false)]
    public void S57_Only_200_is_good_when_nothing_is_said_and_redirects_are_not_followed(int status, bool isGood) => MonitorTwin.IsGood(Usual, status).ShouldBe(isGood);

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    [InlineData(250, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(301, true)]
    [InlineData(302, false)]
    public void S57_Ranges_say_what_is_good(int status, bool isGood) =>
        MonitorTwin.IsGood(Usual with { ExpectedStatusCodeRanges = [new(200, 299), new(301, 301)] }, status).ShouldBe(isGood);

    [Fact]
    public void S57_A_path_is_for_HTTP_alone()
    {
        MonitorRules.Mistakes(Usual with { Path = null }).ShouldBe(["path is missing: it starts with /"]);
        MonitorRules.Mistakes(Usual with { Protocol = "HTTP", Path = "health" }).ShouldBe(["path is missing: it starts with /"]);
        MonitorRules.Mistakes(Usual with { Protocol = "TCP" }).ShouldBe(["path: a TCP probe has none"]);
        MonitorRules.Mistakes(Usual with { Protocol = "tcp", Path = null }).ShouldBeEmpty();
        MonitorRules.Mistakes(Usual with { Protocol = "TCP", Path = null, ExpectedStatusCodeRanges = [new(200, 200)] }).ShouldBe(["expectedStatusCodeRanges: a TCP probe has none"]);
        MonitorRules.Mistakes(Usual with { Protocol = "gRPC" }).ShouldBe(["protocol is 'gRPC': write HTTP, HTTPS or TCP"]);
        MonitorRules.Mistakes(Usual with { Protocol = null, Path = null }).ShouldBe(["protocol is '': write HTTP, HTTPS or TCP"]);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(65535, true)]
    [InlineData(65536, false)]
    public void S57_A_port_is_a_port(int port, bool isGood) => MonitorRules.Mistakes(Usual with { Port = port }).Any().ShouldBe(!isGood);

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void S57_Up_to_8_ranges_and_8_headers(int count, bool isGood)
    {
        MonitorRules.Mistakes(Usual with { ExpectedStatusCodeRanges = [.. Enumerable.Range(200, count).Select(static status => new StatusCodeRange(status, status))] }).Any().ShouldBe(!isGood);
        MonitorRules.Mistakes(Usual with { CustomHeaders = [.. Enumerable.Range(0, count).Select(static i => new CustomHeader($"h{i}", "v"))] }).Any().ShouldBe(!isGood);
    }

    [Theory]
    [InlineData(99, 200)]
    [InlineData(200, 1000)]
    [InlineData(300, 200)]
    public void S57_A_range_is_one_of_statuses(int min, int max) =>
        MonitorRules.Mistakes(Usual with { ExpectedStatusCodeRanges = [new(min, max)] }).ShouldHaveSingleItem().ShouldStartWith("expectedStatusCodeRanges: write");

    [Theory]
    [InlineData("", "v")]
    [InlineData("a:b", "v")]
    [InlineData("a,b", "v")]
    [InlineData("a", "v,w")]
    [InlineData("a", "v\r\nx: y")]
    public void S57_A_header_is_one_header(string name, string value) =>
        MonitorRules.Mistakes(Usual with { CustomHeaders = [new(name, value)] }).ShouldHaveSingleItem().ShouldStartWith("customHeaders: a header has a name");

    [Fact]
    public void S57_An_endpoint_has_headers_of_its_own() =>
        Mistakes(Of("p", "Priority", "A").But("A", static properties => properties with { CustomHeaders = [new("a:b", "v")] })).ShouldHaveSingleItem().ShouldStartWith("properties.endpoints[0]: customHeaders");

    [Fact]
    public void S58_A_profile_has_one_monitor_setting_and_must_have_it()
    {
        Mistakes(Of("p", "Priority", "A")).ShouldBeEmpty();
        Mistakes(Of("p", "Priority", "A").Set(static properties => properties with { MonitorConfig = null })).ShouldBe(["properties.monitorConfig: it is missing"]);
        Mistakes(Of("p", "Priority", "A").Set(static properties => properties with { MonitorConfig = Usual with { Port = 0 } })).ShouldBe(["properties.monitorConfig: port is 0: write 1 to 65535"]);
    }

    [Theory]
    [InlineData("", 1, null, null, "Online")]
    [InlineData("C", 1, null, null, "Online")]
    [InlineData("C D", 1, null, null, "Degraded")]
    [InlineData("C", 2, null, null, "Degraded")]
    [InlineData("C?", 2, null, null, "CheckingEndpoint")]
    [InlineData("C? D", 1, null, null, "CheckingEndpoint")]
    [InlineData("C? D", 2, null, null, "Degraded")]
    [InlineData("C? D?", 2, null, null, "CheckingEndpoint")]
    [InlineData("", null, null, null, "Online")]
    [InlineData("C D", null, null, null, "Degraded")]
    [InlineData("C", null, 1, null, "Degraded")]
    [InlineData("D", null, 1, null, "Online")]
    [InlineData("D", null, null, 1, "Degraded")]
    [InlineData("C", null, null, 1, "Online")]
    [InlineData("C?", null, 1, null, "CheckingEndpoint")]
    [InlineData("D?", null, null, 1, "CheckingEndpoint")]
    [InlineData("", 1, 2, null, "Degraded")]
    public void S65_A_nest_is_as_well_as_its_minimum_of_children_says(string sick, int? least, int? four, int? six, string status)
    {
        var child = Of("child", "MultiValue", "C D").But("C", static properties => properties with { Target = "192.0.2.1" }).But("D", static properties => properties with { Target = "2001:db8::1" });
        var parent = Of("p", "Priority", "[child] B").But("child", properties => properties with { MinChildEndpoints = least, MinChildEndpointsIPv4 = four, MinChildEndpointsIPv6 = six });

        StatusOf(parent, "child", sick, child).ShouldBe(status);
    }

    [Fact]
    public void S65_A_disabled_inactive_or_missing_child_shows_stopped()
    {
        var (parent, child) = (Of("p", "Priority", "[c] B"), Of("c", "Priority", "C"));

        StatusOf(parent, "c", "", child.Set(static properties => properties with { ProfileStatus = "Disabled" })).ShouldBe("Stopped");
        StatusOf(parent, "c", "", child.Disabled("C")).ShouldBe("Stopped");
        StatusOf(parent, "c", "C!", child).ShouldBe("Stopped");
        StatusOf(parent, "c", "", []).ShouldBe("Stopped");
        StatusOf(parent, "c", "", child).ShouldBe("Online");
        StatusOf(parent.Disabled("c"), "c", "", child).ShouldBe("Disabled");
        Ask(parent, "", null, child.Disabled("C")).ShouldBe("B 100");
        Ask(Of("p", "Priority", "[c]"), "", null, child.Disabled("C")).ShouldBe("NoData");
    }

    [Fact]
    public void S65_An_endpoint_that_is_always_served_counts_as_online()
    {
        var child = Of("c", "Priority", "C").But("C", static properties => properties with { AlwaysServe = "Enabled" });

        StatusOf(child, "C", "C").ShouldBe("Unmonitored");
        StatusOf(child, "").ShouldBe("Online");
        StatusOf(Of("p", "Priority", "[c] B"), "c", "C", child).ShouldBe("Online");
        Ask(child.Set(static properties => properties with { Endpoints = [.. properties.Endpoints!.Value, Endpoint("D", 2)] }), "C").ShouldBe("C 100");
    }

    [Fact]
    public void S65_A_minimum_is_at_least_1_and_for_nested_endpoints_alone()
    {
        Mistakes(Of("p", "Priority", "[c]").But("c", static properties => properties with { MinChildEndpoints = 0 })).ShouldHaveSingleItem().ShouldContain("minChildEndpoints is 0");
        Mistakes(Of("p", "Priority", "A").But("A", static properties => properties with { MinChildEndpointsIPv6 = 1 })).ShouldHaveSingleItem().ShouldContain("only nested endpoints have children");
        Mistakes(Of("p", "Priority", "[c]").But("c", static properties => properties with { AlwaysServe = "Enabled" })).ShouldHaveSingleItem().ShouldContain("that of its children");
    }
}
