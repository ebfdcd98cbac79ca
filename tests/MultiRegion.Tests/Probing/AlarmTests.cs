using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public sealed class AlarmTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);
    private readonly SchedulerRig _rig = new();

    [Fact]
    public void An_alarm_is_answered_at_once_and_leaves_the_regular_phase_as_it_is()
    {
        var calm = new SchedulerRig();
        foreach (var rig in new[] { _rig, calm })
        {
            rig.Scheduler.SetTargets([Some.Always("eu", Some.Ok, Some.Schedule with { Jitter = 0 })]);
            rig.Run(Second * 3);
        }

        var at = _rig.Now;
        _rig.Scheduler.Alarm(Some.Key("eu"));
        _rig.Run(Second * 10);
        calm.Run(Second * 10);

        _rig.Seen.Count(seen => seen.StartedAt == at).ShouldBe(1);
        _rig.Seen.Where(seen => seen.StartedAt != at).Select(static seen => seen.StartedAt).ShouldBe(calm.Seen.Select(static seen => seen.StartedAt));
        _rig.Scheduler.Alarms.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, 200)]
    public void After_an_alarm_a_failure_is_confirmed_within_milliseconds_where_that_may_be(bool mayCompress, int milliseconds)
    {
        _rig.OnResult = seen => _rig.Scheduler.Hasten(seen.Key);
        _rig.Scheduler.SetTargets([Some.Always("eu", Some.Refused) with { MayCompress = mayCompress }]);
        _rig.Scheduler.Alarm(Some.Key("eu"));

        _rig.Run(Second / 2);

        _rig.Seen.Zip(_rig.Seen.Skip(1), static (one, next) => next.StartedAt - one.StartedAt).Distinct().ShouldBe([Ms * milliseconds]);
    }

    [Fact]
    public void The_confirmation_pace_returns_after_a_timeout()
    {
        _rig.OnResult = seen => _rig.Scheduler.Hasten(seen.Key);
        _rig.Scheduler.SetTargets([Some.Always("eu", Some.Refused)]);
        _rig.Scheduler.Alarm(Some.Key("eu"));

        _rig.Run(Second * 2);

        _rig.Seen.Count.ShouldBeInRange(50 + 6, 50 + 9);
    }

    [Fact]
    public void A_target_whose_alarms_never_stop_is_soon_probed_hardly_more_often_than_any_other()
    {
        _rig.Scheduler.SetTargets([Some.Always("eu", Some.Ok)]);
        for (var turn = 0; turn < 600 * 20; turn++)
        {
            _rig.Scheduler.Alarm(Some.Key("eu"));
            _rig.Run(Second / 20);
        }

        _rig.Scheduler.Alarms.ShouldBeInRange(12, 30);
        _rig.Seen.Count.ShouldBeInRange(600, 740);
    }

    [Fact]
    public void An_alarm_after_a_long_calm_is_heeded_at_once_again()
    {
        var patience = default(AlarmPatience);
        var now = TimeSpan.Zero;
        for (var alarm = 0; alarm < 50; alarm++)
        {
            now = patience.Heeds(now) ? now : patience.QuietUntil;
            patience = patience.After(now, 0.5);
        }

        patience.Heeds(now + Second).ShouldBeFalse();
        (patience.QuietUntil - now).ShouldBeInRange(Second * 30, Second * 65);
        var later = patience.After(now + AlarmPatience.Forgiven, 0);
        (later.QuietUntil - later.LastAt).ShouldBe(Ms * 250);
    }

    [Fact]
    public void Pauses_never_end_before_they_begin_and_never_last_longer_than_about_a_minute() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(ushort Gap, byte Draw)[]>(), static steps =>
        {
            var (patience, now) = (default(AlarmPatience), TimeSpan.Zero);
            foreach (var (gap, draw) in steps)
            {
                now += Ms * gap;
                if (patience.Heeds(now))
                {
                    patience = patience.After(now, draw / 256.0);
                    (patience.QuietUntil - now).ShouldBeInRange(Ms * 125, Second * 64);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_probes_of_a_thousand_alarms_at_once_are_spread()
    {
        var schedule = Some.Schedule with { Interval = TimeSpan.FromSeconds(100), Jitter = 0 };
        _rig.Scheduler.SetTargets([.. Enumerable.Range(0, 1000).Select(at => Some.Always($"r{at}", Some.Ok, schedule))]);
        for (var at = 0; at < 1000; at++)
        {
            _rig.Scheduler.Alarm(Some.Key($"r{at}"));
        }

        _rig.Run(Ms);
        _rig.Seen.Count.ShouldBeInRange(AlarmCrowd.AtOnce, 60);
        _rig.Run(Second);
        _rig.Seen.Select(static seen => seen.Key).Distinct().Count().ShouldBe(1000);
        _rig.Seen.GroupBy(static seen => (int)(seen.StartedAt / (Ms * 100))).ShouldAllBe(static tenth => tenth.Count() < 400);
    }
}
