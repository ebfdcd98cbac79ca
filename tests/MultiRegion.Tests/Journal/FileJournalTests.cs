using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

public sealed class FileJournalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_folder_becomes_an_empty_journal()
    {
        using var journal = FileJournal.Open(_folder.Path);

        journal.LastSequence.ShouldBe(0);
        journal.Length.ShouldBe(SegmentHeader.Size);
        journal.IsReadOnly.ShouldBeFalse();
        journal.Folder.ShouldBe(_folder.Path);
    }

    [Fact]
    public void A_new_folder_is_for_its_owner_alone()
    {
        using var journal = FileJournal.Open(_folder.Path);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Records_come_back_as_they_were_written_before_and_after_a_restart()
    {
        string[] written = [.. new[] { Samples.Record(1), Samples.Record(2, "", "ärger"), Samples.Record(3, new string('x', 200_000)) }.Select(Samples.Text)];
        using (var journal = FileJournal.Open(_folder.Path))
        {
            (await journal.AppendAsync(Samples.Record(1), 0, default)).Value.ShouldBe(1);
            (await journal.AppendAsync(Samples.Record(2, "", "ärger"), 1, default)).Value.ShouldBe(2);
            (await journal.AppendAsync(Samples.Record(3, new string('x', 200_000)), 2, default)).Value.ShouldBe(3);
            (await journal.ReadAsync(1, default).Texts()).ShouldBe(written);
        }

        using var again = FileJournal.Open(_folder.Path);
        (await again.ReadAsync(1, default).Texts()).ShouldBe(written);
        (await again.ReadAsync(3, default).Texts()).ShouldBe(written[2..]);
        again.LastSequence.ShouldBe(3);
        again.HealedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_time_with_an_offset_is_kept_as_the_same_moment_in_utc()
    {
        using var journal = FileJournal.Open(_folder.Path);
        var local = Samples.Noon.ToOffset(TimeSpan.FromHours(5));

        await journal.AppendAsync(Samples.Record(1) with { At = local }, 0, default);

        var at = (await journal.ReadAsync(1, default).FirstAsync()).At;
        at.ShouldBe(Samples.Noon);
        at.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task An_append_on_another_sequence_is_a_conflict_that_names_both()
    {
        using var journal = FileJournal.Open(_folder.Path);
        await journal.Fill(2);

        var problem = (await journal.AppendAsync(Samples.Record(2), 1, default)).Problem;

        problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        problem.Detail.ShouldContain("expected the journal to end at 1, but it ends at 2");
        journal.LastSequence.ShouldBe(2);
    }

    [Fact]
    public async Task A_record_that_does_not_follow_the_expected_one_is_a_bug()
    {
        using var journal = FileJournal.Open(_folder.Path);

        await Should.ThrowAsync<ArgumentException>(async () => await journal.AppendAsync(Samples.Record(5), 0, default));
    }

    [Fact]
    public async Task A_record_that_is_too_large_is_refused()
    {
        using var journal = FileJournal.Open(_folder.Path);

        var problem = (await journal.Append(new string('x', 16 << 20))).Problem;

        problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        problem.Detail.ShouldContain("16777216");
        (await journal.Append(new string('x', (16 << 20) - 46))).Value.ShouldBe(1);
        (await journal.ReadAsync(1, default).SingleAsync()).Payload.Length.ShouldBe((16 << 20) - 46);
    }

    [Fact]
    public async Task Of_many_writers_on_one_sequence_one_wins()
    {
        using var journal = FileJournal.Open(_folder.Path);
        var results = new Result<long>[20];

        await Parallel.ForAsync(0, results.Length, async (i, _) => results[i] = await journal.AppendAsync(Samples.Record(1, $"{i}"), 0, default));

        results.Count(static result => result.Succeeded).ShouldBe(1);
        (await journal.ReadAsync(1, default).Sequences()).ShouldBe([1L]);
    }

    [Fact]
    public async Task A_closed_journal_takes_nothing_and_can_be_opened_again()
    {
        var journal = FileJournal.Open(_folder.Path);
        await journal.Fill(1);
        await journal.DisposeAsync();
        journal.Dispose();

        await Should.ThrowAsync<ObjectDisposedException>(async () => await journal.Append());
        using var again = FileJournal.Open(_folder.Path);
        again.LastSequence.ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_sees_what_was_there_when_it_began()
    {
        using var journal = FileJournal.Open(_folder.Path);
        await journal.Fill(3);
        var seen = new List<long>();

        await foreach (var record in journal.ReadAsync(1, default))
        {
            seen.Add(record.Sequence);
            await journal.Append();
            await journal.CompactAsync(Samples.Record(record.Sequence, "snapshot"), default);
        }

        seen.ShouldBe([1, 2, 3]);
        journal.LastSequence.ShouldBe(6);
    }

    [Fact]
    public async Task A_cancelled_append_does_nothing()
    {
        using var journal = FileJournal.Open(_folder.Path);

        await Should.ThrowAsync<OperationCanceledException>(async () => await journal.AppendAsync(Samples.Record(1), 0, new CancellationToken(canceled: true)));

        journal.LastSequence.ShouldBe(0);
    }
}
