using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public class ProbeSchedulerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly SchedulerRig _rig = new();

    [Fact]
    public void First_probes_are_spread_over_the_interval()
    {
        _rig.Scheduler.SetTargets([.. Enumerable.Range(0, 1000).Select(at => Some.Always($"r{at}", Some.Ok))]);

        _rig.Run(Second - TimeSpan.FromTicks(1));

        var firsts = _rig.Seen.GroupBy(seen => seen.Key).Select(seen => seen.First().StartedAt).ToList();
        firsts.Count.ShouldBe(1000);
        firsts.GroupBy(first => (int)(first / (Second / 10))).ShouldAllBe(tenth => tenth.Count() > 60 && tenth.Count() < 140);
    }

    [Fact]
    public void A_period_is_shortened_by_the_jitter_and_never_lengthened() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(int Seed, PositiveInt Interval, byte Jitter)>(),
            static given =>
            {
                var interval = TimeSpan.FromMilliseconds(10 + (given.Interval.Get % 5000));
                var schedule = new ProbeSchedule { Interval = interval, ConfirmInterval = interval, Jitter = given.Jitter / 510.0 };
                var rig = new SchedulerRig(given.Seed);
                rig.Scheduler.SetTargets([Some.Always("a", Some.Ok, schedule), Some.Always("b", Some.Ok, schedule)]);

                rig.Run(interval * 20);

                foreach (var target in rig.Seen.GroupBy(seen => seen.Key))
                {
                    var starts = target.Select(seen => seen.StartedAt).ToList();
                    starts[0].ShouldBeLessThan(interval);
                    starts.Count.ShouldBeInRange(19, 41);
                    starts.Zip(starts.Skip(1), (one, next) => next - one)
                        .ShouldAllBe(period => period <= interval && period >= (interval * (1 - schedule.Jitter)) - TimeSpan.FromTicks(1));
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_seed_gives_the_same_schedule()
    {
        var other = new SchedulerRig();
        foreach (var rig in new[] { _rig, other })
        {
            rig.Scheduler.SetTargets([.. Enumerable.Range(0, 20).Select(at => Some.Always($"r{at}", Some.Ok))]);
            rig.Run(Second * 5);
        }

        other.Seen.ShouldBe(_rig.Seen);
    }

    [Fact]
    public void A_target_that_hangs_delays_no_other()
    {
        var patient = Some.Schedule with { Timeout = Second * 30 };
        _rig.Scheduler.SetTargets([Some.Scheduled("slow", Some.Hang, patient), Some.Always("quick", Some.Ok)]);

        _rig.Run(Second * 20);

        _rig.Seen.Count(seen => seen.Key == Some.Key("quick")).ShouldBeGreaterThanOrEqualTo(20);
        _rig.Seen.ShouldNotContain(seen => seen.Key == Some.Key("slow"));
        _rig.Scheduler.MissedDeadlines.ShouldBe(0);
    }

    [Fact]
    public void A_probe_that_hangs_ends_at_its_time_out()
    {
        _rig.Scheduler.SetTargets([Some.Scheduled("a", Some.Hang)]);

        _rig.Run(Second * 2);

        var first = _rig.Seen[0];
        first.Result.Reason.ShouldBe(ProbeReason.TimedOut);
        (first.EndedAt - first.StartedAt).ShouldBe(Some.Schedule.Timeout);
    }

    [Fact]
    public void A_hastened_target_is_probed_at_the_confirmation_pace_until_it_is_relaxed()
    {
        _rig.Scheduler.SetTargets([Some.Always("a", Some.Refused)]);
        _rig.OnResult = seen => _rig.Scheduler.Hasten(seen.Key);
        _rig.Run(Second * 3);

        _rig.OnResult = static _ => { };
        _rig.Scheduler.Relax(Some.Key("a"));
        var last = _rig.Seen[^1].StartedAt;
        var count = _rig.Seen.Count;
        _rig.Run(Second * 3);

        Periods(_rig.Seen.Take(count)).ShouldAllBe(period => period == Some.Schedule.ConfirmInterval);
        count.ShouldBeInRange(10, 16);
        _rig.Seen.Skip(count).First().StartedAt.ShouldBeLessThanOrEqualTo(last + Second);
        Periods(_rig.Seen.Skip(count)).ShouldAllBe(period => period >= Second * 0.9);
    }

    [Fact]
    public void A_hastened_target_that_hangs_is_never_probed_twice_at_once()
    {
        _rig.Scheduler.SetTargets([Some.Scheduled("a", Some.Hang)]);
        _rig.OnResult = seen => _rig.Scheduler.Hasten(seen.Key);

        _rig.Run(Second * 5);

        Periods(_rig.Seen).ShouldAllBe(period => period == Some.Schedule.Timeout);
    }

    [Fact]
    public void An_alarm_leaves_the_phases_spread()
    {
        var keys = Enumerable.Range(0, 200).Select(at => Some.Key($"r{at}")).ToList();
        _rig.Scheduler.SetTargets([.. keys.Select(key => Some.Always(key.Region.Value, Some.Ok))]);
        _rig.Run(Second * 3);

        keys.ForEach(_rig.Scheduler.ProbeNow);
        _rig.Turn();
        _rig.Seen.Count(seen => seen.StartedAt == _rig.Now).ShouldBe(200);
        _rig.Seen.Clear();
        _rig.Run(Second);

        _rig.Seen.Select(seen => (int)(seen.StartedAt / (Second / 10))).Distinct().Count().ShouldBeGreaterThanOrEqualTo(10);
        _rig.Seen.Select(seen => seen.Key).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public void A_probe_asked_for_now_starts_at_once_or_right_after_the_one_in_flight()
    {
        var pending = new TaskCompletionSource<ProbeResult>();
        var starts = 0;
        _rig.Scheduler.SetTargets([Some.Scheduled("a", _ => ++starts == 1 ? new(pending.Task) : new(Some.Ok))]);
        _rig.Scheduler.ProbeNow(Some.Key("a"));
        _rig.Turn();
        starts.ShouldBe(1);

        _rig.Scheduler.ProbeNow(Some.Key("a"));
        _rig.Turn();
        starts.ShouldBe(1);

        pending.SetResult(Some.Ok);
        _rig.Turn();
        starts.ShouldBe(2);
    }

    [Fact]
    public void A_target_that_is_removed_is_cancelled_and_its_late_result_is_dropped()
    {
        var pending = new TaskCompletionSource<ProbeResult>();
        CancellationToken given = default;
        _rig.Scheduler.SetTargets([Some.Scheduled("a", token =>
        {
            given = token;
            return new(pending.Task);
        })]);
        _rig.Scheduler.ProbeNow(Some.Key("a"));
        _rig.Turn();

        _rig.Scheduler.SetTargets([]);
        given.IsCancellationRequested.ShouldBeTrue();
        pending.SetResult(Some.Refused);
        _rig.Run(Second * 5);

        _rig.Seen.ShouldBeEmpty();
        _rig.Scheduler.DroppedResults.ShouldBe(1);
        _rig.Scheduler.NextDue.ShouldBeNull();
    }

    [Fact]
    public void A_result_that_waits_when_its_target_is_removed_is_dropped()
    {
        _rig.Scheduler.SetTargets([Some.Always("a", Some.Refused)]);
        _rig.Clock.Advance(Second);
        _rig.Scheduler.StartDue();

        _rig.Scheduler.SetTargets([Some.Always("b", Some.Ok)]);

        _rig.Scheduler.TryTake(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_target_that_stays_keeps_its_phase_and_its_probe_in_flight()
    {
        var pending = new TaskCompletionSource<ProbeResult>();
        var stays = Some.Scheduled("a", _ => new(pending.Task));
        _rig.Scheduler.SetTargets([stays]);
        _rig.Run(Second - Some.Schedule.Timeout);
        _rig.Scheduler.ProbeNow(stays.Key);
        _rig.Turn();

        _rig.Scheduler.SetTargets([stays with { Schedule = stays.Schedule with { Timeout = Second } }, Some.Always("b", Some.Ok)]);
        pending.SetResult(Some.Ok);
        _rig.Turn();

        _rig.Seen.ShouldContain(seen => seen.Key == stays.Key && seen.Result == Some.Ok);
    }

    [Fact]
    public void A_probe_of_what_is_no_longer_the_target_is_dropped_and_repeated_at_once()
    {
        var pending = new TaskCompletionSource<ProbeResult>();
        var before = Some.Scheduled("a", _ => new(pending.Task));
        _rig.Scheduler.SetTargets([before]);
        _rig.Scheduler.ProbeNow(before.Key);
        _rig.Turn();

        _rig.Scheduler.SetTargets([Some.Always("a", Some.Ok)]);
        pending.SetResult(Some.Refused);
        _rig.Turn();

        _rig.Seen.ShouldHaveSingleItem().Result.ShouldBe(Some.Ok);
    }

    [Fact]
    public void A_time_out_seen_by_a_process_that_was_suspended_says_nothing()
    {
        _rig.Scheduler.SetTargets([Some.Scheduled("a", Some.Hang)]);
        _rig.Scheduler.ProbeNow(Some.Key("a"));
        _rig.Turn();

        _rig.Clock.Advance(TimeSpan.FromHours(1));
        _rig.Turn();

        var seen = _rig.Seen.ShouldHaveSingleItem();
        seen.Result.Outcome.ShouldBe(ProbeOutcome.Unknown);
        seen.Result.Reason.ShouldBe(ProbeReason.OwnFault);
    }

    [Fact]
    public void A_success_counts_even_when_the_process_was_suspended()
    {
        var pending = new TaskCompletionSource<ProbeResult>();
        _rig.Scheduler.SetTargets([Some.Scheduled("a", _ => new(pending.Task))]);
        _rig.Scheduler.ProbeNow(Some.Key("a"));
        _rig.Turn();

        _rig.Clock.Advance(TimeSpan.FromHours(1));
        pending.SetResult(Some.Ok);
        _rig.Turn();

        _rig.Seen[0].Outcome.ShouldBe(ProbeOutcome.Success);
    }

    [Fact]
    public void A_failure_of_a_round_that_started_late_is_judged_unknown_and_the_next_round_counts_again()
    {
        _rig.Scheduler.SetTargets([Some.Always("a", Some.Refused)]);
        _rig.Run(Second * 2);
        _rig.Seen.ShouldAllBe(seen => seen.Outcome == ProbeOutcome.Failure && !seen.StartedLate);
        _rig.Seen.Clear();

        _rig.Clock.Advance(TimeSpan.FromMinutes(10));
        _rig.Run(Second * 2);

        _rig.Seen[0].StartedLate.ShouldBeTrue();
        _rig.Seen[0].Outcome.ShouldBe(ProbeOutcome.Unknown);
        _rig.Seen[0].Result.Outcome.ShouldBe(ProbeOutcome.Failure);
        _rig.Seen.Skip(1).ShouldAllBe(seen => seen.Outcome == ProbeOutcome.Failure);
        _rig.Seen.Count.ShouldBeInRange(2, 4);
        _rig.Scheduler.MissedDeadlines.ShouldBe(1);
    }

    [Fact]
    public void An_alarm_does_not_hide_that_a_target_is_overdue()
    {
        _rig.Scheduler.SetTargets([Some.Always("a", Some.Refused)]);
        _rig.Clock.Advance(TimeSpan.FromMinutes(10));

        _rig.Scheduler.Hasten(Some.Key("a"));
        _rig.Scheduler.ProbeNow(Some.Key("a"));
        _rig.Turn();

        _rig.Seen[0].StartedLate.ShouldBeTrue();
    }

    [Fact]
    public void Targets_are_still_spread_after_a_suspension()
    {
        _rig.Scheduler.SetTargets([.. Enumerable.Range(0, 200).Select(at => Some.Always($"r{at}", Some.Ok))]);
        _rig.Run(Second * 2);
        _rig.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromMilliseconds(123));
        _rig.Turn();
        _rig.Seen.Clear();

        _rig.Run(Second);

        _rig.Seen.Select(seen => (int)(seen.StartedAt / (Second / 10))).Distinct().Count().ShouldBeGreaterThanOrEqualTo(10);
    }

    [Fact]
    public void A_probe_that_ignores_its_cancellation_is_given_up_and_blocks_nothing()
    {
        var first = new TaskCompletionSource<ProbeResult>();
        var starts = 0;
        _rig.Scheduler.SetTargets([Some.Scheduled("a", _ => ++starts == 1 ? new(first.Task) : new(Some.Ok))]);
        _rig.Run(Second * 3);

        _rig.Seen[0].Result.Reason.ShouldBe(ProbeReason.TimedOut);
        (_rig.Seen[0].EndedAt - _rig.Seen[0].StartedAt).ShouldBe(Some.Schedule.Timeout + Pace.Grace);
        _rig.Seen.Skip(1).ShouldAllBe(seen => seen.Result == Some.Ok);
        _rig.Scheduler.Abandoned.ShouldBe(1);

        var count = _rig.Seen.Count;
        first.SetResult(Some.Refused);
        _rig.Turn();
        _rig.Seen.Count.ShouldBe(count);
        _rig.Scheduler.DroppedResults.ShouldBe(1);
    }

    [Fact]
    public void A_probe_that_always_ends_promptly_and_now_does_not_shows_that_our_own_process_is_too_busy()
    {
        _rig.Scheduler.SetTargets([Some.Scheduled("a", new Stuck())]);

        _rig.Run(Second * 30);

        _rig.Seen.Count.ShouldBeGreaterThan(ProbeFlights.MaximumForsaken * 2);
        _rig.Seen.ShouldAllBe(seen => seen.Result.Reason == ProbeReason.OwnFault && seen.Outcome == ProbeOutcome.Unknown);
    }

    [Fact]
    public void Probes_that_never_come_back_do_not_pile_up()
    {
        var pending = new List<TaskCompletionSource<ProbeResult>>();
        _rig.Scheduler.SetTargets([Some.Scheduled("a", _ =>
        {
            pending.Add(new());
            return new(pending[^1].Task);
        })]);

        _rig.Run(Second * 100);
        pending.Count.ShouldBe(ProbeFlights.MaximumForsaken);
        _rig.Seen.Count.ShouldBeGreaterThan(90);
        _rig.Seen.ShouldAllBe(seen => seen.Result.Reason == ProbeReason.TimedOut);

        pending.ToList().ForEach(one => one.SetResult(Some.Ok));
        _rig.Run(Second);
        pending.Count.ShouldBe(ProbeFlights.MaximumForsaken + 1);
    }

    [Fact]
    public void A_probe_that_throws_is_our_own_fault_and_is_probed_again()
    {
        var probe = new Throwing();
        _rig.Scheduler.SetTargets([Some.Scheduled("a", probe)]);

        _rig.Run(Second * 3);

        _rig.Seen.Count.ShouldBeGreaterThanOrEqualTo(2);
        _rig.Seen.ShouldAllBe(seen => seen.Result.Reason == ProbeReason.OwnFault && seen.Result.Outcome == ProbeOutcome.Unknown);
        _rig.Seen[0].Result.Detail.ShouldBe("the probe threw InvalidOperationException");
    }

    [Fact]
    public void A_callback_that_throws_on_cancellation_does_not_reach_the_loop()
    {
        _rig.Scheduler.SetTargets([Some.Scheduled("a", token =>
        {
            token.Register(static () => throw new InvalidOperationException());
            return new(new TaskCompletionSource<ProbeResult>().Task);
        })]);

        _rig.Run(Second * 2);

        _rig.Seen[0].Result.Reason.ShouldBe(ProbeReason.TimedOut);
    }

    [Fact]
    public void Two_targets_of_one_key_are_refused_and_nothing_changes()
    {
        _rig.Scheduler.SetTargets([Some.Always("a", Some.Ok)]);

        Should.Throw<ArgumentException>(() => _rig.Scheduler.SetTargets([Some.Always("b", Some.Ok), Some.Always("b", Some.Ok)]))
            .Message.ShouldContain("shop in b");

        _rig.Run(Second);
        _rig.Seen.ShouldAllBe(seen => seen.Key == Some.Key("a"));
        _rig.Seen.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_schedule_without_an_interval_is_refused() =>
        Should.Throw<ArgumentException>(() => _rig.Scheduler.SetTargets([Some.Always("a", Some.Ok, new() { Interval = TimeSpan.Zero })]));

    [Fact]
    public void Every_finished_probe_wakes_the_loop_once()
    {
        _rig.Scheduler.SetTargets([Some.Always("a", Some.Ok), Some.Scheduled("b", Some.Hang)]);

        _rig.Run(Second * 10);

        _rig.Wakes.ShouldBe(_rig.Seen.Count);
    }

    [Fact]
    public void An_outage_is_seen_within_the_documented_time() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(int Seed, NonNegativeInt Start, bool Hangs)>(),
            static given =>
            {
                const int threshold = 3;
                var rig = new SchedulerRig(given.Seed);
                var start = Second + TimeSpan.FromMilliseconds(given.Start.Get % 5000);
                rig.Scheduler.SetTargets([Some.Scheduled("a", token => rig.Now < start ? new(Some.Ok) : given.Hangs ? Some.Hang(token) : new(Some.Refused))]);
                rig.OnResult = seen => (seen.Outcome == ProbeOutcome.Failure ? (Action<ProbeKey>)rig.Scheduler.Hasten : rig.Scheduler.Relax)(seen.Key);

                rig.Run(start + (Second * 5));

                var verdict = rig.Seen.Where(seen => seen.Outcome == ProbeOutcome.Failure).Skip(threshold - 1).First().EndedAt;
                var (confirm, takes) = given.Hangs ? (Some.Schedule.Timeout, Some.Schedule.Timeout) : (Some.Schedule.ConfirmInterval, TimeSpan.Zero);
                (verdict - start).ShouldBeLessThanOrEqualTo(Some.Schedule.Interval + ((threshold - 1) * confirm) + takes);
            }).QuickCheckThrowOnFailure();

    private static IEnumerable<TimeSpan> Periods(IEnumerable<ProbeObservation> seen) =>
        seen.Zip(seen.Skip(1), static (one, next) => next.StartedAt - one.StartedAt);

    private sealed class Stuck : IPromptProbe
    {
        public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) =>
            new(new TaskCompletionSource<ProbeResult>().Task);
    }

    private sealed class Throwing : IHealthProbe
    {
        public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("secret-marker");
    }
}
