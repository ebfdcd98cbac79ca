using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Probing.Batch;

namespace MultiRegion.Tests.Probing.Batch;

public class TimerWheelTests
{
    private static readonly Arbitrary<int[]> Times = Gen.Choose(0, 40_000).ArrayOf().ToArbitrary();

    [Fact]
    public void Each_timer_fires_once_never_early_and_with_the_turn_after_its_tick() =>
        Prop.ForAll(Times, Gen.Choose(1, 3_000).ToArbitrary(), static (times, step) =>
        {
            var (wheel, now, fired) = (new TimerWheel(), 0, new List<(int Due, int At)>());
            foreach (var due in times)
            {
                wheel.Set(new Noted(() => fired.Add((due, now))), TimeSpan.FromMilliseconds(due));
            }

            for (now = 0; now <= 44_000; now += step)
            {
                wheel.Turn(TimeSpan.FromMilliseconds(now));
            }

            var last = now - step;
            return fired.All(each => each.At >= each.Due && each.At < each.Due + step + 16)
                && times.Where(due => due + 16 <= last).Order().SequenceEqual(fired.Select(static each => each.Due).Where(due => due + 16 <= last).Order());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_timer_that_is_cleared_does_not_fire_and_one_that_is_moved_fires_at_its_new_time_alone()
    {
        var (wheel, fired) = (new TimerWheel(), 0);
        var (cleared, moved) = (new Noted(() => fired += 100), new Noted(() => fired++));
        wheel.Set(cleared, TimeSpan.FromMilliseconds(50));
        wheel.Set(moved, TimeSpan.FromMilliseconds(50));
        TimerWheel.Clear(cleared);
        wheel.Set(moved, TimeSpan.FromSeconds(20));

        wheel.Turn(TimeSpan.FromSeconds(19));
        (fired, moved.IsSet, cleared.IsSet).ShouldBe((0, true, false));
        wheel.Turn(TimeSpan.FromSeconds(21));
        (fired, moved.IsSet).ShouldBe((1, false));
    }

    [Fact]
    public void Whatever_fires_may_clear_another_that_is_due_and_set_itself_again()
    {
        var (wheel, fired) = (new TimerWheel(), new List<string>());
        Noted? second = null;
        Noted? first = null;
        first = new(() =>
        {
            fired.Add("first");
            TimerWheel.Clear(second!);
            if (fired.Count == 1)
            {
                wheel.Set(first!, TimeSpan.FromMilliseconds(100));
            }
        });
        second = new(() => fired.Add("second"));
        wheel.Set(first, TimeSpan.FromMilliseconds(10));
        wheel.Set(second, TimeSpan.FromMilliseconds(10));

        wheel.Turn(TimeSpan.FromMilliseconds(50));
        fired.ShouldBe(["first"]);
        wheel.Idle(TimeSpan.FromMilliseconds(50))!.Value.ShouldBeInRange(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(54));
        wheel.Turn(TimeSpan.FromMilliseconds(150));
        fired.ShouldBe(["first", "first"]);
    }

    [Fact]
    public void A_timer_that_fails_is_told_so_and_the_others_fire()
    {
        var (wheel, fired) = (new TimerWheel(), 0);
        var failing = new Noted(static () => throw new FormatException());
        wheel.Set(failing, TimeSpan.FromMilliseconds(10));
        wheel.Set(new Noted(() => fired++), TimeSpan.FromMilliseconds(10));

        wheel.Turn(TimeSpan.FromMilliseconds(50));

        (failing.Broke, fired).ShouldBe((1, 1));
    }

    private sealed class Noted(Action fire) : WheelTimer
    {
        public int Broke { get; private set; }

        public override void Fire() => fire();

        public override void Break(Exception exception) => Broke++;
    }
}
