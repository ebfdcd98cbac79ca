using System.Runtime.InteropServices;
using System.Text;

namespace MultiRegion.Routing;

/// <summary>Reads a whole file, and replaces one so that a reader or a crash sees the old content or the new one, nothing between.</summary>
internal static class EmbeddedFile
{
    /// <summary>The bytes, or why there are none.</summary>
    public static (byte[]? Bytes, Problem? Problem) Read(string path)
    {
        try
        {
            return (File.ReadAllBytes(path), null);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new(ProblemKind.NotFound, $"'{path}' is not there.", Retryable: true));
        }
        catch (UnauthorizedAccessException problem)
        {
            return (null, new(ProblemKind.Denied, $"'{path}' may not be read: {problem.Message}", Retryable: false));
        }
        catch (IOException problem)
        {
            return (null, Problem.Failed($"'{path}' cannot be read: {problem.Message}", retryable: true));
        }
    }

    public static Problem Damaged(string path, string why) => Problem.Failed(
        $"The routing state '{path}' cannot be used: {why}. It was left as it is. Mend it, restore a copy, or move it away: then every service is planned as new.",
        retryable: false);

    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Makes a rename durable. Windows has no such call, and journals its renames.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Native.Open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
        if (descriptor < 0 || Native.Flush(descriptor) != 0)
        {
            var error = Marshal.GetLastPInvokeErrorMessage();
            _ = descriptor >= 0 ? Native.Close(descriptor) : 0;
            throw new IOException($"The folder '{folder}' could not be flushed to disk: {error}");
        }

        _ = Native.Close(descriptor);
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Flush(int descriptor);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int descriptor);
    }
}
