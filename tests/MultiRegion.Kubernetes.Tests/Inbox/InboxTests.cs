using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Tests.Parity;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Inbox;

public sealed class InboxTests : IDisposable
{
    private const string Namespace = "multiregion-commands";

    private readonly VirtualClock _clock = new();
    private readonly FakeCluster _fake = new();
    private readonly HttpClient _http;
    private readonly KubernetesInbox _inbox;

    public InboxTests()
    {
        _fake.Put(Rig.Namespace(Namespace));
        _http = new(_fake.Handler);
        _inbox = Open();
    }

    [Fact]
    public async Task A_command_is_read_until_it_is_answered_and_bears_its_answer()
    {
        Put("b", """{"kind": "SwitchOver", "actor": "kim", "reason": "maintenance", "group": "shop", "region": "eu", "override": "capacity, budget"}""");
        Put("a", """{"kind": "approve", "actor": "ann", "reason": "seen", "group": "shop", "epoch": "7", "sequence": "3", "id": "night-1"}""");

        var read = (await ReadAsync()).Value;

        read.Select(static command => (command.Kind, command.Actor, command.Reason, command.Group?.Value, command.Region?.Value, command.Epoch, command.Sequence)).ShouldBe([
            (CommandKind.Approve, "ann", "seen", "shop", null, 7L, 3),
            (CommandKind.SwitchOver, "kim", "maintenance", "shop", "eu", null, null),
        ]);
        read.Select(static command => command.Id).ShouldBe(["night-1", Uid("b")]);
        read[1].Override.ShouldBe(["capacity", "budget"]);

        await AnswerAsync("night-1", true, "approved");
        (await ReadAsync()).Value.Select(static command => command.Actor).ShouldBe(["kim"]);
        (Label("a"), Annotation("a")).ShouldBe(("accepted", "approved"));
        using var another = Open();
        (await Rig.RunAsync(_clock, another.ReadAsync(default).AsTask())).Value.Select(static command => command.Actor).ShouldBe(["kim"]);
    }

    [Theory]
    [InlineData("""{"kind": "explode", "actor": "kim", "reason": "r"}""", "'kind' must be one of SwitchOver, FailOver")]
    [InlineData("""{"kind": "hold", "reason": "r"}""", "'actor' must say who")]
    [InlineData("""{"kind": "hold", "actor": "kim", "reason": " "}""", "'reason' must say why")]
    [InlineData("""{"kind": "hold", "actor": "kim", "reason": "r", "regoin": "eu"}""", "'regoin' is not known")]
    [InlineData("""{"kind": "hold", "actor": "kim", "reason": "r", "group": "a b"}""", "'group' is no id")]
    [InlineData("""{"kind": "hold", "actor": "kim", "reason": "r", "epoch": "-1"}""", "'epoch' must be a number")]
    [InlineData("""{"kind": "hold", "actor": "kim", "reason": "r", "id": "../x"}""", "'id' must be 1 to 64")]
    public async Task What_is_no_command_is_answered_at_once(string data, string told)
    {
        Put("bad", data);

        (await ReadAsync()).Value.ShouldBeEmpty();

        Label("bad").ShouldBe("refused");
        Annotation("bad").ShouldStartWith("This is no command: ");
        Annotation("bad").ShouldContain(told);
    }

