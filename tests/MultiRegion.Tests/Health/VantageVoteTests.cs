using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

/// <summary>Each word is the history of one reference target, a result a second: S success, F failure, U unknown.</summary>
public class VantageVoteTests
{
    [Theory]
    // No reference targets: it trusts itself.
    [InlineData("", nameof(Sight.Clear))]
    [InlineData("SSS", nameof(Sight.Clear))]
    // At least half in order is enough.
    [InlineData("SSS FFF", nameof(Sight.Clear))]
    [InlineData("SSS SSS FFF", nameof(Sight.Clear))]
    // More than half dead.
    [InlineData("FFF", nameof(Sight.Blind))]
    [InlineData("SSS FFF FFF", nameof(Sight.Blind))]
    [InlineData("FFF FFF", nameof(Sight.Blind))]
    // More than half not in order: failing, not known, or dead.
    [InlineData("SSF", nameof(Sight.Doubtful))]
    [InlineData("UUU", nameof(Sight.Doubtful))]
    [InlineData("SSS SSF FFF", nameof(Sight.Doubtful))]
    [InlineData("SSS UUU FFF", nameof(Sight.Doubtful))]
    [InlineData("SSS SSS SSF SSF", nameof(Sight.Clear))]
    public void Reference_targets_tell_how_far_the_eyes_can_be_trusted(string references, string sight) =>
        VantageVote.Look(References(references), Seconds(4), Thresholds).ToString().ShouldBe(sight);

    [Fact]
    public void Reference_targets_that_have_gone_quiet_are_not_in_order() =>
        VantageVote.Look(References("SSS"), Seconds(18), Thresholds).ShouldBe(Sight.Doubtful);

    [Fact]
    public void Dead_reference_targets_that_have_gone_quiet_are_no_longer_dead() =>
        VantageVote.Look(References("FFF"), Seconds(18), Thresholds).ShouldBe(Sight.Doubtful);

    [Theory]
    [InlineData(nameof(Sight.Clear), Verdict.Healthy, Verdict.Healthy)]
    [InlineData(nameof(Sight.Clear), Verdict.Unhealthy, Verdict.Unhealthy)]
    [InlineData(nameof(Sight.Clear), Verdict.Unknown, Verdict.Unknown)]
    [InlineData(nameof(Sight.Doubtful), Verdict.Healthy, Verdict.Healthy)]
    [InlineData(nameof(Sight.Doubtful), Verdict.Unhealthy, Verdict.Unknown)]
    [InlineData(nameof(Sight.Doubtful), Verdict.Unknown, Verdict.Unknown)]
    [InlineData(nameof(Sight.Blind), Verdict.Healthy, Verdict.Unknown)]
    [InlineData(nameof(Sight.Blind), Verdict.Unhealthy, Verdict.Unknown)]
    [InlineData(nameof(Sight.Blind), Verdict.Unknown, Verdict.Unknown)]
    public void A_vantage_point_says_no_more_than_it_can_see(string sight, Verdict seen, Verdict vote)
    {
        var state = State(seen switch { Verdict.Healthy => "SSS", Verdict.Unhealthy => "FFF", _ => "UUU" });

        VantageVote.Cast(state, Enum.Parse<Sight>(sight), [], Seconds(4), Thresholds).ShouldBe(vote);
    }

    [Theory]
    // The endpoint fails from 2 s on; at least half of the reference targets must have answered since.
    [InlineData("S", Verdict.Unknown)]
    [InlineData("SS", Verdict.Unhealthy)]
    [InlineData("S S", Verdict.Unknown)]
    [InlineData("S SSS", Verdict.Unhealthy)]
    [InlineData("S S SSS", Verdict.Unknown)]
    [InlineData("U SSS SSS", Verdict.Unhealthy)]
    public void Eyes_that_were_not_proven_since_the_failures_began_call_nobody_unhealthy(string references, Verdict vote) =>
        VantageVote.Cast(State("SFFF"), Sight.Clear, References(references), Seconds(4), Thresholds).ShouldBe(vote);

    [Fact]
    public void Eyes_need_no_new_proof_for_good_news() =>
        VantageVote.Cast(State("SSSS"), Sight.Clear, References("S"), Seconds(4), Thresholds).ShouldBe(Verdict.Healthy);

    [Theory]
    [InlineData(nameof(Sight.Clear))]
    [InlineData(nameof(Sight.Doubtful))]
    [InlineData(nameof(Sight.Blind))]
    public void A_reported_verdict_was_judged_by_other_eyes(string sight)
    {
        var state = EndpointHealth.Reported(Verdict.Unhealthy, Seconds(3), Seconds(1), null);

        VantageVote.Cast(state, Enum.Parse<Sight>(sight), References("FFF"), Seconds(4), Thresholds).ShouldBe(Verdict.Unhealthy);
        VantageVote.Cast(state, Enum.Parse<Sight>(sight), References("FFF"), Seconds(18), Thresholds).ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public void A_stale_verdict_is_no_vote() => VantageVote.Cast(State("SSS"), Sight.Clear, [], Seconds(18), Thresholds).ShouldBe(Verdict.Unknown);

    private static EndpointHealth[] References(string histories) =>
        [.. histories.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(State)];
}
