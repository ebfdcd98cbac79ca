using MultiRegion.Health;
using static MultiRegion.Tests.Health.HealthKit;

namespace MultiRegion.Tests.Health;

public class HealthBoardExplainTests
{
    [Fact]
    public void A_verdict_is_explained_by_the_votes_and_each_vote_by_its_evidence()
    {
        var board = new HealthBoard(Estate("shop", "eu", "a b c d e"));
        board.Feed("shop", "eu", "SSSS", vantage: "a");
        board.Feed("shop", "eu", "SFFFS", vantage: "b");
        board.Feed("shop", "eu", "UU", vantage: "c");
        board.Fold(new VantageReport("d", "shop", "eu", Verdict.Unhealthy, Seconds(4.5), Seconds(2), null));
        board.RefreshAt(5.5);

        Explain(board, "eu").ShouldBe(
            """
            RegionUnknown (eu): unknown: 1 healthy, 2 unhealthy, 2 unknown of 5 vantage points, 3 needed
              VantageVote (a): healthy: last result 1.5 s ago: Ok
              VantageVote (b): unhealthy: failures in 3.5 s: 3, the last one: TimedOut; successes in a row since: 1
              VantageVote (c): unknown: no usable result yet, the last one: NoRoute
              VantageVote (d): unhealthy: reported 1.0 s ago
              VantageVote (e): unknown: no usable result yet, the last one: Ok

            """);
    }

    [Theory]
    [InlineData("S", "RegionHealthy (eu): healthy: 1 healthy, 0 unhealthy, 0 unknown of 1 vantage points, 1 needed")]
    [InlineData("FFF", "RegionUnhealthy (eu): unhealthy: 0 healthy, 1 unhealthy, 0 unknown of 1 vantage points, 1 needed")]
    [InlineData("FF", "RegionUnknown (eu): unknown: 0 healthy, 0 unhealthy, 1 unknown of 1 vantage points, 1 needed")]
    public void Each_verdict_has_its_reason(string results, string reason)
    {
        var board = new HealthBoard(Estate("shop", "eu"));
        board.Feed("shop", "eu", results);
        board.RefreshAt(3);

        board.Explain("shop", "eu").ToString().ShouldBe(reason);
    }

    [Fact]
    public void Stale_evidence_says_for_how_long_there_was_nothing()
    {
        var board = new HealthBoard(Estate("shop", "eu", "a b"));
        board.Feed("shop", "eu", "FFFU", vantage: "a");
        board.Fold(new VantageReport("b", "shop", "eu", Verdict.Healthy, Seconds(3), null, Seconds(3)));
        board.RefreshAt(23);

        Votes(board).ShouldBe(
        [
            "VantageVote (a): unknown: no usable result for 20.0 s, the last one: NoRoute",
            "VantageVote (b): unknown: no usable result for 20.0 s, the last one: Ok",
        ]);
    }

    [Fact]
    public void Degraded_is_explained_by_what_users_get()
    {
        var board = new HealthBoard(Estate("blog shop", "eu us"));
        for (var at = 0; at <= 60; at += 10)
        {
            board.Fold(Traffic("us", 1, TimeSpan.FromMilliseconds(80.4)), Seconds(at));
            board.Fold(Traffic("eu", 24, TimeSpan.FromMilliseconds(950)), Seconds(at));
        }

        board.Feed("shop", "eu", "S", from: 60);
        board.RefreshAt(62);

        Explain(board, "eu").ShouldBe(
            """
            RegionDegraded (eu): degraded: 1 healthy, 0 unhealthy, 0 unknown of 1 vantage points, 1 needed
              VantageVote (local): healthy: last result 1.0 s ago: Ok
              RegionDegraded (eu): users have suffered for 62.0 s: errors 12.0 %, best other region 0.5 %; latency 950 ms, best other region 80 ms

            """);
        board.Explain("shop", "us").Because.Length.ShouldBe(1);
        board.RefreshAt(120);
        Explain(board, "eu").ShouldNotContain("users have suffered");
    }

    [Fact]
    public void What_is_not_known_of_the_traffic_is_said_to_be_so()
    {
        GreyHealth[] regions = [new() { Last = new TrafficWindow(Seconds(1), 100, 50, null), IsDegraded = true }];

        HealthReasons.Traffic("eu", regions, 0, Seconds(2), new DegradedSettings()).Detail.ShouldBe(
            "users have suffered for 0.0 s: errors 50.0 %, best other region not known; latency not known, best other region not known");
    }

    [Fact]
    public void A_vote_that_does_not_count_says_why()
    {
        var board = new HealthBoard(Estate("shop", "eu us", references: 2));
        board.FeedReference(0, "S");
        board.FeedReference(1, "S");
        board.RefreshAt(1);
        board.Feed("shop", "eu", "FFF", from: 1);
        board.RefreshAt(4);
        Votes(board).Single().ShouldEndWith("; counts as unknown until the reference targets have answered again");

        board.FeedReference(0, "F", from: 4);
        board.FeedReference(1, "F", from: 4);
        board.RefreshAt(5);
        Votes(board).Single().ShouldEndWith("; doubtful eyes, failures do not count: 0 of 2 reference targets in order");

        board.FeedReference(0, "FF", from: 5);
        board.FeedReference(1, "FF", from: 5);
        board.RefreshAt(7);
        Votes(board).Single().ShouldEndWith("; blind, counts as unknown: 0 of 2 reference targets in order");
    }

    [Fact]
    public void The_caveat_does_not_touch_what_other_eyes_report()
    {
        var board = new HealthBoard(Estate("shop", "eu", references: 1));
        board.Fold(new VantageReport("local", "shop", "eu", Verdict.Healthy, Seconds(1), null, null));
        board.RefreshAt(2);

        Votes(board).ShouldBe(["VantageVote (local): healthy: reported 1.0 s ago"]);
    }

    [Fact]
    public void A_stale_vote_has_no_caveat_of_its_own()
    {
        var board = new HealthBoard(Estate("shop", "eu"));
        board.Feed("shop", "eu", "S");
        board.RefreshAt(30);

        Votes(board).ShouldBe(["VantageVote (local): unknown: no usable result for 29.0 s, the last one: Ok"]);
    }

    private static string Explain(HealthBoard board, string region) => board.Explain("shop", region).ToTree();

    private static string[] Votes(HealthBoard board) => [.. board.Explain("shop", "eu").Because.Select(static reason => reason.ToString())];

    private static TrafficSample Traffic(string region, long errors, TimeSpan latency) =>
        new() { Service = "shop", Region = region, Requests = 200, Errors = errors, MeanLatency = latency };
}
