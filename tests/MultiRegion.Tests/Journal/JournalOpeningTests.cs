using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

public sealed class JournalOpeningTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_journal_on_the_folder_is_refused_until_the_first_is_closed()
    {
        var first = FileJournal.Open(_folder.Path);

        Should.Throw<JournalException>(() => FileJournal.Open(_folder.Path)).Fault.ShouldBe(JournalFault.InUse);

        first.Dispose();
        FileJournal.Open(_folder.Path).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_created_is_unavailable()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder["file"], "");

        var refusal = Should.Throw<JournalException>(() => FileJournal.Open(_folder["file/journal"]));

        refusal.Fault.ShouldBe(JournalFault.Unavailable);
        refusal.Message.ShouldContain(_folder["file/journal"]);
        refusal.Message.ShouldContain("Give the process a folder");
    }

    [Fact]
    public void A_folder_that_is_a_file_is_unavailable()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder["file"], "");

        Should.Throw<JournalException>(() => FileJournal.Open(_folder["file"])).Fault.ShouldBe(JournalFault.Unavailable);
    }

    [Theory]
    [InlineData("thesis.docx")]
    [InlineData("journal-1.mrj")]
    [InlineData("src")]
    public void A_folder_with_other_things_and_no_journal_is_foreign_and_left_alone(string name)
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder[name], "");

        var refusal = Should.Throw<JournalException>(() => FileJournal.Open(_folder.Path));

        refusal.Fault.ShouldBe(JournalFault.Foreign);
        refusal.Message.ShouldContain($"'{name}'");
        _folder.Names.ShouldBe([name]);
    }

    [Fact]
    public void A_fresh_volume_is_not_foreign()
    {
        Directory.CreateDirectory(_folder["lost+found"]);
        Directory.CreateDirectory(_folder["inbox"]);

        FileJournal.Open(_folder.Path).Dispose();
    }

    [Fact]
    public async Task A_stray_file_beside_a_journal_does_not_stop_it()
    {
        await Samples.Make(_folder.Path, 2);
        File.WriteAllText(_folder["notes.txt"], "");

        using var journal = FileJournal.Open(_folder.Path);

        journal.LastSequence.ShouldBe(2);
        File.Exists(_folder["notes.txt"]).ShouldBeTrue();
    }

    [Fact]
    public void A_file_of_a_journals_name_with_other_content_is_foreign()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder[Samples.First], "{ \"hello\": 1 } and more, and more, and more");

        var refusal = Should.Throw<JournalException>(() => FileJournal.Open(_folder.Path));

        refusal.Fault.ShouldBe(JournalFault.Foreign);
        refusal.Message.ShouldContain(_folder[Samples.First]);
    }

    [Fact]
    public async Task A_segment_under_another_name_is_damage()
    {
        await Samples.Make(_folder.Path, 2);
        File.Move(_folder[Samples.First], _folder["journal-0000000000000000009.mrj"]);

        Should.Throw<JournalException>(() => FileJournal.Open(_folder.Path)).Message.ShouldContain("renamed");
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_opens_read_only_and_lists_what_it_can()
    {
        await MakeNewer(behind: []);
        using var journal = FileJournal.Open(_folder.Path);

        journal.IsReadOnly.ShouldBeTrue();
        journal.ReadOnlyReason.ShouldNotBeNull().ShouldContain("was written by a newer version");
        journal.LastSequence.ShouldBe(1);
        (await journal.ReadAsync(1, default).Sequences()).ShouldBe([1L]);
        (await journal.Append()).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await journal.CompactAsync(Samples.Record(1), default)).Problem.ShouldNotBeNull().Detail.ShouldContain("newer version");
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_says_where_it_cannot_be_read_and_is_not_touched()
    {
        await MakeNewer(behind: new byte[100]);
        var before = File.ReadAllBytes(_folder[Samples.First]);
        var listed = new List<long>();
        using (var journal = FileJournal.Open(_folder.Path))
        {
            var refusal = await Should.ThrowAsync<JournalException>(async () =>
            {
                await foreach (var record in journal.ReadAsync(1, default))
                {
                    listed.Add(record.Sequence);
                }
            });
            refusal.Fault.ShouldBe(JournalFault.NewerVersion);
        }

        listed.ShouldBe([1L]);
        File.ReadAllBytes(_folder[Samples.First]).ShouldBe(before);
    }

    [Fact]
    public async Task A_folder_without_a_journal_cannot_be_read()
    {
        Directory.CreateDirectory(_folder.Path);

        var refusal = await Should.ThrowAsync<JournalException>(async () => await FileJournal.ReadFolderAsync(_folder.Path).Sequences());

        refusal.Fault.ShouldBe(JournalFault.Unavailable);
        refusal.Message.ShouldContain("no journal");
    }

    private async Task MakeNewer(byte[] behind)
    {
        Directory.CreateDirectory(_folder.Path);
        var header = new byte[SegmentHeader.Size];
        var sum = SegmentHeader.Write(header, 0, SegmentHeader.CurrentFormat + 1).Sum;
        var frame = new byte[RecordFrame.SizeOf(Samples.Record(1))];
        RecordFrame.Write(frame, Samples.Record(1), sum);
        await File.WriteAllBytesAsync(_folder[Samples.First], [.. header, .. frame, .. behind]);
    }
}
