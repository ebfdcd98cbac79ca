using System.Globalization;

namespace MultiRegion.Benchmarks.Cost;

/// <summary>What Linux says of a process.</summary>
internal static class ProcFile
{
    private const double TicksPerSecond = 100;

    /// <summary>Its processor time, user and system.</summary>
    public static TimeSpan Cpu(int process)
    {
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    /// <summary>What of this process is resident, in bytes.</summary>
    public static long Resident()
    {
        var line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }

    /// <summary>The time of all processors since the start of the system, and what of it a host gave to others while somebody here wanted it.</summary>
    public static (long All, long Stolen) Processors()
    {
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number).ToArray();
        return (times.Sum(), times[^1]);
    }

    private static long Number(string text) => long.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
