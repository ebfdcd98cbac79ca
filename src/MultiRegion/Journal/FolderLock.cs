using System.Globalization;

namespace MultiRegion.Journal;

/// <summary>Keeps a second writer out of a journal's folder, of this process or another, for as long as the process lives.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _owner;

    private FolderLock(FileStream held, string owner)
    {
        _lock = held;
        _owner = owner;
    }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="JournalException">Another writer has it, or locks have no effect in the folder.</exception>
    public static FolderLock Take(string folder)
    {
        // A locked file cannot be read by the one that is kept out: who holds it stands beside it.
        var (path, owner) = (Path.Join(folder, "journal.lock"), Path.Join(folder, "journal.owner"));
        var held = TryLock(path) ?? throw JournalErrors.InUse(folder, ReadOwner(owner));
        try
        {
            RefuseWithoutEffect(folder, path);
            File.WriteAllText(owner, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}"));
            return new FolderLock(held, owner);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // The lock's file stays: deleting it would let two later processes lock two files of the same name.
        JournalFolder.TryDelete(_owner);
        _lock.Dispose();
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsLocked(exception))
        {
            return null;
        }
    }

    /// <summary>Sharing violation on Windows, EWOULDBLOCK on Linux, EWOULDBLOCK on macOS.</summary>
    private static bool IsLocked(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;

    private static void RefuseWithoutEffect(string folder, string path)
    {
        using var second = TryLock(path);
        if (second is not null)
        {
            throw JournalErrors.NoLocks(folder);
        }
    }

    private static string ReadOwner(string path)
    {
        try
        {
            return File.ReadAllText(path) is { Length: > 0 and < 300 } owner ? owner : "another process";
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            return "another process";
        }
    }
}
