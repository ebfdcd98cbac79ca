using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Import;

namespace MultiRegion.Kubernetes.Tests.Federation;

public sealed class ImportTests
{
    private static readonly ClusterFacts[] Clusters = [DistributorTests.Facts("eu-1", "eu"), DistributorTests.Facts("us-1", "us"), DistributorTests.Facts("us-2", "us")];

    [Fact]
    public void Our_own_form_is_read()
    {
        var imported = Read(["shop.yaml", "own.yaml"]);
        var workload = imported.Workloads.ShouldHaveSingleItem();
        workload.Objects.Select(static item => item.ToString()).ShouldBe(["Deployment shop/web", "Service shop/web"]);

        var distribution = Distribute(imported);
        DistributorTests.Replicas(distribution).ShouldBe("eu-1=5 us-1=2 us-2=2");
        distribution.Objects["us-1"].Select(static item => item.ToString()).ShouldBe(["ConfigMap shop/web-settings", "Deployment shop/web", "SealedSecret shop/registry", "Service shop/web", "ServiceAccount shop/web"]);
        distribution.Objects["us-1"][0].ToJson()["data"]!.ToJsonString().ShouldBe("""{"LEVEL":"debug"}""");
        var pod = distribution.Objects["us-1"][1].ToJson()["spec"]!["template"]!["spec"]!;
        pod["containers"]![0]!["image"]!.GetValue<string>().ShouldBe("mirror.example.org/shop/web:1.4");
        pod["initContainers"]![0]!["image"]!.GetValue<string>().ShouldBe("mirror.example.org/shop/warm:1");
        pod["containers"]![0]!["args"]!.ToJsonString().ShouldBe("""["--port","80"]""");
        distribution.Notes.ShouldBeEmpty();
        imported.Notes.ShouldContain("Namespace shop is placed nowhere: it only travels along with what names it.");
    }

    [Fact]
    public void What_is_wrong_in_our_own_form_is_told_with_line_and_path()
    {
        const string Text = """
            apiVersion: multiregion/v1alpha1
            kind: FederatedWorkload
            metadata: {name: web}
            spec:
              objects: [{apiVersion: v1, kind: Service}]
              select: [{kind: Deployment, name: gone}]
              placment: {}
              placement:
                clusters: {names: [a b], labels: {matchLabels: {a: 1}}}
              division: {mode: evenly, shares: [{weight: -1}]}
              overrides:
              - changes:
                - replicas: many
                - {replicas: 1, patch: []}
                - patch: [{op: replace, path: a}, {op: increase, path: /a}, {path: /a, value: 1}, {op: add, path: /a}]
                - color: red
            """;
        var told = Importer.Read([new("f.yaml", Text)]).Problem!.Detail;
        foreach (var mistake in new[]
        {
            "f.yaml:5: document 1, spec.objects[0]: Service has no metadata.name",
            "f.yaml:6: document 1, spec.select[0] selects no object of the files",
            "f.yaml:7: document 1, spec.placment is not known",
            "f.yaml:9: document 1, spec.placement.clusters.names[0] is no name: ' ' at position 2",
            "f.yaml:9: document 1, spec.placement.clusters.labels.matchLabels.a must be a text: put it into quotes",
            "f.yaml:10: document 1, spec.division.mode is none of duplicated, weighted, capacity, preferred, packed",
            "f.yaml:10: document 1, spec.division.shares[0].weight must be a whole number from 0",
            "f.yaml:13: document 1, spec.overrides[0].changes[0].replicas must be a whole number from 0 to 100000",
            "f.yaml:14: document 1, spec.overrides[0].changes[1] must have exactly one of",
            "spec.overrides[0].changes[2].patch[1].op is none of add, remove, replace, move, copy, test",
            "spec.overrides[0].changes[2].patch[2].op is missing",
            "spec.overrides[0].changes[2].patch[3].value is missing",
            "f.yaml:16: document 1, spec.overrides[0].changes[3].color is not known",
            "'replace a' has what is no JSON pointer (RFC 6901)",
        })
        {
            told.ShouldContain(mistake);
        }
    }

    [Fact]
    public void What_is_written_in_our_own_form_is_read_again()
    {
        var imported = Read(["shop.yaml", "own.yaml"]);
        var workload = imported.Workloads[0] with { Dependencies = null };
        var text = Exporter.Write([workload]);
        var again = Importer.Read([new("again", text)]).Value!.Workloads.ShouldHaveSingleItem();
        Exporter.Write([again]).ShouldBe(text);
        Exporter.Write([workload with { Division = again.Division, Placement = again.Placement, Overrides = again.Overrides }]).ShouldBe(text);
    }

