using MultiRegion.Policies;

namespace MultiRegion.Tests.Policies;

public sealed class FailbackAnalysisTests
{
    private static readonly DegradedSettings Limits = new() { ErrorRatio = 0.05, ErrorRatioAgainstBest = 3, LatencyAgainstBest = 5, MinimumRequests = 20 };

    private static UserTraffic Traffic(string text)
    {
        var numbers = text.Split(' ');
        return new(long.Parse(numbers[0], null), long.Parse(numbers[1], null), TimeSpan.FromMilliseconds(double.Parse(numbers[2], null)));
    }

    // Traffic: requests, errors, mean milliseconds.
    [Theory]
    [InlineData(Verdict.Unhealthy, "100 0 10", "100 0 10", nameof(AnalysisVerdict.Fail), "the region is unhealthy")]
    [InlineData(Verdict.Degraded, null, null, nameof(AnalysisVerdict.Fail), "users suffer there")]
    [InlineData(Verdict.Unknown, "100 0 10", null, nameof(AnalysisVerdict.Inconclusive), "the region cannot be judged")]
    [InlineData(Verdict.Healthy, null, null, nameof(AnalysisVerdict.Pass), "healthy")]
    [InlineData(Verdict.Healthy, null, "100 0 10", nameof(AnalysisVerdict.Inconclusive), "traffic is reported elsewhere and not there")]
    [InlineData(Verdict.Healthy, "19 19 10", "100 0 10", nameof(AnalysisVerdict.Inconclusive), "19 requests are too few to judge")]
    [InlineData(Verdict.Healthy, "20 0 10", "100 0 10", nameof(AnalysisVerdict.Pass), "0.0 % errors in 20 requests")]
    [InlineData(Verdict.Healthy, "100 5 10", "100 0 10", nameof(AnalysisVerdict.Fail), "5.0 % of users' requests fail there")]
    [InlineData(Verdict.Healthy, "100 4 10", "100 0 10", nameof(AnalysisVerdict.Pass), "4.0 % errors in 100 requests")]
    [InlineData(Verdict.Healthy, "100 5 10", null, nameof(AnalysisVerdict.Fail), "5.0 % of users' requests fail there")]
    [InlineData(Verdict.Healthy, "100 29 10", "100 10 10", nameof(AnalysisVerdict.Pass), "29.0 % errors in 100 requests")]
    [InlineData(Verdict.Healthy, "100 31 10", "100 10 10", nameof(AnalysisVerdict.Fail), "31.0 % of users' requests fail there")]
    [InlineData(Verdict.Healthy, "100 75 10", "100 25 10", nameof(AnalysisVerdict.Fail), "75.0 % of users' requests fail there")]
    [InlineData(Verdict.Healthy, "100 0 49", "100 0 10", nameof(AnalysisVerdict.Pass), "0.0 % errors in 100 requests")]
    [InlineData(Verdict.Healthy, "100 0 50", "100 0 10", nameof(AnalysisVerdict.Fail), "requests take 50 ms there, 10 ms elsewhere")]
    [InlineData(Verdict.Healthy, "100 0 50", "100 0 0", nameof(AnalysisVerdict.Pass), "0.0 % errors in 100 requests")]
    [InlineData(Verdict.Healthy, "100 0 50", null, nameof(AnalysisVerdict.Pass), "0.0 % errors in 100 requests")]
    public void A_step_of_a_failback_passes_fails_or_is_waited_on(Verdict health, string? here, string? best, string verdict, string detail) =>
        FailbackAnalysis.Judge(health, here is null ? null : Traffic(here), best is null ? null : Traffic(best), Limits)
            .ShouldBe((Enum.Parse<AnalysisVerdict>(verdict), detail));

    [Fact]
    public void Without_limits_the_probes_alone_decide() =>
        FailbackAnalysis.Judge(Verdict.Healthy, Traffic("100 100 10"), Traffic("100 0 10"), null).ShouldBe((AnalysisVerdict.Pass, "healthy"));

    [Fact]
    public void Latency_counts_only_with_a_limit() =>
        FailbackAnalysis.Judge(Verdict.Healthy, Traffic("100 0 500"), Traffic("100 0 1"), Limits with { LatencyAgainstBest = null }).Verdict.ShouldBe(AnalysisVerdict.Pass);

    [Fact]
    public void No_requests_are_no_errors() => default(UserTraffic).ErrorRatio.ShouldBe(0);
}
