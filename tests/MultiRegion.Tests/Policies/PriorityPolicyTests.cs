using System.Collections.Immutable;
using MultiRegion.Policies;

namespace MultiRegion.Tests.Policies;

public sealed class PriorityPolicyTests
{
    // Each region: name, state, verdict, and * for drained. Expected: what, which region, then the targets.
    [Theory]
    [InlineData("a serving healthy, b standby healthy", "stay AllWell")]
    [InlineData("a serving unknown, b standby healthy", "stay AllWell")]
    [InlineData("a serving unhealthy, b standby healthy", "leave a Dead > b")]
    [InlineData("a serving degraded, b standby healthy", "leave a Grey > b")]
    [InlineData("a serving degraded, b serving unhealthy, c standby healthy", "leave b Dead > c")]
    [InlineData("a serving degraded, b serving degraded, c standby healthy", "leave a Grey > c")]
    [InlineData("a serving unhealthy, b standby healthy, c standby healthy", "leave a Dead > b c")]
    [InlineData("a serving unhealthy, b standby unknown, c standby healthy", "leave a Dead > c")]
    [InlineData("a serving unhealthy, b standby healthy*, c standby healthy", "leave a Dead > c")]
    [InlineData("a serving unhealthy, b standby degraded", "stay NoCandidate")]
    [InlineData("a serving unhealthy, b standby degraded, c standby degraded", "stay NoCandidate")]
    [InlineData("a serving unhealthy, b standby healthy*", "stay NoCandidate")]
    [InlineData("a serving unhealthy, b standby unhealthy", "stay AllRegionsBad")]
    [InlineData("a serving unhealthy, b standby unknown", "stay AllRegionsBad")]
    [InlineData("a serving unhealthy, b recovering healthy, c standby healthy", "leave a Dead > c b")]
    [InlineData("a serving unhealthy, b out healthy", "stay NoCandidate")]
    [InlineData("a serving unhealthy, b draining healthy", "stay NoCandidate")]
    [InlineData("a serving unhealthy, b recovering healthy*", "stay NoCandidate")]
    [InlineData("a returning healthy, b serving unhealthy", "leave b Dead > a")]
    [InlineData("a returning unhealthy, b serving healthy", "leave a Dead > b")]
    [InlineData("a draining unhealthy, b serving healthy", "stay AllWell")]
    [InlineData("a out unhealthy, b serving healthy", "stay AllWell")]
    [InlineData("a recovering healthy, b serving healthy", "return a")]
    [InlineData("a recovering healthy*, b serving healthy", "stay AllWell")]
    [InlineData("a recovering degraded, b serving healthy", "stay AllWell")]
    [InlineData("a recovering healthy, b serving unhealthy, c standby healthy", "leave b Dead > c a")]
    [InlineData("a standby unhealthy, b serving healthy", "stay AllWell")]
    public void The_most_preferred_healthy_region_takes_over(string regions, string expected) =>
        Decide(new PriorityPolicy(servingFirst: false), regions).ShouldBe(expected);

    [Theory]
    [InlineData("a serving unhealthy, b standby healthy, c serving healthy", "leave a Dead > c b")]
    [InlineData("a recovering healthy, b serving unhealthy, c standby healthy, d serving healthy", "leave b Dead > d c a")]
    [InlineData("a returning healthy, b serving unhealthy, c serving healthy", "leave b Dead > c a")]
    public void Side_by_side_those_that_serve_take_over_first(string regions, string expected) =>
        Decide(new PriorityPolicy(servingFirst: true), regions).ShouldBe(expected);

