using System.Globalization;

namespace MultiRegion.Health;

/// <summary>Health in words.</summary>
internal static class HealthReasons
{
    public static Reason Region(RegionId region, Verdict verdict, ReadOnlySpan<Verdict> votes, int quorum)
    {
        var unhealthy = votes.Count(Verdict.Unhealthy);
        var unknown = votes.Count(Verdict.Unknown);
        var healthy = votes.Length - unhealthy - unknown;
        var detail = $"{Word(verdict)}: {healthy} healthy, {unhealthy} unhealthy, {unknown} unknown of {votes.Length} vantage points, "
            + $"{quorum} needed";
        return new Reason(Code(verdict), region.Value, detail);
    }

    /// <summary>What a vantage point has seen of an endpoint.</summary>
    public static string Evidence(in EndpointHealth endpoint, TimeSpan now, in HealthThresholds thresholds) => endpoint switch
    {
        { LastUsableAt: null } => $"unknown: no usable result yet, the last one: {endpoint.LastReason}",
        { LastUsableAt: { } last } when endpoint.IsStale(now, thresholds) =>
            $"unknown: no usable result for {Seconds(now - last)}, the last one: {endpoint.LastReason}",
        { IsReported: true, LastUsableAt: { } last } => $"{Word(endpoint.Verdict)}: reported {Seconds(now - last)} ago",
        { Failures: > 0, FirstFailureAt: { } first } =>
            $"{Word(endpoint.Verdict)}: failures in {Seconds(now - first)}: {endpoint.Failures}, the last one: {endpoint.LastFailure}; "
            + $"successes in a row since: {endpoint.Successes}",
        { LastUsableAt: { } last } => $"{Word(endpoint.Verdict)}: last result {Seconds(now - last)} ago: {endpoint.LastReason}",
    };

    /// <summary>Why a vantage point's evidence does not count, or not fully; empty when it does.</summary>
    public static string Caveat(Sight sight, ReadOnlySpan<EndpointHealth> references, Verdict vote, Verdict seen, TimeSpan now)
    {
        var inOrder = $"{VantageVote.InOrder(references, now, HealthThresholds.Default)} of {references.Length} reference targets in order";
        return sight switch
        {
            Sight.Blind => $"; blind, counts as unknown: {inOrder}",
            Sight.Doubtful => $"; doubtful eyes, failures do not count: {inOrder}",
            _ when vote != seen && seen == Verdict.Unhealthy => "; counts as unknown until the reference targets have answered again",
            _ => "",
        };
    }

    /// <summary>What the users of a degraded region get.</summary>
    public static Reason Traffic(RegionId region, ReadOnlySpan<GreyHealth> regions, int index, TimeSpan now, DegradedSettings settings)
    {
        var state = regions[index];
        var best = GreyFailure.BestOther(regions, index, now, settings);
        var detail = $"users have suffered for {Seconds(now - (state.Since ?? now))}: "
            + $"errors {Percent(state.Last.ErrorRatio)}, best other region {Percent(best.ErrorRatio)}; "
            + $"latency {Milliseconds(state.Last.MeanLatency)}, best other region {Milliseconds(best.Latency)}";
        return new Reason(ReasonCode.RegionDegraded, region.Value, detail);
    }

    private static ReasonCode Code(Verdict verdict) => verdict switch
    {
        Verdict.Healthy => ReasonCode.RegionHealthy,
        Verdict.Degraded => ReasonCode.RegionDegraded,
        Verdict.Unhealthy => ReasonCode.RegionUnhealthy,
        _ => ReasonCode.RegionUnknown,
    };

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Healthy => "healthy",
        Verdict.Degraded => "degraded",
        Verdict.Unhealthy => "unhealthy",
        _ => "unknown",
    };

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");

    private static string Milliseconds(TimeSpan? span) =>
        span is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:0} ms") : "not known";

    private static string Percent(double? ratio) =>
        ratio is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:0.0} %") : "not known";
}
