using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

/// <summary>Three failures down, two successes up; S success, F failure, U unknown, _ a silence longer than StaleAfter.</summary>
public class EndpointHealthTests
{
    [Theory]
    // Nothing known: one success is enough for a quick start, one or two failures are not.
    [InlineData("", Verdict.Unknown, 0, false)]
    [InlineData("S", Verdict.Healthy, 0, false)]
    [InlineData("F", Verdict.Unknown, 1, true)]
    [InlineData("FF", Verdict.Unknown, 2, true)]
    [InlineData("FFF", Verdict.Unhealthy, 3, false)]
    [InlineData("U", Verdict.Unknown, 0, false)]
    // Unknown with failures: the first success is not enough, the second one is.
    [InlineData("FS", Verdict.Unknown, 1, true)]
    [InlineData("FSS", Verdict.Healthy, 0, false)]
    [InlineData("FSFSF", Verdict.Unhealthy, 3, false)]
    // Healthy: failures are remembered across isolated successes, and forgotten after two in a row.
    [InlineData("SF", Verdict.Healthy, 1, true)]
    [InlineData("SFF", Verdict.Healthy, 2, true)]
    [InlineData("SFFF", Verdict.Unhealthy, 3, false)]
    [InlineData("SFSF", Verdict.Healthy, 2, true)]
    [InlineData("SFSFSF", Verdict.Unhealthy, 3, false)]
    [InlineData("SFFSS", Verdict.Healthy, 0, false)]
    [InlineData("SFFSSFF", Verdict.Healthy, 2, true)]
    [InlineData("SFFSSFFF", Verdict.Unhealthy, 3, false)]
    // Unhealthy: two successes in a row, isolated ones do not count.
    [InlineData("FFFF", Verdict.Unhealthy, 4, false)]
    [InlineData("FFFS", Verdict.Unhealthy, 3, false)]
    [InlineData("FFFSFS", Verdict.Unhealthy, 4, false)]
    [InlineData("FFFSS", Verdict.Healthy, 0, false)]
    [InlineData("FFFSSF", Verdict.Healthy, 1, true)]
    // Unknown results count neither way, wherever they come.
    [InlineData("SU", Verdict.Healthy, 0, false)]
    [InlineData("SUUUUUU", Verdict.Healthy, 0, false)]
    [InlineData("FFU", Verdict.Unknown, 2, true)]
    [InlineData("FFUF", Verdict.Unhealthy, 3, false)]
    [InlineData("FFFUU", Verdict.Unhealthy, 3, false)]
    [InlineData("FFFSUS", Verdict.Healthy, 0, false)]
    // A silence: the verdict is Unknown, and what was failing has to prove itself again.
    [InlineData("S_", Verdict.Unknown, 0, false)]
    [InlineData("S_S", Verdict.Healthy, 0, false)]
    [InlineData("FFF_", Verdict.Unknown, 3, false)]
    [InlineData("FFF_F", Verdict.Unknown, 1, true)]
    [InlineData("FFF_FFF", Verdict.Unhealthy, 3, false)]
    [InlineData("FFF_S", Verdict.Unknown, 0, false)]
    [InlineData("FFF_SS", Verdict.Healthy, 0, false)]
    [InlineData("FFFS_S", Verdict.Unknown, 0, false)]
    [InlineData("SFF_F", Verdict.Unknown, 1, true)]
    [InlineData("SFF_S", Verdict.Unknown, 0, false)]
    [InlineData("SFF_SS", Verdict.Healthy, 0, false)]
    [InlineData("S_U", Verdict.Unknown, 0, false)]
    public void Results_make_a_verdict(string results, Verdict verdict, int failures, bool suspect)
    {
        var (state, now) = Play(results);

        state.VerdictAt(now, Thresholds).ShouldBe(verdict);
        state.Failures.ShouldBe(failures);
        state.IsSuspect.ShouldBe(suspect);
    }

