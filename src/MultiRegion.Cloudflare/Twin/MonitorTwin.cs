using System.Globalization;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>What a monitor makes of answers.</summary>
internal static class MonitorTwin
{
    /// <summary>Whether an HTTP answer is good: its status is expected, and its body holds the text in whatever case.</summary>
    public static bool IsGood(HealthMonitor monitor, int status, string body) =>
        Expects(monitor.ExpectedCodes ?? "200", status)
        && (string.IsNullOrEmpty(monitor.ExpectedBody) || body.Contains(monitor.ExpectedBody, StringComparison.OrdinalIgnoreCase));

    /// <summary>The state after some checks, the newest last: it changes when as many in a row as are asked for say so, at least one.</summary>
    public static OriginState After(HealthMonitor monitor, OriginState before, IEnumerable<bool> checks)
    {
        var (state, run) = (before, 0);
        foreach (var good in checks)
        {
            var next = good ? OriginState.Up : OriginState.Down;
            run = next == state ? 0 : run + 1;
            if (run >= Math.Max(1, (good ? monitor.ConsecutiveUp : monitor.ConsecutiveDown) ?? 0))
            {
                (state, run) = (next, 0);
            }
        }

        return state;
    }

    private static bool Expects(string codes, int status) => codes.Split('-') switch
    {
        [[var hundreds, 'x' or 'X', 'x' or 'X']] => status / 100 == hundreds - '0',
        [var only] => int.TryParse(only, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code == status,
        [var from, var to] => int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last) && status >= first && status <= last,
        _ => false,
    };
}
