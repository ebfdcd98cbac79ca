using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

public class HealthBoardTests
{
    [Fact]
    public void A_new_board_knows_nothing()
    {
        var board = new HealthBoard(Estate("shop blog", "eu us"));

        board.RefreshAt(0).ShouldBeEmpty();
        board.Verdicts().ToArray().ShouldBe([Verdict.Unknown, Verdict.Unknown, Verdict.Unknown, Verdict.Unknown]);
        board.Get("shop", "eu").ShouldBe(new RegionHealth(Verdict.Unknown, null, null, null, false));
    }

    [Fact]
    public void Only_changed_verdicts_are_told_and_only_once()
    {
        var board = new HealthBoard(Estate("shop blog", "eu us"));
        board.Feed("shop", "us", "S");
        board.Feed("blog", "eu", "FFF");

        board.RefreshAt(3).ShouldBe(
        [
            new VerdictChange("shop", "us", Verdict.Unknown, Verdict.Healthy),
            new VerdictChange("blog", "eu", Verdict.Unknown, Verdict.Unhealthy),
        ]);
        board.RefreshAt(4).ShouldBeEmpty();
        board.Verdicts().ToArray().ShouldBe([Verdict.Unknown, Verdict.Healthy, Verdict.Unhealthy, Verdict.Unknown]);
        board.Verdicts("blog").ToArray().ShouldBe([Verdict.Unhealthy, Verdict.Unknown]);
    }

    [Fact]
    public void A_verdict_that_has_gone_stale_changes_without_a_result()
    {
        var board = new HealthBoard(Estate("shop", "eu"));
        board.Feed("shop", "eu", "S");

        board.RefreshAt(1).Length.ShouldBe(1);
        board.RefreshAt(15.9).ShouldBeEmpty();
        board.RefreshAt(16).ShouldBe([new VerdictChange("shop", "eu", Verdict.Healthy, Verdict.Unknown)]);
    }

    [Fact]
    public void Every_service_is_judged_by_its_own_settings()
    {
        var estate = Estate("hasty", "eu", "local far", health: new HealthSettings { DownThreshold = 1, Quorum = 1 });
        var board = new HealthBoard(estate with { Services = [.. estate.Services, .. Estate("calm", "eu", health: new HealthSettings { Quorum = 1 }).Services] });
        board.Feed("hasty", "eu", "F");
        board.Feed("calm", "eu", "F");
        board.RefreshAt(1);

        board.Verdicts().ToArray().ShouldBe([Verdict.Unhealthy, Verdict.Unknown]);
    }

    [Fact]
    public void A_result_of_another_revision_or_of_no_target_is_dropped()
    {
        var board = new HealthBoard(Estate("shop", "eu us") with { Revision = 7 });
        ProbeSample Sample(long revision, int target) => new(revision, target, ProbeOutcome.Success, ProbeReason.Ok, Seconds(1));

        board.Revision.ShouldBe(7);
        board.Fold([Sample(6, 0), Sample(7, -1), Sample(7, 2), Sample(7, 1)]).ShouldBe(1);
        board.RefreshAt(1).ShouldBe([new VerdictChange("shop", "us", Verdict.Unknown, Verdict.Healthy)]);
    }

    [Fact]
    public void A_verdict_takes_a_quorum_of_the_configured_vantage_points()
    {
        var board = new HealthBoard(Estate("shop", "eu", "local far near"));
        board.Feed("shop", "eu", "FFF");
        board.RefreshAt(3).ShouldBeEmpty();

        board.Feed("shop", "eu", "FFF", vantage: "near");
        board.RefreshAt(3).ShouldBe([new VerdictChange("shop", "eu", Verdict.Unknown, Verdict.Unhealthy)]);
    }

    [Fact]
    public void A_configured_quorum_is_kept_to()
    {
        var board = new HealthBoard(Estate("shop", "eu", "local far near", health: new HealthSettings { Quorum = 3 }));
        board.Feed("shop", "eu", "S");
        board.Feed("shop", "eu", "S", vantage: "near");
        board.RefreshAt(1).ShouldBeEmpty();

        board.Feed("shop", "eu", "S", vantage: "far");
        board.RefreshAt(1).Length.ShouldBe(1);
    }

    [Fact]
    public void A_report_of_another_process_is_a_vote_until_it_is_stale()
    {
        var board = new HealthBoard(Estate("shop", "eu us", "local far", references: 1));
        board.FeedReference(0, "SSS");
        board.RefreshAt(3);
        board.Feed("shop", "us", "FFF");
        board.FeedReference(0, "S", from: 3);

        board.Fold(Report("far", "us", Verdict.Unhealthy, 4)).ShouldBeTrue();
        board.RefreshAt(4).ShouldBe([new VerdictChange("shop", "us", Verdict.Unknown, Verdict.Unhealthy)]);
        board.Feed("shop", "us", "F", from: 17);
        board.FeedReference(0, "SS", from: 17);
        board.RefreshAt(19).ShouldBe([new VerdictChange("shop", "us", Verdict.Unhealthy, Verdict.Unknown)]);
    }

    [Fact]
    public void A_report_is_taken_only_when_it_is_news_about_the_board()
    {
        var board = new HealthBoard(Estate("shop", "eu", "local far"));

        board.Fold(Report("far", "eu", Verdict.Healthy, 5)).ShouldBeTrue();
        board.Fold(Report("far", "eu", Verdict.Unhealthy, 4)).ShouldBeFalse();
        board.Fold(Report("far", "eu", Verdict.Degraded, 5)).ShouldBeTrue();
        board.Fold(Report("nowhere", "eu", Verdict.Healthy, 5)).ShouldBeFalse();
        board.Fold(Report("far", "moon", Verdict.Healthy, 5)).ShouldBeFalse();
        board[board.Endpoint("shop", "eu", "far")!.Value].Verdict.ShouldBe(Verdict.Degraded);
    }