    [Theory]
    [InlineData("SSFF", 3)]
    [InlineData("FSFSF", 1)]
    [InlineData("FFFF", 1)]
    [InlineData("FFFS", 1)]
    [InlineData("FSSF", 4)]
    [InlineData("FFF_F", 24)]
    [InlineData("FUF", 1)]
    [InlineData("FSS", null)]
    [InlineData("FF_S", null)]
    [InlineData("", null)]
    public void The_failing_span_begins_with_the_first_failure_since_the_last_clearing(string results, int? second) =>
        State(results).FirstFailureAt.ShouldBe(second is { } known ? Seconds(known) : null);

    [Theory]
    [InlineData("SSF", 2, 3)]
    [InlineData("SFS", 3, 3)]
    [InlineData("SFU", 1, 2)]
    [InlineData("SUU", 1, 1)]
    [InlineData("FFU", null, 2)]
    [InlineData("UUU", null, null)]
    [InlineData("S_F", 1, 22)]
    public void The_last_success_and_the_last_usable_result_are_kept(string results, int? success, int? usable)
    {
        var state = State(results);

        state.LastSuccessAt.ShouldBe(success is { } at ? Seconds(at) : null);
        state.LastUsableAt.ShouldBe(usable is { } last ? Seconds(last) : null);
    }

    [Theory]
    [InlineData("S", ProbeReason.Ok, ProbeReason.Ok)]
    [InlineData("F", ProbeReason.TimedOut, ProbeReason.TimedOut)]
    [InlineData("FS", ProbeReason.Ok, ProbeReason.TimedOut)]
    [InlineData("FSU", ProbeReason.NoRoute, ProbeReason.TimedOut)]
    [InlineData("U", ProbeReason.NoRoute, ProbeReason.Ok)]
    public void The_last_reasons_are_kept(string results, ProbeReason last, ProbeReason failure)
    {
        State(results).LastReason.ShouldBe(last);
        State(results).LastFailure.ShouldBe(failure);
    }

    [Theory]
    [InlineData(0, Verdict.Healthy)]
    [InlineData(14.9, Verdict.Healthy)]
    [InlineData(15, Verdict.Unknown)]
    [InlineData(1000, Verdict.Unknown)]
    public void A_verdict_without_a_usable_result_for_as_long_as_StaleAfter_is_unknown(double later, Verdict verdict) =>
        State("S").VerdictAt(Seconds(1 + later), Thresholds).ShouldBe(verdict);

