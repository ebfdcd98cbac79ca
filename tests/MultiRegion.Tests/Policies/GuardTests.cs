using MultiRegion.Policies;

namespace MultiRegion.Tests.Policies;

public sealed class GuardTests
{
    private static GuardFacts Clear => new() { Cause = MoveCause.Planned, ServingAfterwards = 1, TargetVerdict = Verdict.Healthy };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>Facts that one guard objects to, beside those that it just does not.</summary>
    private static readonly (Guard Guard, Func<GuardFacts, GuardFacts> Bad, Func<GuardFacts, GuardFacts> Good, string Detail)[] Rows =
    [
        (Guard.LastServingRegion, static facts => facts with { ServingAfterwards = 0 }, static facts => facts with { ServingAfterwards = 1 }, "no healthy region would be left serving"),
        (Guard.OneRegionOut, static facts => facts with { OtherRegionOut = "b" }, static facts => facts with { OtherRegionOut = null }, "b is out already: one region of a service at a time"),
        (Guard.CoolDown, static facts => facts with { SinceLastMove = Seconds(59), CoolDown = Seconds(60) }, static facts => facts with { SinceLastMove = Seconds(60), CoolDown = Seconds(60) }, "the last move ended 59 s ago, cool-down is 60 s"),
        (Guard.Quorum, static facts => facts with { TargetVerdict = Verdict.Unknown }, static facts => facts with { TargetVerdict = Verdict.Healthy }, "the target is unknown by the configured vantage points"),
        (Guard.FreshCandidate, static facts => facts with { TargetIsFresh = false }, static facts => facts with { TargetIsFresh = true }, "the target has not answered since the source began to fail"),
        (Guard.MinimumFailureSpan, static facts => facts with { FailingFor = Seconds(29.5), MinimumFailureSpan = Seconds(30) }, static facts => facts with { FailingFor = Seconds(30), MinimumFailureSpan = Seconds(30) }, "failing for 29.5 s of 30 s"),
        (Guard.DailyBudget, static facts => facts with { MovesToday = 4, DailyBudget = 4 }, static facts => facts with { MovesToday = 3, DailyBudget = 4 }, "4 moves of 4 a day are used"),
        (Guard.Capacity, static facts => facts with { Load = 100, Room = 99.5 }, static facts => facts with { Load = 100, Room = 100 }, "room for 99.5 of 100"),
        (Guard.DataLoss, static facts => facts with { Promotes = true, Lag = null }, static facts => facts with { Promotes = false, Lag = null }, "how far the replica is behind is not known"),
        (Guard.FreezeWindow, static facts => facts with { Frozen = "sale" }, static facts => facts with { Frozen = null }, "frozen: sale"),
        (Guard.Approval, static facts => facts with { Approval = MoveApproval.OnApproval }, static facts => facts with { Approval = MoveApproval.Automatic }, "the settings ask for approval"),
        (Guard.MonitorOnly, static facts => facts with { Mode = EnforcementMode.MonitorOnly }, static facts => facts with { Mode = EnforcementMode.Enforce }, "monitor-only: recorded, not made"),
    ];

    [Fact]
    public void Every_guard_has_a_row() => Rows.Select(static row => row.Guard).ShouldBe(Enum.GetValues<Guard>());

    [Fact]
    public void Every_guard_objects_alone_and_by_its_rule_of_the_table()
    {
        foreach (var (guard, bad, _, detail) in Rows)
        {
            foreach (var cause in Enum.GetValues<MoveCause>())
            {
                var answers = Guards.Evaluate(bad(Clear with { Cause = cause })).Answers;
                if (GuardTable.Rule(guard, cause) == GuardRule.Ignore)
                {
                    answers.ShouldBeEmpty($"{guard} {cause}");
                }
                else
                {
                    var answer = answers.ShouldHaveSingleItem($"{guard} {cause}");
                    (answer.Guard, answer.Rule).ShouldBe((guard, GuardTable.Rule(guard, cause)));
                    answer.Detail.ShouldBe(guard == Guard.DataLoss && cause == MoveCause.Grey ? "a degraded region is a ground for a drain, never for a promotion" : detail);
                }
            }
        }
    }

