using System.Collections.Immutable;
using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Tests.Compile;

/// <summary>What monitor a probe becomes.</summary>
public sealed class MonitorTests
{
    private static readonly EndpointAddress Endpoint = new("192.0.2.1");

    [Fact]
    public void An_HTTP_probe_is_an_HTTP_monitor()
    {
        var (monitor, losses) = Made(new HttpProbeDefinition { Https = true, Path = "/ready", Method = "head", HostHeader = "www.example.com" });

        monitor.ShouldNotBeNull();
        (monitor.Type, monitor.Path, monitor.Method, monitor.Port, monitor.ExpectedCodes).ShouldBe(("https", "/ready", "HEAD", 0, "2xx"));
        monitor.Header!["Host"].ShouldBe(["www.example.com"]);
        (monitor.Interval, monitor.Timeout, monitor.Retries).ShouldBe((60, 5, 2));
        losses.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(200, 299, "2xx")]
    [InlineData(204, 204, "204")]
    [InlineData(200, 399, "200-399")]
    public void The_statuses_are_a_code_a_class_or_a_range(int from, int to, string codes) =>
        Made(new HttpProbeDefinition { Statuses = [new(from, to)] }).Monitor!.ExpectedCodes.ShouldBe(codes);

    [Theory]
    [InlineData(true, 443, 0)]
    [InlineData(true, 8443, 8443)]
    [InlineData(false, 80, 0)]
    public void Only_a_port_of_its_own_is_written(bool https, int port, int written) =>
        Made(new HttpProbeDefinition { Https = https, Port = port }).Monitor!.Port.ShouldBe(written);

    [Fact]
    public void What_a_monitor_cannot_look_for_is_a_loss()
    {
        Made(new HttpProbeDefinition { Statuses = [new(200, 204), new(301, 301)] }).Losses.Single().ShouldContain("200-301");
        Made(new HttpProbeDefinition { BodyContains = "Ready" }).Losses.Single().ShouldContain("case");
        Made(new HttpProbeDefinition { TlsName = "tls.example.com" }).Losses.Single().ShouldContain("TLS");
        Made(new HttpProbeDefinition { Host = "probe.example.com" }).Losses.Single().ShouldContain("not probe.example.com");
        Made(new NamedProbeDefinition { Name = "mine" }).ShouldSatisfyAllConditions(
            static made => made.Monitor.ShouldBeNull(), static made => made.Losses.Single().ShouldContain("'mine', which lives in our process"));
    }

    [Fact]
    public void A_TCP_probe_needs_a_port()
    {
        Made(new TcpProbeDefinition { Port = 5432 }).Monitor!.ShouldSatisfyAllConditions(
            static made => made.Type.ShouldBe("tcp"), static made => made.Port.ShouldBe(5432), static made => made.Method.ShouldBe("connection_established"));
        Made(new TcpProbeDefinition()).Losses.Single().ShouldContain("without a port");
    }

    [Fact]
    public void A_gRPC_probe_becomes_a_connection() => Made(new GrpcProbeDefinition { Tls = true }).ShouldSatisfyAllConditions(
        static made => made.Monitor!.Type.ShouldBe("tcp"), static made => made.Monitor!.Port.ShouldBe(443), static made => made.Losses.Single().ShouldContain("no gRPC"));

    [Fact]
    public void Of_several_probes_the_first_that_Cloudflare_can_run_counts()
    {
        var (monitor, losses) = Made(new CompositeProbeDefinition { Probes = [new NamedProbeDefinition { Name = "mine" }, new HttpProbeDefinition { Path = "/b" }] });

        monitor!.Path.ShouldBe("/b");
        losses.Length.ShouldBe(2);
    }

    [Fact]
    public void Equal_checks_are_one_monitor()
    {
        var monitors = new Monitors(new(), new());

        var keys = new[] { "192.0.2.1", "192.0.2.2" }.Select(host => monitors.Of(new(host), new HttpProbeDefinition())).ToList();

        keys.Distinct().ShouldHaveSingleItem();
        monitors.Of(new("192.0.2.3", 8080), new HttpProbeDefinition()).ShouldNotBe(keys[0]);
        monitors.Made.Count.ShouldBe(2);
    }

    private static (HealthMonitor? Monitor, ImmutableArray<string> Losses) Made(ProbeDefinition probe)
    {
        var findings = new Findings();
        var monitors = new Monitors(new(), findings);
        var key = monitors.Of(Endpoint, probe);
        return (key is null ? null : monitors.Made[key], [.. findings.Losses.Select(static loss => loss.Text)]);
    }
}
