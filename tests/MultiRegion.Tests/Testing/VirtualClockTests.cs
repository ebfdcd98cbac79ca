using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Testing;

namespace MultiRegion.Tests.Testing;

public sealed class VirtualClockTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public void Timers_fire_in_order_at_their_due_times_on_the_calling_thread()
    {
        var fired = new List<string>();
        var thread = Environment.CurrentManagedThreadId;
        foreach (var (name, due) in new[] { ("late", 30), ("first", 10), ("second", 10) })
        {
            _clock.CreateTimer(_ => fired.Add($"{name} {_clock.Elapsed.TotalMilliseconds} {Environment.CurrentManagedThreadId == thread}"), null, Ms(due), Timeout.InfiniteTimeSpan);
        }

        _clock.Advance(Ms(29));
        fired.ShouldBe(["first 10 True", "second 10 True"]);
        _clock.NextTimer.ShouldBe(Ms(1));
        _clock.Advance(Ms(1));
        fired[^1].ShouldBe("late 30 True");
        _clock.NextTimer.ShouldBeNull();
        _clock.AdvanceToNextTimer().ShouldBeFalse();
    }

    [Fact]
    public void A_timer_that_a_timer_sets_fires_within_the_same_advance()
    {
        var fired = new List<double>();
        void Again(object? left)
        {
            fired.Add(_clock.Elapsed.TotalMilliseconds);
            if (left is int more and > 0)
            {
                _clock.CreateTimer(Again, more - 1, Ms(10), Timeout.InfiniteTimeSpan);
            }
        }

        _clock.CreateTimer(Again, 5, Ms(10), Timeout.InfiniteTimeSpan);
        _clock.Advance(Ms(35));
        fired.ShouldBe([10, 20, 30]);
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_changed_or_disposed()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(_ => fired++, null, Ms(0), Ms(10));
        fired.ShouldBe(0);
        _clock.Advance(TimeSpan.Zero);
        fired.ShouldBe(1);
        _clock.Advance(Ms(20));
        fired.ShouldBe(3);
        timer.Change(Ms(100), Timeout.InfiniteTimeSpan).ShouldBeTrue();
        _clock.Advance(Ms(500));
        fired.ShouldBe(4);
        timer.Dispose();
        timer.Change(Ms(1), Ms(1)).ShouldBeFalse();
        _clock.Advance(Ms(500));
        fired.ShouldBe(4);
    }

    [Fact]
    public void Utc_can_jump_while_the_monotonic_clock_goes_on()
    {
        var (utc, stamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        _clock.JumpUtc(TimeSpan.FromHours(-2));
        _clock.Advance(TimeSpan.FromSeconds(1));
        (_clock.GetUtcNow() - utc).ShouldBe(TimeSpan.FromHours(-2) + TimeSpan.FromSeconds(1));
        _clock.GetElapsedTime(stamp).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Timestamps_are_no_ticks_yet_elapsed_times_are_exact()
    {
        var stamp = _clock.GetTimestamp();
        stamp.ShouldNotBe(0);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (_clock.GetTimestamp() - stamp).ShouldNotBe(TimeSpan.TicksPerSecond);
        var ticks = Gen.Choose(0, 280_000_000).SelectMany(static seconds => Gen.Choose(0, 9_999_999).Select(part => (seconds * 10_000_000L) + part));
        Prop.ForAll(ticks.ToArbitrary(), static ticks =>
        {
            var clock = new VirtualClock();
            var before = clock.GetTimestamp();
            clock.Advance(new(ticks));
            return clock.GetElapsedTime(before).Ticks == ticks;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public async Task Delays_and_time_outs_of_the_framework_run_on_it()
    {
        var delay = Task.Delay(Ms(10), _clock);
        using var timeout = new CancellationTokenSource(Ms(20), _clock);
        _clock.Advance(Ms(10));
        delay.IsCompleted.ShouldBeTrue();
        await delay;
        timeout.IsCancellationRequested.ShouldBeFalse();
        _clock.Advance(Ms(10));
        timeout.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void What_a_timer_throws_reaches_the_caller_and_the_clock_goes_on()
    {
        _clock.CreateTimer(static _ => throw new InvalidOperationException("boom"), null, Ms(5), Timeout.InfiniteTimeSpan);
        Should.Throw<InvalidOperationException>(() => _clock.Advance(Ms(10))).Message.ShouldBe("boom");
        _clock.Elapsed.ShouldBe(Ms(5));
        _clock.Advance(Ms(5));
        _clock.Elapsed.ShouldBe(Ms(10));
    }

    [Fact]
    public void The_clock_goes_neither_back_nor_twice_at_once()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _clock.Advance(Ms(-1)));
        _clock.CreateTimer(_ => _clock.Advance(Ms(1)), null, Ms(1), Timeout.InfiniteTimeSpan);
        Should.Throw<InvalidOperationException>(() => _clock.Advance(Ms(1))).Message.ShouldContain("already");
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
