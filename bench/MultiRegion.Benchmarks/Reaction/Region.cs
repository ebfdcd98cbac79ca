using System.Diagnostics;
using System.Globalization;

namespace MultiRegion.Benchmarks.Reaction;

/// <summary>A region as a process of its own.</summary>
internal sealed class Region : IDisposable
{
    private readonly Process _process;

    private Region(Process process) => _process = process;

    public static async Task<Region> StartAsync(string name, IEnumerable<int> ports)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] host = Path.GetFileNameWithoutExtension(start.FileName) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        foreach (var argument in (string[])[.. host, RegionServer.Command, name, .. ports.Select(static port => port.ToString(CultureInfo.InvariantCulture))])
        {
            start.ArgumentList.Add(argument);
        }

        // Dozens of these run beside each other: none needs a heap or a compiler thread of its own for every core.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_GCHeapCount"] = "1";
        var process = Process.Start(start)!;
        return await process.StandardOutput.ReadLineAsync() == RegionServer.Ready
            ? new(process)
            : throw new InvalidOperationException($"The region {name} did not start.");
    }

    public void Kill() => _process.Kill();

    public void Hang(int port)
    {
        _process.StandardInput.WriteLine(port.ToString(CultureInfo.InvariantCulture));
        _process.StandardInput.Flush();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
