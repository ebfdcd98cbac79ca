using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Fleet;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Fleet;

/// <summary>Workloads that somebody else scales too: an autoscaler, Argo CD, a person.</summary>
public sealed class AutoscalerTests : IDisposable
{
    private static readonly WorkloadId Web = "shop/deployment/web";

    private readonly VirtualClock _clock = new();
    private readonly FakeCluster _eu = new();
    private readonly HttpClient _http;
    private readonly KubernetesFleet _fleet;

    public AutoscalerTests()
    {
        _eu.Put(Rig.Namespace("shop"));
        _eu.Put(Rig.Deployment("web", 2));
        _http = new(_eu.Handler);
        var options = new KubernetesFleetOptions();
        options.AddCluster("eu", new("https://eu.example.com"), _http).Namespaces.Add("shop");
        _fleet = new(options, _clock);
    }

    [Fact]
    public async Task The_minimum_of_an_autoscaler_is_raised_and_put_back_and_the_autoscaler_is_not_fought()
    {
        Rule(2, 10);
        var plan = await PlanAsync(1, 5);
        plan.Value!.Changes.ShouldBe(["eu shop/deployment/web: replicas 2 to 5, minimum of the autoscaler 'hpa' 2 to 5, marker of the autoscaler 'hpa', marker none to 1.1 by c (p)"]);
        (await ApplyAsync(plan.Value)).ShouldBeNull();

        (Minimum(), Replicas(), Hpa().Annotation(Autoscaler.MinimumBeforeKey)).ShouldBe((5, 5, "2"));
        _eu.Writes.Select(static write => write.Path.Split('/')[^2]).ShouldBe(["horizontalpodautoscalers", "deployments"]);
        (await PlanAsync(1, 5)).Value!.IsEmpty.ShouldBeTrue();

        // It grows by itself, which nobody takes back, and shrinks by itself when it is let.
        Scaled(7);
        (await FindingsAsync()).ShouldBeEmpty();
        (await ApplyAsync((await PlanAsync(2, 6)).Value!)).ShouldBeNull();
        (Minimum(), Replicas(), Hpa().Annotation(Autoscaler.MinimumBeforeKey)).ShouldBe((6, 7, "2"));
        (await ApplyAsync((await PlanAsync(3, 1)).Value!)).ShouldBeNull();
        (Minimum(), Replicas(), Hpa().Annotation(Autoscaler.MinimumBeforeKey)).ShouldBe((2, 7, null));
        (await ApplyAsync((await PlanAsync(4, 0)).Value!)).ShouldBeNull();
        (Minimum(), Replicas()).ShouldBe((2, 0));
        (await ApplyAsync((await PlanAsync(5, 2)).Value!)).ShouldBeNull();
        (Minimum(), Replicas()).ShouldBe((2, 2));
    }

    [Fact]
    public async Task More_than_an_autoscaler_allows_is_refused_with_the_way_out()
    {
        Rule(2, 4);

        (await PlanAsync(1, 5)).Problem!.Detail.ShouldBe("eu shop/deployment/web: its autoscaler 'hpa' goes to 4 at most, and 5 are wanted: raise its maxReplicas.");
    }

    [Fact]
    public async Task An_old_epoch_does_not_get_through_to_the_autoscaler()
    {
        Rule(2, 10);
        var late = (await PlanAsync(1, 1)).Value!;
        (await ApplyAsync((await PlanAsync(2, 2)).Value!)).ShouldBeNull();

        (await ApplyAsync(late)).ShouldBe(ProblemKind.Fenced);

        // One that is on its way while the newer one writes: the server refuses it.
        var onItsWay = (await PlanAsync(3, 9)).Value!;
        var newer = (await PlanAsync(4, 2)).Value!;
        _eu.BeforeWrite = () => ApplyAsync(newer).GetAwaiter().GetResult();
        (await ApplyAsync(onItsWay)).ShouldBe(ProblemKind.Fenced);
        Minimum().ShouldBe(2);
    }

    [Fact]
    public async Task An_autoscaler_that_was_told_and_a_workload_that_was_not_are_finished_by_the_same_plan()
    {
        Rule(2, 10);
        var plan = (await PlanAsync(1, 5)).Value!;
        for (var i = 0; i < 3; i++)
        {
            _eu.Next(static _ => null);
        }

        _eu.Next(static request => FakeResponse.Error(500, "InternalError", "failed calling webhook"));
        (await ApplyAsync(plan)).ShouldBe(ProblemKind.Failed);
        (Minimum(), Replicas()).ShouldBe((5, 2));

        (await ApplyAsync(plan)).ShouldBeNull();
        (Minimum(), Replicas(), Hpa().Annotation(Autoscaler.MinimumBeforeKey)).ShouldBe((5, 5, "2"));
    }

    [Fact]
    public async Task An_autoscaler_of_another_installation_is_not_touched_and_one_of_another_workload_does_not_count()
    {
        Rule(2, 10, target: "wob");
        (await PlanAsync(1, 5)).Value!.Changes[0].ShouldNotContain("autoscaler");
        Rule(2, 10, """{"multiregion/owner": "others"}""");

        (await PlanAsync(1, 5)).Problem!.Kind.ShouldBe(ProblemKind.NotOwned);
    }

