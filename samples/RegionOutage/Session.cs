using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;

namespace RegionOutage;

/// <summary>What the command line asks for.</summary>
internal sealed record SessionOptions
{
    public required Settings Settings { get; init; }

    public required bool Json { get; init; }

    public required bool KillController { get; init; }

    public required int Repeat { get; init; }

    public required int Seed { get; init; }

    public string? Keep { get; init; }

    public string? Svg { get; init; }
}

/// <summary>Runs the outages, shows them, reports. Standard output holds the report, standard error the progress.</summary>
internal sealed class Session(SessionOptions options)
{
    private readonly IAnsiConsole _console = Console(options.Json);
    private readonly bool _live = !options.Json && !System.Console.IsOutputRedirected;
    private volatile string _news = "";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var (runs, phases) = (new List<RunResult>(), new Random(options.Seed));
        try
        {
            for (var number = 1; number <= options.Repeat; number++)
            {
                runs.Add(await RunOnceAsync(number, phases.NextDouble(), cancellationToken));
            }
        }
        catch (Exception problem) when (problem is OutageException or OperationCanceledException)
        {
            return Fail(cancellationToken.IsCancellationRequested ? "interrupted" : problem is OutageException ? problem.Message : "it took too long");
        }

        if (runs.Count > 1)
        {
            ReportText.WriteMedians(_console, runs);
        }

        return Finish(ReportJson.Of(runs), runs.TrueForAll(static run => run.Kept));
    }

    private async Task<RunResult> RunOnceAsync(int number, double phase, CancellationToken cancellationToken)
    {
        var folder = new RunFolder(Home(number));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Settings.Limit);
        Say($"outage {number} of {options.Repeat}, seed {options.Seed}, the region dies {phase.ToString("P0", CultureInfo.InvariantCulture)} into an interval");
        await using var outage = new Outage(options.Settings, options.KillController, phase, folder, Say);
        var running = outage.RunAsync(limit.Token);
        if (_live)
        {
            await LiveView.WatchAsync(_console, outage, () => _news, running);
        }

        var result = await JudgeAsync(running, folder);
        ReportText.Write(_console, result);
        Draw(folder, result);
        return result;
    }

    private async Task<RunResult> JudgeAsync(Task<Observations> running, RunFolder folder)
    {
        try
        {
            var seen = await running;
            var found = new Findings(seen);
            return new(seen, found, Checks.Of(seen, found));
        }
        catch
        {
            Say($"logs and journal are in {folder.Path}");
            throw;
        }
    }

    private void Draw(RunFolder folder, RunResult result)
    {
        var path = options.Svg ?? (options.Keep is null ? Path.Join(Path.GetTempPath(), "region-outage.svg") : folder.Timeline);
        File.WriteAllText(path, Timeline.Draw(result));
        Say($"the timeline is in {path}");
        if (options.Keep is null && result.Kept)
        {
            Directory.Delete(folder.Path, recursive: true);
        }
        else
        {
            Say($"logs and journal are in {folder.Path}");
        }
    }

    // Every run has a journal of its own: one that is there already would be taken up where it ended.
    private string Home(int number)
    {
        if (options.Keep is null)
        {
            return Directory.CreateTempSubdirectory("region-outage-").FullName;
        }

        var path = options.Repeat == 1 ? options.Keep : Path.Join(options.Keep, number.ToString("00", CultureInfo.InvariantCulture));
        return Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()
            ? throw new OutageException($"{path} is not empty: name a folder that is, or is not there.")
            : Directory.CreateDirectory(path).FullName;
    }

    private int Fail(string why)
    {
        System.Console.Error.WriteLine(why);
        return Finish(ReportJson.Failed(why), kept: false);
    }

    private int Finish(string json, bool kept)
    {
        if (options.Json)
        {
            System.Console.Out.WriteLine(json);
        }

        return kept ? 0 : 1;
    }

    private void Say(string news)
    {
        _news = news;
        if (!_live)
        {
            System.Console.Error.WriteLine(news);
        }
    }

    private static IAnsiConsole Console(bool json)
    {
        var plain = json ? System.Console.IsErrorRedirected : System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(json ? System.Console.Error : System.Console.Out),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
        });
        console.Profile.Width = plain ? 180 : console.Profile.Width;
        return console;
    }
}
