using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests;

/// <summary>An engine whose whole home is a cluster: lease, journal, commands.</summary>
public sealed class HomeTests : IDisposable
{
    private readonly VirtualClock _clock = new();
    private readonly FakeCluster _home = new();
    private readonly HttpClient _http;
    private readonly InMemoryRouter _router;
    private readonly ScriptedProbe _probe;

    public HomeTests()
    {
        _home.Put(Rig.Namespace("multiregion"));
        _home.Put(Rig.Namespace("multiregion-commands"));
        _http = new(_home.Handler);
        (_router, _probe) = (new(_clock), new(_clock));
        _probe.Set("a", ProbeBehaviour.Healthy);
        _probe.Set("b", ProbeBehaviour.Healthy);
    }

    [Fact]
    public async Task A_command_of_kubectl_moves_traffic_and_the_next_controller_knows_of_it()
    {
        await using (var engine = Start("one"))
        {
            await RunAsync(engine, TimeSpan.FromSeconds(20));
            _home.Put("""
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "move", "namespace": "multiregion-commands", "labels": {"multiregion/command": "multiregion"}},
                 "data": {"kind": "switch-over", "actor": "kim", "reason": "maintenance", "group": "shop", "region": "b"}}
                """);
            await RunAsync(engine, TimeSpan.FromSeconds(60));

            Answer("move").ShouldBe("accepted");
            engine.Status.Groups[0].ToString().ShouldNotBeNull();
            _router.Resolve("shop", MultiRegion.Routing.ClientLocation.Unknown)["b"].ShouldBe(100);
        }

        await using var next = Start("two");
        await RunAsync(next, TimeSpan.FromSeconds(60));

        next.Status.Troubles.ShouldBeEmpty();
        next.Status.Groups[0].Regions.Single(static region => region.Region == "b").State.ToString().ShouldBe("Serving");
        _home.Find("leases", "multiregion", "multiregion")!["spec"]!["holderIdentity"]!.GetValue<string>().ShouldBe("two");
    }

    [Fact]
    public async Task A_home_that_is_away_begins_nothing_new_and_goes_on_when_it_is_back()
    {
        await using var engine = Start("one");
        await RunAsync(engine, TimeSpan.FromSeconds(20));
        _home.IsAway = true;
        _probe.Set("a", ProbeBehaviour.Failing());
        await RunAsync(engine, TimeSpan.FromSeconds(60));
        _router.Resolve("shop", MultiRegion.Routing.ClientLocation.Unknown)["a"].ShouldBe(100);

        _home.IsAway = false;
        await RunAsync(engine, TimeSpan.FromMinutes(3));

        _router.Resolve("shop", MultiRegion.Routing.ClientLocation.Unknown)["b"].ShouldBe(100);
    }

    public void Dispose() => _http.Dispose();

    private FailoverEngine Start(string controller)
    {
        var (lease, journal, inbox) = (new KubernetesLeaseOptions(), new KubernetesJournalOptions(), new KubernetesInboxOptions());
        foreach (var connection in new[] { lease.Connection, journal.Connection, inbox.Connection })
        {
            connection.Use(new("https://home.example.com"), _http);
        }

        return FailoverEngine.CreateBuilder()
            .WithTopology(new EstateTopology
            {
                Regions = [new() { Id = "a" }, new() { Id = "b" }],
                Services =
                [
                    new()
                    {
                        Id = "shop",
                        Hostname = "shop.example.com",
                        Routers = ["main"],
                        Probe = new NamedProbeDefinition { Name = "scripted" },
                        Deployments = [new() { Region = "a", Endpoint = new("a.example.com") }, new() { Region = "b", Endpoint = new("b.example.com"), Role = DeploymentRole.Standby }],
                        Failover = new() { QuietDeadline = TimeSpan.FromSeconds(5) },
                    },
                ],
            })
            .AddProbe("scripted", _probe)
            .AddRouter("main", _router)
            .UseLease(new KubernetesLeaseStore(lease, _clock))
            .UseJournal(new KubernetesJournal(journal, _clock))
            .UseInbox(new KubernetesInbox(inbox, _clock))
            .UseTime(_clock)
            .UseOptions(new EngineOptions { Controller = controller, Seed = 7 })
            .Build();
    }

    private async Task RunAsync(FailoverEngine engine, TimeSpan span)
    {
        for (var until = _clock.Elapsed + span; _clock.Elapsed < until;)
        {
            await Rig.RunAsync(_clock, TickAsync(engine));
            var next = _clock.NextTimer is { } timer && timer < TimeSpan.FromMilliseconds(200) ? timer : TimeSpan.FromMilliseconds(200);
            _clock.Advance(next < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : next);
        }
    }

    private static async Task<bool> TickAsync(FailoverEngine engine)
    {
        await engine.TickAsync();
        return true;
    }

    private string? Answer(string name) => (string?)_home.Find("configmaps", "multiregion-commands", name)!["metadata"]!["labels"]!["multiregion/answered"];
}