    [Theory]
    [InlineData(14.9, Verdict.Unhealthy)]
    [InlineData(15, Verdict.Unknown)]
    public void A_failure_after_a_silence_begins_a_new_count(double silence, Verdict verdict)
    {
        var (state, now) = Play("FF");

        Fold(state, 'F', now + Seconds(silence)).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void An_outcome_that_is_not_defined_counts_neither_way() =>
        EndpointHealth.Fold(State("SFF"), (ProbeOutcome)99, ProbeReason.Garbage, Seconds(4), Thresholds)
            .ShouldBe(State("SFF") with { LastReason = ProbeReason.Garbage });

    [Fact]
    public void A_first_success_at_time_zero_is_known() =>
        Fold(default, 'S', TimeSpan.Zero).ShouldSatisfyAllConditions(
            state => state.LastSuccessAt.ShouldBe(TimeSpan.Zero),
            state => state.VerdictAt(TimeSpan.Zero, Thresholds).ShouldBe(Verdict.Healthy));

    [Fact]
    public void Counts_do_not_overflow()
    {
        var failing = State("FFF") with { Failures = int.MaxValue };
        var well = State("SS") with { Successes = int.MaxValue };

        Fold(failing, 'F', Seconds(4)).ShouldSatisfyAllConditions(
            state => state.Failures.ShouldBe(int.MaxValue), state => state.Verdict.ShouldBe(Verdict.Unhealthy));
        Fold(well, 'S', Seconds(3)).ShouldSatisfyAllConditions(
            state => state.Successes.ShouldBe(int.MaxValue), state => state.Verdict.ShouldBe(Verdict.Healthy));
    }

    [Fact]
    public void Thresholds_of_one_judge_by_every_result()
    {
        var hasty = new HealthThresholds(1, 1, Seconds(15));
        var down = EndpointHealth.Fold(State("S"), ProbeOutcome.Failure, ProbeReason.TimedOut, Seconds(2), hasty);
        var up = EndpointHealth.Fold(down, ProbeOutcome.Success, ProbeReason.Ok, Seconds(3), hasty);

        down.Verdict.ShouldBe(Verdict.Unhealthy);
        up.Verdict.ShouldBe(Verdict.Healthy);
    }

    [Theory]
    // Well: nothing to pardon.
    [InlineData("SS", Verdict.Healthy, "S", Verdict.Healthy)]
    // Suspect: it stays healthy, and a single new failure is the first again.
    [InlineData("SFF", Verdict.Healthy, "F", Verdict.Healthy)]
    [InlineData("SFF", Verdict.Healthy, "FFF", Verdict.Unhealthy)]
    // Unhealthy: unknown, and has to prove itself either way.
    [InlineData("FFF", Verdict.Unknown, "F", Verdict.Unknown)]
    [InlineData("FFF", Verdict.Unknown, "FFF", Verdict.Unhealthy)]
    [InlineData("FFF", Verdict.Unknown, "S", Verdict.Unknown)]
    [InlineData("FFF", Verdict.Unknown, "SS", Verdict.Healthy)]
    public void A_pardon_takes_the_failures_away(string before, Verdict pardoned, string after, Verdict verdict)
    {
        var (state, now) = Play(before);
        var mild = state.Pardoned();

        mild.ShouldSatisfyAllConditions(
            () => mild.Verdict.ShouldBe(pardoned), () => mild.Failures.ShouldBe(0), () => mild.FirstFailureAt.ShouldBeNull());
        Play(after, mild, now.TotalSeconds).State.Verdict.ShouldBe(verdict);
    }

    [Theory]
    [InlineData("SS", "S", Verdict.Healthy)]
    [InlineData("SF", "S", Verdict.Unknown)]
    [InlineData("SFS", "S", Verdict.Unknown)]
    [InlineData("SF", "SS", Verdict.Healthy)]
    [InlineData("FFF", "FF", Verdict.Unknown)]
    public void What_is_forgotten_is_unknown_and_what_was_failing_must_prove_itself(string before, string after, Verdict verdict)
    {
        var (state, now) = Play(before);

        state.Forgotten().ShouldSatisfyAllConditions(
            forgotten => forgotten.Verdict.ShouldBe(Verdict.Unknown),
            forgotten => forgotten.Failures.ShouldBe(0),
            forgotten => forgotten.Successes.ShouldBe(0),
            forgotten => forgotten.FirstFailureAt.ShouldBeNull(),
            forgotten => forgotten.LastSuccessAt.ShouldBe(state.LastSuccessAt));
        Play(after, state.Forgotten(), now.TotalSeconds).State.Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void A_report_is_taken_as_it_is_and_grows_stale()
    {
        var state = EndpointHealth.Reported(Verdict.Unhealthy, Seconds(10), Seconds(7), Seconds(6));

        state.IsReported.ShouldBeTrue();
        state.IsSuspect.ShouldBeFalse();
        (state.FirstFailureAt, state.LastSuccessAt, state.LastUsableAt).ShouldBe((Seconds(7), Seconds(6), Seconds(10)));
        state.VerdictAt(Seconds(24.9), Thresholds).ShouldBe(Verdict.Unhealthy);
        state.VerdictAt(Seconds(25), Thresholds).ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public void The_thresholds_are_those_of_the_settings()
    {
        HealthThresholds.Of(new HealthSettings { DownThreshold = 7, UpThreshold = 5, StaleAfter = Seconds(9) })
            .ShouldBe(new HealthThresholds(7, 5, Seconds(9)));
        HealthThresholds.Default.ShouldBe(Thresholds);
    }
}
