namespace MultiRegion.Journal;

/// <summary>Settings of a <see cref="FileJournal"/>.</summary>
internal sealed record FileJournalOptions
{
    /// <summary>The largest record, in bytes, its frame included; a larger one is refused. 1 KiB to 16 MiB, default 16 MiB.</summary>
    public int MaximumRecordSize { get; init; } = RecordFrame.MaximumBody;

    internal Func<string, FileMode, IJournalFile> OpenFile { get; init; } = DiskFile.OpenForWriting;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRecordSize, 1 << 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumRecordSize, RecordFrame.MaximumBody);
    }
}
