using System.Text;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Journal;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Journal;

public sealed class JournalTests : IDisposable
{
    private const string Head = "multiregion-journal";

    private readonly VirtualClock _clock = new();
    private readonly FakeCluster _fake = new();
    private readonly HttpClient _http;
    private readonly List<KubernetesJournal> _opened = [];
    private readonly KubernetesJournal _journal;

    public JournalTests()
    {
        _fake.Put(Rig.Namespace("multiregion"));
        _http = new(_fake.Handler);
        _journal = Open();
    }

    [Fact]
    public async Task It_does_what_every_journal_must() =>
        (await Rig.RunAsync(_clock, JournalConformance.CheckAsync(_journal, () => ValueTask.FromResult<IFailoverJournal>(Open()), default).AsTask())).ShouldBeEmpty();

    [Fact]
    public async Task An_append_is_one_request_and_people_can_read_what_it_wrote()
    {
        await AppendAsync(_journal, 1, "{\"who\": \"kim\"}");
        _fake.Forget();
        await AppendAsync(_journal, 2);

        _fake.Requests.ShouldHaveSingleItem().Target.ShouldBe("/api/v1/namespaces/multiregion/configmaps/multiregion-journal?fieldManager=multiregion&fieldValidation=Strict");
        Data("records").ShouldContain("""{"sequence":1,"kind":"Kind","version":1,"epoch":1,""");
        Data("records").ShouldContain("\\\"who\\\": \\\"kim");
        (Data("format"), Data("last")).ShouldBe(("1", "2"));
    }

