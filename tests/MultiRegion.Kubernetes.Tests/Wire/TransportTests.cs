using System.Text;
using MultiRegion.Kubernetes.Config;
using MultiRegion.Kubernetes.Credentials;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Tests.Wire;

/// <summary>Real sockets and real certificates on loopback.</summary>
public sealed class TransportTests
{
    private const string Secret = "s3cr3t-of-this-test";

    [Fact]
    public async Task The_server_shows_a_certificate_of_the_authority_that_the_kubeconfig_names()
    {
        await using var rig = await TlsRig.StartAsync(["127.0.0.1"]);

        (await rig.ReadyAsync($"certificate-authority-data: {Base64(Pki.Authority.Pem)}", "token: s3cr3t-of-this-test")).Succeeded.ShouldBeTrue();
        rig.Fake.Requests[^1].Header("Authorization").ShouldBe($"Bearer {Secret}");
    }

    [Fact]
    public async Task Any_other_certificate_is_refused_and_nothing_is_sent()
    {
        await using var rig = await TlsRig.StartAsync(["127.0.0.1"]);

        var unknown = await rig.ReadyAsync($"certificate-authority-data: {Base64(Pki.Another.Pem)}", "token: s3cr3t-of-this-test");
        var system = await rig.ReadyAsync("disable-compression: true", "token: s3cr3t-of-this-test");

        foreach (var refused in new[] { unknown, system })
        {
            refused.Problem!.Kind.ShouldBe(ProblemKind.Unreachable);
            refused.Problem.Detail.ShouldContain("TLS failed");
            refused.Problem.Detail.ShouldNotContain(Secret);
        }

        rig.Fake.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_name_in_the_certificate_is_checked_and_may_be_named()
    {
        await using var rig = await TlsRig.StartAsync(["api.internal"]);
        var authority = $"certificate-authority-data: {Base64(Pki.Authority.Pem)}";

        (await rig.ReadyAsync(authority, "token: t")).Problem!.Detail.ShouldContain("TLS failed");
        (await rig.ReadyAsync($"{authority}, tls-server-name: api.internal", "token: t")).Succeeded.ShouldBeTrue();
        (await rig.ReadyAsync("insecure-skip-tls-verify: true", "token: t")).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_a_proxy_that_is_named_is_used()
    {
        await using var rig = await TlsRig.StartAsync(["127.0.0.1"]);
        rig.Fake.Next(_ => new(302, "") { Headers = { ["Location"] = new Uri(rig.Host.Address, "/version").AbsoluteUri } });

        (await rig.ReadyAsync("insecure-skip-tls-verify: true", "token: s3cr3t-of-this-test")).Problem!.Detail.ShouldContain("redirected (302), which is not followed");
        (await rig.ReadyAsync("insecure-skip-tls-verify: true, proxy-url: \"http://127.0.0.1:1\"", "token: t")).Problem!.Kind.ShouldBe(ProblemKind.Unreachable);
        rig.Fake.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_certificate_is_shown()
    {
        await using var rig = await TlsRig.StartAsync(["127.0.0.1"]);
        var (certificate, key) = Pki.Authority.Client("controller");

        (await rig.ReadyAsync($"certificate-authority-data: {Base64(Pki.Authority.Pem)}", $"client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}")).Succeeded.ShouldBeTrue();

        rig.Host.ClientSubject.ShouldBe("CN=controller");
    }

    [Fact]
    public async Task A_client_certificate_that_has_expired_is_said_before_anything_is_sent()
    {
        await using var rig = await TlsRig.StartAsync(["127.0.0.1"]);
        var (certificate, key) = Pki.Authority.Client("controller", untilYear: 51);

        var refused = Should.Throw<InvalidOperationException>(async () => await rig.ReadyAsync("insecure-skip-tls-verify: true", $"client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}"));

        refused.Message.ShouldContain("has expired on 2021-01-01");
    }

    [Fact]
    public async Task Requests_are_made_for_whom_the_user_stands_in_for()
    {
        await using var rig = await TlsRig.StartAsync(["127.0.0.1"]);

        await rig.ReadyAsync("insecure-skip-tls-verify: true", "username: me, password: pw, as: ops, as-groups: [a, b], as-user-extra: {acme.com/reason: [x]}");

        var request = rig.Fake.Requests[^1];
        (request.Header("Impersonate-User"), request.Header("Impersonate-Group"), request.Header("Impersonate-Extra-acme.com%2Freason"), request.Header("Authorization")).ShouldBe(("ops", "a, b", "x", $"Basic {Base64("me:pw")}"));
    }

    [Fact]
    public async Task A_watch_over_a_socket_brings_events_as_they_happen_also_by_the_applications_own_client()
    {
        var fake = new FakeCluster();
        fake.Put(Rig.Namespace("shop"));
        await using var host = await FakeHost.StartAsync(fake);
        using var http = new HttpClient();
        using var given = new GivenClient(http);
        using var client = new KubeClient(new() { Cluster = "c", Server = host.Address, Transport = given });
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        List<string> seen = [];

        await foreach (var happened in client.WatchAsync(Rig.ConfigMaps, "shop", new(), end.Token))
        {
            seen.Add($"{happened.Kind}");
            if (seen.Count == 3)
            {
                break;
            }

            fake.Put(Rig.ConfigMap($"c{seen.Count}"));
        }

        seen.ShouldBe(["Listed", "Added", "Added"]);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private sealed class TlsRig(FakeCluster fake, FakeHost host) : IAsyncDisposable
    {
        public FakeCluster Fake => fake;

        public FakeHost Host => host;

        public static async Task<TlsRig> StartAsync(string[] names)
        {
            var fake = new FakeCluster();
            return new(fake, await FakeHost.StartAsync(fake, Pki.Authority.Server(names)));
        }

        public async Task<KubeResult<bool>> ReadyAsync(string cluster, string user)
        {
            var text = $"current-context: a\ncontexts: [{{name: a, context: {{cluster: a, user: a}}}}]\nclusters: [{{name: a, cluster: {{server: \"{host.Address}\", {cluster}}}}}]\nusers: [{{name: a, user: {{{user}}}}}]\n";
            var config = KubeConfigReader.Read("config", text);
            var connection = new ConnectionResolver(new Programs(TimeProvider.System), TimeProvider.System).Resolve(config.Value ?? throw new InvalidOperationException(config.Problem!.Detail), null);
            using var transport = new KubeTransport(connection.Value ?? throw new InvalidOperationException(connection.Problem!.Detail));
            using var client = new KubeClient(new() { Cluster = "c", Server = connection.Value.Server, Transport = transport, Retry = new RetrySettings { Attempts = 1 } });
            return await client.IsReadyAsync(default);
        }

        public ValueTask DisposeAsync() => host.DisposeAsync();
    }
}
