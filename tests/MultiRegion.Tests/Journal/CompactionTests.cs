using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

public sealed class CompactionTests : IDisposable
{
    private const string Second = "journal-0000000000000000003.mrj";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_snapshot_becomes_the_first_record_and_what_follows_it_is_kept()
    {
        using (var journal = FileJournal.Open(_folder.Path))
        {
            await journal.Fill(5);
            (await journal.CompactAsync(Samples.Record(3, "snapshot"), default)).Value.ShouldBe(3);
            (await journal.Append()).Value.ShouldBe(6);
        }

        using var again = FileJournal.Open(_folder.Path);
        (await again.ReadAsync(1, default).Sequences()).ShouldBe([3, 4, 5, 6]);
        (await again.ReadAsync(1, default).FirstAsync()).Payload.ToArray().ShouldBe("snapshot"u8.ToArray());
        (await FileJournal.ReadFolderAsync(_folder.Path).Sequences()).ShouldBe([3, 4, 5, 6]);
        Segments().ShouldBe([Second]);
    }

    [Fact]
    public async Task A_snapshot_beyond_the_end_or_before_the_last_snapshot_is_refused()
    {
        using var journal = FileJournal.Open(_folder.Path);
        await journal.Fill(4);

        (await journal.CompactAsync(Samples.Record(5), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await journal.CompactAsync(Samples.Record(3), default)).Succeeded.ShouldBeTrue();
        (await journal.CompactAsync(Samples.Record(2), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await journal.CompactAsync(Samples.Record(3), default)).Value.ShouldBe(3);
        (await journal.ReadAsync(1, default).Sequences()).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task A_crash_while_the_new_segment_is_written_leaves_the_old_journal()
    {
        var (old, compacted) = await Compacted();
        for (var length = 0; length <= compacted.Length; length++)
        {
            await Restore((Samples.First, old), (Second + ".tmp", compacted[..length]));
            await CheckUsable([1, 2, 3, 4, 5], Samples.First);
        }
    }

    [Fact]
    public async Task A_crash_between_renaming_and_deleting_leaves_the_new_journal()
    {
        var (old, compacted) = await Compacted();
        await Restore((Samples.First, old), (Second, compacted));

        (await FileJournal.ReadFolderAsync(_folder.Path).Sequences()).ShouldBe([3, 4, 5]);
        await CheckUsable([3, 4, 5], Second);
    }

    [Fact]
    public async Task A_crash_after_deleting_leaves_the_new_journal()
    {
        var (_, compacted) = await Compacted();
        await Restore((Second, compacted));

        await CheckUsable([3, 4, 5], Second);
    }

    [Fact]
    public async Task A_damaged_new_segment_is_never_passed_over_for_the_old_one()
    {
        var (old, compacted) = await Compacted();
        compacted[SegmentHeader.Size + 20] ^= 1;
        await Restore((Samples.First, old), (Second, compacted));

        var refusal = Should.Throw<JournalException>(() => FileJournal.Open(_folder.Path));

        refusal.Fault.ShouldBe(JournalFault.Corrupt);
        refusal.Message.ShouldContain(Second);
        Segments().ShouldBe([Samples.First, Second]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task A_lost_snapshot_is_damage_and_not_a_torn_tail(int left)
    {
        var (_, compacted) = await Compacted();
        await Restore((Second, compacted[..(SegmentHeader.Size + left)]));

        Should.Throw<JournalException>(() => FileJournal.Open(_folder.Path)).Fault.ShouldBe(JournalFault.Corrupt);
    }

    [Fact]
    public void Any_course_of_appends_failures_restarts_and_compactions_reads_like_a_list()
    {
        var course = Gen.Choose(0, 99).ListOf().Resize(30);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(course.ToArbitrary(), static steps => ReadsLikeAList(steps).GetAwaiter().GetResult()));
    }

    private static async Task<bool> ReadsLikeAList(IEnumerable<int> steps)
    {
        using var folder = new TempFolder();
        var faults = new Faults();
        var journal = FileJournal.Open(folder.Path, faults.Options);
        var model = new List<string>();
        long last = 0;
        foreach (var step in steps)
        {
            switch (step)
            {
                case < 50:
                    await journal.AppendAsync(Samples.Record(++last, new string('a', step)), last - 1, default);
                    model.Add(Samples.Text(Samples.Record(last, new string('a', step))));
                    break;
                case < 65:
                    faults.Room = step - 40;
                    await journal.Append("never");
                    faults.Room = long.MaxValue;
                    break;
                case < 80:
                    journal.Dispose();
                    journal = FileJournal.Open(folder.Path, faults.Options);
                    break;
                default:
                    var at = last - (step % 3);
                    var kept = (int)Math.Min(model.Count, last - at);
                    if (at > 0 && (await journal.CompactAsync(Samples.Record(at, "s"), default)).Succeeded && !IsFirst(model, at))
                    {
                        model = [Samples.Text(Samples.Record(at, "s")), .. model.TakeLast(kept)];
                    }

                    break;
            }
        }

        var read = await journal.ReadAsync(1, default).Texts();
        journal.Dispose();
        return read.SequenceEqual(model);
    }

    /// <summary>A journal that begins with a snapshot of that sequence is left as it is.</summary>
    private static bool IsFirst(List<string> model, long at) => model[0] == Samples.Text(Samples.Record(at, "s"));

    private async Task<(byte[] Old, byte[] Compacted)> Compacted()
    {
        await Samples.Make(_folder.Path, 5);
        var old = await File.ReadAllBytesAsync(_folder[Samples.First]);
        using (var journal = FileJournal.Open(_folder.Path))
        {
            await journal.CompactAsync(Samples.Record(3, "snapshot"), default);
        }

        return (old, await File.ReadAllBytesAsync(_folder[Second]));
    }

    private async Task Restore(params (string Name, byte[] Bytes)[] files)
    {
        Directory.Delete(_folder.Path, recursive: true);
        Directory.CreateDirectory(_folder.Path);
        foreach (var (name, bytes) in files)
        {
            await File.WriteAllBytesAsync(_folder[name], bytes);
        }
    }

    private async Task CheckUsable(long[] sequences, string segment)
    {
        using var journal = FileJournal.Open(_folder.Path);
        (await journal.ReadAsync(1, default).Sequences()).ShouldBe(sequences);
        (await journal.Append()).Value.ShouldBe(6);
        Segments().ShouldBe([segment]);
    }

    private IEnumerable<string> Segments() => _folder.Names.Where(static name => name.Contains(".mrj", StringComparison.Ordinal));
}
