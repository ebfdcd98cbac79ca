using System.Globalization;

namespace MultiRegion.Policies;

/// <summary>What a step of a failback is judged to be.</summary>
internal enum AnalysisVerdict
{
    /// <summary>Too little is known: wait, for a bounded time.</summary>
    Inconclusive,
    Pass,
    Fail,
}

/// <summary>What users got from a region.</summary>
internal readonly record struct UserTraffic(long Requests, long Errors, TimeSpan MeanLatency)
{
    public double ErrorRatio => Requests == 0 ? 0 : (double)Errors / Requests;
}

/// <summary>Judges a region that traffic is returning to.</summary>
internal static class FailbackAnalysis
{
    /// <summary>
    /// A bad verdict, or users who suffer more there than elsewhere, fail. An unknown verdict, or traffic that is reported
    /// but too little to judge, is inconclusive. Without any report of traffic the probes alone decide.
    /// </summary>
    public static (AnalysisVerdict Verdict, string Detail) Judge(Verdict health, UserTraffic? here, UserTraffic? best, DegradedSettings? limits) => health switch
    {
        Verdict.Unhealthy => (AnalysisVerdict.Fail, "the region is unhealthy"),
        Verdict.Degraded => (AnalysisVerdict.Fail, "users suffer there"),
        Verdict.Unknown => (AnalysisVerdict.Inconclusive, "the region cannot be judged"),
        _ => limits is null ? (AnalysisVerdict.Pass, "healthy") : ByTraffic(here, best, limits),
    };

    private static (AnalysisVerdict Verdict, string Detail) ByTraffic(UserTraffic? here, UserTraffic? best, DegradedSettings limits) => here switch
    {
        null => best is null
            ? (AnalysisVerdict.Pass, "healthy")
            : (AnalysisVerdict.Inconclusive, "traffic is reported elsewhere and not there"),
        { } seen when seen.Requests < limits.MinimumRequests =>
            (AnalysisVerdict.Inconclusive, string.Create(CultureInfo.InvariantCulture, $"{seen.Requests} requests are too few to judge")),
        { } seen when seen.ErrorRatio >= limits.ErrorRatio && seen.ErrorRatio >= limits.ErrorRatioAgainstBest * (best?.ErrorRatio ?? 0) =>
            (AnalysisVerdict.Fail, string.Create(CultureInfo.InvariantCulture, $"{seen.ErrorRatio:P1} of users' requests fail there")),
        { } seen when best is { MeanLatency.Ticks: > 0 } other && limits.LatencyAgainstBest is { } factor && seen.MeanLatency >= factor * other.MeanLatency =>
            (AnalysisVerdict.Fail, string.Create(CultureInfo.InvariantCulture, $"requests take {seen.MeanLatency.TotalMilliseconds:0} ms there, {other.MeanLatency.TotalMilliseconds:0} ms elsewhere")),
        { } seen => (AnalysisVerdict.Pass, string.Create(CultureInfo.InvariantCulture, $"{seen.ErrorRatio:P1} errors in {seen.Requests} requests")),
    };
}
