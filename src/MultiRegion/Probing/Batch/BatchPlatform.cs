using System.Runtime.InteropServices;

namespace MultiRegion.Probing.Batch;

/// <summary>Where the batch prober works.</summary>
internal static class BatchPlatform
{
    /// <summary>Whether this is Linux with the numbers that <see cref="Libc"/> knows.</summary>
    public static bool IsFit { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64 && HasLibrary();

    private static bool HasLibrary()
    {
        try
        {
            _ = Libc.Close(-1);
            return true;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }
}
