using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

/// <summary>H healthy, D degraded, U unhealthy, ? unknown.</summary>
public class QuorumTests
{
    [Theory]
    // One vantage point.
    [InlineData("H", 1, Verdict.Healthy)]
    [InlineData("D", 1, Verdict.Healthy)]
    [InlineData("U", 1, Verdict.Unhealthy)]
    [InlineData("?", 1, Verdict.Unknown)]
    // More than half of three.
    [InlineData("UUH", 2, Verdict.Unhealthy)]
    [InlineData("UHH", 2, Verdict.Healthy)]
    [InlineData("HDU", 2, Verdict.Healthy)]
    [InlineData("UH?", 2, Verdict.Unknown)]
    [InlineData("UU?", 2, Verdict.Unhealthy)]
    [InlineData("U??", 2, Verdict.Unknown)]
    [InlineData("H??", 2, Verdict.Unknown)]
    // A tie of two is no quorum.
    [InlineData("UH", 2, Verdict.Unknown)]
    // With a quorum that both sides reach, the bad side wins.
    [InlineData("UH", 1, Verdict.Unhealthy)]
    // A quorum that cannot be reached, and nobody at all.
    [InlineData("UUU", 4, Verdict.Unknown)]
    [InlineData("", 1, Verdict.Unknown)]
    public void Votes_make_a_verdict(string votes, int quorum, Verdict verdict) =>
        Quorum.Combine([.. votes.Select(Vote)], quorum).ShouldBe(verdict);

    [Theory]
    [InlineData(null, 1, 1)]
    [InlineData(null, 2, 2)]
    [InlineData(null, 3, 2)]
    [InlineData(null, 4, 3)]
    [InlineData(null, 5, 3)]
    [InlineData(1, 5, 1)]
    public void More_than_half_of_the_configured_vantage_points_are_needed_unless_a_number_is_set(int? configured, int vantages, int needed) =>
        Quorum.Needed(configured, vantages).ShouldBe(needed);

    [Fact]
    public void A_quorum_of_nobody_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => Quorum.Needed(0, 3)).ParamName.ShouldBe("configured");

    [Theory]
    [InlineData(1, 3.0, 9.0)]
    [InlineData(2, 5.0, 5.0)]
    [InlineData(3, 9.0, 3.0)]
    [InlineData(4, null, null)]
    public void A_quorum_agrees_on_a_time(int quorum, double? earliest, double? latest)
    {
        TimeSpan[] times = [Seconds(5), Seconds(9), Seconds(3)];

        Quorum.Earliest([.. times], quorum).ShouldBe(earliest is { } early ? Seconds(early) : null);
        Quorum.Latest([.. times], quorum).ShouldBe(latest is { } late ? Seconds(late) : null);
    }

    private static Verdict Vote(char vote) => vote switch
    {
        'H' => Verdict.Healthy,
        'D' => Verdict.Degraded,
        'U' => Verdict.Unhealthy,
        _ => Verdict.Unknown,
    };
}
