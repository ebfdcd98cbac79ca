using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Tests.Federation;

public sealed class DistributorTests
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop, labels: {app: web}}
        spec:
          replicas: 10
          template:
            spec:
              containers:
              - {name: web, image: "registry.example.com/shop/web:1.0", resources: {requests: {cpu: 500m, memory: 1Gi}}}
        """;

    [Fact]
    public void Objects_go_to_the_clusters_that_are_meant_and_to_no_other()
    {
        var distribution = Done([Of(Web) with { Placement = new() { Clusters = new() { Regions = ["eu"] } } }], [Facts("eu-1", region: "eu"), Facts("us-1", region: "us")]);
        distribution.Objects["eu-1"].ShouldHaveSingleItem().ToString().ShouldBe("Deployment shop/web");
        distribution.Objects["us-1"].ShouldBeEmpty();
        Replicas(distribution).ShouldBe("eu-1=10");
    }

    [Fact]
    public void Static_weights_divide_and_bounds_hold()
    {
        var division = new ReplicaDivision
        {
            Mode = DivisionMode.Weighted,
            Total = 9,
            Shares = [new() { Clusters = ClusterSelector.Of("a"), Weight = 1, Minimum = 4, Maximum = 6 }, new() { Clusters = ClusterSelector.Of("b"), Weight = 2, Minimum = 4, Maximum = 8 }],
        };
        Replicas(Done([Of(Web) with { Division = division }], [Facts("a"), Facts("b")])).ShouldBe("a=4 b=5");
        var short1 = Distributor.Distribute([Of(Web) with { Division = division with { Total = 7 } }], [Facts("a"), Facts("b")]);
        short1.Problem!.Detail.ShouldBe("web: Deployment shop/web: the minima of the clusters come to 8, which is more than the 7 replicas there are.");
    }

    [Fact]
    public void By_capacity_what_does_not_fit_is_left_out_and_said()
    {
        var division = new ReplicaDivision { Mode = DivisionMode.Capacity };
        Replicas(Done([Of(Web) with { Division = division }], [Facts("a", cpu: 8000), Facts("b", cpu: 2000)])).ShouldBe("a=8 b=2");
        var short1 = Done([Of(Web) with { Division = division }], [Facts("a", cpu: 2000), Facts("b", cpu: 1000)]);
        Replicas(short1).ShouldBe("a=4 b=2");
        short1.Unplaced.Values.ShouldBe([4]);
        short1.Notes.ShouldContain("web: 4 replicas of Deployment shop/web find no place: no cluster that it is placed in has room for more, or may have more.");
    }

    [Fact]
    public void What_overflows_goes_to_the_next_preference()
    {
        var division = new ReplicaDivision
        {
            Mode = DivisionMode.Preferred,
            Shares = [new() { Clusters = new() { Regions = ["eu"] }, Maximum = 3 }, new() { Clusters = ClusterSelector.Of("us-1"), Minimum = 1 }, new()],
        };
        ClusterFacts[] clusters = [Facts("eu-1", region: "eu"), Facts("eu-2", region: "eu", cpu: 500), Facts("us-1", cpu: 1500), Facts("zz")];
        Replicas(Done([Of(Web) with { Division = division }], clusters)).ShouldBe("eu-1=3 eu-2=1 us-1=3 zz=3");
    }

    [Fact]
    public void An_unknown_cluster_keeps_what_it_holds_and_the_others_share_the_rest()
    {
        var workload = Of(Web) with { Division = new() { Mode = DivisionMode.Weighted } };
        var before = Done([workload], [Facts("a"), Facts("b")]);
        Replicas(before).ShouldBe("a=5 b=5");

        var after = Distributor.Distribute([workload], [Facts("a"), Facts("b") with { Problem = Problem.Unreachable("gone.") }, Facts("c")], before.Replicas).Value!;
        Replicas(after).ShouldBe("a=3 b=5 c=2");
        after.Undecided.ShouldBe([new("b")]);
        after.Objects.Keys.ShouldBe([new("a"), new("c")]);
        after.Notes.ShouldContain("b cannot be read (gone): it keeps what it has.");
    }

    [Fact]
    public void An_unknown_newcomer_takes_nothing_from_those_who_run()
    {
        var workload = Of(Web) with { Division = new() { Mode = DivisionMode.Weighted } };
        var before = Done([workload], [Facts("a")]);
        Replicas(Distributor.Distribute([workload], [Facts("a"), Facts("b") with { Problem = Problem.Unreachable("gone.") }], before.Replicas).Value!).ShouldBe("a=10 b=0");
        Replicas(Done([workload], [Facts("a"), Facts("b") with { Problem = Problem.Unreachable("gone.") }])).ShouldBe("a=5 b=5");
    }

    [Fact]
    public void An_unknown_cluster_is_decided_on_when_all_that_is_placed_there_tolerates_it()
    {
        var unknown = Facts("b") with { Problem = Problem.Unreachable("gone.") };
        var tolerant = Of(Web) with { Placement = new() { TolerateUnknown = true } };
        var other = Of(Web.Replace("name: web, n", "name: api, n", StringComparison.Ordinal)) with { Name = "api" };
        Done([tolerant], [Facts("a"), unknown]).Objects.Keys.ShouldBe([new("a"), new("b")]);
        var weighted = tolerant with { Division = new() { Mode = DivisionMode.Weighted, Total = 3 } };
        var held = new PlacedReplicas(new("apps", "Deployment", "shop", "web"), "b", 5);
        Replicas(Distributor.Distribute([weighted], [Facts("a"), unknown], [held]).Value!).ShouldBe("a=0 b=5");
        Replicas(Distributor.Distribute([weighted], [Facts("a"), unknown], [held with { Cluster = "a" }]).Value!).ShouldBe("a=2 b=1");
        Done([tolerant, other], [Facts("a"), unknown]).Undecided.ShouldBe([new("b")]);
        Done([tolerant, other with { Placement = new() { Clusters = ClusterSelector.Of("a") } }], [Facts("a"), unknown]).Undecided.ShouldBeEmpty();
    }

    [Fact]
    public void The_example_of_the_document_holds()
    {
        static ClusterShare Weight(string cluster, int weight) => new() { Clusters = ClusterSelector.Of(cluster), Weight = weight };
        var workload = Of(Web) with { Division = new() { Mode = DivisionMode.Weighted, Shares = [Weight("eu", 3), Weight("us", 2), Weight("ap", 1), Weight("sa", 1)] } };
        var three = Done([workload], [Facts("ap"), Facts("eu"), Facts("us")]);
        Replicas(three).ShouldBe("ap=2 eu=5 us=3");
        var four = Distributor.Distribute([workload], [Facts("ap"), Facts("eu"), Facts("sa"), Facts("us")], three.Replicas).Value!;
        Replicas(four).ShouldBe("ap=2 eu=4 sa=1 us=3");
        Replicas(Distributor.Distribute([workload], [Facts("ap"), Facts("eu"), Facts("sa"), Facts("us") with { Problem = Problem.Unreachable("gone") }], four.Replicas).Value!).ShouldBe("ap=2 eu=4 sa=1 us=3");
    }

    [Fact]
    public void A_total_counts_for_duplicates_too() =>
        Done([Of(Web) with { Division = ReplicaDivision.Duplicated with { Total = 2 } }], [Facts("a"), Facts("b")]).Objects.Values.Select(static objects => objects[0].ToJson()["spec"]!["replicas"]!.ToJsonString()).ShouldBe(["2", "2"]);

    [Fact]
    public void Workloads_that_stand_earlier_take_the_room_first()
    {
        var division = new ReplicaDivision { Mode = DivisionMode.Preferred };
        var other = Of(Web.Replace("name: web, n", "name: api, n", StringComparison.Ordinal)) with { Name = "api", Division = division };
        var distribution = Done([Of(Web) with { Division = division }, other], [Facts("a", cpu: 6000)]);
        distribution.Unplaced.ShouldHaveSingleItem().ShouldBe(new(new("apps", "Deployment", "shop", "api"), 8));
    }

    [Fact]
    public void Two_workloads_may_bring_the_same_object_and_no_two_contents_of_it()
    {
        var other = Of(Web) with { Name = "other" };
        Done([Of(Web), other], [Facts("a")]).Objects["a"].Length.ShouldBe(1);
        Distributor.Distribute([Of(Web), other with { Overrides = [new() { Changes = [new ReplicasChange(1)] }] }], [Facts("a")]).Problem!.Detail
            .ShouldBe("Deployment shop/web comes to a from web and from other, and not with the same content: let one of them bring it.");
    }

    [Theory]
    [InlineData("250m", 250L)]
    [InlineData("1.5", 1500L)]
    [InlineData("2e3", 2_000_000L)]
    [InlineData("1n", 1L)]
    [InlineData("1Ki", 1_024_000L)]
    [InlineData("10GB", null)]
    [InlineData("-1", null)]
    [InlineData("9E", null)]
    public void What_a_pod_asks_for_is_counted_as_the_scheduler_counts(string cpu, long? thousandths)
    {
        var request = PodRequest.Of(ManifestTests.One(Web.Replace("500m", cpu, StringComparison.Ordinal)).ToJson());
        (request.Succeeded ? request.Value.MilliCpu : default(long?)).ShouldBe(thousandths);
        (request.Problem is null).ShouldBe(thousandths is not null);
    }

    [Fact]
    public void Overrides_change_what_they_mean_where_they_mean_it()
    {
        var workload = Of(Web) with
        {
            Overrides =
            [
                new()
                {
                    Clusters = ClusterSelector.Of("b"),
                    Changes =
                    [
                        new ImageChange { Part = ImagePart.Registry, Value = "mirror.example.org:5000" },
                        new ImageChange { Part = ImagePart.Tag, Value = "sha256:0123" },
                        new ReplicasChange(3),
                        new MetadataChange { Field = MetadataField.Labels, Set = Texts(("region", "us")), Replace = Texts(("app", "web2"), ("none", "x")), Remove = ["none"] },
                        new EnvironmentChange { Set = Texts(("REGION", "us"), ("A", "1")) },
                        new CommandChange { Field = CommandField.Args, Container = "web", Action = ListAction.Append, Values = ["--us"] },
                        new PatchChange { Operations = [new() { Kind = PatchKind.Add, Path = "/metadata/annotations", Value = new JsonObject { ["x"] = "y" } }] },
                    ],
                },
            ],
        };
        var distribution = Done([workload], [Facts("a"), Facts("b")]);
        JsonNode.DeepEquals(distribution.Objects["a"][0].ToJson(), ManifestTests.One(Web).ToJson()).ShouldBeTrue();
        var changed = distribution.Objects["b"][0].ToJson();
        changed["metadata"]!.ToJsonString().ShouldBe("""{"labels":{"app":"web2","region":"us"},"name":"web","namespace":"shop","annotations":{"x":"y"}}""");
        changed["spec"]!["replicas"]!.ToJsonString().ShouldBe("3");
        var container = changed["spec"]!["template"]!["spec"]!["containers"]![0]!;
        container["image"]!.GetValue<string>().ShouldBe("mirror.example.org:5000/shop/web@sha256:0123");
        container["env"]!.ToJsonString().ShouldBe("""[{"name":"A","value":"1"},{"name":"REGION","value":"us"}]""");
        container["args"]!.ToJsonString().ShouldBe("""["--us"]""");
    }

    [Fact]
    public void A_patch_that_does_not_fit_refuses_with_its_place()
    {
        var workload = Of(Web) with { Overrides = [new() { Changes = [new PatchChange { Operations = [new() { Kind = PatchKind.Replace, Path = "/spec/paused", Value = true }] }] }] };
        Distributor.Distribute([workload], [Facts("a")]).Problem!.Detail.ShouldBe("web: overrides[0].changes[0] does not fit Deployment shop/web in a: 'replace /spec/paused': nothing stands there.");
        var renamed = Of(Web) with { Overrides = [new() { Changes = [new PatchChange { Operations = [new() { Kind = PatchKind.Replace, Path = "/metadata/name", Value = "x" }] }] }] };
        Distributor.Distribute([renamed], [Facts("a")]).Problem!.Detail.ShouldContain("no override may do that");
    }

    [Fact]
    public void What_a_pod_template_names_travels_along_and_what_is_missing_is_said()
    {
        const string Pod = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              template:
                spec:
                  serviceAccountName: runner
                  imagePullSecrets: [{name: pull}]
                  volumes:
                  - {name: v, configMap: {name: settings}}
                  - {name: p, projected: {sources: [{secret: {name: sealed}}, {configMap: {name: kube-root-ca.crt}}, {configMap: {name: maybe, optional: true}}]}}
                  initContainers:
                  - {name: i, image: a, envFrom: [{configMapRef: {name: from}}]}
                  containers:
                  - {name: web, image: a, env: [{name: X, valueFrom: {secretKeyRef: {name: gone, key: k}}}]}
            """;
        var others = Manifests.Read(string.Join("---\n", [
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: runner, namespace: shop}, imagePullSecrets: [{name: pull2}]}\n",
            .. new[] { "pull", "pull2", "unused" }.Select(static name => $"{{apiVersion: v1, kind: Secret, metadata: {{name: {name}, namespace: shop}}}}\n"),
            "{apiVersion: v1, kind: Secret, metadata: {name: gone, namespace: other}}\n",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}}\n",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: from, namespace: shop}}\n",
            "{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: sealed, namespace: shop}}\n"]), "f").Value;
        var distribution = Done([Of(Pod) with { Dependencies = others }], [Facts("a")]);
        distribution.Objects["a"].Select(static item => item.ToString()).ShouldBe(
            ["ConfigMap shop/from", "ConfigMap shop/settings", "Deployment shop/web", "SealedSecret shop/sealed", "Secret shop/pull", "Secret shop/pull2", "ServiceAccount shop/runner"]);
        distribution.Notes.ShouldBe(["web: Deployment shop/web names the Secret gone, which is not among the objects."]);
    }

    internal static string Replicas(Distribution distribution) => string.Join(' ', distribution.Replicas.Select(static placed => $"{placed.Cluster}={placed.Replicas}"));

    internal static ImmutableSortedDictionary<string, string> Texts(params (string Key, string Value)[] pairs) =>
        pairs.ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);

    internal static FederatedWorkload Of(string yaml) => new() { Name = "web", Objects = Manifests.Read(yaml, "file").Value };

    internal static ClusterFacts Facts(string name, string? region = null, long cpu = 1_000_000, long memory = 1L << 50, long pods = 10_000) => new()
    {
        Cluster = name,
        Region = region is null ? default(RegionId?) : new RegionId(region),
        AllocatableMilliCpu = cpu,
        AllocatableMemory = memory,
        AllocatablePods = pods,
        IsReady = true,
    };

    private static Distribution Done(IReadOnlyList<FederatedWorkload> workloads, IReadOnlyList<ClusterFacts> clusters)
    {
        var result = Distributor.Distribute(workloads, clusters);
        result.Problem.ShouldBeNull();
        return result.Value!;
    }
}
