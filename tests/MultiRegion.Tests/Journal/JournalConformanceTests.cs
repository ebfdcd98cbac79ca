using MultiRegion.Journal;
using MultiRegion.Testing;

namespace MultiRegion.Tests.Journal;

/// <summary>The journals of the core hold to the contract that providers' are checked against.</summary>
public sealed class JournalConformanceTests
{
    [Fact]
    public async Task The_journal_in_memory_does_what_every_journal_must()
    {
        var journal = new InMemoryJournal();

        (await JournalConformance.CheckAsync(journal, () => ValueTask.FromResult<IFailoverJournal>(journal), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_journal_in_a_folder_does_what_every_journal_must()
    {
        using var folder = new TempFolder();
        using var journal = FileJournal.Open(folder.Path);

        (await JournalConformance.CheckAsync(journal, null, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_journal_that_takes_everything_is_found_out()
    {
        var found = await JournalConformance.CheckAsync(new Careless(), null, default);

        found.ShouldContain("an append that was acknowledged is not made twice");
        found.ShouldContain("what was appended is read back, byte by byte");
    }

    private sealed class Careless : IFailoverJournal
    {
        public ValueTask<Result<long>> AppendAsync(JournalRecord record, long expectedSequence, CancellationToken cancellationToken) => ValueTask.FromResult<Result<long>>(record.Sequence);

        public IAsyncEnumerable<JournalRecord> ReadAsync(long from, CancellationToken cancellationToken) => AsyncEnumerable.Empty<JournalRecord>();
    }
}
