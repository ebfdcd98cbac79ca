using System.Diagnostics;
using System.Globalization;
using MultiRegion.Kubernetes.Tests.Fakes;

namespace MultiRegion.Benchmarks.Fleet;

/// <summary>What the bench starts itself as: API servers that answer after a delay, and one more that never does.</summary>
internal sealed class FleetServers : IDisposable
{
    public const string Command = "fleet-servers";

    private readonly Process _process;

    private FleetServers(Process process, IReadOnlyList<Uri> addresses, Uri dead) => (_process, Addresses, Dead) = (process, addresses, dead);

    /// <summary>The servers; the first is half as slow again as the others.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    public Uri Dead { get; }

    public static async Task<FleetServers> StartAsync(int count, int delay)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] host = Path.GetFileNameWithoutExtension(start.FileName) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        foreach (var argument in (string[])[.. host, Command, count.ToString(CultureInfo.InvariantCulture), delay.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_gcServer"] = "0";
        var process = Process.Start(start)!;
        List<Uri> addresses = [];
        while (addresses.Count <= count)
        {
            addresses.Add(new(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The servers did not start.")));
        }

        return new(process, addresses[..count], addresses[count]);
    }

    public static async Task<int> RunAsync(int count, int delay)
    {
        for (var i = 0; i <= count; i++)
        {
            var cluster = new FakeCluster { Delay = TimeSpan.FromMilliseconds(i == 0 ? delay * 1.5 : delay), Hangs = i == count };
            Console.Out.WriteLine((await FakeHost.StartAsync(cluster)).Address);
        }

        // Until who started it is gone.
        await Console.In.ReadToEndAsync();
        return 0;
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
