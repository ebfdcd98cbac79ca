using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Import;
using MultiRegion.Kubernetes.Tests.Federation;

namespace MultiRegion.Kubernetes.Tests.Specs;

/// <summary>Manifests on their whole way into clusters: everybody's, where they are there, and our own.</summary>
public sealed class JourneyTests
{
    // Kinds of which no definition is beside the samples that use them.
    private static readonly string[] Unserved = ["Gateway", "HTTPRoute", "Prometheus", "RedisEnterpriseDatabase", "TLSRoute", "UDPRoute", "VirtualService"];

    // It says how KubeFed runs, and holds nothing for a cluster.
    private static readonly string[] PlacesNothing = ["fixtures/kubefed/kubefedconfig.yaml"];

    // Fields that the definitions of their kinds do not know: a server drops them, or refuses them when it is asked to be strict.
    private static readonly Dictionary<string, string> Mistaken = new()
    {
        ["000_ed5a3a003d10893c.txt#1"] = "spec.replica.connectionParameters",
        ["fixtures/argo-cd/manual__applicationset.yaml"] = "spec.generators[0].list.template.spec.source.revision",
        ["fixtures/k8gb/docs-lbservice-gslb-example.yaml"] = "spec.splitBrainThresholdSeconds",
    };

    public static TheoryData<string> Files() => [.. SpecFiles.All().Select(static file => file.Name)];

    [SpecTheory]
    [MemberData(nameof(Files))]
    public async Task Every_manifest_of_others_is_applied_and_a_second_apply_writes_nothing(string name)
    {
        var file = SpecFiles.All().First(one => one.Name == name);
        if (SpecFiles.Refused.TryGetValue(name, out var why))
        {
            Importer.Read([file], new() { Placement = new() }).Problem!.Detail.ShouldBe($"{name}:1: document 1: {why}");
            return;
        }

        using var journey = new Journey([file, .. Companions.Of(file)], SpecFiles.Definitions);
        if (Mistaken.TryGetValue(name, out var field))
        {
            var report = await journey.ApplyAsync(new() { Placement = new() });
            report.Clusters.ShouldAllBe(cluster => cluster.Objects.Count(one => one.Outcome == ObjectOutcome.Failed && one.Problem!.Detail.Contains($"unknown field \"{field}\"")) == 1 && cluster.Count(ObjectOutcome.Created) == cluster.Objects.Length - 1);
            return;
        }

        await journey.RunAsync(new() { Placement = new() });
        journey.Distribution.Objects.Values.All(static items => items.IsEmpty).ShouldBe(PlacesNothing.Contains(name));
        journey.Impossible.Select(static one => one.Object.Kind).Distinct().Order().ShouldBe(Placed(journey).Select(static item => item.Kind).Intersect(Unserved).Order());
        journey.Impossible.ShouldAllBe(static one => Told(one));
        ShouldBeEstablished(journey);
    }