    [Fact]
    public void A_vantage_point_tells_others_what_it_may_say()
    {
        var board = new HealthBoard(Estate("shop", "eu us", references: 1));
        board.FeedReference(0, "SS");
        board.RefreshAt(2);
        board.Feed("shop", "eu", "SFFF", from: 2);
        board.RefreshAt(6);

        board.ReportOf("local", "shop", "eu").ShouldBe(new VantageReport("local", "shop", "eu", Verdict.Unknown, Seconds(6), Seconds(4), Seconds(3)));
        board.FeedReference(0, "S", from: 6);
        board.RefreshAt(7);
        board.ReportOf("local", "shop", "eu").ShouldBe(new VantageReport("local", "shop", "eu", Verdict.Unhealthy, Seconds(6), Seconds(4), Seconds(3)));
        board.ReportOf("local", "shop", "us").ShouldBe(new VantageReport("local", "shop", "us", Verdict.Unknown, Seconds(7), null, null));
    }

    [Fact]
    public void Forgotten_evidence_is_no_verdict_and_doubt_stays()
    {
        var board = new HealthBoard(Estate("shop", "eu us asia"));
        board.Feed("shop", "eu", "FFF");
        board.Feed("shop", "us", "SSS");
        board.RefreshAt(3);
        board.Forget();

        board.RefreshAt(4).Select(static change => change.To).ShouldBe([Verdict.Unknown, Verdict.Unknown]);
        board.Feed("shop", "eu", "S", from: 4);
        board.Feed("shop", "us", "S", from: 4);
        board.RefreshAt(5).ShouldBe([new VerdictChange("shop", "us", Verdict.Unknown, Verdict.Healthy)]);
    }

    [Fact]
    public void Users_that_suffer_make_a_healthy_region_degraded_and_a_refresh_clears_it()
    {
        var board = Grey();

        board.RefreshAt(60).ShouldBe(
        [
            new VerdictChange("shop", "eu", Verdict.Unknown, Verdict.Degraded),
            new VerdictChange("shop", "us", Verdict.Unknown, Verdict.Healthy),
        ]);
        board.Feed("shop", "eu", "SS", from: 118);
        board.RefreshAt(119.9).ShouldNotContain(static change => change.Region == "eu");
        board.RefreshAt(120).ShouldContain(new VerdictChange("shop", "eu", Verdict.Degraded, Verdict.Healthy));
    }

    [Fact]
    public void What_users_got_is_forgotten_with_the_rest()
    {
        var board = Grey();
        board.RefreshAt(60);
        board.Forget();
        board.Feed("shop", "eu", "S", from: 60);

        board.RefreshAt(61).ShouldContain(new VerdictChange("shop", "eu", Verdict.Degraded, Verdict.Healthy));
    }

    [Fact]
    public void Traffic_is_taken_only_where_it_is_judged()
    {
        var board = new HealthBoard(Estate("shop", "eu us"));
        var deaf = new HealthBoard(Estate("shop", "eu us", health: new HealthSettings { Degraded = null }));

        board.Fold(Traffic("shop", "us", 0), Seconds(0)).ShouldBeTrue();
        board.Fold(Traffic("shop", "moon", 0), Seconds(0)).ShouldBeFalse();
        board.Fold(Traffic("blog", "us", 0), Seconds(0)).ShouldBeFalse();
        deaf.Fold(Traffic("shop", "us", 0), Seconds(0)).ShouldBeFalse();
    }

    [Fact]
    public void Traffic_of_one_service_says_nothing_of_another()
    {
        var board = new HealthBoard(Estate("shop blog", "eu us"));
        foreach (var region in new[] { "eu", "us" })
        {
            board.Feed("shop", region, "S", from: 59);
            board.Feed("blog", region, "S", from: 59);
        }

        for (var at = 0; at <= 60; at += 10)
        {
            board.Fold(Traffic("blog", "eu", 0), Seconds(at));
            board.Fold(Traffic("blog", "us", 50), Seconds(at));
            board.Fold(Traffic("shop", "us", 50), Seconds(at));
            board.Fold(Traffic("shop", "eu", 50), Seconds(at));
        }

        board.RefreshAt(60);
        board.Verdicts().ToArray().ShouldBe([Verdict.Healthy, Verdict.Healthy, Verdict.Healthy, Verdict.Degraded]);
    }

    private static HealthBoard Grey()
    {
        var board = new HealthBoard(Estate("shop", "eu us"));
        for (var at = 0; at <= 60; at += 10)
        {
            board.Fold(Traffic("shop", "us", 0), Seconds(at));
            board.Fold(Traffic("shop", "eu", 50), Seconds(at));
        }

        board.Feed("shop", "eu", "SS", from: 57);
        board.Feed("shop", "us", "SS", from: 57);
        return board;
    }

    private static TrafficSample Traffic(string service, string region, long errors) =>
        new() { Service = service, Region = region, Requests = 100, Errors = errors };

    private static VantageReport Report(string vantage, string region, Verdict verdict, double at) =>
        new(vantage, "shop", region, verdict, Seconds(at), null, null);
}
