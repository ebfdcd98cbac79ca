using System.Collections.Immutable;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Twin;

/// <summary>How the probes of one probing region come to a state. Pure.</summary>
internal static class MonitorTwin
{
    /// <summary>The state after a row of probes, the oldest first.</summary>
    /// <param name="probes">Whether each was good.</param>
    /// <param name="tolerated">How many failures in a row are tolerated.</param>
    public static ProbeState After(IEnumerable<bool> probes, int tolerated = MonitorRules.UsualFailures)
    {
        var (state, failures) = (ProbeState.Checking, 0);
        foreach (var isGood in probes)
        {
            failures = isGood ? 0 : failures + 1;
            state = isGood ? ProbeState.Good : failures > tolerated ? ProbeState.Bad : state;
        }

        return state;
    }

    /// <summary>Whether an answer of an endpoint is good. Redirects are not followed, and nobody looks at the certificate.</summary>
    public static bool IsGood(MonitorConfig monitor, int status) =>
        monitor.ExpectedStatusCodeRanges is { IsEmpty: false } ranges ? ranges.Any(range => status >= range.Min && status <= range.Max) : status == 200;
}
