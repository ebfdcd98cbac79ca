using System.Collections.Immutable;
using System.Text.Json;


namespace RegionOutage;

/// <summary>What came of a run.</summary>
internal sealed record RunResult(Observations Seen, Findings Found, ImmutableArray<Check> Checks)
{
    public bool Kept => Checks.All(static check => check.Kept);

    public double DetectionMs => Found.SinceKill(Found.Detected).TotalMilliseconds;

    public double SwitchMs => Found.SinceKill(Found.Switched).TotalMilliseconds;

    public double RecoveryMs => Found.SinceKill(Found.Recovered).TotalMilliseconds;
}

/// <summary>The report for programs: one JSON object on one line.</summary>
internal static class ReportJson
{
    public static string Of(IReadOnlyList<RunResult> runs) =>
        JsonSerializer.Serialize<object>(runs.Count == 1 ? One(runs[0]) : Many(runs), Wire.Json);

    public static string Failed(string why) => JsonSerializer.Serialize(new { outcome = "failed", why }, Wire.Json);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static object One(RunResult run)
    {
        var (seen, found) = (run.Seen, run.Found);
        return new
        {
            outcome = run.Kept ? "returned" : "broken",
            broken = run.Checks.Where(static check => !check.Kept).Select(static check => check.Words),
            regions = Estate.Regions.Length,
            intervalMs = seen.Settings.Probing.Interval.TotalMilliseconds,
            confirmIntervalMs = seen.Settings.Probing.ConfirmInterval.TotalMilliseconds,
            timeoutMs = seen.Settings.Probing.Timeout.TotalMilliseconds,
            failureThreshold = seen.Settings.FailureThreshold,
            allowedDetectionMs = seen.Settings.AllowedDetection.TotalMilliseconds,
            detectionMs = Round(run.DetectionMs),
            switchMs = Round(run.SwitchMs),
            recoveryMs = Round(run.RecoveryMs),
            requests = seen.Attempts.Count,
            failedRequests = found.Failed.Count(),
            requestsToDeadRegionAfterSwitch = found.ByDeadRegion.Count,
            failbackShares = found.FailbackShares,
            finalShares = seen.Final.Regions.ToDictionary(static region => region.Region.Value, static region => region.Share.Percent),
            epoch = found.Epoch,
            routerWrites = seen.Writes.Count,
            journalEntries = seen.JournalEntries,
            controllerPids = seen.ControllerPids,
            killedAtStep = seen.KilledAtStep,
        };
    }

    private static object Many(IReadOnlyList<RunResult> runs)
    {
        var settings = runs[0].Seen.Settings;
        return new
        {
            outcome = runs.All(static run => run.Kept) ? "returned" : "broken",
            broken = runs.SelectMany(static run => run.Checks).Where(static check => !check.Kept).Select(static check => check.Words),
            runs = runs.Count,
            plain = settings.IsPlain,
            regions = Estate.Regions.Length,
            allowedDetectionMs = settings.AllowedDetection.TotalMilliseconds,
            medianDetectionMs = Round(Median(runs.Select(static run => run.DetectionMs))),
            medianSwitchMs = Round(Median(runs.Select(static run => run.SwitchMs))),
            medianRecoveryMs = Round(Median(runs.Select(static run => run.RecoveryMs))),
            detectionMs = runs.Select(static run => Round(run.DetectionMs)),
            switchMs = runs.Select(static run => Round(run.SwitchMs)),
            recoveryMs = runs.Select(static run => Round(run.RecoveryMs)),
            requests = runs.Sum(static run => run.Seen.Attempts.Count),
            failedRequests = runs.Sum(static run => run.Found.Failed.Count()),
            requestsToDeadRegionAfterSwitch = runs.Sum(static run => run.Found.ByDeadRegion.Count),
        };
    }

    private static double Round(double milliseconds) => Math.Round(milliseconds, 1);
}
