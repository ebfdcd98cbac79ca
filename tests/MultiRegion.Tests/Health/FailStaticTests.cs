using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

public class FailStaticTests
{
    public static TheoryData<Verdict[], bool> Regions => new()
    {
        // Nothing to judge.
        { [], false },
        // Anything that is well is something to judge by.
        { [Verdict.Healthy], false },
        { [Verdict.Degraded], false },
        { [Verdict.Unhealthy, Verdict.Healthy], false },
        { [Verdict.Unknown, Verdict.Degraded, Verdict.Unhealthy], false },
        // All bad, in any mixture.
        { [Verdict.Unhealthy], true },
        { [Verdict.Unknown], true },
        { [Verdict.Unhealthy, Verdict.Unhealthy], true },
        { [Verdict.Unhealthy, Verdict.Unknown], true },
    };

    [Theory]
    [MemberData(nameof(Regions))]
    public void A_service_of_which_no_region_is_well_is_held(Verdict[] regions, bool held)
    {
        FailStatic.AllBad(regions).ShouldBe(held);
        (FailStatic.Judge("shop", regions) is not null).ShouldBe(held);
    }

    [Fact]
    public void The_reason_says_what_is_bad_and_what_that_means() =>
        FailStatic.Judge("shop", [Verdict.Unhealthy, Verdict.Unknown, Verdict.Unhealthy])!.ToString().ShouldBe(
            "AllRegionsBad (shop): all 3 regions of the service are bad at once (2 unhealthy, 1 unknown): most likely it is us, so nothing moves");

    [Fact]
    public void The_estate_is_held_when_every_endpoint_is_bad() =>
        FailStatic.JudgeEstate([Verdict.Unknown, Verdict.Unhealthy])!.ToString().ShouldBe(
            "AllRegionsBad: all 2 endpoints of the estate are bad at once (1 unhealthy, 1 unknown): most likely it is us, so nothing moves");

    [Fact]
    public void An_estate_with_anything_well_is_not_held() => FailStatic.JudgeEstate([Verdict.Unhealthy, Verdict.Healthy]).ShouldBeNull();

    [Fact]
    public void An_estate_of_one_endpoint_says_nothing_about_us() => FailStatic.JudgeEstate([Verdict.Unhealthy]).ShouldBeNull();

    [Theory]
    [InlineData(4.0, false)]
    [InlineData(5.0, true)]
    [InlineData(6.0, true)]
    [InlineData(null, false)]
    public void A_candidate_must_have_succeeded_since_the_source_first_failed(double? success, bool fresh)
    {
        TimeSpan? at = success is { } known ? Seconds(known) : null;

        FailStatic.IsFresh(new EndpointHealth { LastSuccessAt = at }, Seconds(5)).ShouldBe(fresh);
        FailStatic.IsFresh(new RegionHealth(Verdict.Healthy, null, null, at, false), Seconds(5)).ShouldBe(fresh);
    }
}
