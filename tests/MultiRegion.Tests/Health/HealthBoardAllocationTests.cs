using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

public class HealthBoardAllocationTests
{
    [Theory]
    [InlineData(2000, "local")]
    [InlineData(500, "a b c d")]
    public void A_calm_round_of_ten_thousand_endpoints_allocates_nothing(int services, string vantages)
    {
        var board = new HealthBoard(Estate(string.Join(' ', Enumerable.Range(0, services).Select(static service => $"s{service}")), "a b c d e", vantages));
        var samples = Samples(10_000);
        Round(board, samples, 1).ShouldBe(services * 5);
        Round(board, samples, 2);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var changes = Round(board, samples, 3);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        changes.ShouldBe(0);
        allocated.ShouldBe(0);
    }

    [Fact]
    public void Reading_a_region_allocates_nothing()
    {
        var board = new HealthBoard(Estate("shop", "eu us", "a b c"));
        board.Feed("shop", "eu", "SF", vantage: "a");
        board.Feed("shop", "eu", "SF", vantage: "b");
        board.RefreshAt(2);
        var (service, region) = (new ServiceId("shop"), new RegionId("eu"));
        _ = board.Get(service, region);

        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = board.Get(service, region);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static ProbeSample[] Samples(int count) =>
        [.. Enumerable.Range(0, count).Select(static target => new ProbeSample(1, target, ProbeOutcome.Success, ProbeReason.Ok, default))];

    private static int Round(HealthBoard board, ProbeSample[] samples, int second)
    {
        var now = Seconds(second);
        foreach (ref var sample in samples.AsSpan())
        {
            sample = sample with { At = now };
        }

        var missed = samples.Length - board.Fold(samples);
        return missed + board.Refresh(now).Length;
    }
}
