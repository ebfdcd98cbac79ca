using MultiRegion.Testing.WhatIf;

namespace MultiRegion.Tests.WhatIf;

public sealed class EstimateTests
{
    [Theory]
    [InlineData(10, 0.5, 2, 9)]
    [InlineData(100, 0.5, 40, 61)]
    [InlineData(100, 0.9, 84, 96)]
    [InlineData(20, 0.99, 19, 21)]
    public void The_interval_of_a_quantile_is_that_of_the_tables(int count, double part, int low, int high) =>
        OrderStatistics.Interval(count, part).ShouldBe((low, high));

    [Theory]
    [InlineData(30, 0.5)]
    [InlineData(200, 0.9)]
    [InlineData(1000, 0.99)]
    public void The_interval_of_a_quantile_holds_19_times_of_20(int count, double part)
    {
        var (random, held) = (new Random(5), 0);
        for (var round = 0; round < 1000; round++)
        {
            var quantile = Distribution.Of(Enumerable.Range(0, count).Select(_ => TimeSpan.FromMilliseconds(random.NextDouble() * 1000)))!.Quantile(part);
            held += quantile.Low <= part * 1000 && part * 1000 <= quantile.High ? 1 : 0;
        }

        held.ShouldBeGreaterThan(935);
    }

    [Fact]
    public void The_interval_of_a_mean_is_student_s()
    {
        var mean = Estimate.Mean([8, 9, 10, 11, 12]);

        // t(4) = 2.776, s = 1.5811.
        mean.Value.ShouldBe(10);
        mean.High.ShouldBe(10 + (2.776 * 1.5811 / Math.Sqrt(5)), 0.02);
        Estimate.Mean([3]).High.ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Quantiles_are_values_of_the_sample()
    {
        var times = Distribution.Of(Enumerable.Range(1, 100).Select(static number => TimeSpan.FromSeconds(number)))!;

        (times.P50.Value, times.P90.Value, times.P99.Value, times.Max).ShouldBe((50_000, 90_000, 99_000, TimeSpan.FromSeconds(100)));
        times.Within(TimeSpan.FromSeconds(25)).ShouldBe(0.25);
        Distribution.Of([]).ShouldBeNull();
    }
}
