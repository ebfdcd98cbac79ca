using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

public sealed class JournalFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Faults _faults = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_disk_that_fills_up_at_any_byte_leaves_nothing_of_the_record()
    {
        using var journal = FileJournal.Open(_folder.Path, _faults.Options);
        await journal.Fill(2);
        var good = journal.Length;
        for (var room = 0; room < RecordFrame.SizeOf(Samples.Record(3)); room++)
        {
            _faults.Room = room;
            var problem = (await journal.Append()).Problem;

            problem.ShouldNotBeNull().ShouldSatisfyAllConditions(
                () => (problem.Kind, problem.Retryable).ShouldBe((ProblemKind.Failed, true)),
                () => problem.Detail.ShouldContain(_folder[Samples.First]),
                () => problem.Detail.ShouldContain("No space left on device"));
            new FileInfo(_folder[Samples.First]).Length.ShouldBe(good);
        }

        _faults.Room = long.MaxValue;
        (await journal.Append()).Value.ShouldBe(3);
        (await journal.ReadAsync(1, default).Sequences()).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task An_append_that_cannot_be_taken_back_makes_the_journal_read_only()
    {
        using (var journal = FileJournal.Open(_folder.Path, _faults.Options))
        {
            await journal.Fill(2);
            (_faults.Room, _faults.TruncateFails) = (10, true);

            var first = (await journal.Append()).Problem;
            (_faults.Room, _faults.TruncateFails) = (long.MaxValue, false);
            var second = (await journal.Append()).Problem;

            first.ShouldNotBeNull().Retryable.ShouldBeFalse();
            first.Detail.ShouldContain("No space left on device");
            first.Detail.ShouldContain("Read-only file system");
            second.ShouldBe(first);
            journal.ReadOnlyReason.ShouldBe(first.Detail);
            (await journal.ReadAsync(1, default).Sequences()).ShouldBe([1, 2]);
        }

        using var again = FileJournal.Open(_folder.Path);
        (again.LastSequence, again.HealedBytes).ShouldBe((2, 10));
    }

    [Fact]
    public async Task A_record_that_may_not_have_reached_the_disk_is_not_acknowledged()
    {
        using var journal = FileJournal.Open(_folder.Path, _faults.Options);
        await journal.Fill(1);
        _faults.FlushFails = true;

        var problem = (await journal.Append()).Problem;

        // The truncation cannot be flushed either: whether the record is on the disk is unknown, so nothing may follow it.
        problem.ShouldNotBeNull().Detail.ShouldContain("Input/output error");
        journal.LastSequence.ShouldBe(1);
        journal.IsReadOnly.ShouldBeTrue();
    }

    [Fact]
    public async Task A_journal_deleted_under_a_running_process_is_noticed_before_anything_is_written()
    {
        using var journal = FileJournal.Open(_folder.Path);
        await journal.Fill(2);
        File.Delete(_folder[Samples.First]);

        var problem = (await journal.Append()).Problem;

        problem.ShouldNotBeNull().ShouldSatisfyAllConditions(
            () => (problem.Kind, problem.Retryable).ShouldBe((ProblemKind.Failed, false)),
            () => problem.Detail.ShouldContain("the journal was removed"),
            () => problem.Detail.ShouldContain(_folder[Samples.First]));
        (await journal.CompactAsync(Samples.Record(2), default)).Problem.ShouldBe(problem);
        File.Exists(_folder[Samples.First]).ShouldBeFalse();
        (await Should.ThrowAsync<JournalException>(async () => await journal.ReadAsync(1, default).Sequences())).Fault.ShouldBe(JournalFault.Unavailable);
    }

    [Fact]
    public async Task A_folder_deleted_under_a_running_process_is_noticed()
    {
        using var journal = FileJournal.Open(_folder.Path);
        await journal.Fill(1);
        Directory.Delete(_folder.Path, recursive: true);

        (await journal.Append()).Problem.ShouldNotBeNull().Detail.ShouldContain("the journal was removed");
    }

    [Fact]
    public async Task A_journal_replaced_by_its_own_copy_is_noticed()
    {
        using var journal = FileJournal.Open(_folder.Path, _faults.Options);
        await journal.Fill(1);
        _faults.Room = 1000;
        File.Copy(_folder[Samples.First], _folder["copy"]);
        File.Move(_folder["copy"], _folder[Samples.First], overwrite: true);

        (await journal.Append()).Problem.ShouldNotBeNull().Detail.ShouldContain("the journal was removed");
        (_faults.Room == 1000).ShouldBe(OperatingSystem.IsLinux(), "elsewhere it is noticed after the write, which is taken back");
    }

    [Fact]
    public async Task A_journal_moved_away_and_put_back_goes_on()
    {
        using var journal = FileJournal.Open(_folder.Path);
        await journal.Fill(1);
        File.Move(_folder[Samples.First], _folder["away"]);
        (await journal.Append()).Succeeded.ShouldBeFalse();
        File.Move(_folder["away"], _folder[Samples.First]);

        (await journal.Append()).Value.ShouldBe(2);
    }

    [Fact]
    public async Task A_compaction_without_room_leaves_the_journal_as_it_was()
    {
        using var journal = FileJournal.Open(_folder.Path, _faults.Options);
        await journal.Fill(3);
        _faults.Room = 50;

        var problem = (await journal.CompactAsync(Samples.Record(2, "snapshot"), default)).Problem;

        problem.ShouldNotBeNull().Retryable.ShouldBeTrue();
        problem.Detail.ShouldContain("No space left on device");
        _folder.Names.Where(static name => name.Contains(".mrj", StringComparison.Ordinal)).ShouldBe([Samples.First]);
        _faults.Room = long.MaxValue;
        (await journal.Append()).Value.ShouldBe(4);
    }

    [Fact]
    public async Task A_compaction_that_may_not_have_reached_the_disk_does_not_count()
    {
        using var journal = FileJournal.Open(_folder.Path, _faults.Options);
        await journal.Fill(3);
        _faults.FlushFails = true;

        (await journal.CompactAsync(Samples.Record(2, "snapshot"), default)).Problem.ShouldNotBeNull().Detail.ShouldContain("Input/output error");

        _faults.FlushFails = false;
        (await journal.Append()).Value.ShouldBe(4);
        (await journal.ReadAsync(1, default).Sequences()).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Once_the_new_segment_has_its_name_the_old_one_takes_nothing_more()
    {
        using (var journal = FileJournal.Open(_folder.Path, _faults.Options))
        {
            await journal.Fill(3);
            _faults.Missing = "journal-0000000000000000002.mrj";

            var problem = (await journal.CompactAsync(Samples.Record(2, "snapshot"), default)).Problem;

            problem.ShouldNotBeNull().Retryable.ShouldBeFalse();
            (await journal.Append()).Problem.ShouldBe(problem);
            journal.IsReadOnly.ShouldBeTrue();
        }

        using var again = FileJournal.Open(_folder.Path);
        (await again.ReadAsync(1, default).Sequences()).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task A_journal_deleted_while_it_is_written_is_noticed_before_the_record_counts()
    {
        using var journal = FileJournal.Open(_folder.Path, _faults.Options);
        await journal.Fill(1);
        _faults.OnFlush = () => File.Delete(_folder[Samples.First]);

        (await journal.Append()).Problem.ShouldNotBeNull().Detail.ShouldContain("the journal was removed");
        journal.LastSequence.ShouldBe(1);
    }

    [Fact]
    public void A_folder_that_cannot_be_flushed_is_told()
    {
        Directory.CreateDirectory(_folder.Path);
        Disk.FlushFolder(_folder.Path);

        if (!OperatingSystem.IsWindows())
        {
            Should.Throw<IOException>(() => Disk.FlushFolder(_folder["missing"])).Message.ShouldContain("No such file or directory");
        }
    }
}
