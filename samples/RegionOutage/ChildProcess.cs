using System.Diagnostics;

namespace RegionOutage;

/// <summary>This program once more, as a region or a controller.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Task _errors;
    private bool _disposed;

    private ChildProcess(string name, Process process, string errorLog, Action<string> said)
    {
        (Name, _process, Id) = (name, process, process.Id);
        Output = ReadAsync(process.StandardOutput, said);
        _errors = CopyErrorsAsync(process, errorLog);
    }

    public string Name { get; }

    public int Id { get; }

    public bool HasEnded => _disposed || _process.HasExited;

    public bool WasKilled { get; private set; }

    /// <summary>Over when the process has ended and everything that it said was taken.</summary>
    public Task Output { get; }

    public static ChildProcess Start(string name, IEnumerable<string> arguments, string errorLog, Action<string> said)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Under "dotnet RegionOutage.dll" the process is the host, and this program its first argument.
        foreach (var argument in Path.GetFileNameWithoutExtension(start.FileName) == "dotnet" ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new(name, Process.Start(start)!, errorLog, said);
    }

    /// <summary>Says a line to the parent, from within a child.</summary>
    public static void Announce(string line) => Console.Out.WriteLine(line);

    public void Say(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended; whoever needs it alive will notice.
        }
    }

    /// <summary>SIGKILL: nothing of it runs any more, and nothing was put in order.</summary>
    public async Task KillAsync()
    {
        WasKilled = true;
        _process.Kill();
        await _process.WaitForExitAsync();
        await Output;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(EndsWithin);
            }
            catch (TimeoutException)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        await Task.WhenAll(Output, _errors);
        _disposed = true;
        _process.Dispose();
    }

    private static async Task ReadAsync(StreamReader from, Action<string> said)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            said(line);
        }
    }

    private static async Task CopyErrorsAsync(Process process, string path)
    {
        await using var file = new StreamWriter(path, append: true) { AutoFlush = true };
        await ReadAsync(process.StandardError, file.WriteLine);
    }
}
