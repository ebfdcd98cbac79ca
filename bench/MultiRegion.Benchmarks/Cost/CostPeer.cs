using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MultiRegion.Benchmarks.Cost;

/// <summary>HAProxy, which checks the same targets once a second.</summary>
internal sealed class CostPeer : IDisposable
{
    private readonly Process _process;
    private readonly string _file;

    private CostPeer(Process process, string file) => (_process, _file) = (process, file);

    public TimeSpan Cpu => ProcFile.Cpu(_process.Id);

    /// <summary>Starts it; null when it is not installed.</summary>
    public static CostPeer? Start(int targets, int port)
    {
        string[] places = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/usr/bin/haproxy"];
        if (places.FirstOrDefault(File.Exists) is not { } path)
        {
            return null;
        }

        var file = Path.GetTempFileName();
        File.WriteAllText(file, Configuration(targets, port));
        return new(Process.Start(new ProcessStartInfo(path, ["-db", "-q", "-f", file]))!, file);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        File.Delete(_file);
    }

    private static string Configuration(int targets, int port)
    {
        var text = new StringBuilder("""
            global
              nbthread 1
            defaults
              mode http
              timeout connect 900ms
              timeout check 900ms
              timeout client 10s
              timeout server 10s
              option httpchk GET /
            listen all

            """);
        text.AppendLine(CultureInfo.InvariantCulture, $"  bind abns@cost-{Environment.ProcessId}");
        for (var number = 0; number < targets; number++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  server s{number} 127.1.{number / 250}.{(number % 250) + 1}:{port} check inter 1s");
        }

        return text.ToString();
    }
}
