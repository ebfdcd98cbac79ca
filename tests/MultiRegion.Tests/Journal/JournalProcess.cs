using System.Diagnostics;
using System.Runtime.CompilerServices;
using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

/// <summary>This test assembly, started as a second process that uses a journal.</summary>
internal sealed class JournalProcess : IDisposable
{
    private const string Variable = "MULTIREGION_TESTS_JOURNAL";

    private readonly Process _process;

    private JournalProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts a process that opens the journal and appends, one line of output for each record that it was told is durable.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="setting">An environment variable to set to 1.</param>
    public static JournalProcess Start(string folder, string setting = "MULTIREGION_TESTS_NOTHING")
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath ?? "dotnet";
        var start = new ProcessStartInfo(Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { "exec", typeof(JournalProcess).Assembly.Location },
            Environment = { [Variable] = folder, [setting] = "1" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return new JournalProcess(Process.Start(start) ?? throw new InvalidOperationException("The process did not start."));
    }

    /// <summary>Waits for the next line: a sequence, or why the journal was refused.</summary>
    public async Task<string> LineAsync() => await _process.StandardOutput.ReadLineAsync() ?? "";

    /// <summary>Waits for the next acknowledged sequence.</summary>
    public async Task<long> NextAsync() => long.Parse(await LineAsync(), null);

    /// <summary>Ends the process as a crash would, and returns the last acknowledged sequence.</summary>
    public async Task<long> KillAsync(long acknowledged)
    {
        _process.Kill();
        while (await _process.StandardOutput.ReadLineAsync() is { Length: > 0 } line)
        {
            // The pipe may end in the middle of a number: only a number that continues the count was acknowledged for certain.
            acknowledged = line == $"{acknowledged + 1}" ? acknowledged + 1 : acknowledged;
        }

        await _process.WaitForExitAsync();
        return acknowledged;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [ModuleInitializer]
    internal static void RunInstead()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } folder)
        {
            Append(folder);
            Environment.Exit(0);
        }
    }

    private static void Append(string folder)
    {
        try
        {
            Append(FileJournal.Open(folder));
        }
        catch (JournalException refusal)
        {
            Console.Out.WriteLine(refusal.Message);
        }
    }

    private static void Append(FileJournal journal)
    {
        while (true)
        {
            var next = journal.LastSequence + 1;
            Console.Out.WriteLine(journal.AppendAsync(Samples.Record(next), next - 1, default).AsTask().GetAwaiter().GetResult().Value);
        }
    }
}
