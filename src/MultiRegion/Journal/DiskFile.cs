using Microsoft.Win32.SafeHandles;

namespace MultiRegion.Journal;

/// <summary>A file on a disk.</summary>
internal sealed class DiskFile : IJournalFile
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly string? _name;

    private DiskFile(string path, FileMode mode, FileAccess access, FileShare share)
    {
        _path = path;
        _handle = File.OpenHandle(path, mode, access, share | FileShare.Delete);
        _name = NameOf(_handle);
    }

    public long Length => RandomAccess.GetLength(_handle);

    public bool IsInPlace => new FileInfo(_path) is { Exists: true } there && LengthOf(there) == Length && NameOf(_handle) == _name;

    public static IJournalFile OpenForWriting(string path, FileMode mode) => new DiskFile(path, mode, FileAccess.ReadWrite, FileShare.Read);

    public static IJournalFile OpenForReading(string path) => new DiskFile(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    public int Read(Span<byte> into, long at)
    {
        var done = 0;
        while (done < into.Length && RandomAccess.Read(_handle, into[done..], at + done) is > 0 and var read)
        {
            done += read;
        }

        return done;
    }

    public void Write(ReadOnlySpan<byte> bytes, long at) => RandomAccess.Write(_handle, bytes, at);

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public void Dispose() => _handle.Dispose();

    /// <summary>What Linux calls the open file now: another text once it was deleted, replaced or moved. Null elsewhere.</summary>
    private static string? NameOf(SafeFileHandle handle) =>
        OperatingSystem.IsLinux() ? new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget : null;

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return -1;
        }
    }
}
