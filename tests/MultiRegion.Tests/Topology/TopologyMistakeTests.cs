using MultiRegion.Topology;

namespace MultiRegion.Tests.Topology;

/// <summary>What is wrong in configuration: each row lays one thing over a valid shop, and expects one mistake at a place.</summary>
public sealed class TopologyMistakeTests
{
    private const string Shop = "Services:shop:";
    private const string Probe = "Services:shop:Probe:Http:";

    /// <summary>The path written, its value, a word of the mistake, and its path where that is another.</summary>
    public static TheoryData<string, string?, string, string?> Rows { get; } = new()
    {
        // Keys.
        { "Region:ap:Provider", "x", "did you mean 'Regions'", "Region" },
        { Shop + "Schedule:Intervall", "1s", "did you mean 'Interval'", null },
        { Shop + "Schedule:Timeuot", "1s", "did you mean 'Timeout'", null },
        { Shop + "Zzz", "1", "choose from: Id, Hostname", null },
        { Shop + "Deployments:0:Regoin", "eu", "did you mean 'Region'", null },
        { "Defaults:Hostname", "x", "not a key", null },
        { Shop + "Id", "other", "not the id that the entry stands under, 'shop'", null },
        { "Regions:0:Id", "ap", "named entry among numbered ones", "Regions:eu|Regions:us" },
        { "Services", "x", "has both", "Services" },

        // What must be written.
        { Shop + "Hostname", "", "missing", null },
        { Shop + "Deployments:1:Endpoint", "", "missing", null },
        { Shop + "Deployments:0:Workloads:0:Cluster", "c", "missing", Shop + "Deployments:0:Workloads:0:Workload|" + Shop + "Deployments:0:Workloads:0:ServingReplicas|" + Shop + "Deployments:0:Workloads:0:Cluster" },
        { "Clusters:c:Region", "eu", "missing", "Clusters:c:Fleet" },
        { Shop + "Guards:AcceptUnconfirmedFence:By", "ops", "missing", Shop + "Guards:AcceptUnconfirmedFence:Reason" },

        // Values.
        { Shop + "Schedule:Interval", "5", "add the unit, for example '5s'", null },
        { Shop + "Schedule:Interval", "5 parsecs", "'5 parsecs' is not a duration", null },
        { Shop + "Schedule:Interval", "soon", "not a duration", null },
        { Shop + "Schedule:Interval", "1:30", "hours, minutes and seconds", null },
        { Shop + "Guards:CoolDown", "-5s", "-5s is out of range", null },
        { Shop + "Guards:CoolDown", "99999999999999d", "too long", null },
        { Shop + "Guards:CoolDown", "31d", "0s to 30d", null },
        { Shop + "Schedule:Jitter", "0,1", "not a ratio", null },
        { Shop + "Schedule:Jitter", "NaN", "not a ratio", null },
        { Shop + "Schedule:Jitter", "60%", "0 to 0.5", null },
        { Shop + "Priority", "1.5", "not a whole number", null },
        { Shop + "Priority", "1001", "0 to 1000", null },
        { Shop + "Deployments:0:ServesUnpromoted", "yes", "'true' or 'false'", null },
        { Shop + "Deployments:0:Role", "primary", "choose from: active, standby", null },
        { Shop + "Failback:Approval", "on-aproval", "did you mean 'on-approval'", null },
        { Shop + "Failback:Approval", "1", "not one of", null },
        { Shop + "Deployments:0:Endpoint", "https://eu.example.com/", "without a scheme", null },
        { Shop + "Deployments:0:Endpoint", "eu.example.com:99999", "port", null },
        { Shop + "MoveGroup", "a b", "not allowed in an id", null },
        { Shop + "Policy", "a b", "not allowed in an id", null },
        { "Regions:a b:Provider", "x", "not allowed in an id", "Regions:a b" },
        { Shop + "Schedule:Interval:Value", "1s", "section or a list", Shop + "Schedule:Interval" },
        { Shop + "Health:Degraded", null, "write 'none', or leave", null },
        { Shop + "Health:Degraded:LatencyAgainstBest", "", "write 'none', or leave", null },
        { Shop + "Schedule", "1s", "a text where a section", null },
        { "Clusters", "c", "a text where a map or an array", null },
        { Shop + "Guards:FreezeWindows", "always", "a text where an array", null },
        { Probe + "Headers", "Bearer abc", "a text where a map", null },
        { Probe + "Statuses:0", "2xx", "not a status", null },
        { Shop + "Routers:0", "", "empty", null },
        { Shop + "Failback:Steps:ten", "10", "named entry in a list", Shop + "Failback:Steps" },

        // Probes.
        { Shop + "Probe:Tcp:Port", "443", "more than one kind: Http, Tcp", Shop + "Probe" },
        { Shop + "Probe:Htttp:Path", "/", "did you mean 'Http'", Shop + "Probe:Htttp" },
        { Probe + "Path", "healthz", "start with '/'", null },
        { Probe + "Method", "GET IT", "not an HTTP method", null },
        { Probe + "Host", "https://x", "neither a hostname", null },
        { Probe + "Port", "0", "1 to 65535", null },
        { Probe + "MaximumBody", "0", "1 to 1048576", null },
        { Probe + "Statuses", "299-200", "reversed", Probe + "Statuses:0" },
        { Probe + "Statuses:0", "99-200", "100 to 999", null },
        { Probe + "Headers:X Y", "1", "not the name of a header", null },
        { Probe + "Headers:X-Y", "secret\r\nX: 1", "line break", null },
        { "Vantages:local:References:0:Http:Path", "/", "names its host", "Vantages:local:References:0:Http:Host" },
        { "Vantages:local:References:0:Tcp:Host", "x", "names its port", "Vantages:local:References:0:Tcp:Port" },

        // Trees.
        { Shop + "Routing:Weighted:eu", "heavy", "not a number", Shop + "Routing:Weighted:eu|" + Shop + "Deployments:1:Region" },
        { Shop + "Routing:Multivalue", "eu,uss", "did you mean 'us'", Shop + "Routing:Multivalue:1|" + Shop + "Deployments:1:Region" },
        { Shop + "Routing:MaximumAnswers", "3", "belongs to a node of the kind Multivalue", Shop + "Routing:MaximumAnswers|" + Shop + "Routing" },
        { Shop + "Routing:Geographic:Continent EU", "eu", "did you mean 'Continent'", Shop + "Routing:Geographic:Continent EU|" + Shop + "Routing:Geographic:Default" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_mistake_is_reported_at_its_place_with_the_way_out(string path, string? value, string word, string? places)
    {
        var mistakes = TopologyReader.Read(Written.ShopWith((path, value))).Mistakes;

        mistakes.Select(static mistake => mistake.ToString()).ShouldContain(text => text.Contains(word, StringComparison.Ordinal), string.Join('\n', mistakes));
        mistakes.Select(static mistake => mistake.Path).Distinct().Order().ShouldBe((places ?? path).Split('|').Order(), string.Join('\n', mistakes));
        mistakes.ShouldAllBe(static mistake => mistake.Problem.Length > 0 && mistake.Mend.Length > 0);
    }

    [Fact]
    public void All_mistakes_come_at_once_in_the_same_order()
    {
        var written = Written.ShopWith(
            (Shop + "Schedule:Intervall", "1s"), (Shop + "Hostname", "-"), (Shop + "Deployments:1:Region", "su"),
            ("Services:blog:Hostname", "blog.example.com"), ("Home:Region", "eu"));

        TopologyReader.Read(written).Mistakes.Select(static mistake => mistake.Path).ShouldBe(
        [
            "Services:blog:Deployments", "Services:blog:Routers", "Services:blog:Probe", Shop + "Schedule:Intervall",
            "Home:Region", Shop + "Hostname", Shop + "Deployments:1:Region",
        ]);
    }

    [Fact]
    public void Nothing_at_all_is_missing_its_regions_and_services() =>
        TopologyReader.Read(Written.Json("{}")).Mistakes.Select(static mistake => mistake.Path).ShouldBe(["Regions", "Services"]);

    [Fact]
    public void Paths_are_those_of_the_whole_configuration() =>
        TopologyReader.Read(Written.Json("""{ "MultiRegion": { "Regions": { "eu": { "Pair": "us" } }, "Services": { "a": { "Hostname": "!" } } } }""").GetSection("MultiRegion"))
            .Mistakes.Select(static mistake => mistake.Path).ShouldContain("MultiRegion:Regions:eu:Pair");

    [Fact]
    public void An_array_keeps_its_numbers_in_the_paths() =>
        TopologyReader.Read(Written.Json("""{ "Regions": [{ "Id": "eu" }, { "Id": "us", "Pair": "su" }, { "Id": "eu" }], "Services": { "a": { "Hostname": "!" } } }"""))
            .Mistakes.Select(static mistake => mistake.Path).ShouldBe(
            ["Services:a:Deployments", "Services:a:Routers", "Services:a:Probe", "Regions:2", "Regions:1:Pair", "Services:a:Hostname"]);

    [Fact]
    public void A_mistake_in_the_defaults_is_reported_once_and_there()
    {
        var written = Written.ShopWith(
            ("Defaults:Health:DownThreshold", "0"), ("Defaults:Schedule:ConfirmInterval", "2s"), ("Defaults:Policy", "no way"));

        TopologyReader.Read(written).Mistakes.Select(static mistake => mistake.Path).ShouldBe(
            ["Defaults:Policy", "Defaults:Health:DownThreshold", "Defaults:Schedule:ConfirmInterval"], ignoreOrder: true);
    }

    [Fact]
    public void A_mistake_of_a_service_is_reported_there_whatever_the_defaults_say() =>
        TopologyReader.Read(Written.ShopWith(("Defaults:Schedule:Jitter", "0.2"), (Shop + "Schedule:Jitter", "0.9")))
            .Mistakes.Select(static mistake => mistake.Path).ShouldBe([Shop + "Schedule:Jitter"]);

    [Fact]
    public void The_value_of_a_header_is_never_shown()
    {
        var written = Written.ShopWith((Probe + "Headers:Bad Name", "hunter2"), (Probe + "Headers:X", "hunter2\n"), (Probe + "Headers:Y:Z", "hunter2"));

        var reading = TopologyReader.Read(written);

        reading.Mistakes.Length.ShouldBe(3);
        new TopologyException(reading.Mistakes).Message.ShouldNotContain("hunter2");
    }

    [Fact]
    public void The_exception_lists_every_mistake_with_place_and_mend()
    {
        var thrown = Should.Throw<TopologyException>(() => TopologyReader.Read(Written.ShopWith((Shop + "Hostnam", "x"), ("Home:Region", "eu"))).OrThrow());

        thrown.Mistakes.Length.ShouldBe(2);
        thrown.Message.ShouldBe(
            "The topology has 2 mistakes:\n" +
            "- Services:shop:Hostnam: is not a key that is known here; did you mean 'Hostname'?\n" +
            "- Home:Region: the controller lives inside 'eu', a region that it moves, and dies with it; move it outside every region, or set Home:AcknowledgeInside to true");
    }
}
