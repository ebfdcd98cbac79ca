using MultiRegion.Testing;
using static MultiRegion.Tests.Routing.Intents;

namespace MultiRegion.Tests.Testing;

public sealed class InMemoryFleetTests
{
    private readonly VirtualClock _clock = new();
    private readonly InMemoryFleet _fleet;

    public InMemoryFleetTests()
    {
        _fleet = new(_clock) { StartUp = TimeSpan.FromSeconds(40) };
        _fleet.Add("eu", "web/deployment/shop", 2, "v1");
        _fleet.Add("us", "web/deployment/shop", 1);
    }

    [Fact]
    public async Task Replicas_become_ready_after_their_start_up()
    {
        await Apply(Intent(1, replicas: 10));
        (await Seen()).ShouldBe((10, 2));
        _clock.Advance(TimeSpan.FromSeconds(39));
        (await Seen()).ShouldBe((10, 2));
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await Seen()).ShouldBe((10, 10));
        await Apply(Intent(2, replicas: 3));
        (await Seen()).ShouldBe((3, 3));
        _fleet.SetBroken("eu", "web/deployment/shop", true);
        (await Seen()).ShouldBe((3, 0));
    }

    [Fact]
    public async Task A_cordoned_workload_starts_nothing_until_it_is_let_go()
    {
        await Apply(Intent(1, replicas: 5, cordoned: true));
        _clock.Advance(TimeSpan.FromMinutes(5));
        (await Seen()).ShouldBe((5, 2));
        await Apply(Intent(2, cordoned: false));
        _clock.Advance(TimeSpan.FromSeconds(40));
        (await Seen()).ShouldBe((5, 5));
    }

    [Fact]
    public async Task A_plan_is_empty_when_nothing_changes_under_the_same_marker()
    {
        (await Plan(Intent(1, replicas: 2))).Changes.ShouldBe(["eu web/deployment/shop: marker none to 1.1 by one (plan-1)"]);
        await Apply(Intent(1, replicas: 2));
        (await Plan(Intent(1, replicas: 2))).IsEmpty.ShouldBeTrue();
        (await Plan(Intent(1))).IsEmpty.ShouldBeTrue();
        (await Plan(Intent(2, replicas: 4, cordoned: true))).Changes.Single().ShouldContain("replicas 2 to 4, cordon, marker 1.1");
    }

    [Fact]
    public async Task Old_epochs_and_stale_plans_are_refused_and_a_repeated_apply_is_not()
    {
        var (old, stale) = (await Plan(Intent(1, replicas: 9)), await Plan(Intent(3, replicas: 9)));
        var plan = await Plan(Intent(2, replicas: 5));
        (await _fleet.ApplyAsync(plan, default)).Succeeded.ShouldBeTrue();
        (await _fleet.ApplyAsync(plan, default)).Succeeded.ShouldBeTrue();
        (await _fleet.ApplyAsync(old, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        (await _fleet.ApplyAsync(stale, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        (await _fleet.PlanAsync(Intent(1), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Fenced);
        (await _fleet.PlanAsync(Intent(2) with { Marker = At(2) with { PlanHash = "other" } }, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        _fleet.Log.ShouldBe([new(At(2), "eu", "web/deployment/shop", 5, false)]);
    }

    [Fact]
    public async Task Somebody_elses_scaling_makes_a_plan_stale()
    {
        var plan = await Plan(Intent(1, replicas: 9));
        _fleet.ScaleByHand("eu", "web/deployment/shop", 3);
        (await _fleet.ApplyAsync(plan, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        (await Seen()).Replicas.ShouldBe(3);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_unknown_and_nothing_is_written_to_the_others()
    {
        var both = Intent(1, replicas: 9) with
        {
            Workloads = [.. Intent(1, replicas: 9).Workloads, new() { Cluster = "us", Workload = "web/deployment/shop", Replicas = 9 }],
        };
        var plan = await Plan(both);
        _fleet.SetReachable("us", false);
        (await _fleet.ApplyAsync(plan, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        (await _fleet.PlanAsync(both, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        var seen = await _fleet.ObserveAsync(default);
        seen.Clusters.Select(static cluster => cluster.Problem is null).ShouldBe([true, false]);
        seen.Find("us", "web/deployment/shop").ShouldBeNull();
        seen.Find("eu", "web/deployment/shop").ShouldNotBeNull().Replicas.ShouldBe(2);
        _fleet.SetReachable("us", true);
        (await _fleet.ApplyAsync(plan, default)).Succeeded.ShouldBeTrue();
        _fleet.Log.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Bad_intents_and_foreign_plans_are_refused()
    {
        (await _fleet.PlanAsync(Intent(1, replicas: -1), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await _fleet.PlanAsync(Intent(1) with { Workloads = [new() { Cluster = "asia", Workload = "w" }] }, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        (await _fleet.PlanAsync(Intent(1) with { Workloads = [new() { Cluster = "eu", Workload = "w" }] }, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        (await _fleet.PlanAsync(Intent(1) with { Workloads = [.. Intent(1).Workloads, .. Intent(1).Workloads] }, default)).Problem.ShouldNotBeNull().Detail.ShouldContain("twice");
        (await _fleet.ApplyAsync(new() { Changes = [], Document = "{}" }, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
    }

    [Fact]
    public async Task Scripted_faults_happen_before_or_after_the_effect()
    {
        _fleet.FailNext(Problem.Throttled("slow down"));
        (await _fleet.PlanAsync(Intent(1, replicas: 4), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Throttled);
        _fleet.TimeOutNext();
        (await _fleet.ApplyAsync(await Plan(Intent(1, replicas: 4)), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        (await Seen()).Replicas.ShouldBe(4);
        (await Plan(Intent(1, replicas: 4))).IsEmpty.ShouldBeTrue();
    }

    private static FleetIntent Intent(long epoch, int? replicas = null, bool? cordoned = null) => new()
    {
        Workloads = [new() { Cluster = "eu", Workload = "web/deployment/shop", Replicas = replicas, Cordoned = cordoned }],
        Marker = At(epoch),
    };

    private async Task<FleetPlan> Plan(FleetIntent intent) => (await _fleet.PlanAsync(intent, default)).Value.ShouldNotBeNull();

    private async Task Apply(FleetIntent intent) => (await _fleet.ApplyAsync(await Plan(intent), default)).Succeeded.ShouldBeTrue();

    private async Task<(int Replicas, int Ready)> Seen() =>
        (await _fleet.ObserveAsync(default)).Find("eu", "web/deployment/shop") is { } seen ? (seen.Replicas, seen.Ready) : default;
}
