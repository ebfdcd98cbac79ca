using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Rollout;
using MultiRegion.Kubernetes.Tests.Apply;

namespace MultiRegion.Kubernetes.Tests.Rollout;

public sealed class StageTests : IDisposable
{
    private static readonly string[] All = ["asia", "eu", "us"];
    private static readonly Distribution Old = Estate.Everywhere(All, Shop.Namespace, Shop.Web(image: "shop/web:1"));
    private static readonly Distribution New = Estate.Everywhere(All, Shop.Namespace, Shop.Web(image: "shop/web:2"));

    private readonly Estate _estate = new(All);
    private readonly List<string> _asked = [];

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task One_stage_comes_after_the_other_with_its_soak()
    {
        await _estate.AppliedAsync(Old);
        var start = _estate.Clock.GetTimestamp();

        var report = await RunAsync(Rollout());

        report.Succeeded.ShouldBeTrue();
        Images().ShouldBe(["2", "2", "2"]);
        _estate.Clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromMinutes(1));
        _asked.ShouldBe(["approve canary", "approve rest"]);
    }

    [Fact]
    public async Task A_gate_that_says_no_stops_and_takes_what_was_touched_back()
    {
        await _estate.AppliedAsync(Old);

        var report = await RunAsync(Rollout() with { Gate = (stage, _) => ValueTask.FromResult(stage.Name == "rest" ? GateVerdict.Fail : GateVerdict.Pass) });

        report.Stages.Select(static one => one.Outcome).ShouldBe([StageOutcome.Done, StageOutcome.Failed]);
        report.RolledBack!.Succeeded.ShouldBeTrue();
        Images().ShouldBe(["1", "1", "1"]);
    }

    [Fact]
    public async Task A_canary_that_fails_leaves_the_others_alone()
    {
        await _estate.AppliedAsync(Old);
        _estate.Fakes["asia"].StartsAtOnce = false;

        var report = await RunAsync(Rollout());

        report.Stages.Select(static one => one.Outcome).ShouldBe([StageOutcome.Failed, StageOutcome.NotReached]);
        report.Stages[0].Problem!.Detail.ShouldContain("not well within 600 s: asia Deployment shop/web: its controller has not seen the new version yet");
        Images().ShouldBe(["1", "1", "1"]);
        _estate.Eu.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deadline_of_the_workload_itself_ends_it_at_once()
    {
        await _estate.AppliedAsync(Old);
        var start = _estate.Clock.GetTimestamp();
        _estate.Fakes["asia"].StartsAtOnce = false;
        _estate.Fakes["asia"].Change("deployments", "shop", "web", static live => live["status"] = JsonNode.Parse("""{"observedGeneration": 9, "conditions": [{"type": "Progressing", "reason": "ProgressDeadlineExceeded"}]}"""));

        var report = await RunAsync(Rollout());

        (report.Stages[0].Outcome, report.Stages[0].Problem!.Detail).ShouldBe((StageOutcome.Failed, "asia Deployment shop/web: it has exceeded its progress deadline."));
        _estate.Clock.GetElapsedTime(start).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_is_not_approved_stops_there_and_does_not_go_back()
    {
        await _estate.AppliedAsync(Old);

        var report = await RunAsync(Rollout() with { Approve = static (stage, _) => ValueTask.FromResult(stage.Name == "canary") });

        (report.Stages[1].Outcome, report.RolledBack).ShouldBe((StageOutcome.NotApproved, null));
        Images().ShouldBe(["2", "1", "1"]);
    }

    [Fact]
    public async Task A_gate_that_cannot_say_is_waited_for_and_not_for_ever()
    {
        await _estate.AppliedAsync(Old);
        var answers = 0;

        var late = await RunAsync(Rollout() with { Gate = (_, _) => ValueTask.FromResult(++answers < 50 ? GateVerdict.Inconclusive : GateVerdict.Pass) });
        late.Succeeded.ShouldBeTrue();

        var never = await RunAsync(Rollout() with { Gate = static (_, _) => ValueTask.FromResult(GateVerdict.Inconclusive) });
        never.Stages[0].Problem!.Detail.ShouldContain("its gate is inconclusive");
    }

    [Fact]
    public async Task Stages_that_do_not_fit_are_refused()
    {
        var wrong = Rollout() with { Stages = [new() { Name = "a", Clusters = ["eu", "mars"] }, new() { Name = "b", Clusters = ["eu"] }], Poll = TimeSpan.Zero };

        var refused = (await _estate.Federation.RollOutAsync(wrong, default)).Problem!.Detail;

        foreach (var mistake in new[] { "cluster asia is in no stage", "cluster us is in no stage", "cluster mars is in a stage, and not", "cluster eu is in 2 stages", "Poll" })
        {
            refused.ShouldContain(mistake);
        }
    }

    [Fact]
    public async Task The_status_of_a_cluster_names_what_is_missing_and_what_cannot_be_read()
    {
        await _estate.AppliedAsync(Estate.InEu(Shop.Namespace, Shop.Web()));
        _estate.Fakes["us"].Hangs = true;

        var seen = await Rig.RunAsync(_estate.Clock, _estate.Federation.StatusAsync(New, default).AsTask());

        seen.Select(static one => (one.Cluster.Value, one.Problem?.Kind, one.Workloads.FirstOrDefault()?.Status.State)).ShouldBe([("asia", null, RolloutState.Failed), ("eu", null, RolloutState.Done), ("us", ProblemKind.Unreachable, null)]);
    }

    private StagedRollout Rollout() => new()
    {
        Next = New,
        Previous = Old,
        Stages = [new() { Name = "canary", Clusters = ["asia"], Soak = TimeSpan.FromMinutes(1) }, new() { Name = "rest", Clusters = ["eu", "us"] }],
        Approve = (stage, _) =>
        {
            _asked.Add($"approve {stage}");
            return ValueTask.FromResult(true);
        },
    };

    private async Task<StagedRolloutReport> RunAsync(StagedRollout rollout) => (await Rig.RunAsync(_estate.Clock, _estate.Federation.RollOutAsync(rollout, default).AsTask())).Value!;

    private IEnumerable<string> Images() => All.Select(name => ((string)_estate.Fakes[name].Find("deployments", "shop", "web")!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!).Split(':')[1]);
}
