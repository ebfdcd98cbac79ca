using System.Collections.Immutable;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public class ProbeDefinitionProblemsTests
{
    private static readonly HttpProbeDefinition Http = new();

    public static TheoryData<string, ProbeDefinition> Unworkable => new()
    {
        { "probe.host", Http with { Host = "http://x" } },
        { "probe.port", new TcpProbeDefinition { Port = 65536 } },
        { "probe.method", Http with { Method = "GET /" } },
        { "probe.method", Http with { Method = "CONNECT" } },
        { "probe.path", Http with { Path = "health" } },
        { "probe.path", Http with { Path = "/a\r\nX: y" } },
        { "probe.hostHeader", Http with { HostHeader = "a\r\nX: y" } },
        { "probe.statuses", Http with { Statuses = [] } },
        { "probe.statuses", Http with { Statuses = [new(300, 200)] } },
        { "probe.maximumBody", Http with { MaximumBody = 0 } },
        { "probe.bodyContains", Http with { BodyContains = "" } },
        { "probe.bodyContains", Http with { BodyContains = "äää", MaximumBody = 5 } },
        { "probe.bodyContains", Http with { BodyContains = "ok", Method = "HEAD" } },
        { "probe.headers", Header("host", "x") },
        { "probe.headers", Header("X-A", "secret-marker\r\nX: y") },
        { "probe.headers", Header("X A", "secret-marker") },
        { "probe.headers", Header("Content-Type", "secret-marker") },
        { "probe.name", new NamedProbeDefinition { Name = "nobody" } },
        { "probe.probes", new CompositeProbeDefinition { Probes = [] } },
        { "probe.required", new CompositeProbeDefinition { Probes = [Http], Required = 2 } },
        { "probe.probes[1].path", new CompositeProbeDefinition { Probes = [Http, Http with { Path = "" }] } },
    };

    [Theory]
    [MemberData(nameof(Unworkable))]
    public void An_unworkable_definition_is_refused_with_the_place(string place, ProbeDefinition definition)
    {
        using var context = new ProbeContext(new ManualClock());

        var refusal = Should.Throw<ArgumentException>(() => ProbeFactory.Create(definition, context)).Message;

        refusal.ShouldStartWith(place + ":");
        refusal.ShouldNotContain("secret-marker");
    }

    [Fact]
    public void All_problems_are_told_at_once() =>
        ProbeDefinitionProblems.Of(Http with { Port = 0, Path = "", MaximumBody = 0 }, "services[3].probe", static _ => true)
            .Select(problem => problem.Split(':')[0])
            .ShouldBe(["services[3].probe.port", "services[3].probe.path", "services[3].probe.maximumBody"]);

    [Fact]
    public void An_unusual_but_workable_definition_is_accepted() =>
        ProbeDefinitionProblems.Of(
            Header("X-Tab", "a\tb") with { Method = "purge", Host = "::1", HostHeader = "[::1]:80", Path = "//a?b=%0d", BodyContains = "x", MaximumBody = 1 },
            "probe",
            static _ => false).ShouldBeEmpty();

    private static HttpProbeDefinition Header(string name, string value) =>
        Http with { Headers = ImmutableSortedDictionary<string, string>.Empty.Add(name, value) };
}
