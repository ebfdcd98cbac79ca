using MultiRegion.Kubernetes.Clusters;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Tests.Apply;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Tests.Clusters;

public sealed class ObserveTests : IDisposable
{
    private readonly Estate _estate = new("eu", "us");

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task Version_readiness_and_what_the_nodes_that_take_pods_can_give_are_observed()
    {
        _estate.Eu.Put(Node("a", "3920m", "15Gi"));
        _estate.Eu.Put(Node("b", "4", "16Gi"));
        _estate.Eu.Put(Node("cordoned", "4", "16Gi", spec: """{"unschedulable": true}"""));
        _estate.Eu.Put(Node("control", "4", "16Gi", spec: """{"taints": [{"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule"}]}"""));
        _estate.Eu.Put(Node("sick", "4", "16Gi", ready: "Unknown"));

        var facts = (await ObserveAsync())[0];

        (facts.Version, facts.IsReady, facts.Nodes, facts.AllocatableMilliCpu, facts.AllocatableMemory, facts.AllocatablePods, facts.Region).ShouldBe(("v1.32.4-fake", true, 2, 7920, 31L << 30, 220, new RegionId("eu-1")));
    }

    [Fact]
    public async Task A_cluster_that_says_it_is_not_ready_is_known_and_one_that_may_not_be_read_is_unknown()
    {
        _estate.Eu.Next(static _ => null);
        _estate.Eu.Next(static _ => FakeResponse.Error(500, "InternalError", "etcd failed"));
        _estate.Fakes["us"].Next(static _ => null);
        _estate.Fakes["us"].Next(static _ => null);
        _estate.Fakes["us"].Next(static _ => FakeResponse.Error(403, "Forbidden", "nodes is forbidden"));

        var facts = await ObserveAsync();

        (facts[0].IsKnown, facts[0].IsReady, facts[1].Problem?.Kind).ShouldBe((true, false, ProblemKind.Denied));
    }

    [Fact]
    public async Task A_cluster_that_hangs_is_unknown_and_known_again_when_it_is_back()
    {
        _estate.Eu.Hangs = true;
        (await ObserveAsync()).Select(static one => one.IsKnown).ShouldBe([false, true]);

        _estate.Eu.Hangs = false;
        (await ObserveAsync()).ShouldAllBe(static one => one.IsKnown);
    }

    [Fact]
    public async Task Clusters_join_and_leave_and_what_they_were_asked_is_still_counted()
    {
        using var http = new HttpClient(new FakeCluster().Handler);
        var asia = new MemberClusterOptions { Cluster = "asia", Region = "asia-1", Provider = "on-premises", Labels = { ["tier"] = "gold" } };
        asia.Connection.Use(new("https://asia.example.com"), http);

        _estate.Federation.Join(asia).Succeeded.ShouldBeTrue();
        _estate.Federation.Join(asia).Problem!.Kind.ShouldBe(ProblemKind.Refused);
        var facts = (await ObserveAsync())[0];
        (facts.Cluster.Value, facts.Provider, facts.Labels["tier"]).ShouldBe(("asia", "on-premises", "gold"));

        var traffic = _estate.Federation.Traffic;
        (_estate.Federation.Leave("asia"), _estate.Federation.Leave("asia"), _estate.Federation.Traffic, traffic.Requests).ShouldBe((true, false, traffic, 9));
        _estate.Federation.Clusters.ShouldBe(["eu", "us"]);
        Should.Throw<ArgumentException>(() => _estate.Federation.Join(new() { Cluster = "", Region = "a b" })).Message.ShouldContain("Cluster.Region");
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("500m", 0.5)]
    [InlineData("1.5", 1.5)]
    [InlineData("1e3", 1000)]
    [InlineData("2Ki", 2048)]
    [InlineData("1.5Gi", 1610612736)]
    [InlineData("3k", 3000)]
    [InlineData("-1", -1)]
    [InlineData("2.Mi", 2097152)]
    public void Amounts_are_read_as_Kubernetes_writes_them(string text, double amount) => ((double)Quantity.Read(text)!).ShouldBe(amount);

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("1X")]
    [InlineData("1 Gi")]
    [InlineData("one")]
    [InlineData("99999999999999999999Ei")]
    public void What_is_no_amount_is_none(string text) => Quantity.Read(text).ShouldBeNull();

    private Task<System.Collections.Immutable.ImmutableArray<ClusterFacts>> ObserveAsync() => Rig.RunAsync(_estate.Clock, _estate.Federation.ObserveAsync(default).AsTask());

    internal static string Node(string name, string cpu, string memory, string spec = "{}", string ready = "True") => $$"""
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "{{name}}"}, "spec": {{spec}},
         "status": {"allocatable": {"cpu": "{{cpu}}", "memory": "{{memory}}", "pods": "110"}, "conditions": [{"type": "MemoryPressure", "status": "False"}, {"type": "Ready", "status": "{{ready}}"}]} }
        """;
}
