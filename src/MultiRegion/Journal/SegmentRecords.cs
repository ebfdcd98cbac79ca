namespace MultiRegion.Journal;

/// <summary>Streams the records of a segment that may be written to, or compacted away, at the same time.</summary>
internal static class SegmentRecords
{
    /// <summary>Streams the records of an open segment; <paramref name="open"/> gives its path, its base and how far it is whole.</summary>
    /// <exception cref="JournalException">The segment cannot be read to its end.</exception>
    public static IEnumerable<JournalRecord> Read(Func<SegmentView> open, long from, CancellationToken cancellationToken)
    {
        using var view = open();
        var header = Segment.ReadHeader(view.File, view.Path, view.Base);
        var reader = new SegmentReader(view.File, header, view.End);
        while (TryRead(view, reader, out var frame))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (frame.Sequence >= from)
            {
                yield return frame.ToRecord();
            }
        }

        Judge(view, reader);
    }

    private static bool TryRead(SegmentView view, SegmentReader reader, out RecordFrame frame)
    {
        try
        {
            return reader.TryRead(out frame);
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            throw JournalErrors.Unavailable(view.Path, exception);
        }
    }

    private static void Judge(SegmentView view, SegmentReader reader)
    {
        switch (reader.Tail())
        {
            case SegmentTail.Newer:
                throw JournalErrors.NewerVersion(view.Path, reader.Offset);
            case SegmentTail.Damage:
            case SegmentTail.Torn when !view.MayBeTorn:
                throw JournalErrors.Corrupt(view.Path, reader.Offset, $"the record after sequence {reader.LastSequence} is damaged or missing");
        }
    }
}

/// <summary>A segment opened for reading.</summary>
internal sealed class SegmentView(string path, long baseSequence, IJournalFile file, long end, bool mayBeTorn) : IDisposable
{
    public string Path => path;

    public long Base => baseSequence;

    public IJournalFile File => file;

    public long End => end;

    /// <summary>Whether a writer may be in the middle of the last record.</summary>
    public bool MayBeTorn => mayBeTorn;

    /// <summary>Opens the journal of a folder beside whoever writes to it.</summary>
    /// <exception cref="JournalException">There is none, or it cannot be read.</exception>
    public static SegmentView OpenNewest(string folder)
    {
        try
        {
            return TryOpenNewest(folder) ?? TryOpenNewest(folder) ?? throw JournalErrors.NotThere(folder);
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            throw JournalErrors.Unavailable(folder, exception);
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>Null when there is no segment, or a compaction replaced it between the look and the opening.</summary>
    private static SegmentView? TryOpenNewest(string folder)
    {
        var home = new JournalFolder(folder);
        var newest = home.Segments().DefaultIfEmpty(-1).Last();
        try
        {
            return newest < 0 ? null : Open(home.SegmentPath(newest), newest);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static SegmentView Open(string path, long baseSequence)
    {
        var file = DiskFile.OpenForReading(path);
        return new SegmentView(path, baseSequence, file, file.Length, mayBeTorn: true);
    }
}
