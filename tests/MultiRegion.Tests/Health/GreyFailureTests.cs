using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

public class GreyFailureTests
{
    private static readonly DegradedSettings Settings = new();

    public static TheoryData<string, long, long, double?, long, long, double?, bool> Windows => new()
    {
        // Errors: at least 5 %, and at least three times the best other region's.
        { "both exactly", 100, 6, null, 100, 2, null, true },
        { "the ratio exactly, the other without errors", 100, 5, null, 100, 0, null, true },
        { "below the ratio", 1000, 49, null, 100, 0, null, false },
        { "below three times the other's", 1000, 59, null, 100, 2, null, false },
        { "as bad as the other", 100, 50, null, 100, 50, null, false },
        { "better than the other", 100, 10, null, 100, 50, null, false },
        { "nothing fails anywhere", 100, 0, null, 100, 0, null, false },
        // Latency: at least five times the best other region's.
        { "five times exactly", 100, 0, 500, 100, 0, 100, true },
        { "below five times", 100, 0, 499, 100, 0, 100, false },
        { "own latency not measured", 100, 0, null, 100, 0, 100, false },
        { "the other's latency not measured", 100, 0, 500, 100, 0, null, false },
        { "the other's latency is nonsense", 100, 0, 500, 100, 0, 0, false },
        { "faster than the other", 100, 0, 100, 100, 0, 500, false },
        // Too few requests, here or there: no comparison.
        { "exactly enough", 20, 20, null, 20, 0, null, true },
        { "too few here", 19, 19, null, 100, 0, null, false },
        { "too few there", 100, 100, null, 19, 0, null, false },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void One_window_is_compared_with_the_best_other_region(
        string row, long requests, long errors, double? latency, long otherRequests, long otherErrors, double? otherLatency, bool suffers)
    {
        GreyHealth[] regions = [default, new() { Last = Window(0, otherRequests, otherErrors, otherLatency) }];

        var state = GreyFailure.Fold(regions, 0, Window(0, requests, errors, latency), Settings);

        state.SeenAt.HasValue.ShouldBe(suffers, row);
    }

    [Theory]
    // A window every 10 s: x users suffer, . they do not, _ too few requests, space none came. Degraded after 60 s.
    [InlineData("xxxxxx", false)]
    [InlineData("xxxxxxx", true)]
    [InlineData("xxx.xxx", false)]
    [InlineData("xxx.xxxxxx", false)]
    [InlineData("xxx.xxxxxxx", true)]
    [InlineData(".xxxxxx", false)]
    [InlineData("xxx___x", true)]
    [InlineData("xxx   x", true)]
    [InlineData("xxx_____x", false)]
    [InlineData("x     x", false)]
    [InlineData("x    xx", true)]
    [InlineData(".......", false)]
    [InlineData("_______", false)]
    // It clears after 60 s without the condition, whether users are seen to be well or not seen at all.
    [InlineData("xxxxxxx.", true)]
    [InlineData("xxxxxxx.....", true)]
    [InlineData("xxxxxxx......", false)]
    [InlineData("xxxxxxx_____", true)]
    [InlineData("xxxxxxx______", false)]
    [InlineData("xxxxxxx     ", true)]
    [InlineData("xxxxxxx      ", false)]
    [InlineData("xxxxxxx....x.....", true)]
    [InlineData("xxxxxxx....x......", false)]
    // After the clearing everything begins anew.
    [InlineData("xxxxxxx......xxxxxx", false)]
    [InlineData("xxxxxxx......xxxxxxx", true)]
    [InlineData("xxxxxxx      xxxxxx", false)]
    [InlineData("xxxxxxx      xxxxxxx", true)]
    public void Degraded_is_what_lasts(string windows, bool degraded)
    {
        var now = TimeSpan.Zero;
        GreyHealth[] regions = new GreyHealth[2];
        foreach (var (index, window) in windows.Index())
        {
            now = Seconds(index * 10);
            regions[1] = GreyFailure.Fold(regions, 1, Window(now, 100, 0), Settings);
            regions[0] = window == ' ' ? regions[0] : GreyFailure.Fold(regions, 0, Window(now, window == '_' ? 1 : 100, window == 'x' ? 50 : 0), Settings);
        }

        regions[0].IsDegradedAt(now, Settings).ShouldBe(degraded);
        regions[1].IsDegradedAt(now, Settings).ShouldBeFalse();
    }

    [Fact]
    public void The_streak_begins_with_its_first_window()
    {
        var state = new GreyHealth().Seen(true, Seconds(5), Settings).Seen(true, Seconds(15), Settings);

        (state.Since, state.SeenAt, state.IsDegraded).ShouldBe((Seconds(5), Seconds(15), false));
    }

    [Fact]
    public void A_good_window_ends_the_streak_altogether() =>
        new GreyHealth().Seen(true, Seconds(5), Settings).Seen(false, Seconds(15), Settings).ShouldBe(new GreyHealth());

    [Fact]
    public void A_streak_that_is_over_leaves_the_last_window()
    {
        var last = Window(70, 100, 0);
        var state = new GreyHealth { Last = last }.Seen(true, Seconds(5), Settings).Seen(false, Seconds(70), Settings);

        state.ShouldBe(new GreyHealth { Last = last });
    }

    [Theory]
    [InlineData(59.9, true)]
    [InlineData(60, false)]
    public void The_other_regions_window_must_be_current(double age, bool suffers)
    {
        GreyHealth[] regions = [default, new() { Last = Window(0, 100, 0) }];

        GreyFailure.Fold(regions, 0, Window(age, 100, 50), Settings).SeenAt.HasValue.ShouldBe(suffers);
    }

    [Fact]
    public void A_region_alone_is_never_degraded() =>
        GreyFailure.Fold([default], 0, Window(0, 100, 100, 10_000), Settings).SeenAt.ShouldBeNull();

    [Fact]
    public void The_best_of_several_others_is_taken_for_errors_and_latency_apart()
    {
        GreyHealth[] regions =
        [
            new() { Last = Window(0, 100, 0, 1) },
            new() { Last = Window(0, 100, 9, 300) },
            new() { Last = Window(0, 100, 4, 500) },
            new() { Last = Window(0, 100, 8, 200) },
            new() { Last = Window(0, 100, 7) },
            new() { Last = Window(0, 5, 0, 1) },
        ];

        GreyFailure.BestOther(regions, 0, Seconds(1), Settings).ShouldBe((0.04, TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public void Latency_does_not_count_when_it_is_not_set()
    {
        GreyHealth[] regions = [default, new() { Last = Window(0, 100, 0, 1) }];

        GreyFailure.Fold(regions, 0, Window(0, 100, 0, 1000), Settings with { LatencyAgainstBest = null }).SeenAt.ShouldBeNull();
    }

    [Theory]
    // With factors of one, a region must still be worse than the best other.
    [InlineData(50, 100, false)]
    [InlineData(51, 100, true)]
    [InlineData(50, 101, true)]
    public void Equals_do_not_degrade_each_other(long errors, double latency, bool suffers)
    {
        GreyHealth[] regions = [default, new() { Last = Window(0, 100, 50, 100) }];
        var equal = Settings with { ErrorRatioAgainstBest = 1, LatencyAgainstBest = 1 };

        GreyFailure.Fold(regions, 0, Window(0, 100, errors, latency), equal).SeenAt.HasValue.ShouldBe(suffers);
    }

    [Theory]
    [InlineData(Verdict.Healthy, true, Verdict.Degraded)]
    [InlineData(Verdict.Healthy, false, Verdict.Healthy)]
    [InlineData(Verdict.Unhealthy, true, Verdict.Unhealthy)]
    [InlineData(Verdict.Unknown, true, Verdict.Unknown)]
    [InlineData(Verdict.Unhealthy, false, Verdict.Unhealthy)]
    public void Only_what_is_healthy_can_be_degraded(Verdict probes, bool degraded, Verdict verdict) =>
        GreyHealth.Overlay(probes, degraded).ShouldBe(verdict);

    [Theory]
    [InlineData(100, 25, 0.25)]
    [InlineData(100, 250, 1.0)]
    [InlineData(100, -5, 0.0)]
    [InlineData(0, 0, 0.0)]
    [InlineData(-1, 1, 0.0)]
    public void The_error_ratio_of_a_window_is_a_part_of_one(long requests, long errors, double ratio) =>
        Window(0, requests, errors).ErrorRatio.ShouldBe(ratio);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_window_without_requests_never_counts(long requests, bool counts) =>
        Window(0, requests, 0).Counts(Settings with { MinimumRequests = 0 }).ShouldBe(counts);

    private static TrafficWindow Window(double at, long requests, long errors, double? latency = null) => Window(Seconds(at), requests, errors, latency);

    private static TrafficWindow Window(TimeSpan at, long requests, long errors, double? latency = null) =>
        new(at, requests, errors, latency is { } known ? TimeSpan.FromMilliseconds(known) : null);
}
