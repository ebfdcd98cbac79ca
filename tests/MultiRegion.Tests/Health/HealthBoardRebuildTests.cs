using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

public class HealthBoardRebuildTests
{
    [Fact]
    public void What_is_still_there_keeps_its_state_wherever_it_lies_now()
    {
        var board = new HealthBoard(Estate("shop blog", "eu us", "a b"));
        board.Feed("blog", "us", "SS", vantage: "a");
        board.Feed("blog", "us", "SF", vantage: "b");
        board.Feed("shop", "eu", "FFF", vantage: "a");
        board.Feed("shop", "eu", "FFF", vantage: "b");
        board.RefreshAt(3);

        var next = board.Rebuilt(Estate("blog news shop", "us asia eu", "b c a") with { Revision = 2 });

        next.Revision.ShouldBe(2);
        next.Get("shop", "eu").ShouldBe(board.Get("shop", "eu"));
        next[next.Endpoint("blog", "us", "a")!.Value].ShouldBe(board[board.Endpoint("blog", "us", "a")!.Value]);
        next[next.Endpoint("blog", "us", "b")!.Value].ShouldBe(board[board.Endpoint("blog", "us", "b")!.Value]);
        next[next.Endpoint("blog", "us", "c")!.Value].ShouldBe(default);
        next.Get("news", "asia").Verdict.ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public void A_new_revision_that_changes_nothing_tells_no_change()
    {
        var board = new HealthBoard(Estate("shop", "eu us", references: 1));
        board.FeedReference(0, "SSSSS");
        board.RefreshAt(5);
        board.Feed("shop", "eu", "SSFFF");
        board.Feed("shop", "us", "SSSSS");
        board.RefreshAt(5).Length.ShouldBe(2);

        var next = board.Rebuilt(Estate("shop", "eu us", references: 1) with { Revision = 2 });

        next.SightOf("local").ShouldBe(Sight.Clear);
        next[next.Endpoint("shop", "eu", "local")!.Value].Failures.ShouldBe(3);
        next.RefreshAt(5).ShouldBeEmpty();
        next.Verdicts().ToArray().ShouldBe([Verdict.Unhealthy, Verdict.Healthy]);
    }

    [Fact]
    public void Reference_targets_that_are_added_must_answer_first()
    {
        var board = new HealthBoard(Estate("shop", "eu us", references: 1));
        board.FeedReference(0, "SSSSS");
        board.RefreshAt(5);
        board.Feed("shop", "eu", "SSFFF");
        board.RefreshAt(5);

        var next = board.Rebuilt(Estate("shop", "eu us", references: 3) with { Revision = 2 });

        next.SightOf("local").ShouldBe(Sight.Doubtful);
        next.RefreshAt(5).ShouldBe([new VerdictChange("shop", "eu", Verdict.Unhealthy, Verdict.Unknown)]);
        next[next.Endpoint("shop", "eu", "local")!.Value].Failures.ShouldBe(0);
        next[next.Reference("local", 0)!.Value].Verdict.ShouldBe(Verdict.Healthy);
        next[next.Reference("local", 1)!.Value].ShouldBe(default);
    }

    [Fact]
    public void Reference_targets_may_become_fewer()
    {
        var board = new HealthBoard(Estate("shop", "eu", references: 3));
        board.FeedReference(0, "S");
        board.FeedReference(1, "FFF");
        board.FeedReference(2, "FFF");
        board.RefreshAt(3);
        board.SightOf("local").ShouldBe(Sight.Blind);

        board.Rebuilt(Estate("shop", "eu", references: 1) with { Revision = 2 }).SightOf("local").ShouldBe(Sight.Clear);
    }

    [Fact]
    public void What_users_got_is_kept()
    {
        var board = new HealthBoard(Estate("shop", "eu us"));
        for (var at = 0; at <= 60; at += 10)
        {
            board.Fold(new TrafficSample { Service = "shop", Region = "us", Requests = 100, Errors = 0 }, Seconds(at));
            board.Fold(new TrafficSample { Service = "shop", Region = "eu", Requests = 100, Errors = 50 }, Seconds(at));
        }

        var next = board.Rebuilt(Estate("shop", "asia us eu") with { Revision = 2 });
        next.Feed("shop", "eu", "S", from: 60);

        next.RefreshAt(61).ShouldBe([new VerdictChange("shop", "eu", Verdict.Unknown, Verdict.Degraded)]);
    }

    [Fact]
    public void The_time_of_the_last_refresh_is_kept()
    {
        var board = new HealthBoard(Estate("shop", "eu"));
        board.Feed("shop", "eu", "FFF");
        board.RefreshAt(30);

        board.Rebuilt(Estate("shop", "eu") with { Revision = 2 }).Get("shop", "eu").FirstFailureAt.ShouldBeNull();
    }
}
