using MultiRegion.Testing;
using static MultiRegion.Tests.Routing.Intents;

namespace MultiRegion.Tests.Testing;

public sealed class InMemoryDataReplicaTests
{
    private readonly InMemoryDataReplica _data = new();

    public InMemoryDataReplicaTests()
    {
        _data.Add("A", ReplicaRole.Writable);
        _data.Add("B", ReplicaRole.Standby, TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_planned_promotion_with_the_token_loses_nothing()
    {
        var token = (await _data.DemoteAsync("A", At(1, 1), default)).Value.ShouldNotBeNull();
        (await _data.DemoteAsync("A", At(1, 1), default)).Value.ShouldBe(token);
        (await _data.PromoteAsync("B", token, At(1, 2), default)).Value.ShouldBe(new Promotion(TimeSpan.Zero));
        (await _data.PromoteAsync("B", token, At(1, 2), default)).Value.ShouldBe(new Promotion(TimeSpan.Zero));
        _data.WritableRegions.ShouldBe(["B"]);
        _data.ObservedSplitBrain.ShouldBeFalse();
        _data.Log.Select(static operation => operation.Kind).ShouldBe([DataOperationKind.Demote, DataOperationKind.Promote]);
        (await _data.PromoteAsync("A", token, At(1, 3), default)).Problem.ShouldNotBeNull().Detail.ShouldContain("proves nothing");
    }

    [Fact]
    public async Task An_unplanned_promotion_loses_the_lag_however_often_it_is_asked()
    {
        (await _data.FenceAsync("A", At(1, 1), default)).Value.ShouldBe(FenceOutcome.Confirmed);
        (await _data.PromoteAsync("B", null, At(1, 2), default)).Value.ShouldBe(new Promotion(TimeSpan.FromSeconds(7)));
        (await _data.PromoteAsync("B", null, At(1, 2), default)).Value.ShouldBe(new Promotion(TimeSpan.FromSeconds(7)));
        _data.ObservedSplitBrain.ShouldBeFalse();
        (await _data.ObserveAsync(default)).In("A").ShouldNotBeNull().Role.ShouldBe(ReplicaRole.Fenced);
        (await _data.PromoteAsync("A", null, At(2, 1), default)).Problem.ShouldNotBeNull().Detail.ShouldContain("attach it");
        _data.Reattach("A");
        (await _data.ObserveAsync(default)).In("A").ShouldNotBeNull().Role.ShouldBe(ReplicaRole.Standby);
    }

    [Fact]
    public async Task An_unknown_lag_is_an_unknown_loss()
    {
        await _data.FenceAsync("A", At(1, 1), default);
        _data.SetLag("B", null);
        (await _data.PromoteAsync("B", null, At(1, 2), default)).Value.ShouldBe(new Promotion(Lost: null));
    }

    [Theory]
    [InlineData(FenceOutcome.Confirmed, false)]
    [InlineData(FenceOutcome.Expired, false)]
    [InlineData(FenceOutcome.Unconfirmed, true)]
    public async Task Promoting_beside_a_region_that_may_still_write_is_observed(FenceOutcome outcome, bool split)
    {
        _data.SetReachable("A", false);
        _data.SetFenceOutcome("A", outcome);
        (await _data.ObserveAsync(default)).In("A").ShouldNotBeNull().Role.ShouldBe(ReplicaRole.Unknown);
        (await _data.FenceAsync("A", At(1, 1), default)).Value.ShouldBe(outcome);
        (await _data.DemoteAsync("A", At(1, 1), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        (await _data.PromoteAsync("B", null, At(1, 2), default)).Succeeded.ShouldBeTrue();
        _data.ObservedSplitBrain.ShouldBe(split);
        _data.SetReachable("A", true);
        (await _data.FenceAsync("A", At(1, 3), default)).Value.ShouldBe(FenceOutcome.Confirmed);
        _data.WritableRegions.ShouldBe(["B"]);
        _data.ObservedSplitBrain.ShouldBe(split);
    }

    [Fact]
    public async Task Old_epochs_are_fenced_off_region_by_region()
    {
        await _data.FenceAsync("A", At(2), default);
        (await _data.FenceAsync("A", At(1), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        (await _data.FenceAsync("A", At(2) with { PlanHash = "other" }, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        (await _data.PromoteAsync("C", null, At(2), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        (await _data.DemoteAsync("B", At(2), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
    }

    [Fact]
    public async Task Scripted_faults_happen_before_or_after_the_effect()
    {
        _data.FailNext(Problem.Throttled("slow down"));
        (await _data.FenceAsync("A", At(1), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Throttled);
        _data.WritableRegions.ShouldBe(["A"]);
        _data.TimeOutNext();
        (await _data.FenceAsync("A", At(1), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        _data.WritableRegions.ShouldBeEmpty();
        (await _data.FenceAsync("A", At(1), default)).Value.ShouldBe(FenceOutcome.Confirmed);
    }
}
