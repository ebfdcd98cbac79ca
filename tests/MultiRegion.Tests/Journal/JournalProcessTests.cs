using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

public sealed class JournalProcessTests
{
    [Fact]
    public async Task A_journal_in_use_by_another_process_is_refused_and_the_process_named()
    {
        using var folder = new TempFolder();
        using var other = JournalProcess.Start(folder.Path);
        await other.NextAsync();

        var refusal = Should.Throw<JournalException>(() => FileJournal.Open(folder.Path));

        refusal.Fault.ShouldBe(JournalFault.InUse);
        refusal.Message.ShouldContain($"process {other.Id} ");
        refusal.Message.ShouldContain(folder.Path);
    }

    [Fact]
    public async Task A_folder_where_locks_have_no_effect_is_refused()
    {
        using var folder = new TempFolder();
        using var other = JournalProcess.Start(folder.Path, setting: "DOTNET_SYSTEM_IO_DISABLEFILELOCKING");

        (await other.LineAsync()).ShouldContain("file locks have no effect there");
    }

    [Fact]
    public async Task What_a_killed_process_was_told_is_durable_is_there_and_readers_may_watch()
    {
        using var folder = new TempFolder();
        using var other = JournalProcess.Start(folder.Path);
        while (await other.NextAsync() < 5)
        {
        }

        var watched = await FileJournal.ReadFolderAsync(folder.Path).Sequences();
        var acknowledged = await other.KillAsync(5);
        using var journal = FileJournal.Open(folder.Path);

        watched.Count.ShouldBeGreaterThanOrEqualTo(5);
        journal.LastSequence.ShouldBeGreaterThanOrEqualTo(acknowledged);
        (await journal.ReadAsync(1, default).Sequences()).ShouldBe(Enumerable.Range(1, (int)journal.LastSequence).Select(static n => (long)n));
    }
}
