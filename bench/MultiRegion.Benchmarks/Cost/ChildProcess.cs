using System.Diagnostics;

namespace MultiRegion.Benchmarks.Cost;

/// <summary>This program once more, as a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static ChildProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] host = Path.GetFileNameWithoutExtension(start.FileName) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        foreach (var argument in (string[])[.. host, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return new(Process.Start(start)!);
    }

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The process ended before it said what it was asked for.");

    public async Task<string> AskAsync(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        await _process.StandardInput.FlushAsync();
        return await ReadLineAsync();
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
