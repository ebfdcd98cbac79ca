using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Fleet;

/// <summary>Kinds that are found by asking the cluster what it serves.</summary>
public sealed class ScaledKindTests : IDisposable
{
    private readonly VirtualClock _clock = new();
    private readonly FakeCluster _eu = new();
    private readonly HttpClient _http;
    private readonly KubernetesClusterOptions _options;
    private readonly KubernetesFleetOptions _fleetOptions = new();

    public ScaledKindTests()
    {
        _eu.Put(Rig.Namespace("shop"));
        _http = new(_eu.Handler);
        _options = _fleetOptions.AddCluster("eu", new("https://eu.example.com"), _http);
        _options.Namespaces.Add("shop");
    }

    [Theory]
    [InlineData("rollouts.argoproj.io", ".spec.replicas")]
    [InlineData("rollout.argoproj.io", ".spec.size")]
    [InlineData("rollout.argoproj.io", ".spec.pool.size")]
    public async Task Any_kind_that_is_scaled_is_scaled_where_its_definition_says(string word, string path)
    {
        Define(path);
        _options.Kinds.Add(word);
        var spec = path.Split('.')[2..].Reverse().Aggregate("2", static (inner, key) => $$"""{"{{key}}": {{inner}}}""");
        _eu.Put($$"""{"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "metadata": {"name": "web", "namespace": "shop"}, "spec": {{spec}} }""");
        using var fleet = new KubernetesFleet(_fleetOptions, _clock);

        (await ScaleAsync(fleet, $"shop/{word}/web", 4)).ShouldBeNull();

        var seen = (await Rig.RunAsync(_clock, fleet.ObserveAsync(default).AsTask())).Find("eu", $"shop/{word}/web")!;
        (seen.Replicas, seen.Ready, seen.Marker).ShouldBe((4, 4, new Marker(1, 1, "c", "p")));
        _eu.Writes.ShouldHaveSingleItem().Path.ShouldBe("/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web");
    }

    [Theory]
    [InlineData(".spec.replicas", null)]
    [InlineData(".spec.size", "its replicas are not at spec.replicas, and its CustomResourceDefinition, which says where, cannot be read")]
    public async Task Without_the_right_to_read_the_definition_the_subresource_says_whether_it_is_the_usual_place(string path, string? told)
    {
        Define(path);
        _options.Kinds.Add("rollouts.argoproj.io");
        _eu.Put($$"""{"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"{{path.Split('.')[2]}}": 2} }""");
        using var fleet = new KubernetesFleet(_fleetOptions, _clock);
        _eu.Next(static _ => null);
        _eu.Next(static _ => null);
        _eu.Next(static _ => FakeResponse.Error(403, "Forbidden", "customresourcedefinitions is forbidden"));

        var problem = await ScaleAsync(fleet, "shop/rollouts.argoproj.io/web", 4);

        (problem is null).ShouldBe(told is null);
        problem?.Detail.ShouldContain(told!);
    }

    [Theory]
    [InlineData("rollouts.argo.io", "the cluster does not serve the group argo.io; it serves apiextensions.k8s.io, apps, argoproj.io")]
    [InlineData("rollots.argoproj.io", "argoproj.io/v1alpha1 has no such kind; with one it has rollouts")]
    [InlineData("daemonsets.apps", "apps/v1 has it without a subresource scale; with one it has deployments, replicasets, statefulsets")]
    public async Task A_kind_that_cannot_be_is_told_with_what_there_is(string word, string told)
    {
        Define(".spec.replicas");
        _options.Kinds.Add(word);
        using var fleet = new KubernetesFleet(_fleetOptions, _clock);

        (await ScaleAsync(fleet, $"shop/{word}/web", 4))!.Detail.ShouldContain(told);
        (await Rig.RunAsync(_clock, fleet.ObserveAsync(default).AsTask())).Clusters.Single().Problem!.Detail.ShouldContain(told);
    }

    [Fact]
    public async Task A_kind_that_the_options_do_not_name_is_refused()
    {
        Define(".spec.replicas");
        using var fleet = new KubernetesFleet(_fleetOptions, _clock);

        (await ScaleAsync(fleet, "shop/rollouts.argoproj.io/web", 4))!.Detail.ShouldContain("write deployment or statefulset, or name it among the cluster's Kinds");
        _options.Kinds.Add("Rollouts");
        Should.Throw<ArgumentException>(() => new KubernetesFleet(_fleetOptions, _clock)).Message.ShouldContain("Clusters[0].Kinds has 'Rollouts': write plural.group");
    }

    public void Dispose() => _http.Dispose();

    private async Task<Problem?> ScaleAsync(KubernetesFleet fleet, WorkloadId workload, int replicas)
    {
        var plan = await Rig.RunAsync(_clock, fleet.PlanAsync(new() { Marker = new(1, 1, "c", "p"), Workloads = [new() { Cluster = "eu", Workload = workload, Replicas = replicas }] }, default).AsTask());
        return plan.Succeeded ? (await Rig.RunAsync(_clock, fleet.ApplyAsync(plan.Value, default).AsTask())).Problem : plan.Problem;
    }

    private void Define(string path)
    {
        _eu.Put($$"""
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "rollouts.argoproj.io"},
             "spec": {"group": "argoproj.io", "scope": "Namespaced", "names": {"plural": "rollouts", "kind": "Rollout"},
                      "versions": [{"name": "v1alpha1", "served": true, "storage": true, "subresources": {"scale": {"specReplicasPath": "{{path}}", "statusReplicasPath": ".status.replicas"} } }]} }
            """);
        _eu.Forget();
    }
}
