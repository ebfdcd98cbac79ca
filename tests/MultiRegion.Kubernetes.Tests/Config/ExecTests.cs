using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Config;
using MultiRegion.Kubernetes.Credentials;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Config;

public sealed class ExecTests
{
    private const string Version = "client.authentication.k8s.io/v1";
    private const string Secret = "s3cr3t-of-this-test";

    private readonly VirtualClock _clock = new();
    private readonly Scripted _programs = new();

    [Fact]
    public async Task A_credential_is_kept_until_it_expires()
    {
        using var credential = Credential();
        _programs.Prints.Enqueue(Answer("one", _clock.GetUtcNow().AddMinutes(10)));
        _programs.Prints.Enqueue(Answer("two", null));

        (await TokenAsync(credential)).ShouldBe("one");
        _clock.Advance(TimeSpan.FromMinutes(9));
        (await TokenAsync(credential)).ShouldBe("one");
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await TokenAsync(credential)).ShouldBe("two");
        _clock.Advance(TimeSpan.FromDays(10));
        (await TokenAsync(credential)).ShouldBe("two");
        _programs.Runs.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_was_rejected_is_asked_for_again_and_a_late_rejection_of_an_old_one_changes_nothing()
    {
        using var credential = Credential();
        _programs.Prints.Enqueue(Answer("one", null));
        _programs.Prints.Enqueue(Answer("two", null));
        var first = await credential.GetAsync(default);

        credential.Reject(first).ShouldBeTrue();
        (await TokenAsync(credential)).ShouldBe("two");
        credential.Reject(first).ShouldBeTrue();

        (await TokenAsync(credential)).ShouldBe("two");
        _programs.Runs.ShouldBe(2);
    }

    [Fact]
    public async Task A_request_that_was_not_accepted_is_sent_once_more_with_a_new_credential()
    {
        var fake = new FakeCluster { Token = "two" };
        await using var host = await FakeHost.StartAsync(fake);
        using var transport = new KubeTransport(new() { Name = "c", Server = host.Address, Credential = Credential() });
        using var client = new KubeClient(new() { Cluster = "c", Server = host.Address, Transport = transport, Time = _clock });
        _programs.Prints.Enqueue(Answer("one", null));
        _programs.Prints.Enqueue(Answer("two", null));

        (await client.IsReadyAsync(default)).Succeeded.ShouldBeTrue();

        (fake.Requests.Count, _programs.Runs).ShouldBe((2, 2));
        fake.Token = "three";
        _programs.Prints.Enqueue(Answer("four", null));
        (await client.IsReadyAsync(default)).Problem!.Kind.ShouldBe(ProblemKind.Denied);
        fake.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_plugin_is_told_the_cluster_when_it_wants_to_know()
    {
        using var credential = Credential(provides: true);
        _programs.Prints.Enqueue(Answer("one", null));
        await credential.GetAsync(default);

        var info = JsonNode.Parse(_programs.Info!)!;
        ((string?)info["apiVersion"], (bool?)info["spec"]!["interactive"], (string?)info["spec"]!["cluster"]!["server"], (string?)info["spec"]!["cluster"]!["config"]!["audience"]).ShouldBe((Version, false, "https://eu.example.com", "a"));
    }

    [Theory]
    [InlineData("no json s3cr3t-of-this-test", "is not an ExecCredential in JSON")]
    [InlineData("{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}", "another kind or apiVersion")]
    [InlineData("{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}", "neither a token nor a certificate")]
    [InlineData("{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientCertificateData\":\"s3cr3t-of-this-test\"}}", "a certificate without key")]
    [InlineData("{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"s3cr3t-of-this-test\",\"expirationTimestamp\":\"soon\"}}", "expirationTimestamp is no time")]
    [InlineData("{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientCertificateData\":\"s3cr3t-of-this-test\",\"clientKeyData\":\"x\"}}", "cannot be read, or do not belong together")]
    public async Task An_answer_that_is_none_is_told_without_its_text(string printed, string told)
    {
        using var credential = Credential();
        _programs.Prints.Enqueue(printed);

        var error = await Should.ThrowAsync<CredentialException>(credential.GetAsync(default).AsTask());

        error.Message.ShouldContain(told);
        error.Message.ShouldContain("config:7: users[0].user.exec");
        error.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_plugin_that_is_not_there_is_told_with_its_install_hint()
    {
        using var credential = new ExecCredential(Entry("multiregion-no-such-plugin", []), Cluster, new Programs(TimeProvider.System), TimeProvider.System);

        var error = await Should.ThrowAsync<CredentialException>(credential.GetAsync(default).AsTask());

        error.Message.ShouldContain("the plugin 'multiregion-no-such-plugin': it is not there, or may not be run. Install it from the shelf.");
    }

    [Fact]
    public async Task A_real_program_is_run_with_its_arguments_and_environment_and_its_complaints_stay_with_it()
    {
        if (!File.Exists("/bin/sh"))
        {
            return;
        }

        using var good = new ExecCredential(Entry("/bin/sh", ["-c", "echo \"{\\\"kind\\\":\\\"ExecCredential\\\",\\\"apiVersion\\\":\\\"$V\\\",\\\"status\\\":{\\\"token\\\":\\\"from-sh\\\"}}\""]), Cluster, new Programs(TimeProvider.System), TimeProvider.System);
        using var bad = new ExecCredential(Entry("/bin/sh", ["-c", $"echo {Secret} >&2; exit 3"]), Cluster, new Programs(TimeProvider.System), TimeProvider.System);

        (await TokenAsync(good)).ShouldBe("from-sh");
        var error = await Should.ThrowAsync<CredentialException>(bad.GetAsync(default).AsTask());
        error.Message.ShouldContain("exit code 3");
        error.ToString().ShouldNotContain(Secret);
    }

    private static ClusterEntry Cluster => new() { At = new("config", "clusters[0].cluster", 2), Server = "https://eu.example.com", ExecConfig = """{"audience": "a"}""" };

    private static ExecEntry Entry(string command, string[] arguments, bool provides = false) => new()
    {
        At = new("config", "users[0].user.exec", 7),
        ApiVersion = Version,
        Command = command,
        Arguments = [.. arguments],
        Environment = [("V", Version)],
        InstallHint = "Install it from the shelf.",
        InteractiveMode = "Never",
        ProvideClusterInfo = provides,
    };

    private static string Answer(string token, DateTimeOffset? until) =>
        new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = Version, ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = until?.ToString("O") } }.ToJsonString();

    private static async Task<string?> TokenAsync(Credential credential) => (await credential.GetAsync(default)).Header!.Parameter;

    private ExecCredential Credential(bool provides = false) => new(Entry("plugin", [], provides), Cluster, _programs, _clock);

    private sealed class Scripted : IPrograms
    {
        public Queue<string> Prints { get; } = [];

        public int Runs { get; private set; }

        public string? Info { get; private set; }

        public ValueTask<Result<string>> RunAsync(ExecEntry program, string info, CancellationToken cancellationToken)
        {
            (Runs, Info) = (Runs + 1, info);
            return ValueTask.FromResult<Result<string>>(Prints.Dequeue());
        }
    }
}