    [Theory]
    [InlineData("a serving healthy*, b standby healthy", "leave a Planned > b")]
    [InlineData("a serving healthy*, b standby healthy, c serving healthy", "leave a Planned > c b")]
    [InlineData("a returning healthy*, b serving healthy", "leave a Planned > b")]
    [InlineData("a serving healthy*, b standby unhealthy", "stay NoCandidate")]
    [InlineData("a standby healthy*, b serving healthy", "stay AllWell")]
    [InlineData("a out healthy*, b serving healthy", "stay AllWell")]
    public void A_drained_region_is_emptied(string regions, string expected) =>
        Decide(new DrainPolicy(), regions).ShouldBe(expected);

    [Theory]
    [InlineData("a serving healthy*, b standby healthy", "leave a Planned > b")]
    [InlineData("a serving unhealthy*, b standby healthy", "leave a Dead > b")]
    [InlineData("a serving healthy*, b serving unhealthy, c standby healthy", "leave b Dead > c")]
    [InlineData("a serving healthy*, b serving degraded, c standby healthy", "leave a Planned > c")]
    [InlineData("a serving healthy, b standby healthy", "stay AllWell")]
    [InlineData("a serving unhealthy, b standby unhealthy", "stay AllRegionsBad")]
    public void In_a_chain_the_first_decides_but_a_dead_region_goes_before_all(string regions, string expected) =>
        Decide(new PolicyChain(new DrainPolicy(), new PriorityPolicy(servingFirst: false)), regions).ShouldBe(expected);

    [Fact]
    public void The_manual_policy_leaves_everything_to_a_person_but_a_drain()
    {
        var manual = new PolicyChain(new DrainPolicy(), new ManualPolicy());

        Decide(manual, "a serving unhealthy, b standby healthy").ShouldBe("stay ManualOnly");
        Decide(manual, "a serving healthy*, b standby healthy").ShouldBe("leave a Planned > b");
    }

    [Fact]
    public void A_reason_says_what_it_rests_on()
    {
        var decision = new PriorityPolicy(servingFirst: false).Evaluate(new PolicyContext("shop", Views("a serving unhealthy, b standby degraded")));

        decision.Reason.ToTree().ShouldBe("NoCandidate: no healthy region can take over\n  RegionUnhealthy (a): it serves and is unhealthy\n");
        (decision.Region, decision.Cause).ShouldBe(("a", MoveCause.Dead));
        new PriorityPolicy(servingFirst: false).Evaluate(new PolicyContext("shop", Views("a serving degraded, b standby healthy"))).Reason.Code.ShouldBe(ReasonCode.RegionDegraded);
        new DrainPolicy().Evaluate(new PolicyContext("shop", Views("a serving healthy*, b standby unhealthy"))).Region.ShouldBe("a");
    }

    [Fact]
    public void A_calm_evaluation_allocates_nothing()
    {
        var views = Enumerable.Range(0, 100).Select(static i => new RegionView($"r{i}", DeploymentRole.Active, Verdict.Healthy, RegionState.Serving, false)).ToArray();
        var policy = new PolicyChain(new DrainPolicy(), new PriorityPolicy(servingFirst: true));
        policy.Evaluate(new PolicyContext("shop", views)).ShouldBeSameAs(PolicyDecision.AllWell);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            policy.Evaluate(new PolicyContext("shop", views));
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static string Decide(IFailoverPolicy policy, string regions)
    {
        var decision = policy.Evaluate(new PolicyContext("shop", Views(regions)));
        return decision.Action switch
        {
            PolicyAction.Leave => $"leave {decision.Region} {decision.Cause} > {string.Join(' ', decision.Targets)}",
            PolicyAction.Return => $"return {decision.Region}",
            _ => $"stay {decision.Reason.Code}",
        };
    }

    private static RegionView[] Views(string regions) =>
    [
        .. regions.Split(", ").Select(static text => text.Split(' ')).Select(static words => new RegionView(
            words[0], DeploymentRole.Active, Enum.Parse<Verdict>(words[2].TrimEnd('*'), ignoreCase: true), Enum.Parse<RegionState>(words[1], ignoreCase: true), words[2].EndsWith('*'))),
    ];
}
