using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

public sealed class TornTailTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_crash_at_every_byte_of_the_last_record_is_healed_and_its_bytes_are_kept()
    {
        var (whole, last) = await MakeThree();
        for (var length = last + 1; length < whole.Length; length++)
        {
            await CheckHealed(whole[..length], last, kept: whole[last..length]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(70_000)]
    public async Task A_tail_of_zeros_that_a_power_cut_leaves_is_healed(int zeros)
    {
        var (whole, last) = await MakeThree();

        await CheckHealed([.. whole[..last], .. new byte[zeros]], last, kept: new byte[zeros]);
    }

    [Fact]
    public async Task A_last_record_of_the_right_length_with_a_page_missing_is_healed()
    {
        var (whole, last) = await MakeThree();
        whole.AsSpan(last + 20, 20).Clear();

        await CheckHealed(whole, last, kept: whole[last..]);
    }

    [Fact]
    public async Task A_record_torn_twice_at_the_same_place_keeps_both_remains()
    {
        var (whole, last) = await MakeThree();
        for (var time = 0; time < 2; time++)
        {
            await File.WriteAllBytesAsync(_folder[Samples.First], whole[..(last + 10)]);
            FileJournal.Open(_folder.Path).Dispose();
        }

        new FileInfo(_folder[TornName(last)]).Length.ShouldBe(20);
    }

    [Fact]
    public async Task A_reader_leaves_out_a_record_that_is_being_written_and_touches_nothing()
    {
        var (whole, last) = await MakeThree();
        await File.WriteAllBytesAsync(_folder[Samples.First], whole[..^1]);

        (await FileJournal.ReadFolderAsync(_folder.Path).Sequences()).ShouldBe([1, 2]);

        new FileInfo(_folder[Samples.First]).Length.ShouldBe(whole.Length - 1);
    }

    [Fact]
    public async Task Every_flipped_bit_before_the_last_record_is_damage()
    {
        var (whole, last) = await MakeThree();
        for (var bit = SegmentHeader.Size * 8; bit < last * 8; bit++)
        {
            ReadTail(Flipped(whole, bit)).ShouldBe(SegmentTail.Damage, $"bit {bit}");
        }
    }

    [Fact]
    public async Task Every_flipped_bit_of_the_header_is_refused()
    {
        var (whole, _) = await MakeThree();
        for (var bit = 0; bit < SegmentHeader.Size * 8; bit++)
        {
            var flipped = new MemoryFile(Flipped(whole, bit));
            Should.Throw<JournalException>(() => SegmentHeader.Read(flipped, "x")).Fault.ShouldBe(bit < 64 ? JournalFault.Foreign : JournalFault.Corrupt);
        }
    }

    [Fact]
    public void A_flip_anywhere_costs_at_most_the_last_record_and_never_changes_one()
    {
        var sizes = Gen.Choose(0, 300).ListOf(4);
        var cases = sizes.SelectMany(static list => Gen.Choose(0, int.MaxValue), static (list, at) => (Sizes: list.ToArray(), At: at));
        Prop.ForAll(cases.ToArbitrary(), static item => FlipIsNoticed(item.Sizes, item.At)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Damage_in_the_middle_names_file_and_byte_and_changes_nothing()
    {
        var (whole, _) = await MakeThree();
        var second = SegmentHeader.Size + RecordFrame.SizeOf(Samples.Record(1));
        var damaged = Flipped(whole, (second + 15) * 8);
        await File.WriteAllBytesAsync(_folder[Samples.First], damaged);

        var refusal = Should.Throw<JournalException>(() => FileJournal.Open(_folder.Path));

        refusal.Fault.ShouldBe(JournalFault.Corrupt);
        refusal.Message.ShouldContain($"'{_folder[Samples.First]}' is damaged at byte {second}");
        File.ReadAllBytes(_folder[Samples.First]).ShouldBe(damaged);
        (await Should.ThrowAsync<JournalException>(async () => await FileJournal.ReadFolderAsync(_folder.Path).Sequences())).Fault.ShouldBe(JournalFault.Corrupt);
    }

    [Fact]
    public async Task Damage_larger_than_a_search_window_is_still_seen_to_be_in_the_middle()
    {
        using (var journal = FileJournal.Open(_folder.Path))
        {
            await journal.Append(new string('x', 300_000));
            await journal.Append();
        }

        using (var file = File.OpenWrite(_folder[Samples.First]))
        {
            file.Seek(SegmentHeader.Size, SeekOrigin.Begin);
            file.Write(new byte[200_000]);
        }

        Should.Throw<JournalException>(() => FileJournal.Open(_folder.Path)).Fault.ShouldBe(JournalFault.Corrupt);
    }

    [Fact]
    public void A_record_is_found_wherever_it_stands_behind_the_damage()
    {
        var frame = Build([Samples.Record(1)])[SegmentHeader.Size..];
        foreach (var window in (int[])[1, 2])
        {
            for (var gap = (window << 16) - 60; gap < (window << 16) + 60; gap++)
            {
                var file = new MemoryFile([.. new byte[gap], .. frame]);
                TailSearch.FindRecord(file, 0, file.Length, lastSequence: 0).ShouldBeTrue($"behind {gap} bytes");
                TailSearch.FindRecord(file, 0, file.Length - 1, lastSequence: 0).ShouldBeFalse($"cut off behind {gap} bytes");
            }
        }
    }

    [Fact]
    public async Task A_missing_a_doubled_and_a_swapped_record_are_damage()
    {
        var (whole, last) = await MakeThree();
        var size = (last - SegmentHeader.Size) / 2;
        byte[] header = whole[..SegmentHeader.Size], one = whole[SegmentHeader.Size..][..size], two = whole[SegmentHeader.Size..][size..(2 * size)], three = whole[last..];

        ReadTail([.. header, .. one, .. three]).ShouldBe(SegmentTail.Damage);
        ReadTail([.. header, .. one, .. two, .. two]).ShouldBe(SegmentTail.Damage);
        ReadTail([.. header, .. one, .. three, .. two]).ShouldBe(SegmentTail.Damage);
        ReadTail([.. header, .. two, .. three]).ShouldBe(SegmentTail.Damage);
        ReadTail([.. header, .. one, .. two, .. three]).ShouldBe(SegmentTail.None);
    }

    [Fact]
    public void A_record_of_another_history_in_the_place_of_ours_is_damage()
    {
        var ours = Build([Samples.Record(1), Samples.Record(2), Samples.Record(3)]);
        var theirs = Build([Samples.Record(1, "{}"), Samples.Record(2), Samples.Record(3)]);
        var size = RecordFrame.SizeOf(Samples.Record(3));

        ReadTail([.. ours[..^size], .. theirs[^size..]]).ShouldBe(SegmentTail.Damage);
    }

    private static bool FlipIsNoticed(int[] sizes, int at)
    {
        var records = sizes.Select(static (size, i) => Samples.Record(i + 1, new string('p', size))).ToList();
        var whole = Build(records);
        var flipped = Flipped(whole, SegmentHeader.Size * 8 + (at % ((whole.Length - SegmentHeader.Size) * 8)));
        var read = Read(flipped, out var tail).Select(Samples.Text).ToList();
        var isPrefix = read.SequenceEqual(records.Take(read.Count).Select(Samples.Text));
        return isPrefix && read.Count < records.Count && (tail == SegmentTail.Damage || (tail == SegmentTail.Torn && read.Count == records.Count - 1));
    }

    private static byte[] Build(List<JournalRecord> records)
    {
        var bytes = new List<byte>(new byte[SegmentHeader.Size]);
        var header = new byte[SegmentHeader.Size];
        var sum = SegmentHeader.Write(header, 0).Sum;
        foreach (var record in records)
        {
            var frame = new byte[RecordFrame.SizeOf(record)];
            sum = RecordFrame.Write(frame, record, sum);
            bytes.AddRange(frame);
        }

        header.CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
        return [.. bytes];
    }

    private static byte[] Flipped(byte[] bytes, int bit)
    {
        byte[] copy = [.. bytes];
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }

    private static SegmentTail ReadTail(byte[] bytes)
    {
        Read(bytes, out var tail);
        return tail;
    }

    private static List<JournalRecord> Read(byte[] bytes, out SegmentTail tail)
    {
        var file = new MemoryFile(bytes);
        var reader = new SegmentReader(file, SegmentHeader.Read(file, "memory"), file.Length);
        var records = new List<JournalRecord>();
        while (reader.TryRead(out var frame))
        {
            records.Add(frame.ToRecord());
        }

        tail = reader.Tail();
        return records;
    }

    private static string TornName(int offset) => $"journal-0000000000000000000-{offset}.torn";

    private async Task<(byte[] Whole, int Last)> MakeThree()
    {
        await Samples.Make(_folder.Path, 3);
        var whole = await File.ReadAllBytesAsync(_folder[Samples.First]);
        return (whole, whole.Length - RecordFrame.SizeOf(Samples.Record(3)));
    }

    private async Task CheckHealed(byte[] bytes, int last, byte[] kept)
    {
        File.Delete(_folder[TornName(last)]);
        await File.WriteAllBytesAsync(_folder[Samples.First], bytes);
        using var journal = FileJournal.Open(_folder.Path);
        (journal.LastSequence, journal.Length, journal.HealedBytes).ShouldBe((2, last, kept.Length));
        File.ReadAllBytes(_folder[TornName(last)]).ShouldBe(kept);
        (await journal.Append("again")).Value.ShouldBe(3);
        (await journal.ReadAsync(1, default).Sequences()).ShouldBe([1, 2, 3]);
    }
}
