using Microsoft.Extensions.Logging;
using MultiRegion.Kubernetes.Tests.Fakes;

namespace MultiRegion.Kubernetes.Tests;

/// <summary>No secret leaves: neither by logs nor by problems, plans or what objects print.</summary>
public sealed class SecretTests
{
    private const string Secret = "s3cr3t-of-this-test";

    [Fact]
    public async Task No_token_is_ever_told()
    {
        var fake = new FakeCluster { Token = "another", Warning = "beware" };
        await using var host = await FakeHost.StartAsync(fake, Pki.Authority.Server("127.0.0.1"));
        using var folder = new Folder();
        var log = new Recording();
        var path = folder.Write("config", $"current-context: a\ncontexts: [{{name: a, context: {{cluster: a, user: a}}}}]\nclusters: [{{name: a, cluster: {{server: \"{host.Address}\", insecure-skip-tls-verify: true}}}}]\nusers: [{{name: a, user: {{token: {Secret}}}}}]\n");
        var options = new KubernetesFleetOptions();
        options.Clusters.Add(new() { Cluster = "eu", Namespaces = { "shop" }, Connection = { KubeConfig = path } });
        using var fleet = new KubernetesFleet(options, TimeProvider.System, log);
        List<string> told = [];

        foreach (var fault in new Func<FakeRequest, FakeResponse?>?[] { null, Echo, Lost, Busy })
        {
            if (fault is not null)
            {
                fake.Next(fault);
            }

            told.Add($"{(await fleet.PlanAsync(new() { Marker = new(1, 1, "c", "p"), Workloads = [new() { Cluster = "eu", Workload = "shop/deployment/web", Replicas = 1 }] }, default)).Problem}");
        }

        told.AddRange((await fleet.ObserveAsync(default)).Clusters.Select(static cluster => $"{cluster}"));
        var (journal, inbox, probe) = (new KubernetesJournalOptions { Connection = { KubeConfig = path } }, new KubernetesInboxOptions { Connection = { KubeConfig = path } }, new KubernetesProbeOptions { Look = KubernetesLook.ApiServer, Regions = { new() { Region = "eu", Connection = { KubeConfig = path } } } });
        using var written = new KubernetesJournal(journal, TimeProvider.System);
        using var read = new KubernetesInbox(inbox, TimeProvider.System);
        using var looked = new KubernetesProbe(probe, TimeProvider.System);
        foreach (var fault in new Func<FakeRequest, FakeResponse?>?[] { null, Echo, Lost })
        {
            fake.DropFaults();
            for (var i = 0; fault is not null && i < 3; i++)
            {
                fake.Next(fault);
            }

            told.Add($"{(await written.AppendAsync(new() { Sequence = 1, Kind = "k", Version = 1, Epoch = 1, At = DateTimeOffset.UnixEpoch, Payload = default }, 0, default)).Problem}");
            told.Add((await Should.ThrowAsync<JournalException>(async () => await written.ReadAsync(1, default).GetAsyncEnumerator().MoveNextAsync())).ToString());
            told.Add($"{(await read.ReadAsync(default)).Problem} {await looked.ProbeAsync(new("shop", "eu", new("192.0.2.1")), default)}");
            told.Add($"{(await fleet.DiscoverAsync("eu", "shop/service/web", default)).Problem} {await fleet.CheckParityAsync(new("eu", "shop/deployment/web"), new("eu", "shop/deployment/web"), default)}");
        }

        fake.Requests.ShouldAllBe(static request => request.Header("Authorization") == $"Bearer {Secret}");
        log.Lines.ShouldNotBeEmpty();
        string.Join('\n', told.Concat(log.Lines)).ShouldNotContain(Secret);
    }

    private static FakeResponse Echo(FakeRequest request) => new(400, $"<html>{request.Header("Authorization")}</html>") { ContentType = "text/html" };

    private static FakeResponse Lost(FakeRequest request) => new(200, "") { IsLost = true };

    private static FakeResponse Busy(FakeRequest request)
    {
        var busy = FakeResponse.Error(503, "ServiceUnavailable", "later");
        busy.Headers["Retry-After"] = "0";
        return busy;
    }

    private sealed class Recording : ILogger<KubernetesFleet>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add($"{formatter(state, exception)} {exception}");
            }
        }
    }
}
