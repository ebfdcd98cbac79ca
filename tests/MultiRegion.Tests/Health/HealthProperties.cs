using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

public class HealthProperties
{
    private static readonly Arbitrary<string> Results =
        Gen.Elements('S', 'F', 'U', '_').ArrayOf().Select(static results => new string(results)).ToArbitrary();

    private static readonly Arbitrary<Verdict[]> Votes = Gen.Elements(Enum.GetValues<Verdict>()).ArrayOf().ToArbitrary();

    [Fact]
    public void Unknown_results_change_nothing_but_the_last_reason() =>
        Prop.ForAll(Results, static results =>
        {
            var state = State(results);
            return Fold(state, 'U', Seconds(1000)) == state with { LastReason = ProbeReason.NoRoute };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_the_unknown_results_the_verdict_is_the_same() =>
        Prop.ForAll(Results, static results =>
        {
            var dense = results.Replace("_", "", StringComparison.Ordinal);
            dense = dense[..Math.Min(dense.Length, 10)];
            return State(dense).Verdict == State(dense.Replace("U", "", StringComparison.Ordinal)).Verdict;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_unhealthy_without_the_failures_since_the_last_clearing() =>
        Prop.ForAll(Results, static results =>
            State(results).Verdict != Verdict.Unhealthy || FailuresSinceClearing(results) >= Thresholds.Down).QuickCheckThrowOnFailure();

    [Fact]
    public void Enough_failures_without_a_silence_or_a_clearing_are_always_unhealthy() =>
        Prop.ForAll(Results, static results => State(results + "FFF").Verdict == Verdict.Unhealthy).QuickCheckThrowOnFailure();

    [Fact]
    public void A_run_of_successes_always_ends_healthy() =>
        Prop.ForAll(Results, static results =>
            State(results + "SS") is { Verdict: Verdict.Healthy, Failures: 0, FirstFailureAt: null, IsSuspect: false }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_failing_span_has_a_beginning_exactly_when_there_are_failures() =>
        Prop.ForAll(Results, static results => State(results) is var state && state.FirstFailureAt.HasValue == state.Failures > 0)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_vote_turned_from_healthy_to_unhealthy_never_makes_the_result_healthier() =>
        Prop.ForAll(Votes, Gen.Choose(1, 6).ToArbitrary(), static (votes, quorum) =>
        {
            var before = Health(Quorum.Combine(votes, quorum));
            return Enumerable.Range(0, votes.Length).Where(index => votes[index] == Verdict.Healthy).All(index =>
            {
                var worse = votes.ToArray();
                worse[index] = Verdict.Unhealthy;
                return Health(Quorum.Combine(worse, quorum)) <= before;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_vote_turned_unknown_never_makes_a_result_unhealthy() =>
        Prop.ForAll(Votes, Gen.Choose(1, 6).ToArbitrary(), static (votes, quorum) =>
            Quorum.Combine(votes, quorum) == Verdict.Unhealthy || Enumerable.Range(0, votes.Length).All(index =>
            {
                var blinded = votes.ToArray();
                blinded[index] = Verdict.Unknown;
                return Quorum.Combine(blinded, quorum) != Verdict.Unhealthy;
            })).QuickCheckThrowOnFailure();

    [Fact]
    public void A_vantage_point_that_does_not_see_never_votes_unhealthy() =>
        Prop.ForAll(Results, Results, Results, static (endpoint, one, other) =>
        {
            var (state, now) = Play(endpoint);
            EndpointHealth[] references = [State(one), State(other)];
            var sight = VantageVote.Look(references, now, Thresholds);
            var vote = VantageVote.Cast(state, sight, references, now, Thresholds);
            return (sight == Sight.Clear || vote != Verdict.Unhealthy) && (sight != Sight.Blind || vote == Verdict.Unknown);
        }).QuickCheckThrowOnFailure();

    // A model that keeps the whole history: what counts is what came after the last silence and the last two successes in a row.
    private static int FailuresSinceClearing(string results)
    {
        var (failures, successes, quiet) = (0, 0, 0);
        foreach (var result in results)
        {
            quiet += result == '_' ? 20 : 1;
            if (result is 'S' or 'F')
            {
                failures = quiet >= 15 ? 0 : failures;
                successes = quiet >= 15 ? 0 : successes;
                quiet = 0;
                (failures, successes) = result == 'F' ? (failures + 1, 0) : (successes == 1 ? 0 : failures, successes + 1);
            }
        }

        return failures;
    }

    private static int Health(Verdict verdict) => verdict switch
    {
        Verdict.Unhealthy => 0,
        Verdict.Unknown => 1,
        _ => 2,
    };
}
