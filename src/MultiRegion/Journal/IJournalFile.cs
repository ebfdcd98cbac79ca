namespace MultiRegion.Journal;

/// <summary>A file as the journal uses it. Failures come as <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>In bytes.</summary>
    long Length { get; }

    /// <summary>Whether the path it was opened by still names this very file.</summary>
    bool IsInPlace { get; }

    /// <summary>Reads until <paramref name="into"/> is full or the file ends.</summary>
    int Read(Span<byte> into, long at);

    void Write(ReadOnlySpan<byte> bytes, long at);

    /// <summary>Returns when everything written is on the disk.</summary>
    void Flush();

    void Truncate(long length);
}
