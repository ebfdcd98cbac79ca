using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

/// <summary>A process that is cut off must not take the silence of others for their death, neither then nor on its return.</summary>
public class BlindVantageTests
{
    [Fact]
    public void Before_the_reference_targets_have_answered_failures_say_nothing()
    {
        var board = new HealthBoard(Estate("shop", "eu us", references: 1));
        board.SightOf("local").ShouldBe(Sight.Doubtful);
        board.Feed("shop", "eu", "FFFFF");
        board.RefreshAt(5).ShouldBeEmpty();

        board.SightOf("local").ShouldBe(Sight.Doubtful);
        board[board.Endpoint("shop", "eu", "local")!.Value].Failures.ShouldBe(0);
    }

    [Fact]
    public void Before_the_reference_targets_have_answered_good_news_counts()
    {
        var board = new HealthBoard(Estate("shop", "eu us", references: 1));
        board.Feed("shop", "eu", "S");

        board.RefreshAt(1).ShouldBe([new VerdictChange("shop", "eu", Verdict.Unknown, Verdict.Healthy)]);
    }

    [Fact]
    public void A_dead_region_is_seen_once_the_reference_targets_have_answered_since()
    {
        var board = Calm();
        board.Feed("shop", "eu", "FFF", from: 2);
        board.RefreshAt(5).ShouldBe([new VerdictChange("shop", "eu", Verdict.Healthy, Verdict.Unknown)]);

        board.FeedReference(0, "S", from: 5);
        board.RefreshAt(6).ShouldBe([new VerdictChange("shop", "eu", Verdict.Unknown, Verdict.Unhealthy)]);
    }

    [Fact]
    public void A_blind_vantage_point_votes_unknown_on_everything()
    {
        var board = Calm();
        board.FeedReference(0, "FFF", from: 2);

        board.RefreshAt(5).Select(static change => change.To).ShouldBe([Verdict.Unknown, Verdict.Unknown]);
        board.SightOf("local").ShouldBe(Sight.Blind);
    }

    [Fact]
    public void The_failures_of_the_time_before_it_noticed_are_not_held_against_anybody()
    {
        var board = Calm();
        board.Feed("shop", "eu", "FFF", from: 2);
        board.FeedReference(0, "F", from: 4);
        board.RefreshAt(5);
        board.SightOf("local").ShouldBe(Sight.Doubtful);
        board.Feed("shop", "eu", "FF", from: 5);

        // The reference target comes back first; the region would look dead beside one that was probed a moment earlier.
        board.FeedReference(0, "SS", from: 7);
        board.Feed("shop", "us", "S", from: 9);
        board.RefreshAt(10);
        board.RefreshAt(10);

        board.SightOf("local").ShouldBe(Sight.Clear);
        board.Get("shop", "eu").ShouldSatisfyAllConditions(
            static health => health.Verdict.ShouldNotBe(Verdict.Unhealthy), static health => health.FirstFailureAt.ShouldBeNull());
        board.Feed("shop", "eu", "FFF", from: 10);
        board.FeedReference(0, "SS", from: 12);
        board.RefreshAt(14);
        board.Get("shop", "eu").ShouldSatisfyAllConditions(
            static health => health.Verdict.ShouldBe(Verdict.Unhealthy), static health => health.FirstFailureAt.ShouldBe(Seconds(11)));
    }

    [Fact]
    public void Other_eyes_keep_what_they_have_seen()
    {
        var estate = Estate("shop", "eu us", "local far");
        var board = new HealthBoard(estate with { Vantages = [Vantage("local", 1), Vantage("far", 0)] });
        board.FeedReference(0, "SS");
        board.RefreshAt(2);
        board.Feed("shop", "eu", "FFF", from: 2);
        board.Feed("shop", "eu", "FFF", from: 2, vantage: "far");
        board.Fold(new VantageReport("local", "shop", "us", Verdict.Unhealthy, Seconds(5), Seconds(3), null));
        board.FeedReference(0, "F", from: 4);
        board.RefreshAt(5);

        board[board.Endpoint("shop", "eu", "local")!.Value].Failures.ShouldBe(0);
        board[board.Endpoint("shop", "eu", "far")!.Value].Failures.ShouldBe(3);
        board[board.Endpoint("shop", "us", "local")!.Value].Verdict.ShouldBe(Verdict.Unhealthy);
        board.Feed("shop", "eu", "F", from: 5);
        board.Feed("shop", "eu", "F", from: 5, vantage: "far");
        board[board.Endpoint("shop", "eu", "local")!.Value].Failures.ShouldBe(0);
        board[board.Endpoint("shop", "eu", "far")!.Value].Failures.ShouldBe(4);
    }

    [Fact]
    public void While_it_stays_doubtful_nothing_is_pardoned_twice()
    {
        var board = Calm();
        board.FeedReference(0, "F", from: 2);
        board.RefreshAt(3);
        board.Feed("shop", "eu", "S", from: 3);
        var before = board[0];
        board.RefreshAt(4);

        board[0].ShouldBe(before);
        board.Verdicts().ToArray().ShouldBe([Verdict.Healthy, Verdict.Healthy]);
    }

    [Fact]
    public void Blind_vantage_points_cannot_outvote_one_that_sees()
    {
        var board = new HealthBoard(Estate("shop", "eu", "local far", references: 2, health: new HealthSettings { Quorum = 1 }));
        foreach (var vantage in new[] { "local", "far" })
        {
            board.FeedReference(0, vantage == "far" ? "FFF" : "SSS", vantage: vantage);
            board.FeedReference(1, vantage == "far" ? "FFF" : "SSS", vantage: vantage);
        }

        board.RefreshAt(3);
        board.Feed("shop", "eu", "SSS", from: 3);
        board.Feed("shop", "eu", "FFF", from: 3, vantage: "far");
        board.RefreshAt(6).ShouldBe([new VerdictChange("shop", "eu", Verdict.Unknown, Verdict.Healthy)]);
    }

    private static HealthBoard Calm()
    {
        var board = new HealthBoard(Estate("shop", "eu us", references: 1));
        board.FeedReference(0, "SS");
        board.Feed("shop", "eu", "SS");
        board.Feed("shop", "us", "SS");
        board.RefreshAt(2).Length.ShouldBe(2);
        return board;
    }
}
