using MultiRegion.Journal;
using MultiRegion.Tests.Journal;

namespace MultiRegion.Tests.Engine;

/// <summary>The engine over a real folder, and what is wrong with one.</summary>
public sealed class HomeTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private World InFolder(World? beside = null) => beside is null ? new World { Folder = _folder.Path } : new World(beside, beside.Journal) { Folder = _folder.Path };

    [Fact]
    public async Task A_controller_goes_on_from_the_folder_of_the_one_before()
    {
        long epoch;
        var world = InFolder();
        await using (await world.BeginAsync())
        {
            world.Kill(World.A);
            await world.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);
            epoch = world.Engine!.Status.Epoch;
        }

        await using var next = InFolder(world);
        next.Start();
        await next.RunAsync(TimeSpan.FromSeconds(5));

        (next.Status.Phase, next.Engine!.Status.Epoch).ShouldBe((GroupPhase.FailedOver, epoch));
        next.Revive(World.A);
        await next.UntilAsync(static status => status.Phase == GroupPhase.Steady, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_and_named()
    {
        await using var first = await InFolder().BeginAsync();

        var refusal = Should.Throw<JournalException>(() => InFolder(first).Start());

        refusal.Fault.ShouldBe(JournalFault.InUse);
        refusal.Message.ShouldContain(_folder.Path);
        first.Kill(World.A);
        await first.UntilAsync(static status => status.Phase == GroupPhase.FailedOver, Minute);
    }

    [Fact]
    public async Task A_damaged_journal_is_refused_with_file_and_place_and_left_as_it_is()
    {
        await using (await InFolder().BeginAsync())
        {
        }

        var bytes = await File.ReadAllBytesAsync(_folder[Samples.First]);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(_folder[Samples.First], bytes);

        var refusal = Should.Throw<JournalException>(() => InFolder().Start());

        refusal.Fault.ShouldBe(JournalFault.Corrupt);
        refusal.Message.ShouldContain(Samples.First);
        (await File.ReadAllBytesAsync(_folder[Samples.First])).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_folder_with_somebody_elses_files_is_refused()
    {
        Directory.CreateDirectory(_folder.Path);
        await File.WriteAllTextAsync(_folder["thesis.txt"], "chapter 1");

        Should.Throw<JournalException>(() => InFolder().Start()).Fault.ShouldBe(JournalFault.Foreign);
    }

    [Fact]
    public async Task A_journal_of_a_newer_format_is_read_and_nothing_is_touched_not_even_to_finish_a_move()
    {
        var world = InFolder();
        await using (await world.BeginAsync())
        {
            world.Router.Propagation = TimeSpan.FromSeconds(30);
            world.Kill(World.A);
            await world.UntilAsync(static status => status.Phase == GroupPhase.FailingOver, Minute);
        }

        await MakeNewerAsync();
        var (writes, bytes) = (world.Router.Writes, await File.ReadAllBytesAsync(_folder[Samples.First]));

        await using (var older = InFolder(world))
        {
            older.Start();
            await older.RunAsync(Minute);

            older.Engine!.Status.IsJournalUsable.ShouldBeFalse();
            older.Engine.Status.Troubles.ShouldContain(static trouble => trouble.Contains("newer version"));
            older.Router.Writes.ShouldBe(writes);
        }

        (await File.ReadAllBytesAsync(_folder[Samples.First])).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_journal_deleted_under_a_running_engine_means_no_new_effect_and_says_so()
    {
        await using var world = await InFolder().BeginAsync();
        var writes = world.Router.Writes;
        File.Delete(_folder[Samples.First]);
        world.Kill(World.A);

        await world.RunAsync(Minute);

        world.Router.Writes.ShouldBe(writes);
        world.Engine!.Status.IsJournalUsable.ShouldBeFalse();
        world.Engine.Status.Troubles.ShouldContain(static trouble => trouble.Contains("the journal was removed"));
    }

    [Fact]
    public async Task What_was_observed_can_be_read_after_each_round()
    {
        await using var world = await InFolder().BeginAsync();
        var before = await LinesAsync();
        before.ShouldNotBeEmpty();

        await world.RunAsync(TimeSpan.FromSeconds(30));

        (await LinesAsync()).Length.ShouldBeGreaterThan(before.Length);
    }

    private async Task<string[]> LinesAsync()
    {
        using var reader = new StreamReader(new FileStream(_folder["observations.jsonl"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The same records under the header of a later format.</summary>
    private async Task MakeNewerAsync()
    {
        var records = await FileJournal.ReadFolderAsync(_folder.Path).ToListAsync();
        var header = new byte[SegmentHeader.Size];
        var sum = SegmentHeader.Write(header, 0, SegmentHeader.CurrentFormat + 1).Sum;
        using var file = File.Create(_folder[Samples.First]);
        file.Write(header);
        foreach (var record in records)
        {
            var frame = new byte[RecordFrame.SizeOf(record)];
            sum = RecordFrame.Write(frame, record, sum);
            file.Write(frame);
        }
    }
}