    [Fact]
    public void Every_guard_is_content_at_its_limit()
    {
        foreach (var (guard, _, good, _) in Rows)
        {
            foreach (var cause in Enum.GetValues<MoveCause>())
            {
                Guards.Evaluate(good(Clear with { Cause = cause })).ShouldBeSameAs(GuardReport.Clear, $"{guard} {cause}");
            }
        }
    }

    [Fact]
    public void Every_guard_can_be_overridden_by_its_name_and_by_no_other()
    {
        foreach (var (guard, bad, _, _) in Rows)
        {
            var facts = bad(Clear with { Cause = MoveCause.Dead });
            Guards.Evaluate(facts with { Overridden = [guard.ToString().ToUpperInvariant()] }).Answers.ShouldBeEmpty();
            Guards.Evaluate(facts with { Overridden = ["other"] }).Answers.ShouldBe(Guards.Evaluate(facts).Answers);
        }
    }

    [Theory]
    [InlineData(nameof(Guard.LastServingRegion), false)]
    [InlineData(nameof(Guard.OneRegionOut), false)]
    [InlineData(nameof(Guard.CoolDown), true)]
    [InlineData(nameof(Guard.Quorum), false)]
    [InlineData(nameof(Guard.FreshCandidate), true)]
    [InlineData(nameof(Guard.MinimumFailureSpan), true)]
    [InlineData(nameof(Guard.DailyBudget), true)]
    [InlineData(nameof(Guard.Capacity), false)]
    [InlineData(nameof(Guard.DataLoss), false)]
    [InlineData(nameof(Guard.FreezeWindow), true)]
    [InlineData(nameof(Guard.Approval), true)]
    [InlineData(nameof(Guard.MonitorOnly), false)]
    public void A_persons_command_answers_what_would_wait_or_ask_and_no_more(string guard, bool answered)
    {
        var row = Rows.Single(row => row.Guard.ToString() == guard);

        foreach (var cause in Enum.GetValues<MoveCause>().Where(cause => GuardTable.Rule(row.Guard, cause) != GuardRule.Ignore))
        {
            Guards.Evaluate(row.Bad(Clear with { Cause = cause, ByOperator = true })).Answers.IsEmpty.ShouldBe(answered);
        }
    }

    [Fact]
    public void A_standing_order_that_was_given_up_waits_for_the_cool_down_like_the_engines_own()
    {
        var facts = Clear with { ByOperator = true, SinceLastMove = Seconds(10), CoolDown = Seconds(60) };

        Guards.Evaluate(facts).Answers.ShouldBeEmpty();
        Guards.Evaluate(facts with { Repeats = true }).WaitFor.ShouldBe(Seconds(50));
    }

    [Fact]
    public void A_first_move_waits_for_no_cool_down() => Guards.Evaluate(Clear with { SinceLastMove = null, CoolDown = Seconds(60) }).Answers.ShouldBeEmpty();

    [Fact]
    public void What_waits_says_how_long()
    {
        Guards.Evaluate(Clear with { SinceLastMove = Seconds(10), CoolDown = Seconds(60) }).WaitFor.ShouldBe(Seconds(50));
        Guards.Evaluate(Clear with { Cause = MoveCause.Dead, FailingFor = Seconds(10), MinimumFailureSpan = Seconds(30) }).WaitFor.ShouldBe(Seconds(20));
        Guards.Evaluate(Clear with { MovesToday = 4, DailyBudget = 4, UntilNextDay = Seconds(77) }).WaitFor.ShouldBe(Seconds(77));
        Guards.Evaluate(Clear with { Frozen = "sale", FrozenFor = Seconds(99) }).WaitFor.ShouldBe(Seconds(99));
        Guards.Evaluate(Clear with { Cause = MoveCause.Dead, TargetIsFresh = false }).WaitFor.ShouldBeNull("at the next change");
        Guards.Evaluate(Clear with { Frozen = "sale", FrozenFor = Seconds(99), SinceLastMove = Seconds(10), CoolDown = Seconds(60) }).WaitFor.ShouldBe(Seconds(50), "the next look is at the first change");
    }