    [Fact]
    public async Task Others_objects_are_not_read()
    {
        Put("other", """{"kind": "hold", "actor": "kim", "reason": "r"}""", "another");
        _fake.Put("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "plain", "namespace": "multiregion-commands"}, "data": {"kind": "hold", "actor": "kim", "reason": "r"}}""");

        (await ReadAsync()).Value.ShouldBeEmpty();
        _fake.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_cannot_be_written_is_written_later_and_its_command_is_not_read_again()
    {
        Put("a", """{"kind": "hold", "actor": "kim", "reason": "r"}""");
        await ReadAsync();
        _fake.Next(static _ => FakeResponse.Error(403, "Forbidden", "no"));
        await AnswerAsync(Uid("a"), true, "held");
        _fake.Next(static _ => FakeResponse.Error(403, "Forbidden", "no"));

        (await ReadAsync()).Problem!.Kind.ShouldBe(ProblemKind.Denied);
        (await ReadAsync()).Value.ShouldBeEmpty();
        Annotation("a").ShouldBe("held");
    }

    [Fact]
    public async Task An_object_that_was_made_anew_under_the_name_is_another_command()
    {
        Put("a", """{"kind": "hold", "actor": "kim", "reason": "r"}""");
        var first = (await ReadAsync()).Value.Single();
        _fake.Remove("configmaps", Namespace, "a");
        Put("a", """{"kind": "resume", "actor": "kim", "reason": "r"}""");

        await AnswerAsync(first.Id, true, "held");

        Label("a").ShouldBeNull();
        _clock.Advance(TimeSpan.FromSeconds(2));
        (await ReadAsync()).Value.Single().Kind.ShouldBe(CommandKind.Resume);
    }

    [Fact]
    public async Task It_is_asked_no_more_often_than_its_interval()
    {
        for (var i = 0; i < 8; i++)
        {
            await ReadAsync();
            _clock.Advance(TimeSpan.FromMilliseconds(500));
        }

        _fake.Requests.Count.ShouldBe(2);
        _fake.Requests[0].Query("labelSelector").ShouldBe("multiregion/command=multiregion,!multiregion/answered");
    }

    [Fact]
    public async Task A_cluster_that_is_away_is_a_problem_and_no_silence()
    {
        for (var i = 0; i < 4; i++)
        {
            _fake.Next(static _ => new(200, "") { IsLost = true });
        }

        (await ReadAsync()).Problem!.Kind.ShouldBe(ProblemKind.Unreachable);
    }

    [KubectlFact]
    public async Task Kubectl_is_enough()
    {
        await using var host = await FakeHost.StartAsync(_fake);
        using var home = new Folder();
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/providers/kubernetes-home.md"));
        var command = page.Split("```yaml\n").Select(static part => part.Split("```")[0]).Single(static part => part.Contains("generateName: switch-over-", StringComparison.Ordinal));

        (await KubectlAsync(host, home, command, "create", "--validate=false", "-f", "-")).ShouldContain("created");
        (await ReadAsync()).Value.Single().ShouldSatisfyAllConditions(static read => read.Kind.ShouldBe(CommandKind.SwitchOver), static read => read.Actor.ShouldBe("kim"));
        await AnswerAsync((await ReadAsync()).Value.Single().Id, true, "moving");
        (await KubectlAsync(host, home, "", "get", "configmaps", "-n", Namespace, "-l", "multiregion/command", "-o", "jsonpath={range .items[*]}{.metadata.annotations.multiregion/answer}{end}")).ShouldBe("moving");
    }

    public void Dispose()
    {
        _inbox.Dispose();
        _http.Dispose();
    }

    private static async Task<string> KubectlAsync(FakeHost host, Folder home, string input, params string[] arguments)
    {
        var (_, printed, complaint) = await RunProgram.RunAsync(KubectlFactAttribute.Kubectl!, ["--server", host.Address.AbsoluteUri, "--kubeconfig", "/dev/null", .. arguments], input, home.Root);
        return printed + complaint;
    }

    private KubernetesInbox Open()
    {
        var options = new KubernetesInboxOptions();
        options.Connection.Use(new("https://home.example.com"), _http);
        return new(options, _clock);
    }

    private void Put(string name, string data, string who = "multiregion") =>
        _fake.Put($$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{{{name}}}", "namespace": "{{{Namespace}}}", "labels": {"multiregion/command": "{{{who}}}"}}, "data": {{{data}}}}""");

    private JsonObject Find(string name) => _fake.Find("configmaps", Namespace, name)!["metadata"]!.AsObject();

    private string Uid(string name) => (string)Find(name)["uid"]!;

    private string? Label(string name) => (string?)Find(name)["labels"]!["multiregion/answered"];

    private string Annotation(string name) => (string)Find(name)["annotations"]!["multiregion/answer"]!;

    private Task<Result<System.Collections.Immutable.ImmutableArray<OperatorCommand>>> ReadAsync() => Rig.RunAsync(_clock, _inbox.ReadAsync(default).AsTask());

    private async Task AnswerAsync(string id, bool accepted, string text) => await Rig.RunAsync(_clock, AnsweredAsync(new(id, accepted, text)));

    private async Task<bool> AnsweredAsync(CommandAnswer answer)
    {
        await _inbox.AnswerAsync(answer, default);
        return true;
    }
}
