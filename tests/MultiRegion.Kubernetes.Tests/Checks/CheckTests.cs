using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Checks;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Checks;

public sealed class CheckTests : IDisposable
{
    private static readonly WorkloadPlace Eu = new("eu", "shop/deployment/web");
    private static readonly WorkloadPlace Us = new("us", "shop/deployment/web");

    private readonly VirtualClock _clock = new();
    private readonly FakeCluster _eu = new();
    private readonly FakeCluster _us = new();
    private readonly HttpClient _euClient;
    private readonly HttpClient _usClient;
    private readonly KubernetesFleet _fleet;

    public CheckTests()
    {
        (_euClient, _usClient) = (new(_eu.Handler), new(_us.Handler));
        _eu.Put(Rig.Namespace("shop"));
        _us.Put(Rig.Namespace("shop"));
        var options = new KubernetesFleetOptions { CheckCapacity = true };
        options.AddCluster("eu", new("https://eu.example.com"), _euClient).Namespaces.Add("shop");
        options.AddCluster("us", new("https://us.example.com"), _usClient).Namespaces.Add("shop");
        _fleet = new(options, _clock);
    }

    [Theory]
    [InlineData("eu.example.com/shop/web:1.2", "us.example.com:5000/shop/web:1.2", null)]
    [InlineData("nginx", "docker.io/library/nginx:latest", null)]
    [InlineData("shop/web:1.2", "shop/web:1.3", "the container 'app' is shop/web:1.2 here and shop/web:1.3 there")]
    [InlineData("a.example.com/web@sha256:aa", "b.example.com/other@sha256:aa", null)]
    [InlineData("web:1@sha256:aa", "web:1@sha256:bb", "the container 'app' is web:1@sha256:aa here and web:1@sha256:bb there")]
    public async Task Regions_run_the_same_or_it_is_said_what_differs(string here, string there, string? told)
    {
        Deploy(_eu, here);
        Deploy(_us, there);

        var check = await ParityAsync();

        check.Verdict.ShouldBe(told is null ? WorkloadVerdict.Fit : WorkloadVerdict.Unfit);
        check.Findings.ShouldBe(told is null ? [] : [told]);
    }

