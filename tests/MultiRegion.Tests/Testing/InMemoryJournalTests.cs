using MultiRegion.Testing;

namespace MultiRegion.Tests.Testing;

public sealed class InMemoryJournalTests
{
    private readonly InMemoryJournal _journal = new();

    [Fact]
    public async Task An_append_is_a_compare_and_set()
    {
        (await _journal.AppendAsync(Record(1), 0, default)).Value.ShouldBe(1);
        (await _journal.AppendAsync(Record(1), 0, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        (await _journal.AppendAsync(Record(2), 1, default)).Value.ShouldBe(2);
        (await Read(2)).ShouldBe([2]);
        await Should.ThrowAsync<ArgumentException>(async () => await _journal.AppendAsync(Record(4), 2, default));
    }

    [Fact]
    public async Task A_payload_is_copied()
    {
        byte[] payload = [1];
        await _journal.AppendAsync(Record(1) with { Payload = payload }, 0, default);
        payload[0] = 2;
        _journal.Records[0].Payload.ToArray().ShouldBe([1]);
    }

    [Fact]
    public async Task A_compaction_leaves_the_snapshot_and_what_came_after()
    {
        await Fill(5);
        (await _journal.CompactAsync(Record(3), default)).Value.ShouldBe(3);
        (await Read(1)).ShouldBe([3, 4, 5]);
        (await Read(4)).ShouldBe([4, 5]);
        (await _journal.CompactAsync(Record(6), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await _journal.CompactAsync(Record(2), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await _journal.AppendAsync(Record(6), 5, default)).Value.ShouldBe(6);
    }

    [Fact]
    public async Task A_crash_comes_right_after_the_record_was_stored()
    {
        _journal.CrashAfter(2);
        await Fill(1);
        (await Should.ThrowAsync<SimulatedCrashException>(async () => await _journal.AppendAsync(Record(2), 1, default))).Message.ShouldContain("record 2");
        (await _journal.AppendAsync(Record(3), 2, default)).Value.ShouldBe(3);
    }

    [Fact]
    public async Task An_unwritable_journal_can_still_be_read()
    {
        await Fill(1);
        _journal.FailNext(Problem.Unreachable("later"));
        (await _journal.AppendAsync(Record(2), 1, default)).Problem.ShouldNotBeNull().Retryable.ShouldBeTrue();
        _journal.Unwritable = Problem.Failed("disk full", retryable: false);
        (await _journal.AppendAsync(Record(2), 1, default)).Problem.ShouldBe(_journal.Unwritable);
        (await _journal.CompactAsync(Record(1), default)).Problem.ShouldBe(_journal.Unwritable);
        (await Read(1)).ShouldBe([1]);
        _journal.Unwritable = null;
        (await _journal.AppendAsync(Record(2), 1, default)).Value.ShouldBe(2);
    }

    private static JournalRecord Record(long sequence) =>
        new() { Sequence = sequence, Kind = "test", Version = 1, Epoch = 0, At = DateTimeOffset.UnixEpoch, Payload = default };

    private async Task Fill(int count)
    {
        for (var sequence = 1; sequence <= count; sequence++)
        {
            (await _journal.AppendAsync(Record(sequence), sequence - 1, default)).Succeeded.ShouldBeTrue();
        }
    }

    private async Task<List<long>> Read(long from)
    {
        List<long> sequences = [];
        await foreach (var record in _journal.ReadAsync(from, default))
        {
            sequences.Add(record.Sequence);
        }

        return sequences;
    }
}
