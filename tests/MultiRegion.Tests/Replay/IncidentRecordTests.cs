using MultiRegion.Journal;
using MultiRegion.Testing.Replay;

namespace MultiRegion.Tests.Replay;

public sealed class IncidentRecordTests : IDisposable
{
    private const string Head = "time,service,region,outcome\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("time,service,region\n", 1, "'outcome' is missing")]
    [InlineData("time,service,region,outcome,colour\n", 1, "'colour' is no column")]
    [InlineData("time,service,region,outcome,time\n", 1, "twice")]
    [InlineData(Head + "2026-03-01T10:00:00Z,shop,eu,success\n2026-03-01T10:00:01Z,shop\n", 3, "torn")]
    [InlineData(Head + "2026-03-01T10:00:00Z,shop,eu,succ", 2, "no end")]
    [InlineData(Head + "2026-03-01T10:00:00Z,shop,eu,great\n", 2, "'great' is no outcome")]
    [InlineData(Head + "2026-03-01T10:00:00Z,shop,eu,2\n", 2, "'2' is no outcome")]
    [InlineData(Head + "yesterday,shop,eu,success\n", 2, "'yesterday' is no time")]
    [InlineData(Head + "2026-03-01T10:00:00Z,sh op,eu,success\n", 2, "'sh op' is no service")]
    [InlineData(Head + "2026-03-01T10:00:00Z,shop,,success\n", 2, "is no region")]
    [InlineData(Head + "2026-03-01T10:00:05Z,shop,eu,success\n\n2026-03-01T10:00:04Z,shop,eu,success\n", 4, "before that of the one above")]
    [InlineData("time,service,region,outcome,latencyMs\n2026-03-01T10:00:00Z,shop,eu,success,-1\n", 2, "'-1' is no latency")]
    [InlineData(Head, 0, "no probe results")]
    public void A_table_with_a_mistake_is_refused_with_its_line(string table, long line, string what)
    {
        var path = _folder.Write("probes.csv", table);
        var error = Should.Throw<RecordException>(() => IncidentRecord.ReadCsv(path));

        (error.Path, error.Line).ShouldBe((path, line));
        error.Message.ShouldContain(what);
    }

    [Fact]
    public void A_table_that_is_not_there_is_refused() =>
        Should.Throw<RecordException>(() => IncidentRecord.ReadCsv(_folder["nowhere.csv"])).Message.ShouldContain("nowhere.csv");

    [Fact]
    public void A_table_has_its_values()
    {
        var path = _folder.Write("probes.csv", "outcome,time,region,service,vantage,latencyMs,reason\r\nFailure,2026-03-01T12:00:00.25+02:00,eu,shop,paris,12.5,WrongStatus\r\nsuccess,2026-03-01T10:00:01Z,,reference 2,,,\r\n");
        var probes = IncidentRecord.ReadCsv(path).Probes;

        (probes[0].At, probes[0].Service, probes[0].Region, probes[0].Vantage, probes[0].Outcome, probes[0].Reason, probes[0].Latency).ShouldBe(
            (new DateTimeOffset(2026, 3, 1, 10, 0, 0, 250, TimeSpan.Zero), new ServiceId("shop"), new RegionId("eu"), new VantageId("paris"), ProbeOutcome.Failure, ProbeReason.WrongStatus, TimeSpan.FromMilliseconds(12.5)));
        (probes[1].Service, probes[1].Reference, probes[1].Outcome).ShouldBe((null, 2, ProbeOutcome.Success));
    }

    [Fact]
    public async Task A_torn_line_is_an_error_unless_it_is_accepted()
    {
        await RealRun.WriteAsync(_folder.Path);
        var lines = await File.ReadAllLinesAsync(_folder["observations.jsonl"]);
        lines[7] = lines[7][..20];
        await File.WriteAllTextAsync(_folder["observations.jsonl"], string.Join('\n', lines));

        var error = await Should.ThrowAsync<RecordException>(() => IncidentRecord.ReadFolderAsync(_folder.Path));
        (error.Path, error.Line).ShouldBe((_folder["observations.jsonl"], 8));
        error.Message.ShouldContain("torn");

        // The last line has lost its end as well.
        var record = await IncidentRecord.ReadFolderAsync(_folder.Path, acceptTornLines: true);
        record.Caveats.ShouldContain("2 torn line(s) of observations were left out");
        record.Probes.Length.ShouldBe(lines.Length - 2);
    }

