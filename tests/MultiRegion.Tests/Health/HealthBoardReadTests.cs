using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

public class HealthBoardReadTests
{
    [Fact]
    public void Every_endpoint_and_reference_target_has_its_own_number()
    {
        var board = new HealthBoard(Estate("shop blog", "eu us", "local far", references: 2));
        int?[] numbers =
        [
            .. from service in new[] { "shop", "blog" }
               from region in new[] { "eu", "us" }
               from vantage in new[] { "local", "far" }
               select board.Endpoint(service, region, vantage),
            .. from vantage in new[] { "local", "far" }
               from position in new[] { 0, 1 }
               select board.Reference(vantage, position),
        ];

        numbers.ShouldBe(Enumerable.Range(0, 12).Select(static number => (int?)number));
    }

    [Fact]
    public void What_the_topology_does_not_have_has_no_number()
    {
        var board = new HealthBoard(Estate("shop", "eu", "local far", references: 1));

        board.Endpoint("blog", "eu", "local").ShouldBeNull();
        board.Endpoint("shop", "us", "local").ShouldBeNull();
        board.Endpoint("shop", "eu", "near").ShouldBeNull();
        board.Reference("near", 0).ShouldBeNull();
        board.Reference("local", 1).ShouldBeNull();
        board.Reference("far", -1).ShouldBeNull();
        board.Reference("far", 1).ShouldBeNull();
    }

    [Fact]
    public void Asking_for_what_is_not_there_names_it()
    {
        var board = new HealthBoard(Estate("shop", "eu"));

        Should.Throw<KeyNotFoundException>(() => board.Get("shop", "us")).Message.ShouldBe("The health board has no service 'shop' in region 'us'.");
        Should.Throw<KeyNotFoundException>(() => board.Verdicts("blog").ToArray()).Message.ShouldBe("The health board has no service 'blog'.");
        Should.Throw<KeyNotFoundException>(() => board.SightOf("near")).Message.ShouldBe("The health board has no vantage point 'near'.");
    }

    [Fact]
    public void A_regions_times_are_those_that_a_quorum_agrees_on()
    {
        var board = new HealthBoard(Estate("shop", "eu", "a b c"));
        board.Feed("shop", "eu", "SFFF", vantage: "a");
        board.Feed("shop", "eu", "SSSF", vantage: "b");
        board.RefreshAt(4);
        board.Get("shop", "eu").ShouldBe(new RegionHealth(Verdict.Unknown, null, Seconds(4), Seconds(1), true));

        board.Feed("shop", "eu", "SSFFF", vantage: "c");
        board.RefreshAt(5);
        board.Get("shop", "eu").ShouldBe(new RegionHealth(Verdict.Unhealthy, Seconds(5), Seconds(3), Seconds(2), true));
    }

    [Fact]
    public void Without_a_quorum_there_is_no_time_to_agree_on()
    {
        var board = new HealthBoard(Estate("shop", "eu", "a b c"));
        board.Feed("shop", "eu", "SF", vantage: "b");
        board.RefreshAt(2);

        board.Get("shop", "eu").ShouldBe(new RegionHealth(Verdict.Unknown, null, null, null, true));
    }

    [Fact]
    public void A_failing_span_that_has_gone_stale_is_none()
    {
        var board = new HealthBoard(Estate("shop", "eu"));
        board.Feed("shop", "eu", "SFFF");

        board.RefreshAt(18.9);
        board.Get("shop", "eu").FirstFailureAt.ShouldBe(Seconds(2));
        board.RefreshAt(19);
        board.Get("shop", "eu").ShouldBe(new RegionHealth(Verdict.Unknown, Seconds(19), null, Seconds(1), false));
    }

    [Fact]
    public void The_time_of_a_verdict_stays_while_the_verdict_does()
    {
        var board = new HealthBoard(Estate("shop", "eu"));
        board.Feed("shop", "eu", "S");
        board.RefreshAt(1);
        board.Feed("shop", "eu", "SS", from: 1);
        board.RefreshAt(3);

        board.Get("shop", "eu").ShouldBe(new RegionHealth(Verdict.Healthy, Seconds(1), null, Seconds(3), false));
    }

    [Fact]
    public void A_region_is_suspect_when_any_vantage_point_suspects_it()
    {
        var board = new HealthBoard(Estate("shop", "eu us", "a b"));
        board.Feed("shop", "us", "SF", vantage: "b");

        board.Get("shop", "us").IsSuspect.ShouldBeTrue();
        board.Get("shop", "eu").IsSuspect.ShouldBeFalse();
    }
}
