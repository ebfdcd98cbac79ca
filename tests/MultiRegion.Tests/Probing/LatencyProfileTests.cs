using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public sealed class LatencyProfileTests
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void A_quantile_is_that_of_the_answers_give_or_take_a_half() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(PositiveInt[] Latencies, byte Part)>(), static given =>
        {
            var part = (given.Part + 1) / 256.0;
            var latencies = given.Latencies.Take(200).Select(static it => Ms * (1 + (it.Get % 4000))).Order().ToList();
            var profile = latencies.Aggregate(default(LatencyProfile), static (profile, latency) => profile.With(latency));

            profile.Samples.ShouldBe(latencies.Count);
            if (latencies.Count > 0)
            {
                var exact = latencies[(int)Math.Ceiling(part * latencies.Count) - 1];
                profile.Quantile(part).ShouldBeInRange(exact * 0.999, exact * 1.5);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_usual_long_ago_is_forgotten()
    {
        var profile = Of(Ms * 200, 1000);
        profile.Quantile(0.98).ShouldBeInRange(Ms * 200, Ms * 300);

        for (var answer = 0; answer < 1050; answer++)
        {
            profile = profile.With(Ms);
        }

        profile.Quantile(0.98).ShouldBeInRange(Ms, Ms * 1.5);
        profile.Samples.ShouldBeInRange(100, 200);
    }

    [Fact]
    public void No_answer_is_too_short_or_too_long()
    {
        Of(TimeSpan.Zero, 3).Quantile(1).ShouldBe(TimeSpan.FromMicroseconds(100));
        Of(-Ms, 3).Quantile(1).ShouldBe(TimeSpan.FromMicroseconds(100));
        Of(TimeSpan.MaxValue, 3).Quantile(1).ShouldBeGreaterThan(TimeSpan.FromSeconds(4));
        default(LatencyProfile).Quantile(0.5).ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(1, 15, null)]
    [InlineData(1, 16, 50.0)]
    [InlineData(20, 100, 102.4)]
    [InlineData(100, 100, null)]
    public void Suspicion_comes_far_after_the_usual_and_long_before_the_timeout(int usual, int answers, double? after)
    {
        var found = Suspicion.After(Of(Ms * usual, answers), new ProbeSchedule());

        (found is { } span ? Math.Round(span.TotalMilliseconds, 1) : default(double?)).ShouldBe(after);
    }

    private static LatencyProfile Of(TimeSpan latency, int answers)
    {
        var profile = default(LatencyProfile);
        for (var answer = 0; answer < answers; answer++)
        {
            profile = profile.With(latency);
        }

        return profile;
    }
}