    [Theory]
    [InlineData(MoveCause.Planned, null, 0, "how far the replica is behind is not known")]
    [InlineData(MoveCause.Planned, 100.0, 0, null)]
    [InlineData(MoveCause.Dead, null, 0, "how far the replica is behind is not known")]
    [InlineData(MoveCause.Dead, 5.0, 5, null)]
    [InlineData(MoveCause.Dead, 5.5, 5, "the replica is 5.5 s behind, the objective is 5 s")]
    [InlineData(MoveCause.Dead, 0.0, 0, null)]
    [InlineData(MoveCause.Grey, 0.0, 5, "a degraded region is a ground for a drain, never for a promotion")]
    public void A_promotion_may_lose_what_the_objective_allows(MoveCause cause, double? lag, double objective, string? objection) =>
        Guards.Evaluate(Clear with { Cause = cause, Promotes = true, Lag = lag is { } seconds ? Seconds(seconds) : null, RecoveryPoint = Seconds(objective) })
            .Answers.Select(static answer => answer.Detail).SingleOrDefault().ShouldBe(objection);

    [Fact]
    public void A_move_that_is_left_to_a_person_is_refused()
    {
        var answer = Guards.Evaluate(Clear with { Cause = MoveCause.Dead, Approval = MoveApproval.Never }).Answers.Single();

        (answer.Rule, answer.Detail).ShouldBe((GuardRule.Refuse, "the settings leave it to a person"));
        Guards.Evaluate(Clear with { Approval = MoveApproval.Never, ByOperator = true }).Answers.ShouldBeEmpty();
    }

    [Fact]
    public void An_unknown_load_or_room_is_not_guarded()
    {
        Guards.Evaluate(Clear with { Load = null, Room = 1 }).Answers.ShouldBeEmpty();
        Guards.Evaluate(Clear with { Load = 1, Room = null }).Answers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", true, nameof(GuardRule.Ignore))]
    [InlineData("Ramp", true, nameof(GuardRule.Ramp))]
    [InlineData("Ask", true, nameof(GuardRule.Ask))]
    [InlineData("Ramp,Ask", true, nameof(GuardRule.Ask))]
    [InlineData("Wait", false, nameof(GuardRule.Wait))]
    [InlineData("Ask,Wait", false, nameof(GuardRule.Ask))]
    [InlineData("Report", false, nameof(GuardRule.Report))]
    [InlineData("Report,Refuse", false, nameof(GuardRule.Refuse))]
    public void A_move_may_start_when_it_only_ramps_or_asks(string rules, bool may, string strictest)
    {
        var report = new GuardReport([.. rules.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static rule => new GuardAnswer(Guard.Capacity, Enum.Parse<GuardRule>(rule), ""))]);

        report.MayStart.ShouldBe(may);
        report.Strictest.ToString().ShouldBe(strictest);
    }

    [Fact]
    public void An_answer_is_a_reason()
    {
        var report = Guards.Evaluate(Clear with { Frozen = "sale" });

        report.Reasons.Single().ShouldBe(new Reason(ReasonCode.Guard, "FreezeWindow", "wait: frozen: sale"));
        report.Asks(Guard.FreezeWindow).ShouldBeFalse();
        Guards.Evaluate(Clear with { Approval = MoveApproval.OnApproval }).Asks(Guard.Approval).ShouldBeTrue();
        Guards.Evaluate(Clear with { Approval = MoveApproval.OnApproval }).Asks(Guard.DataLoss).ShouldBeFalse();
    }

    [Fact]
    public void The_table_knows_every_guard_and_cause_and_no_other()
    {
        foreach (var guard in Enum.GetValues<Guard>())
        {
            foreach (var cause in Enum.GetValues<MoveCause>())
            {
                Should.NotThrow(() => GuardTable.Rule(guard, cause));
            }
        }

        Should.Throw<ArgumentOutOfRangeException>(static () => GuardTable.Rule((Guard)99, MoveCause.Dead)).Message.ShouldContain("No rule for 99 and Dead");
    }
}