    [Theory]
    [InlineData("""{"at":"2026-01-01T00:00:00Z","target":"shop in a","outcome":"Success","reason":"Ok","ms":1,"mood":"good"}""", "'mood' is not known here")]
    [InlineData("""{"at":"2026-01-01T00:00:00Z","target":"shop","outcome":"Success","reason":"Ok","ms":1}""", "'shop' is no target")]
    [InlineData("""{"at":"2026-01-01T00:00:00Z","target":"shop in a","outcome":"Success","reason":"Bored","ms":1}""", "'Bored' is no reason")]
    [InlineData("""{"at":"2026-01-01T00:00:00Z","target":"shop in a","outcome":"Success","reason":"Ok","ms":1}""", "before that of the one above")]
    [InlineData("[]", "not a JSON object")]
    public async Task An_observation_that_nobody_knows_is_an_error(string line, string what)
    {
        await RealRun.WriteAsync(_folder.Path);
        var before = (await File.ReadAllLinesAsync(_folder["observations.jsonl"])).Length;
        await File.AppendAllTextAsync(_folder["observations.jsonl"], line + "\n");

        var error = await Should.ThrowAsync<RecordException>(() => IncidentRecord.ReadFolderAsync(_folder.Path, acceptTornLines: true));
        error.Line.ShouldBe(before + 1);
        error.Message.ShouldContain(what);
    }

    [Theory]
    [InlineData(2, """{"entry":"group"}""", "newer version (format 2")]
    [InlineData(1, """{"entry":"group","group":"shop","event":{"event":"moon-landing"},"now":"00:00:01","utc":"2026-01-01T00:00:00+00:00"}""", "no entry that this version knows")]
    [InlineData(1, """{"entry":"gro""", "no entry that this version knows")]
    public async Task A_journal_entry_that_nobody_knows_is_an_error(int version, string payload, string what)
    {
        await RealRun.WriteAsync(_folder.Path);
        long last;
        await using (var journal = FileJournal.Open(_folder.Path))
        {
            last = journal.LastSequence;
            (await journal.AppendAsync(
                new() { Sequence = last + 1, Kind = "X", Version = version, Epoch = 1, At = DateTimeOffset.UnixEpoch, Payload = System.Text.Encoding.UTF8.GetBytes(payload) }, last, default)).Succeeded.ShouldBeTrue();
        }

        var error = await Should.ThrowAsync<RecordException>(() => IncidentRecord.ReadFolderAsync(_folder.Path));
        (error.Path, error.Line).ShouldBe((_folder.Path, last + 1));
        error.Message.ShouldContain(what);
    }

    [Fact]
    public async Task A_record_that_begins_in_the_middle_of_a_failover_is_refused()
    {
        await RealRun.WriteAsync(_folder.Path);
        var lines = await File.ReadAllLinesAsync(_folder["observations.jsonl"]);
        var rest = lines.SkipWhile(static line => !line.Contains("00:00:30", StringComparison.Ordinal)).ToList();
        rest.ShouldNotBeEmpty();
        await File.WriteAllLinesAsync(_folder["observations.jsonl"], rest);

        (await Should.ThrowAsync<RecordException>(() => IncidentRecord.ReadFolderAsync(_folder.Path))).Message.ShouldContain("not as in normal times");
    }

    [Fact]
    public async Task A_folder_without_a_journal_is_refused() => await Should.ThrowAsync<JournalException>(() => IncidentRecord.ReadFolderAsync(_folder.Path));

    [Fact]
    public async Task A_journal_without_observations_is_refused()
    {
        await RealRun.WriteAsync(_folder.Path);
        File.Delete(_folder["observations.jsonl"]);

        (await Should.ThrowAsync<RecordException>(() => IncidentRecord.ReadFolderAsync(_folder.Path))).Message.ShouldContain("no observations");
    }
}