    [Fact]
    public async Task Without_the_right_to_see_autoscalers_a_region_is_moved_all_the_same_and_it_is_said()
    {
        Rule(2, 10);
        _eu.Next(static _ => null);
        _eu.Next(static _ => FakeResponse.Error(403, "Forbidden", "horizontalpodautoscalers is forbidden"));

        var plan = await PlanAsync(1, 5);

        plan.Value!.Changes.ShouldHaveSingleItem();
        plan.Value.Notes.ShouldHaveSingleItem().ShouldContain("whether an autoscaler rules it is not known: cluster eu: list horizontalpodautoscalers in shop: horizontalpodautoscalers is forbidden");
    }

    [Theory]
    [InlineData("argocd-controller", "", "Argo CD (manager 'argocd-controller') changed them, and does so again while it heals itself")]
    [InlineData("argocd-application-controller", """ "argocd.argoproj.io/tracking-id": "shop-eu:apps/Deployment:shop/web", """, "Argo CD, application 'shop-eu' (manager 'argocd-application-controller') changed them")]
    [InlineData("kubectl-edit", "", "'kubectl-edit' changed them")]
    [InlineData("kube-controller-manager", "", "an autoscaler (manager 'kube-controller-manager') changed them")]
    public async Task Who_takes_the_replicas_back_is_named(string manager, string annotations, string told)
    {
        await ApplyAsync((await PlanAsync(1, 5)).Value!);
        _eu.Change("deployments", "shop", "web", item => Annotate(item, $$"""{ {{annotations}} "a": "b"}"""));
        _eu.Change("deployments", "shop", "web", static item => item["spec"]!["replicas"] = 3, manager);

        (await FindingsAsync()).ShouldHaveSingleItem().ShouldStartWith($"replicas are 3, not 5 as asked for: {told}");
        (await PlanAsync(1, 5)).Value!.Notes.ShouldHaveSingleItem().ShouldContain(told);
        await ApplyAsync((await PlanAsync(1, 5)).Value!);
        (await FindingsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_autoscaler_that_takes_the_replicas_back_is_named_and_so_is_who_took_back_its_minimum()
    {
        Rule(2, 10);
        await ApplyAsync((await PlanAsync(1, 5)).Value!);
        _eu.Change("horizontalpodautoscalers", "shop", "hpa", static item => item["spec"]!["minReplicas"] = 2, "argocd-controller");
        Scaled(3);

        (await FindingsAsync()).ShouldBe(["replicas are 3, not 5 as asked for: the autoscaler 'hpa' (2 to 10) rules them, and Argo CD (manager 'argocd-controller') took its minimum back"]);
    }

    [Fact]
    public async Task Who_lets_the_rollouts_of_a_cordoned_workload_go_is_named()
    {
        var plan = await Rig.RunAsync(_clock, _fleet.PlanAsync(new() { Marker = new(1, 1, "c", "p"), Workloads = [new() { Cluster = "eu", Workload = Web, Cordoned = true }] }, default).AsTask());
        await ApplyAsync(plan.Value!);
        _eu.Change("deployments", "shop", "web", static item => item["spec"]!["paused"] = false, "kubectl-rollout");

        (await FindingsAsync()).ShouldBe(["it is cordoned, and its rollouts are not paused any more: 'kubectl-rollout' let them go"]);
    }

    public void Dispose()
    {
        _fleet.Dispose();
        _http.Dispose();
    }

    private static void Annotate(JsonObject item, string json)
    {
        var meta = item["metadata"]!.AsObject();
        var annotations = meta["annotations"] as JsonObject ?? [];
        meta["annotations"] = annotations;
        foreach (var (key, value) in JsonNode.Parse(json)!.AsObject())
        {
            annotations[key] = value?.DeepClone();
        }
    }

    private void Rule(int least, int most, string annotations = "{}", string target = "web") => _eu.Put($$$"""
        {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "hpa", "namespace": "shop", "annotations": {{{annotations}}}},
         "spec": {"minReplicas": {{{least}}}, "maxReplicas": {{{most}}}, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "{{{target}}}"} } }
        """);

    private void Scaled(int replicas) => _eu.Change("deployments", "shop", "web", item => item["spec"]!["replicas"] = replicas, "kube-controller-manager");

    private JsonObject Hpa() => _eu.Find("horizontalpodautoscalers", "shop", "hpa")!;

    private int Minimum() => (int)Hpa()["spec"]!["minReplicas"]!;

    private int Replicas() => (int)_eu.Find("deployments", "shop", "web")!["spec"]!["replicas"]!;

    private async Task<IReadOnlyList<string>> FindingsAsync() => (await Rig.RunAsync(_clock, _fleet.ObserveAsync(default).AsTask())).Find("eu", Web)!.Findings;

    private Task<Result<FleetPlan>> PlanAsync(long epoch, int replicas) =>
        Rig.RunAsync(_clock, _fleet.PlanAsync(new() { Marker = new(epoch, 1, "c", "p"), Workloads = [new() { Cluster = "eu", Workload = Web, Replicas = replicas }] }, default).AsTask());

    private async Task<ProblemKind?> ApplyAsync(FleetPlan plan) => (await Rig.RunAsync(_clock, _fleet.ApplyAsync(plan, default).AsTask())).Problem?.Kind;
}
