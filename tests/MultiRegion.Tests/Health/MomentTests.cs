using System.Runtime.CompilerServices;
using MultiRegion.Health;

namespace MultiRegion.Tests.Health;

public class MomentTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue + 1)]
    public void Every_time_but_the_earliest_is_kept(long ticks)
    {
        var moment = Moment.Of(new TimeSpan(ticks));

        moment.IsSet.ShouldBeTrue();
        moment.Time.Ticks.ShouldBe(ticks);
        moment.Optional.ShouldBe(new TimeSpan(ticks));
    }

    [Fact]
    public void The_default_is_no_time()
    {
        default(Moment).IsSet.ShouldBeFalse();
        default(Moment).Optional.ShouldBeNull();
        Moment.Of(null).ShouldBe(default);
    }

    [Fact]
    public void An_endpoint_takes_less_than_a_cache_line() => Unsafe.SizeOf<EndpointHealth>().ShouldBeLessThanOrEqualTo(40);
}
