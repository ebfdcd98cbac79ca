using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Probes;

public sealed class ProbeTests : IDisposable
{
    private readonly VirtualClock _clock = new();
    private readonly FakeCluster _eu = new();
    private readonly HttpClient _http;

    public ProbeTests()
    {
        _eu.Put(Rig.Namespace("shop"));
        _eu.Put(Rig.Deployment("web", 3));
        _http = new(_eu.Handler);
    }

    [Fact]
    public async Task An_api_server_is_well_when_it_says_so_and_not_when_it_does_not_or_is_silent()
    {
        using var probe = Make(KubernetesLook.ApiServer, null);

        (await LookAsync(probe)).ShouldBe((ProbeOutcome.Success, ProbeReason.Ok));
        _eu.Requests.ShouldHaveSingleItem().Target.ShouldBe("/readyz");
        _eu.Next(static _ => new(500, "[-]etcd failed: reason withheld\nreadyz check failed") { ContentType = "text/plain" });
        (await LookAsync(probe)).ShouldBe((ProbeOutcome.Failure, ProbeReason.NotServing));
        _eu.Next(static _ => new(200, "") { IsLost = true });
        (await LookAsync(probe)).ShouldBe((ProbeOutcome.Failure, ProbeReason.ConnectionLost));
        _eu.Next(static _ => FakeResponse.Error(403, "Forbidden", "no"));
        (await LookAsync(probe)).ShouldBe((ProbeOutcome.Unknown, ProbeReason.OwnFault));
    }

    [Fact]
    public async Task A_workload_is_well_when_enough_replicas_are_ready_and_unknown_when_nobody_can_say()
    {
        using var probe = Make(KubernetesLook.Workload, "shop/deployment/web", 2);

        (await LookAsync(probe)).ShouldBe((ProbeOutcome.Success, ProbeReason.Ok));
        _eu.StartsAtOnce = false;
        _eu.Change("deployments", "shop", "web", static item => item["status"] = JsonNode.Parse("""{"readyReplicas": 1}"""));
        (await probe.ProbeAsync(Target("eu"), default)).ShouldSatisfyAllConditions(
            static result => (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.NotServing)),
            static result => result.Detail.ShouldBe("1 of 3 replicas are ready, 2 must be"));
        _eu.Next(static _ => new(200, "") { IsLost = true });
        (await LookAsync(probe)).ShouldBe((ProbeOutcome.Unknown, ProbeReason.NoRoute));
        _eu.Next(static _ => FakeResponse.Error(403, "Forbidden", "no"));
        (await LookAsync(probe)).ShouldBe((ProbeOutcome.Unknown, ProbeReason.OwnFault));
        _eu.Remove("deployments", "shop", "web");
        (await LookAsync(probe)).ShouldBe((ProbeOutcome.Failure, ProbeReason.NotServing));
        (await LookAsync(probe, "asia")).ShouldBe((ProbeOutcome.Unknown, ProbeReason.OwnFault));
    }

    [Fact]
    public async Task An_address_that_is_not_there_yet_is_unknown_and_one_that_changed_is_told()
    {
        _eu.Put("""{"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "web", "namespace": "shop"}, "spec": {}}""");
        using var probe = Make(KubernetesLook.Address, "shop/ingress/web");

        (await LookAsync(probe)).ShouldBe((ProbeOutcome.Unknown, ProbeReason.NoRoute));
        Address("192.0.2.1");
        (await probe.ProbeAsync(Target("eu"), default)).Detail.ShouldBeNull();
        Address("192.0.2.2");
        (await probe.ProbeAsync(Target("eu"), default)).ShouldSatisfyAllConditions(
            static result => result.Outcome.ShouldBe(ProbeOutcome.Success), static result => result.Detail.ShouldBe("it is at 192.0.2.2, and users are sent to 192.0.2.1"));
    }

    [Fact]
    public async Task Silence_until_the_time_is_over_is_a_failure_of_the_api_server_and_says_nothing_of_a_workload()
    {
        using var silent = new HttpClient(new Silent());
        foreach (var (look, at, outcome) in new[] { (KubernetesLook.ApiServer, (string?)null, ProbeOutcome.Failure), (KubernetesLook.Workload, "shop/deployment/web", ProbeOutcome.Unknown) })
        {
            var options = new KubernetesProbeOptions { Look = look, Object = at, Regions = { new() { Region = "eu" } } };
            options.Regions[0].Connection.Use(new("https://eu.example.com"), silent);
            using var probe = new KubernetesProbe(options, _clock);

            (await Rig.RunAsync(_clock, probe.ProbeAsync(Target("eu"), default).AsTask())).Outcome.ShouldBe(outcome);
            using var over = new CancellationTokenSource();
            var looked = probe.ProbeAsync(Target("eu"), over.Token);
            await over.CancelAsync();
            var result = await looked;
            (result.Outcome, result.Reason).ShouldBe((outcome, ProbeReason.TimedOut));
        }
    }

    [Fact]
    public void All_mistakes_in_options_are_named_at_once()
    {
        Mistakes(new() { MinimumReady = 0, Timeout = TimeSpan.Zero }).ShouldBe("MinimumReady is 0: write 1 or more; Timeout is 00:00:00: write more than 0 and at most 1 minute; Regions is empty: name at least one, with its cluster.");
        Mistakes(new() { Object = "web", Regions = { new() { Region = "e u" }, new() { Region = "us", Object = "shop/service/web" }, new() { Region = "us", Object = "shop/deployment/web" } } })
            .ShouldSatisfyAllConditions(static told => told.ShouldContain("Regions[0].Region: "), static told => told.ShouldContain("Object is 'web': write namespace/deployment/name"), static told => told.ShouldContain("Regions[1].Object is 'shop/service/web': write namespace/deployment"), static told => told.ShouldContain("Regions names 'us' twice"));
        Mistakes(new() { Look = KubernetesLook.ApiServer, Object = "a/b/c", Regions = { new() { Region = "eu" } } }).ShouldBe("Object is 'a/b/c': an API server needs none.");
        Mistakes(new() { Look = KubernetesLook.Address, Regions = { new() { Region = "eu" } } }).ShouldBe("Object is '': write namespace/service/name or namespace/ingress/name.");
    }

    public void Dispose() => _http.Dispose();

    private static string Mistakes(KubernetesProbeOptions options) => Should.Throw<ArgumentException>(() => new KubernetesProbe(options, TimeProvider.System)).Message;

    private static ProbeTarget Target(RegionId region) => new("shop", region, new("192.0.2.1"));

    private KubernetesProbe Make(KubernetesLook look, string? at, int minimum = 1)
    {
        _eu.Forget();
        var options = new KubernetesProbeOptions { Look = look, Object = at, MinimumReady = minimum, Regions = { new() { Region = "eu" } } };
        options.Regions[0].Connection.Use(new("https://eu.example.com"), _http);
        return new(options, _clock);
    }

    private void Address(string ip) => _eu.Change("ingresses", "shop", "web", item => item["status"] = JsonNode.Parse($$"""{"loadBalancer": {"ingress": [{"ip": "{{ip}}"}]} }"""));

    private async Task<(ProbeOutcome, ProbeReason)> LookAsync(KubernetesProbe probe, string region = "eu")
    {
        var result = await Rig.RunAsync(_clock, probe.ProbeAsync(Target(region), default).AsTask());
        return (result.Outcome, result.Reason);
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
