using MultiRegion.Kubernetes.Fleet;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Fleet;

public sealed class FleetTests : IDisposable
{
    private static readonly WorkloadId Web = "shop/deployment/web";
    private static readonly WorkloadId Db = "shop/statefulset/db";

    private readonly VirtualClock _clock = new();
    private readonly FakeCluster _eu = Cluster();
    private readonly FakeCluster _us = Cluster();
    private readonly HttpClient _euClient;
    private readonly HttpClient _usClient;
    private readonly KubernetesFleet _fleet;

    public FleetTests()
    {
        (_euClient, _usClient) = (new(_eu.Handler), new(_us.Handler));
        var options = new KubernetesFleetOptions();
        options.AddCluster("eu", new("https://eu.example.com"), _euClient).Namespaces.Add("shop");
        options.AddCluster("us", new("https://us.example.com"), _usClient).Namespaces.Add("shop");
        _fleet = new(options, _clock);
    }

    [Fact]
    public async Task What_runs_is_observed_by_a_list_for_each_kind()
    {
        var seen = await ObserveAsync();

        seen.Find("eu", Web).ShouldBe(new() { Workload = Web, Replicas = 2, Ready = 2, Version = "app=shop/web:1.2" });
        seen.Find("us", Db)!.Replicas.ShouldBe(1);
        _eu.Requests.Select(static request => request.Target).ShouldBe(["/apis/apps/v1/namespaces/shop/deployments?limit=500", "/apis/apps/v1/namespaces/shop/statefulsets?limit=500"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_is_unknown_and_the_others_are_known()
    {
        for (var i = 0; i < 20; i++)
        {
            _us.Next(static _ => FakeResponse.Error(403, "Forbidden", "deployments is forbidden"));
        }

        var seen = await ObserveAsync();

        seen.Clusters.Select(static cluster => cluster.Problem?.Kind).ShouldBe([null, ProblemKind.Denied]);
        seen.Clusters[1].Workloads.ShouldBeEmpty();
        seen.Find("eu", Web).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_kubeconfig_that_is_missing_makes_its_cluster_unknown()
    {
        var options = new KubernetesFleetOptions();
        options.Clusters.Add(new() { Cluster = "eu", Namespaces = { "shop" }, Connection = { KubeConfig = "/nowhere/config" } });
        using var fleet = new KubernetesFleet(options, _clock);

        (await fleet.ObserveAsync(default)).Clusters.ShouldHaveSingleItem().Problem!.Detail.ShouldBe("cluster eu: There is no kubeconfig: /nowhere/config does not exist. Name one, or set KUBECONFIG.");
    }

    [Fact]
    public async Task Scaling_writes_once_with_its_marker_and_remembers_what_was()
    {
        var plan = await PlanAsync(Intent(1, 1, Scale("eu", Web, 5)));
        plan.Value!.Changes.ShouldBe(["eu shop/deployment/web: replicas 2 to 5, marker none to 1.1 by c1 (plan)"]);

        (await ApplyAsync(plan.Value)).Succeeded.ShouldBeTrue();

        var found = (await ObserveAsync()).Find("eu", Web)!;
        (found.Replicas, found.Ready, found.Marker).ShouldBe((5, 5, Mark(1, 1)));
        _eu.Find("deployments", "shop", "web")!.Annotation(Workload.BeforeKey).ShouldBe("2");
        _eu.Writes.Count().ShouldBe(1);
        (await PlanAsync(Intent(1, 1, Scale("eu", Web, 5)))).Value!.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task An_old_epoch_is_refused_when_it_plans_and_when_its_plan_comes_late()
    {
        var late = await PlanAsync(Intent(1, 1, Scale("eu", Web, 0)));
        (await ApplyAsync((await PlanAsync(Intent(2, 1, Scale("eu", Web, 5)))).Value!)).Succeeded.ShouldBeTrue();

        (await ApplyAsync(late.Value!)).Problem!.Kind.ShouldBe(ProblemKind.Fenced);
        (await PlanAsync(Intent(1, 2, Scale("eu", Web, 0)))).Problem!.Kind.ShouldBe(ProblemKind.Fenced);
        (await PlanAsync(Intent(2, 1, "another", Scale("eu", Web, 0)))).Problem!.Kind.ShouldBe(ProblemKind.Conflict);
        _eu.Find("deployments", "shop", "web")!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(5);
    }

    [Fact]
    public async Task An_old_epoch_whose_write_is_on_its_way_is_refused_by_the_server()
    {
        var late = (await PlanAsync(Intent(1, 1, Scale("eu", Web, 0)))).Value!;
        _eu.BeforeWrite = () => _eu.Change("deployments", "shop", "web", static item =>
        {
            item["metadata"]!["annotations"] = new System.Text.Json.Nodes.JsonObject { [Workload.OwnerKey] = "multiregion", [Workload.MarkerKey] = Markers.Text(Mark(2, 1)) };
            item["spec"]!["replicas"] = 5;
        });

        var applied = await ApplyAsync(late);

        applied.Problem!.Kind.ShouldBe(ProblemKind.Fenced);
        _eu.Find("deployments", "shop", "web")!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(5);
    }

    [Fact]
    public async Task A_persons_edit_after_the_plan_is_a_conflict_and_a_new_status_is_none()
    {
        var plan = (await PlanAsync(Intent(1, 1, Scale("eu", Web, 5), Scale("us", Web, 5)))).Value!;
        _eu.Change("deployments", "shop", "web", static item => item["spec"]!["replicas"] = 3);
        _us.BeforeWrite = () => _us.Change("deployments", "shop", "web", static item => item["status"]!["readyReplicas"] = 1);

        var applied = await ApplyAsync(plan);

        applied.Problem!.Kind.ShouldBe(ProblemKind.Conflict);
        applied.Problem.Detail.ShouldContain("eu shop/deployment/web: it has changed since the plan was made; plan again. 1 of 2 workloads were written");
        _us.Find("deployments", "shop", "web")!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(5);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_recognised_when_it_is_applied_again()
    {
        var plan = (await PlanAsync(Intent(1, 1, Scale("eu", Web, 5)))).Value!;
        _eu.Next(static _ => null);
        _eu.Next(static _ => null);
        _eu.Next(request =>
        {
            _eu.Serve(request);
            return new(200, "") { IsLost = true };
        });

        (await ApplyAsync(plan)).Problem!.Kind.ShouldBe(ProblemKind.Unreachable);
        (await ApplyAsync(plan)).Succeeded.ShouldBeTrue();
        _eu.Writes.Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(504, "Timeout", true)]
    [InlineData(504, "Timeout", false)]
    [InlineData(500, "Timeout", true)]
    public async Task A_webhook_that_times_out_leaves_a_doubt_that_the_same_plan_settles(int code, string reason, bool isWritten)
    {
        var plan = (await PlanAsync(Intent(1, 1, Scale("eu", Web, 5)))).Value!;
        _eu.BeforeWrite = () => _eu.Next(request =>
        {
            _ = isWritten ? _eu.Serve(request) : null;
            return FakeResponse.Error(code, reason, "Timeout: request did not complete within requested timeout - context deadline exceeded");
        });

        var applied = await ApplyAsync(plan);

        (applied.Problem!.Kind, applied.Problem.Retryable).ShouldBe((ProblemKind.Unreachable, true));
        (await ApplyAsync(plan)).Succeeded.ShouldBeTrue();
        _eu.Writes.Count().ShouldBe(isWritten ? 1 : 2);
        _eu.Find("deployments", "shop", "web")!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(5);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_is_said_in_the_servers_words()
    {
        var plan = (await PlanAsync(Intent(1, 1, Scale("eu", Web, 5)))).Value!;
        _eu.BeforeWrite = () => _eu.Next(static _ => FakeResponse.Error(403, "Forbidden", "deployments.apps \"web\" is forbidden: exceeded quota: q"));

        (await ApplyAsync(plan)).Problem.ShouldSatisfyAllConditions(static problem => problem!.Kind.ShouldBe(ProblemKind.Denied), static problem => problem!.Detail.ShouldContain("exceeded quota: q"));
        (await ApplyAsync(plan)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_cluster_that_goes_away_in_the_middle_of_an_apply_is_finished_by_the_same_plan()
    {
        var plan = (await PlanAsync(Intent(1, 1, Scale("eu", Web, 5), Scale("us", Web, 5)))).Value!;
        _us.BeforeWrite = () => _us.IsAway = true;

        var applied = await ApplyAsync(plan);

        applied.Problem!.Kind.ShouldBe(ProblemKind.Unreachable);
        applied.Problem.Detail.ShouldContain("1 of 2 workloads were written; the same plan can be applied again.");
        (await ObserveAsync()).Clusters.Select(static cluster => cluster.Problem?.Kind).ShouldBe([null, ProblemKind.Unreachable]);
        _us.IsAway = false;
        (await ApplyAsync(plan)).Succeeded.ShouldBeTrue();
        _eu.Writes.Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_cordoned_deployment_rolls_nothing_out_and_does_not_grow_until_it_is_let_go()
    {
        await ApplyAsync((await PlanAsync(Intent(1, 1, Cordon("eu", Web, true)))).Value!);
        (await ObserveAsync()).Find("eu", Web)!.Cordoned.ShouldBeTrue();
        _eu.Find("deployments", "shop", "web")!["spec"]!["paused"]!.GetValue<bool>().ShouldBeTrue();

        (await PlanAsync(Intent(1, 2, Scale("eu", Web, 5)))).Problem!.Detail.ShouldContain("it is cordoned, and does not grow until it is let go");
        (await PlanAsync(Intent(1, 2, Scale("eu", Web, 0)))).Succeeded.ShouldBeTrue();

        await ApplyAsync((await PlanAsync(Intent(1, 3, Cordon("eu", Web, false)))).Value!);
        (await ObserveAsync()).Find("eu", Web)!.Cordoned.ShouldBeFalse();
        _eu.Find("deployments", "shop", "web")!["spec"]!["paused"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_rollout_that_somebody_had_paused_stays_paused_after_a_cordon()
    {
        _eu.Change("deployments", "shop", "web", static item => item["spec"]!["paused"] = true);
        await ApplyAsync((await PlanAsync(Intent(1, 1, Cordon("eu", Web, true)))).Value!);
        await ApplyAsync((await PlanAsync(Intent(1, 2, Cordon("eu", Web, false)))).Value!);

        _eu.Find("deployments", "shop", "web")!["spec"]!["paused"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_stateful_set_is_scaled_and_cordoned_too()
    {
        await ApplyAsync((await PlanAsync(Intent(1, 1, new WorkloadIntent { Cluster = "us", Workload = Db, Replicas = 0, Cordoned = true }))).Value!);

        (await ObserveAsync()).Find("us", Db).ShouldBe(new() { Workload = Db, Replicas = 0, Ready = 0, Cordoned = true, Version = "app=shop/db:1.2", Marker = Mark(1, 1) });
    }

    [Fact]
    public async Task What_belongs_to_another_installation_or_bears_a_marker_of_nobody_is_not_touched()
    {
        _eu.Change("deployments", "shop", "web", static item => item["metadata"]!["annotations"] = new System.Text.Json.Nodes.JsonObject { [Workload.OwnerKey] = "others" });
        _us.Change("deployments", "shop", "web", static item => item["metadata"]!["annotations"] = new System.Text.Json.Nodes.JsonObject { [Workload.MarkerKey] = "mine" });

        (await PlanAsync(Intent(1, 1, Scale("eu", Web, 5)))).Problem!.Kind.ShouldBe(ProblemKind.NotOwned);
        (await PlanAsync(Intent(1, 1, Scale("us", Web, 5)))).Problem!.Kind.ShouldBe(ProblemKind.NotOwned);
    }

    [Theory]
    [InlineData("web", "write namespace/kind/name")]
    [InlineData("shop/Deployment/web", "write deployment or statefulset")]
    [InlineData("bank/deployment/web", "not among the cluster's Namespaces")]
    [InlineData("shop/deployment/wob", "not found")]
    public async Task A_workload_that_cannot_be_is_told(string id, string told) => (await PlanAsync(Intent(1, 1, Scale("eu", id, 1)))).Problem!.Detail.ShouldContain(told);

    [Fact]
    public async Task An_intent_for_a_cluster_that_is_not_there_or_twice_for_one_workload_is_refused()
    {
        (await PlanAsync(Intent(1, 1, Scale("asia", Web, 1)))).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await PlanAsync(Intent(1, 1, Scale("eu", Web, 1), Scale("eu", Web, 2)))).Problem!.Detail.ShouldContain("named twice");
        (await PlanAsync(Intent(1, 1, Scale("eu", Web, -1)))).Problem!.Kind.ShouldBe(ProblemKind.Refused);
        (await ApplyAsync(new() { Changes = ["x"], Document = "{}" })).Problem!.Kind.ShouldBe(ProblemKind.Refused);
    }

    [Fact]
    public async Task A_dead_cluster_delays_no_plan_of_another()
    {
        using var silent = new HttpClient(new Silent());
        var options = new KubernetesFleetOptions { Timeout = TimeSpan.FromSeconds(3) };
        options.AddCluster("dead", new("https://dead.example.com"), silent).Namespaces.Add("shop");
        options.AddCluster("eu", new("https://eu.example.com"), _euClient).Namespaces.Add("shop");
        using var fleet = new KubernetesFleet(options, _clock);

        var seen = await Rig.RunAsync(_clock, fleet.ObserveAsync(default).AsTask());

        seen.Clusters.Select(static cluster => (cluster.Cluster.Value, cluster.Problem?.Kind)).ShouldBe([("dead", ProblemKind.Unreachable), ("eu", null)]);
        _clock.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4));
        (await fleet.PlanAsync(Intent(1, 1, Scale("eu", Web, 3)), default)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_cluster_whose_pages_take_too_long_together_is_unknown()
    {
        using var slow = new HttpClient(new Slow(_clock));
        var options = new KubernetesFleetOptions { Timeout = TimeSpan.FromSeconds(3) };
        options.AddCluster("slow", new("https://slow.example.com"), slow).Namespaces.Add("shop");
        using var fleet = new KubernetesFleet(options, _clock);

        var seen = await Rig.RunAsync(_clock, fleet.ObserveAsync(default).AsTask());

        seen.Clusters.ShouldHaveSingleItem().Problem.ShouldBe(Problem.Unreachable("cluster slow: it could not be read within 3 s."));
    }

    public void Dispose()
    {
        _fleet.Dispose();
        _euClient.Dispose();
        _usClient.Dispose();
    }

    private static FakeCluster Cluster()
    {
        var cluster = new FakeCluster();
        cluster.Put(Rig.Namespace("shop"));
        cluster.Put(Rig.Deployment("web", 2));
        cluster.Put(Rig.Deployment("db", 1, "StatefulSet"));
        return cluster;
    }

    private static Marker Mark(long epoch, int sequence, string plan = "plan") => new(epoch, sequence, "c1", plan);

    private static FleetIntent Intent(long epoch, int sequence, params WorkloadIntent[] workloads) => new() { Marker = Mark(epoch, sequence), Workloads = [.. workloads] };

    private static FleetIntent Intent(long epoch, int sequence, string plan, params WorkloadIntent[] workloads) => new() { Marker = Mark(epoch, sequence, plan), Workloads = [.. workloads] };

    private static WorkloadIntent Scale(ClusterId cluster, WorkloadId workload, int replicas) => new() { Cluster = cluster, Workload = workload, Replicas = replicas };

    private static WorkloadIntent Cordon(ClusterId cluster, WorkloadId workload, bool cordoned) => new() { Cluster = cluster, Workload = workload, Cordoned = cordoned };

    private Task<FleetObservation> ObserveAsync() => Rig.RunAsync(_clock, _fleet.ObserveAsync(default).AsTask());

    private Task<Result<FleetPlan>> PlanAsync(FleetIntent intent) => Rig.RunAsync(_clock, _fleet.PlanAsync(intent, default).AsTask());

    private Task<Result<FleetReceipt>> ApplyAsync(FleetPlan plan) => Rig.RunAsync(_clock, _fleet.ApplyAsync(plan, default).AsTask());

    /// <summary>Pages without end, each after a second.</summary>
    private sealed class Slow(TimeProvider time) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            return new() { Content = new StringContent("""{"metadata": {"continue": "more"}, "items": []}""") };
        }
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
