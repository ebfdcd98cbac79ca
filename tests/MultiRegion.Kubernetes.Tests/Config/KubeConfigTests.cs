using MultiRegion.Kubernetes.Config;
using MultiRegion.Kubernetes.Credentials;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Config;

public sealed class KubeConfigTests
{
    private const string Secret = "s3cr3t-of-this-test";

    private const string Good = """
        apiVersion: v1
        kind: Config
        current-context: eu
        clusters:
        - name: eu
          cluster: {server: "https://eu.example.com:6443", tls-server-name: api.internal, proxy-url: "socks5://127.0.0.1:1080"}
        contexts:
        - name: eu
          context: {cluster: eu, user: bot, namespace: shop}
        users:
        - name: bot
          user: {token: s3cr3t-of-this-test, as: ops, as-uid: "7", as-groups: [a, b], as-user-extra: {reason: [drill]}}
        """;

    [Fact]
    public async Task A_context_says_where_who_and_how()
    {
        var found = Resolve(Good);

        found.Succeeded.ShouldBeTrue(found.Problem?.Detail);
        var connection = found.Value!;
        (connection.Server.AbsoluteUri, connection.TlsServerName, connection.Proxy!.AbsoluteUri, connection.Namespace).ShouldBe(("https://eu.example.com:6443/", "api.internal", "socks5://127.0.0.1:1080/", "shop"));
        (connection.Impersonation.User, connection.Impersonation.Uid, string.Join(',', connection.Impersonation.Groups), connection.Impersonation.Extra[0]).ShouldBe(("ops", "7", "a,b", ("reason", "drill")));
        (await connection.Credential.GetAsync(default)).Header!.ToString().ShouldBe($"Bearer {Secret}");
    }

    [Fact]
    public void The_first_of_several_files_counts_and_relative_paths_belong_to_the_file_that_has_them()
    {
        using var folder = new Folder();
        var first = folder.Write("one/config", "current-context: b\nclusters:\n- {name: c, cluster: {server: https://first.example.com, certificate-authority: ca.crt}}\n");
        var second = folder.Write("two/config", "current-context: z\nclusters:\n- {name: c, cluster: {server: https://second.example.com}}\ncontexts:\n- {name: b, context: {cluster: c, user: u}}\nusers:\n- {name: u, user: {tokenFile: ../token}}\n");

        var config = KubeConfigFiles.Load(null, name => name == "KUBECONFIG" ? $"{first}{Path.PathSeparator}{folder.Root}/missing{Path.PathSeparator}{second}" : null).Value!;

        (config.CurrentContext, config.Clusters["c"].Server, config.Clusters["c"].AuthorityFile, config.Users["u"].TokenFile)
            .ShouldBe(("b", "https://first.example.com", Path.Combine(folder.Root, "one", "ca.crt"), Path.Combine(folder.Root, "token")));
    }

    [Fact]
    public void A_missing_kubeconfig_is_said_with_the_places() =>
        KubeConfigFiles.Load(null, static name => name == "HOME" ? "/nowhere" : null).Problem!.Detail.ShouldContain("/nowhere/.kube/config does not exist. Name one, or set KUBECONFIG.");