    [Fact]
    public async Task No_object_grows_beyond_what_a_cluster_takes_and_all_is_there()
    {
        string[] payloads = [.. Enumerable.Range(1, 60).Select(static i => $"\"{new string((char)('a' + (i % 26)), 3000)}ä\""), $"\"{new string('ü', 700_000)}\"", "\"end\""];
        for (var i = 0; i < payloads.Length; i++)
        {
            await AppendAsync(_journal, i + 1, payloads[i]);
        }

        (await ReadAsync(Open())).Select(static record => Encoding.UTF8.GetString(record.Payload.Span)).ShouldBe(payloads);
        ConfigMaps().Max(static item => item["data"]!["records"]!.GetValue<string>().Length).ShouldBeLessThanOrEqualTo(JournalSegment.Largest);
        ConfigMaps().Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task A_compaction_leaves_a_snapshot_and_takes_the_old_segments_away()
    {
        for (var i = 1; i <= 40; i++)
        {
            await AppendAsync(_journal, i, $"\"{new string('x', 3000)}\"");
        }

        (await RunAsync(_journal.CompactAsync(Record(40, "\"all\""), default))).Value.ShouldBe(40);

        ConfigMaps().ShouldHaveSingleItem();
        (await ReadAsync(Open())).Select(static record => (record.Sequence, Encoding.UTF8.GetString(record.Payload.Span))).ShouldBe([(40, "\"all\"")]);
        await AppendAsync(_journal, 41);
        (await RunAsync(_journal.CompactAsync(Record(40, "\"all\""), default))).Value.ShouldBe(40);
        (await ReadAsync(_journal)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_that_append_at_once_one_is_refused_and_reads_it_again()
    {
        var other = Open();
        await AppendAsync(_journal, 1);
        await ReadAsync(other);
        _fake.BeforeWrite = () => AppendAsync(other, 2, "\"other\"").GetAwaiter().GetResult();

        (await TryAsync(_journal, 2)).ShouldBe(ProblemKind.Conflict);
        (await ReadAsync(_journal)).Count.ShouldBe(2);
        (await TryAsync(_journal, 3)).ShouldBeNull();
    }

    [Fact]
    public async Task A_lost_answer_is_looked_for_and_recognised_at_once()
    {
        await AppendAsync(_journal, 1);
        _fake.Next(Lost);

        (await TryAsync(_journal, 2)).ShouldBeNull();
        (await TryAsync(_journal, 3)).ShouldBeNull();
        (await ReadAsync(_journal)).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_lost_answer_that_could_not_be_looked_for_is_recognised_when_the_record_is_appended_again(int size)
    {
        await AppendAsync(_journal, 1);
        var made = 0;

        // Pieces go through; the head's answer is lost, and then nothing is answered.
        FakeResponse? Fail(FakeRequest request) => request.Method == "POST" ? null : made++ == 0 ? Lost(request) : new(200, "") { IsLost = true };
        for (var i = 0; i < 6; i++)
        {
            _fake.Next(Fail);
        }

        (await TryAsync(_journal, 2, size)).ShouldBe(ProblemKind.Unreachable);
        _fake.DropFaults();
        (await TryAsync(_journal, 2, size)).ShouldBeNull();
        (await TryAsync(_journal, 2, size)).ShouldBe(ProblemKind.Conflict);
        (await ReadAsync(Open())).Select(static record => record.Sequence).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task The_same_record_of_another_writer_is_not_taken_for_ones_own()
    {
        await AppendAsync(_journal, 1);
        var other = Open();
        await ReadAsync(other);
        _fake.BeforeWrite = () =>
        {
            AppendAsync(other, 2).GetAwaiter().GetResult();
            _fake.Next(static _ => new(200, "") { IsLost = true });
        };

        (await TryAsync(_journal, 2)).ShouldBe(ProblemKind.Conflict);
    }

    [Theory]
    [InlineData(504, "Timeout", true, null)]
    [InlineData(504, "Timeout", false, ProblemKind.Unreachable)]
    [InlineData(500, "ServerTimeout", false, ProblemKind.Unreachable)]
    [InlineData(500, "InternalError", false, ProblemKind.Failed)]
    [InlineData(403, "Forbidden", false, ProblemKind.Denied)]
    public async Task A_server_or_webhook_that_times_out_leaves_a_doubt_that_is_settled_by_reading(int code, string reason, bool written, ProblemKind? kind)
    {
        await AppendAsync(_journal, 1);
        _fake.Next(request =>
        {
            _ = written ? _fake.Serve(request) : null;
            return FakeResponse.Error(code, reason, "failed calling webhook \"w.example.com\": context deadline exceeded");
        });

        (await TryAsync(_journal, 2)).ShouldBe(kind);
        (await TryAsync(_journal, written ? 3 : 2)).ShouldBeNull();
        (await ReadAsync(_journal)).Count.ShouldBe(written ? 3 : 2);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_is_said_and_nothing_is_lost()
    {
        await AppendAsync(_journal, 1);
        _fake.Quota["configmaps"] = 1;

        var refused = await RunAsync(_journal.AppendAsync(Record(2, $"\"{new string('x', 100_000)}\""), 1, default));

        refused.Problem!.Kind.ShouldBe(ProblemKind.Denied);
        refused.Problem.Detail.ShouldContain("exceeded quota");
        (await TryAsync(_journal, 2)).ShouldBeNull();
        (await ReadAsync(_journal)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_journal_that_was_removed_takes_nothing_from_who_knew_it_and_is_empty_for_others()
    {
        await AppendAsync(_journal, 1);
        _fake.Remove("configmaps", "multiregion", Head);

        var gone = await RunAsync(_journal.AppendAsync(Record(2), 1, default));

        (gone.Problem!.Kind, gone.Problem.Retryable).ShouldBe((ProblemKind.Failed, false));
        gone.Problem.Detail.ShouldContain("was removed");
        (await FaultAsync(_journal)).Fault.ShouldBe(JournalFault.Unavailable);
        (await ReadAsync(Open())).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_damaged_foreign_or_newer_is_said_and_not_touched()
    {
        for (var i = 1; i <= 20; i++)
        {
            await AppendAsync(_journal, i, $"\"{new string('x', 3000)}\"");
        }

        var segment = ConfigMaps().First(static item => item["immutable"] is not null)["metadata"]!["name"]!.GetValue<string>();
        var whole = _fake.Find("configmaps", "multiregion", segment)!.ToJsonString();
        _fake.Remove("configmaps", "multiregion", segment);
        (await FaultAsync(Open())).ShouldSatisfyAllConditions(static wrong => wrong.Fault.ShouldBe(JournalFault.Corrupt), wrong => wrong.Message.ShouldContain($"segment {segment} is missing"));
        _fake.Put(whole.Replace("xxxx", "yyyy", StringComparison.Ordinal));
        (await FaultAsync(Open())).Message.ShouldContain("does not hold what it held");
        _fake.Put(whole);
        _fake.Change("configmaps", "multiregion", Head, static item => item["data"]!["records"] = item["data"]!["records"]!.GetValue<string>().Replace("\"epoch\":20", "\"epoch\":21", StringComparison.Ordinal));
        (await FaultAsync(Open())).Message.ShouldContain("does not match its hash");
        _fake.Forget();
        (await RunAsync(Open().AppendAsync(Record(21), 20, default))).Problem!.Kind.ShouldBe(ProblemKind.Refused);
        _fake.Change("configmaps", "multiregion", Head, static item => item["data"]!["format"] = "2");
        (await FaultAsync(Open())).Fault.ShouldBe(JournalFault.NewerVersion);
        _fake.Change("configmaps", "multiregion", Head, static item => item["data"] = new JsonObject { ["a"] = "b" });
        (await FaultAsync(Open())).Fault.ShouldBe(JournalFault.Foreign);
        _fake.Remove("configmaps", "multiregion", Head);
        (await FaultAsync(Open())).Message.ShouldContain("its head is not");
        _fake.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_namespace_that_is_missing_and_a_cluster_that_is_away_are_said()
    {
        using var journal = Open("elsewhere");
        (await RunAsync(journal.AppendAsync(Record(1), 0, default))).Problem!.Detail.ShouldContain("namespaces \"elsewhere\" not found");
        for (var i = 0; i < 10; i++)
        {
            _fake.Next(static _ => new(200, "") { IsLost = true });
        }

        (await FaultAsync(_journal)).Fault.ShouldBe(JournalFault.Unavailable);
        (await RunAsync(_journal.AppendAsync(Record(1), 0, default))).Problem!.Kind.ShouldBe(ProblemKind.Unreachable);
    }

    [Fact]
    public async Task A_writer_that_slept_through_a_compaction_does_no_harm()
    {
        var sleeper = Open();
        for (var i = 1; i <= 20; i++)
        {
            await AppendAsync(_journal, i, $"\"{new string('x', 3000)}\"");
        }

        await ReadAsync(sleeper);

        // The sleeper has made its pieces, and writes its head after another has compacted and gone on.
        var began = false;
        _fake.Next(request =>
        {
            began = request.Method == "POST";
            var answer = _fake.Serve(request);
            RunAsync(_journal.CompactAsync(Record(20, "\"all\""), default)).GetAwaiter().GetResult();
            AppendAsync(_journal, 21).GetAwaiter().GetResult();
            return answer;
        });

        (await TryAsync(sleeper, 21, 100_000)).ShouldBe(ProblemKind.Conflict);

        began.ShouldBeTrue();
        (await ReadAsync(sleeper)).Select(static record => record.Sequence).ShouldBe([20, 21]);
    }

    public void Dispose()
    {
        _opened.ForEach(static journal => journal.Dispose());
        _http.Dispose();
    }

    private static JournalRecord Record(long sequence, string payload = "{}") => new()
    {
        Sequence = sequence,
        Kind = "Kind",
        Version = 1,
        Epoch = sequence,
        At = DateTimeOffset.UnixEpoch,
        Payload = Encoding.UTF8.GetBytes(payload),
    };

    private FakeResponse Lost(FakeRequest request)
    {
        _fake.Serve(request);
        return new(200, "") { IsLost = true };
    }

    private KubernetesJournal Open(string ns = "multiregion")
    {
        var options = new KubernetesJournalOptions { Namespace = ns };
        options.Connection.Use(new("https://home.example.com"), _http);
        _opened.Add(new(options, _clock));
        return _opened[^1];
    }

    private Task<T> RunAsync<T>(ValueTask<T> call) => Rig.RunAsync(_clock, call.AsTask());

    private async Task AppendAsync(KubernetesJournal journal, long sequence, string payload = "{}") => (await RunAsync(journal.AppendAsync(Record(sequence, payload), sequence - 1, default))).Problem.ShouldBeNull();

    private async Task<ProblemKind?> TryAsync(KubernetesJournal journal, long sequence, int size = 1) =>
        (await RunAsync(journal.AppendAsync(Record(sequence, $"\"{new string('x', size)}\""), sequence - 1, default))).Problem?.Kind;

    private Task<List<JournalRecord>> ReadAsync(KubernetesJournal journal) => Rig.RunAsync(_clock, AllAsync(journal));

    private Task<JournalException> FaultAsync(KubernetesJournal journal) => Should.ThrowAsync<JournalException>(() => ReadAsync(journal));

    private static async Task<List<JournalRecord>> AllAsync(KubernetesJournal journal)
    {
        List<JournalRecord> read = [];
        await foreach (var record in journal.ReadAsync(1, default))
        {
            read.Add(record);
        }

        return read;
    }

    private List<JsonObject> ConfigMaps() => _fake.All("configmaps");

    private string Data(string key) => (string)_fake.Find("configmaps", "multiregion", Head)!["data"]![key]!;
}
