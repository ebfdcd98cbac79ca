using MultiRegion.Health;

namespace MultiRegion.Tests.Health;

public sealed class ErrorBurstTests
{
    [Theory]
    [InlineData("ffff", 0)]
    [InlineData("fffff", 1)]
    [InlineData("ffffffffff", 1)]
    [InlineData("sfsfsfsfsf", 1)]
    [InlineData("ssssssssssfffff", 0)]
    [InlineData("fffffs", 1)]
    public void Five_errors_that_are_half_of_the_calls_ring_once(string calls, int rings) => Rings(calls, TimeSpan.FromMilliseconds(10)).ShouldBe(rings);

    [Fact]
    public void Errors_that_are_far_apart_are_no_burst() => Rings(new('f', 100), TimeSpan.FromMilliseconds(300)).ShouldBe(0);

    [Fact]
    public void A_burst_that_goes_on_rings_once_a_second() => Rings(new('f', 100), TimeSpan.FromMilliseconds(100)).ShouldBe(10);

    private static int Rings(string calls, TimeSpan apart)
    {
        var (burst, now, rings) = (default(ErrorBurst), TimeSpan.Zero, 0);
        foreach (var call in calls)
        {
            burst = burst.With(call == 'f', now);
            rings += burst.Rings ? 1 : 0;
            now += apart;
        }

        return rings;
    }
}
