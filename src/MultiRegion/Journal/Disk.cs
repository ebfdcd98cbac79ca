using System.Runtime.InteropServices;
using System.Text;

namespace MultiRegion.Journal;

/// <summary>What the runtime does not offer for folders, and which exceptions a disk's trouble comes as.</summary>
internal static class Disk
{
    private const int InvalidArgument = 22;

    public static bool IsTrouble(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Returns when the names in a folder are on the disk. Windows does that by itself.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Open(Encoding.UTF8.GetBytes(path + '\0'), 0);
        var flushed = folder >= 0 && Flush(folder) == 0;
        var error = flushed ? 0 : Marshal.GetLastPInvokeError();
        _ = folder >= 0 ? Close(folder) : 0;

        // Some network file systems cannot flush a folder and say that the argument is invalid: nothing more can be done there.
        if (!flushed && error != InvalidArgument)
        {
            throw new IOException($"The folder '{path}' cannot be flushed: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int file);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);
}
