using System.Buffers;

namespace MultiRegion.Journal;

/// <summary>The segment that is written to. Whatever happens, what stands up to <see cref="Length"/> is whole and on the disk.</summary>
internal sealed class Segment : IDisposable
{
    private readonly IJournalFile _file;
    private uint _sum;

    private Segment(JournalFolder folder, IJournalFile file, SegmentHeader header)
    {
        _file = file;
        (Header, Path) = (header, folder.SegmentPath(header.Base));
        var reader = new SegmentReader(file, header, file.Length);
        while (reader.TryRead(out _))
        {
        }

        (Length, LastSequence, _sum) = (reader.Offset, reader.LastSequence, reader.Sum);
        Settle(folder, reader.Tail());
    }

    public string Path { get; }

    public SegmentHeader Header { get; }

    public long Length { get; private set; }

    /// <summary>How far a reader can try to read: of a newer version's segment nobody here knows how far it is whole.</summary>
    public long ReadableLength => Header.IsNewer ? _file.Length : Length;

    public long LastSequence { get; private set; }

    public long HealedBytes { get; private set; }

    /// <summary>Why nothing is written any more; null while all is well.</summary>
    public Problem? Refusal { get; set; }

    /// <summary>Creates the first segment of a journal, all at once.</summary>
    public static void Create(JournalFolder folder, Func<string, FileMode, IJournalFile> open)
    {
        var temporary = folder.TemporaryPath(0);
        using (var file = open(temporary, FileMode.Create))
        {
            WriteHeader(file, 0);
            file.Flush();
        }

        File.Move(temporary, folder.SegmentPath(0));
        Disk.FlushFolder(folder.Path);
    }

    /// <summary>Opens a segment, verifies all of it and heals a torn end.</summary>
    /// <exception cref="JournalException">It is damaged, or no segment.</exception>
    public static Segment Open(JournalFolder folder, long baseSequence, Func<string, FileMode, IJournalFile> open)
    {
        var file = open(folder.SegmentPath(baseSequence), FileMode.Open);
        try
        {
            return new Segment(folder, file, ReadHeader(file, folder.SegmentPath(baseSequence), baseSequence));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static SegmentHeader WriteHeader(IJournalFile file, long baseSequence)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        var header = SegmentHeader.Write(bytes, baseSequence);
        file.Write(bytes, 0);
        return header;
    }

    public static SegmentHeader ReadHeader(IJournalFile file, string path, long named) =>
        SegmentHeader.Read(file, path) is var header && header.Base == named
            ? header
            : throw JournalErrors.Corrupt(path, 0, $"its name says that it begins at {named}, its header {header.Base}: it was renamed");

    /// <summary>A reader of what is whole.</summary>
    public SegmentReader Read() => new(_file, Header, Length);

    /// <summary>Appends a record, durably; the problem when that failed, and then nothing of it is left.</summary>
    public Problem? Append(JournalRecord record)
    {
        var size = RecordFrame.SizeOf(record);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var sum = RecordFrame.Write(buffer.AsSpan(0, size), record, _sum);
            return Unwritable() ?? Store(buffer.AsSpan(0, size)) ?? Accept(record.Sequence, size, sum);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Why nothing can be written now: a refusal for good, or a file that is no longer there.</summary>
    public Problem? Unwritable() =>
        Refusal ?? (_file.IsInPlace ? null : Problem.Failed(
            $"the journal was removed: '{Path}' is no longer the file that this process writes to. Put it back, or restart with what is there.",
            retryable: false));

    public void Dispose() => _file.Dispose();

    private Problem? Store(ReadOnlySpan<byte> frame)
    {
        try
        {
            _file.Write(frame, Length);
            _file.Flush();
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            return RollBack(Problem.Failed($"the journal '{Path}' cannot be written: {exception.Message}", retryable: true));
        }

        return Unwritable() is { } removed ? RollBack(removed) : null;
    }

    private Problem RollBack(Problem why)
    {
        try
        {
            _file.Truncate(Length);
            _file.Flush();
            return why;
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            return Refusal = Problem.Failed(
                $"{why.Detail}; nor could what was written of it be taken back ({exception.Message}): the journal is read-only until it is opened anew",
                retryable: false);
        }
    }

    private Problem? Accept(long sequence, int size, uint sum)
    {
        (LastSequence, Length, _sum) = (sequence, Length + size, sum);
        return null;
    }

    private void Settle(JournalFolder folder, SegmentTail tail)
    {
        switch (tail)
        {
            case SegmentTail.Damage:
                throw JournalErrors.Corrupt(Path, Length, $"the record after sequence {LastSequence} is damaged or missing, and is not the last one");
            case SegmentTail.Torn:
                Heal(folder.TornPath(Header.Base, Length));
                Disk.FlushFolder(folder.Path);
                break;
        }

        Refusal = Header.IsNewer ? Problem.Refused($"the journal '{Path}' was written by a newer version of this package: use that version") : null;
    }

    private void Heal(string aside)
    {
        var torn = new byte[_file.Length - Length];
        torn = torn[.._file.Read(torn, Length)];
        using (var copy = new FileStream(aside, FileMode.Append))
        {
            copy.Write(torn);
            copy.Flush(flushToDisk: true);
        }

        _file.Truncate(Length);
        _file.Flush();
        HealedBytes = torn.Length;
    }
}