    [Theory]
    [InlineData("sha256:aa", "sha256:aa", WorkloadVerdict.Fit)]
    [InlineData("sha256:aa", "sha256:bb", WorkloadVerdict.Unfit)]
    public async Task A_tag_that_was_moved_is_found_out_by_what_really_runs(string here, string there, WorkloadVerdict verdict)
    {
        foreach (var (fake, digest) in new[] { (_eu, here), (_us, there) })
        {
            Deploy(fake, "shop/web:1.2");
            fake.Put($$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-1", "namespace": "shop", "labels": {"app": "web"} }, "status": {"containerStatuses": [{"name": "app", "imageID": "shop/web@{{digest}}"}]} }""");
        }

        (await ParityAsync()).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public async Task A_secret_that_images_are_pulled_by_is_there_or_it_is_said_and_its_value_is_never_told()
    {
        Deploy(_eu, "shop/web:1.2", ", \"imagePullSecrets\": [{\"name\": \"registry\"}]");
        Deploy(_us, "shop/web:1.2");

        (await ParityAsync()).ShouldSatisfyAllConditions(static check => check.Verdict.ShouldBe(WorkloadVerdict.Unfit), static check => check.Findings.ShouldBe(["eu: the secret 'shop/registry', by which images are pulled, is not there"]));
        _eu.Put("""{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "registry", "namespace": "shop"}, "data": {".dockerconfigjson": "c3VwZXJzZWNyZXQ="}}""");
        (await ParityAsync()).Verdict.ShouldBe(WorkloadVerdict.Fit);
        _eu.Next(static _ => null);
        _eu.Next(static _ => null);
        _eu.Next(static request => FakeResponse.Error(403, "Forbidden", "secrets is forbidden"));
        var unknown = await ParityAsync();
        unknown.Verdict.ShouldBe(WorkloadVerdict.Unknown);
        unknown.ToString().ShouldNotContain("c3VwZXJzZWNyZXQ");
    }

    [Fact]
    public async Task What_cannot_be_read_is_unknown_and_not_unfit()
    {
        Deploy(_eu, "shop/web:1.2");

        (await ParityAsync()).Verdict.ShouldBe(WorkloadVerdict.Unknown);
        (await RoomAsync(3)).Verdict.ShouldBe(WorkloadVerdict.Unfit);
        for (var i = 0; i < 9; i++)
        {
            _eu.Next(static _ => FakeResponse.Error(403, "Forbidden", "nodes is forbidden"));
        }

        (await RoomAsync(3)).Verdict.ShouldBe(WorkloadVerdict.Unknown);
        (await Rig.RunAsync(_clock, _fleet.CheckCapacityAsync(new("asia", "shop/deployment/web"), 1, default).AsTask())).Verdict.ShouldBe(WorkloadVerdict.Unknown);
    }

    [Fact]
    public async Task Room_is_counted_node_by_node()
    {
        Deploy(_eu, "shop/web:1.2");
        Node("a", "2", "4Gi");
        Node("b", "900m", "4Gi");
        Node("tainted", "64", "256Gi", "\"taints\": [{\"key\": \"gpu\", \"effect\": \"NoSchedule\"}]");
        Node("cordoned", "64", "256Gi", "\"unschedulable\": true");
        Pod("other", "a", "500m");

        // a: 1.5 processors free, three pods of 500m; b: one.
        (await RoomAsync(4)).Verdict.ShouldBe(WorkloadVerdict.Fit);
        (await RoomAsync(5)).ShouldSatisfyAllConditions(
            static check => check.Verdict.ShouldBe(WorkloadVerdict.Unfit), static check => check.Findings.ShouldBe(["eu shop/deployment/web: there is room for 4 more replicas, and 5 more are wanted (0 to 5)."]));
        Pod("web-1", "b", "500m", "web");
        (await RoomAsync(4)).Verdict.ShouldBe(WorkloadVerdict.Fit);
        (await RoomAsync(5)).Findings.ShouldBe(["eu shop/deployment/web: there is room for 3 more replicas, and 4 more are wanted (1 to 5)."]);
    }

    [Fact]
    public async Task A_plan_that_finds_no_room_says_so_and_is_a_plan_all_the_same()
    {
        Deploy(_eu, "shop/web:1.2");

        var plan = await Rig.RunAsync(_clock, _fleet.PlanAsync(new() { Marker = new(1, 1, "c", "p"), Workloads = [new() { Cluster = "eu", Workload = "shop/deployment/web", Replicas = 3 }] }, default).AsTask());

        plan.Value!.Changes.ShouldHaveSingleItem();
        plan.Value.Notes.ShouldBe(["eu shop/deployment/web: there is room for 0 more replicas, and 3 more are wanted (0 to 3)."]);
    }

    [Theory]
    [InlineData("250m", 0.25)]
    [InlineData("2", 2)]
    [InlineData("1.5", 1.5)]
    [InlineData("64Mi", 67108864)]
    [InlineData("1G", 1e9)]
    [InlineData("1e3", 1000)]
    [InlineData("100n", 0.0000001)]
    [InlineData("much", 0)]
    [InlineData("999999999999999999999E", 0)]
    public void Quantities_are_read(string text, double number) => ((double)CapacityRules.Quantity(JsonValue.Create(text))).ShouldBe(number, 1e-12);

    public void Dispose()
    {
        _fleet.Dispose();
        _euClient.Dispose();
        _usClient.Dispose();
    }

    private static void Deploy(FakeCluster fake, string image, string more = "") => fake.Put($$"""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
         "spec": {"replicas": 0, "selector": {"matchLabels": {"app": "web"} },
                  "template": {"spec": {"containers": [{"name": "app", "image": "{{image}}", "resources": {"requests": {"cpu": "500m", "memory": "1Gi"} } }]{{more}} } } } }
        """);

    private Task<WorkloadCheck> ParityAsync() => Rig.RunAsync(_clock, _fleet.CheckParityAsync(Eu, Us, default).AsTask());

    private Task<WorkloadCheck> RoomAsync(int replicas) => Rig.RunAsync(_clock, _fleet.CheckCapacityAsync(Eu, replicas, default).AsTask());

    private void Node(string name, string cpu, string memory, string spec = "") => _eu.Put($$"""
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "{{name}}"}, "spec": { {{spec}} },
         "status": {"allocatable": {"cpu": "{{cpu}}", "memory": "{{memory}}", "pods": "110"}, "conditions": [{"type": "Ready", "status": "True"}]} }
        """);

    private void Pod(string name, string node, string cpu, string app = "other") => _eu.Put($$"""
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "{{name}}", "namespace": "shop", "labels": {"app": "{{app}}"} },
         "spec": {"nodeName": "{{node}}", "containers": [{"name": "app", "resources": {"limits": {"cpu": "{{cpu}}"} } }]}, "status": {"phase": "Running"} }
        """);
}