    [SpecFact]
    public void Every_exception_is_one_of_the_manifests()
    {
        var kinds = SpecFiles.All().Where(static file => !SpecFiles.Refused.ContainsKey(file.Name)).SelectMany(static file => Manifests.Read(file.Text, file.Name).Value).Select(static item => item.Kind).ToHashSet();
        Unserved.Where(kind => !kinds.Contains(kind)).ShouldBeEmpty();
        SpecFiles.Refused.Keys.Concat(PlacesNothing).Concat(Mistaken.Keys).Except(SpecFiles.All().Select(static file => file.Name)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("eu-1=5 us-1=5", "shop.yaml", "own.yaml")]
    [InlineData("eu-1=3 us-1=3", "kubefed.yaml")]
    [InlineData("eu-1=4 us-1=4", "karmada.yaml", "shop.yaml")]
    public async Task Our_own_samples_are_applied_and_a_second_apply_writes_nothing(string placed, params string[] files)
    {
        using var journey = new Journey([.. files.Select(Sample.File)], Definitions);
        await journey.RunAsync(null);
        string.Join(' ', journey.Distribution.Objects.Where(static pair => !pair.Value.IsEmpty).Select(static pair => $"{pair.Key}={pair.Value.Length}")).ShouldBe(placed);
        journey.Impossible.ShouldBeEmpty();
        ShouldBeEstablished(journey);
    }

    [Theory]
    [InlineData("samples/Fleet/manifest.yaml", 4)]
    [InlineData("tests/MultiRegion.Kubernetes.Tests/Federation/Samples/shop.yaml", 6)]
    [InlineData("tests/MultiRegion.Kubernetes.Tests/Federation/Samples/definitions.yaml", 3)]
    public async Task Plain_objects_of_ours_are_applied_everywhere_and_a_second_apply_writes_nothing(string path, int count)
    {
        using var journey = new Journey([new(path, await File.ReadAllTextAsync(Path.Combine(Repository.Root, path)))], path.Contains("definitions", StringComparison.Ordinal) ? static _ => [] : Definitions);
        await journey.RunAsync(new() { Placement = new() });
        journey.Distribution.Objects.Values.ShouldAllBe(items => items.Length == count);
        journey.Impossible.ShouldBeEmpty();
        ShouldBeEstablished(journey);
    }

    [Fact]
    public async Task A_kind_that_no_cluster_serves_is_told_with_what_it_serves_and_the_rest_is_applied()
    {
        using var journey = new Journey([Sample.File("shop.yaml")], static _ => []);
        await journey.RunAsync(new() { Placement = new() });
        journey.Impossible.Select(static one => one.Object.ToString()).Distinct().ShouldBe(["SealedSecret shop/registry"]);
        journey.Impossible.ShouldAllBe(static one => Told(one));
    }

    [Fact]
    public async Task A_field_that_the_definition_of_its_kind_does_not_know_is_told_with_its_path()
    {
        const string Schema = "{openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}";
        var strict = Sample.Text("definitions.yaml").Replace(Schema, "{openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {sizes: {type: array, items: {type: integer}}}}}}}", StringComparison.Ordinal);
        strict.ShouldNotContain(Schema);
        using var journey = new Journey([new("strict.yaml", strict)], static _ => []);
        var report = await journey.ApplyAsync(new() { Placement = new() });
        report.Clusters.SelectMany(static cluster => cluster.Objects).Where(static one => one.Problem is not null).Select(static one => one.Object.ToString()).Distinct().ShouldBe(["Widget default/small"]);
        report.ToString().ShouldContain("unknown field \"spec.size\"");
    }

    private static bool Told(ObjectPlan one) =>
        one.Problem!.Detail.Contains(one.Object.Kind, StringComparison.Ordinal) && one.Problem.Detail.Contains(one.Object.ApiVersion, StringComparison.Ordinal)
        && (one.Problem.Detail.Contains("; it serves ", StringComparison.Ordinal) && one.Problem.Detail.Contains("apps/v1", StringComparison.Ordinal) || one.Problem.Detail.Contains("; it has PodMonitor, PrometheusRule, ServiceMonitor.", StringComparison.Ordinal));

    private static void ShouldBeEstablished(Journey journey) => journey.Fakes.Values.SelectMany(static fake => fake.All("customresourcedefinitions"))
        .ShouldAllBe(static definition => IsEstablished(definition));

    private static bool IsEstablished(JsonObject definition) => (definition["status"]?["conditions"] as JsonArray ?? []).Any(static condition => (string?)condition!["type"] == "Established" && (string?)condition["status"] == "True");

    private static IEnumerable<KubernetesObject> Placed(Journey journey) => journey.Distribution.Objects.Values.SelectMany(static items => items).DistinctBy(static item => item.Kind);

    private static IEnumerable<JsonObject> Definitions(string group) =>
        Manifests.Read(Sample.Text("definitions.yaml"), "").Value.Where(static item => item.Kind == "CustomResourceDefinition").Select(static item => item.ToJson()).Where(definition => (string?)definition["spec"]!["group"] == group);
}