    [Theory]
    [InlineData("clusters: [", "config: line 2, column 1: While parsing")]
    [InlineData("clusters:\n- name: a\n  name: b\n", "config: line 3, column 3: the key 'name' stands there twice")]
    [InlineData("clusters: 7", "config:1: clusters must be a list")]
    [InlineData("clusters:\n- cluster: {server: x}\n", "config:2: clusters[0].name is missing")]
    [InlineData("clusters:\n- name: a\n", "config:2: clusters[0].cluster is missing")]
    [InlineData("clusters:\n- {name: a, cluster: {server: [x]}}\n", "config:2: clusters[0].cluster.server must be a text")]
    [InlineData("clusters:\n- {name: a, cluster: {insecure-skip-tls-verify: maybe}}\n", "clusters[0].cluster.insecure-skip-tls-verify is neither true nor false")]
    [InlineData("clusters:\n- {name: a, cluster: {certificate-authority-data: s3cr3t-of-this-test}}\n", "clusters[0].cluster.certificate-authority-data is not base64")]
    [InlineData("users:\n- {name: a, user: {exec: {command: x}}}\n", "config:2: users[0].user.exec.apiVersion is missing")]
    [InlineData("users:\n- {name: a, user: {as-groups: {a: b}}}\n", "users[0].user.as-groups must be a list")]
    [InlineData("users:\n- {name: a, user: {token: t}}\n- {name: a, user: {token: u}}\n", "config:3: users[1] the name 'a' stands there twice")]
    [InlineData("kind: Pod", "kind is 'Pod': a kubeconfig has the kind Config")]
    [InlineData("a: &x {b: 1}\nc:\n  <<: *x\n", "merge keys (<<) are not read")]
    [InlineData("a: *unknown", "an alias of an anchor that does not stand before it")]
    [InlineData("a: 1\n---\nb: 2\n", "there is a second document")]
    [InlineData("[1, 2]", "the document must be a map")]
    public void A_malformed_kubeconfig_is_told_with_file_place_and_reason(string text, string told)
    {
        var problem = KubeConfigReader.Read("config", text).Problem.ShouldNotBeNull();

        problem.Kind.ShouldBe(ProblemKind.Refused);
        problem.Detail.ShouldStartWith("config:");
        problem.Detail.ShouldContain(told);
        problem.Detail.ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("current-context: eu", "current-context: us", "there is no context 'us' (eu)")]
    [InlineData("current-context: eu", "current-context: ''", "there is no current-context: name a context (eu)")]
    [InlineData("{cluster: eu, user", "{cluster: us, user", "the context 'eu' names the cluster 'us', which no file has (eu)")]
    [InlineData("user: bot", "user: bat", "the context 'eu' names the user 'bat', which no file has (bot)")]
    [InlineData("https://eu", "ftp://eu", "it is not an https address")]
    [InlineData("https://eu", "http://eu", "plain HTTP, over which no credentials are sent")]
    [InlineData("https://eu", "https://me:pw@eu", "without user information")]
    [InlineData("socks5://", "gopher://", "proxy-url: it is no http, https or socks5 address")]
    [InlineData("tls-server-name: api.internal", "certificate-authority: /nowhere/ca.crt", "the file /nowhere/ca.crt cannot be read")]
    [InlineData("tls-server-name: api.internal", "certificate-authority-data: aGVsbG8=", "it holds no certificate in PEM")]
    [InlineData("tls-server-name: api.internal", "certificate-authority-data: aGVsbG8=, insecure-skip-tls-verify: true", "contradict each other")]
    [InlineData("{token: s3cr3t-of-this-test", "{client-certificate-data: aGVsbG8=", "the key is missing")]
    [InlineData("{token: s3cr3t-of-this-test", "{client-certificate-data: aGVsbG8=, client-key-data: aGVsbG8=", "the certificate and its key cannot be read")]
    [InlineData("{token: s3cr3t-of-this-test", "{auth-provider: {name: gcp}", "'gcp' is of the old kind")]
    [InlineData("{token: s3cr3t-of-this-test", "{token: \"s3cr3t-of this\\ttest\"", "characters that no token has")]
    [InlineData("{token: s3cr3t-of-this-test", "{token: a, username: b", "username and a token contradict each other")]
    [InlineData("{token: s3cr3t-of-this-test", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: x}", "interactiveMode: it is missing")]
    [InlineData("{token: s3cr3t-of-this-test", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}", "there is nobody to ask here")]
    [InlineData("{token: s3cr3t-of-this-test", "{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}", "apiVersion: it is not client.authentication.k8s.io/v1")]
    public void What_does_not_lead_to_a_cluster_is_told_with_the_way_out(string instead, string write, string told)
    {
        var problem = Resolve(Good.Replace(instead, write, StringComparison.Ordinal)).Problem.ShouldNotBeNull();

        problem.Detail.ShouldContain(told);
        problem.Detail.ShouldContain("config");
        problem.Detail.ShouldNotContain(Secret);
    }

    [Fact]
    public void Bombs_and_deep_nesting_are_bounded()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(static i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        var deep = string.Concat(Enumerable.Repeat("[", 100_000));
        var wide = $"a: [{string.Join(',', Enumerable.Repeat('x', YamlLimits.Configuration.MostValues + 1))}]";

        YamlReader.Read(bomb).Problem!.Detail.ShouldContain("more than 200000 values, aliases written out");
        YamlReader.Read(deep).Problem!.Detail.ShouldContain("nested deeper than 64 levels");
        YamlReader.Read(wide).Problem!.Detail.ShouldContain("more than 200000 values");
        YamlReader.Read(new string(' ', YamlLimits.Configuration.LongestText + 1)).Problem!.Detail.ShouldContain("longer than");
    }

    [Fact]
    public void A_kubeconfig_in_json_is_one_too() =>
        KubeConfigReader.Read("config", """{"kind": "Config", "current-context": null, "clusters": [{"name": "a", "cluster": {"server": "https://a"}}]}""").Value!.Clusters["a"].Server.ShouldBe("https://a");

    [Fact]
    public void The_cluster_of_this_process_is_found_by_the_environment_and_the_service_account()
    {
        using var folder = new Folder();
        folder.Write("ca.crt", Pki.Authority.Pem);
        folder.Write("token", Secret);
        folder.Write("namespace", "ops\n");
        var environment = (string name) => name switch { "KUBERNETES_SERVICE_HOST" => "fd00::1", "KUBERNETES_SERVICE_PORT" => "443", _ => null };

        var found = InCluster.Resolve(environment, folder.Root, TimeProvider.System);

        (found.Value!.Server.AbsoluteUri, found.Value.Namespace, found.Value.Authorities!.Count).ShouldBe(("https://[fd00::1]/", "ops", 1));
        InCluster.Resolve(static _ => null, folder.Root, TimeProvider.System).Problem!.Detail.ShouldContain("not inside a cluster");
        InCluster.Resolve(environment, "/nowhere", TimeProvider.System).Problem!.Detail.ShouldContain("/nowhere/ca.crt cannot be read");
    }

    [Fact]
    public async Task A_token_in_a_file_is_read_again_each_minute_and_the_last_good_one_counts()
    {
        using var folder = new Folder();
        var (clock, file) = (new VirtualClock(), folder.Write("token", "one"));
        var credential = new TokenFileCredential(file, null, clock);
        var token = async () => (await credential.GetAsync(default)).Header!.Parameter;

        (await token()).ShouldBe("one");
        folder.Write("token", "two");
        (await token()).ShouldBe("one");
        clock.Advance(TokenFileCredential.Fresh);
        (await token()).ShouldBe("two");
        File.Delete(file);
        clock.Advance(TokenFileCredential.Fresh);
        (await token()).ShouldBe("two");
    }

    private static Result<ClusterConnection> Resolve(string text)
    {
        var config = KubeConfigReader.Read("config", text);
        return config.Succeeded ? new ConnectionResolver(new Programs(TimeProvider.System), TimeProvider.System).Resolve(config.Value, null) : config.Problem;
    }
}
