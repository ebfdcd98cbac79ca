using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

/// <summary>What goes wrong with the files of a journal.</summary>
internal sealed class Faults
{
    /// <summary>How many more bytes the disk takes.</summary>
    public long Room { get; set; } = long.MaxValue;

    public bool FlushFails { get; set; }

    public bool TruncateFails { get; set; }

    /// <summary>What happens in the world while a flush runs.</summary>
    public Action OnFlush { get; set; } = static () => { };

    /// <summary>The name of a file that cannot be opened.</summary>
    public string? Missing { get; set; }

    public FileJournalOptions Options => new() { OpenFile = Open };

    private FaultyFile Open(string path, FileMode mode) => Path.GetFileName(path) == Missing
        ? throw new IOException("Input/output error")
        : new FaultyFile(DiskFile.OpenForWriting(path, mode), this);
}

/// <summary>A real file on a disk with faults.</summary>
internal sealed class FaultyFile(IJournalFile inner, Faults faults) : IJournalFile
{
    public long Length => inner.Length;

    public bool IsInPlace => inner.IsInPlace;

    public int Read(Span<byte> into, long at) => inner.Read(into, at);

    public void Write(ReadOnlySpan<byte> bytes, long at)
    {
        var fits = (int)Math.Min(bytes.Length, faults.Room);
        inner.Write(bytes[..fits], at);
        faults.Room -= fits;
        Fail(fits < bytes.Length, "No space left on device");
    }

    public void Flush()
    {
        faults.OnFlush();
        inner.Flush();
        Fail(faults.FlushFails, "Input/output error");
    }

    public void Truncate(long length)
    {
        Fail(faults.TruncateFails, "Read-only file system");
        inner.Truncate(length);
    }

    public void Dispose() => inner.Dispose();

    private static void Fail(bool really, string message)
    {
        if (really)
        {
            throw new IOException(message);
        }
    }
}

/// <summary>A file in memory.</summary>
internal sealed class MemoryFile(byte[] bytes) : IJournalFile
{
    public long Length => bytes.Length;

    public bool IsInPlace => true;

    public int Read(Span<byte> into, long at)
    {
        var read = (int)Math.Clamp(bytes.Length - at, 0, into.Length);
        bytes.AsSpan((int)Math.Min(at, bytes.Length), read).CopyTo(into);
        return read;
    }

    public void Write(ReadOnlySpan<byte> bytes, long at) => throw new NotSupportedException();

    public void Flush() => throw new NotSupportedException();

    public void Truncate(long length) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
