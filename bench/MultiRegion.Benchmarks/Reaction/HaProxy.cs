using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MultiRegion.Benchmarks.Reaction;

/// <summary>The peer: checks the same regions with the same interval, time-out and threshold, and sends clients to the first that is up.</summary>
internal sealed class HaProxy : IDisposable
{
    private readonly Process _process;
    private readonly string _configuration;

    private HaProxy(Process process, string configuration) => (_process, _configuration) = (process, configuration);

    /// <summary>Starts it; null when it is not installed.</summary>
    public static HaProxy? Start(IEnumerable<(int Front, int Region)> pairs, int other, string fast)
    {
        string[] places = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/usr/bin/haproxy"];
        if (places.FirstOrDefault(File.Exists) is not { } path)
        {
            return null;
        }

        var file = Path.GetTempFileName();
        File.WriteAllText(file, Configuration(pairs, other, fast));
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
        File.Delete(_configuration);
    }

    // No retries on another server: what is measured is how long the checks take.
    private static string Configuration(IEnumerable<(int Front, int Region)> pairs, int other, string fast)
    {
        var text = new StringBuilder("""
            global
              maxconn 4000
            defaults
              mode http
              retries 0
              timeout connect 500ms
              timeout check 500ms
              timeout client 10s
              timeout server 10s
              option httpchk GET /health

            """);
        foreach (var (front, region) in pairs)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""
                listen s{front}
                  bind 127.0.0.1:{front}
                  server a 127.0.0.1:{region} check inter 1s fall 3 rise 2 {fast}
                  server b 127.0.0.1:{other} check inter 1s fall 3 rise 2 backup
                """);
        }

        return text.ToString();
    }
}