    [Fact]
    public void KubeFed_is_read_and_what_does_not_map_is_listed()
    {
        var imported = Read(["kubefed.yaml"]);
        var distribution = Distribute(imported);
        distribution.Objects["eu-1"].Select(static item => item.ToString()).ShouldBe(["Deployment shop/api", "Deployment shop/web", "Namespace shop"]);
        distribution.Objects["us-2"].Select(static item => item.ToString()).ShouldBe(["Deployment shop/api"]);
        DistributorTests.Replicas(distribution).ShouldBe("eu-1=5 us-1=2 us-2=2 eu-1=3 us-1=5");
        distribution.Objects["us-1"].First(static item => item.Name == "web").ToJson()["metadata"]!["annotations"]!.ToJsonString().ShouldBe("""{"a":"b"}""");
        imported.Notes.ShouldBe([
            "kubefed.yaml:50: document 5: KubeFedCluster kube-federation-system/eu-1 is not mapped: it says how KubeFed runs, or what it knows of a cluster.",
            "kubefed.yaml:37: document 3, spec.retainReplicas is not mapped.",
            "kubefed.yaml:43: document 4, spec: replicas are divided by weight here as KubeFed does it but for rounding, and are written over by no override of /spec/replicas.",
        ], ignoreOrder: true);
    }

    [Fact]
    public void Karmada_is_read_and_what_does_not_map_is_listed()
    {
        var imported = Read(["shop.yaml", "karmada.yaml"]);
        var distribution = Distribute(imported);
        DistributorTests.Replicas(distribution).ShouldBe("eu-1=6 us-1=3");
        distribution.Objects["us-2"].ShouldBeEmpty();
        distribution.Objects["us-1"].Select(static item => item.ToString()).ShouldBe(["ConfigMap shop/web-settings", "Deployment shop/web", "SealedSecret shop/registry", "ServiceAccount shop/web"]);
        var web = distribution.Objects["us-1"][1].ToJson();
        web["metadata"]!["labels"]!.ToJsonString().ShouldBe("""{"app":"web","tier":"back","managed":"karmada"}""");
        web["metadata"]!["annotations"]!.ToJsonString().ShouldBe("""{"a":"b"}""");
        web["spec"]!["template"]!["spec"]!["containers"]![0]!["args"]!.ToJsonString().ShouldBe("""["--port","80","--verbose","--us"]""");
        web["spec"]!["template"]!["spec"]!["initContainers"]![0]!["image"]!.GetValue<string>().ShouldBe("registry.example.com/shop/warm:1");
        distribution.Objects["eu-1"][0].ToJson()["metadata"]!["labels"]!.ToJsonString().ShouldBe("""{"managed":"karmada","tier":"front"}""");
        var told = string.Join('\n', imported.Notes);
        foreach (var note in new[]
        {
            "karmada.yaml:6: document 1, spec.conflictResolution is not mapped.",
            "spec.placement.clusterTolerations is not mapped.",
            "document 2, spec.placement.spreadConstraints is not mapped, and what it narrows is left out.",
            "document 4, spec.overrideRules[0].overriders.fieldOverrider is not mapped.",
            "Service shop/web is placed nowhere",
        })
        {
            told.ShouldContain(note);
        }
    }

    [Fact]
    public void Plain_objects_need_a_placement()
    {
        Importer.Read([Sample.File("shop.yaml")]).Problem!.Detail.ShouldContain("give a placement");
        var imported = Importer.Read([Sample.File("shop.yaml")], new() { Placement = new() { Clusters = ClusterSelector.Of("us-1") } }).Value!;
        Distribute(imported).Objects["us-1"].Length.ShouldBe(6);
        Distribute(imported).Objects["eu-1"].ShouldBeEmpty();
    }

    private static ImportedWorkloads Read(string[] samples)
    {
        var imported = Importer.Read(samples.Select(Sample.File));
        imported.Problem.ShouldBeNull();
        return imported.Value!;
    }

    private static Distribution Distribute(ImportedWorkloads imported)
    {
        var distribution = Distributor.Distribute(imported.Workloads, Clusters);
        distribution.Problem.ShouldBeNull();
        return distribution.Value!;
    }
}
