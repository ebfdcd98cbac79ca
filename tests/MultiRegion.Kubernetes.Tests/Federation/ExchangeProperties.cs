using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Import;

namespace MultiRegion.Kubernetes.Tests.Federation;

/// <summary>What is distributed is the same, whether a workload is taken as it is, or goes through another's form.</summary>
public sealed class ExchangeProperties
{
    [Fact]
    public void Our_own_form_is_the_workload() => Chance.Holds(static chance =>
    {
        var workload = chance.Workload() with { Dependencies = null };
        var text = Exporter.Write([workload]);
        var again = Importer.Read([new("own", text)]);
        again.Problem.ShouldBeNull(text);
        Exporter.Write(again.Value!.Workloads).ShouldBe(text);
        Same(chance, workload, again.Value, text);
    });

    [Fact]
    public void Overrides_commute_with_KubeFed() => Commutes(Exporter.ToKubeFed);

    [Fact]
    public void Overrides_commute_with_Karmada() => Commutes(Exporter.ToKarmada);

    /// <summary>KubeFed's own rule, without our reader: each cluster's patch over the template, a missing operation being a replacement.</summary>
    [Fact]
    public void What_KubeFed_makes_of_it_is_what_we_distribute() => Chance.Holds(static chance =>
    {
        var workload = chance.Workload() with { Division = ReplicaDivision.Duplicated, Dependencies = null };
        var clusters = chance.Clusters();
        if (Distributor.Distribute([workload], clusters) is not { Succeeded: true, Value: var distribution })
        {
            return;
        }

        var federated = Exporter.ToKubeFed([workload], clusters).Value!.Objects.First(static item => item.Kind == "FederatedDeployment").ToJson();
        foreach (var facts in clusters)
        {
            var placed = distribution.Objects[facts.Cluster].FirstOrDefault(static item => item.Kind == "Deployment");
            (placed is null || Selects(federated["spec"]!["placement"]!, facts)).ShouldBeTrue();
            var item = federated["spec"]!["template"]!.DeepClone();
            item["metadata"]!["name"] = "web";
            item["metadata"]!["namespace"] = "shop";
            (item["apiVersion"], item["kind"]) = ("apps/v1", "Deployment");
            var overrides = (federated["spec"]!["overrides"]?.AsArray() ?? []).FirstOrDefault(one => one!["clusterName"]!.GetValue<string>() == facts.Cluster.Value)?["clusterOverrides"]!.AsArray() ?? [];
            var result = PatchRules.Apply(item, [.. overrides.Select(static one => new PatchOperation
            {
                Kind = PatchRules.Kind(one!["op"]?.GetValue<string>() ?? "replace")!.Value,
                Path = one["path"]!.GetValue<string>(),
                Value = one["value"],
            })]);
            (placed is null || JsonNode.DeepEquals(result.Value, placed.ToJson())).ShouldBeTrue();
        }
    });

    private static bool Selects(JsonNode placement, ClusterFacts facts) =>
        placement["clusters"] is JsonArray names ? names.Any(name => name!["name"]!.GetValue<string>() == facts.Cluster.Value) : placement["clusterSelector"] is not null;

    private static void Commutes(Func<IReadOnlyList<FederatedWorkload>, IReadOnlyList<ClusterFacts>, Result<ExportedManifests>> export)
    {
        var exchanged = 0;
        Chance.Holds(
            chance =>
            {
                var (workload, clusters) = (chance.Workload(), chance.Clusters());
                var before = Distributor.Distribute([workload], clusters);
                var exported = export([workload], clusters);
                exported.Succeeded.ShouldBe(before.Succeeded);
                if (before.Succeeded)
                {
                    var text = Manifests.Write(exported.Value!.Objects);
                    var again = Importer.Read([new("other", text)]);
                    again.Problem.ShouldBeNull(text);
                    Equal(before.Value, Distributor.Distribute(again.Value!.Workloads, clusters), $"{text}\n{Exporter.Write([workload])}\n{string.Join('\n', exported.Value.Notes)}");
                    exchanged++;
                }
            },
            times: 200);
        exchanged.ShouldBeGreaterThan(100);
    }

    private static void Same(Chance chance, FederatedWorkload workload, ImportedWorkloads again, string text)
    {
        var clusters = chance.Clusters();
        if (Distributor.Distribute([workload], clusters) is { Succeeded: true, Value: var before })
        {
            Equal(before, Distributor.Distribute(again.Workloads, clusters), text);
        }
    }

    private static void Equal(Distribution before, Result<Distribution> again, string text)
    {
        again.Problem.ShouldBeNull(text);
        foreach (var (cluster, objects) in before.Objects)
        {
            var others = again.Value!.Objects[cluster];
            others.Select(static item => item.ToString()).ShouldBe(objects.Select(static item => item.ToString()), $"{cluster}\n{text}");
            objects.Zip(others).Where(static pair => !JsonNode.DeepEquals(pair.First.ToJson(), pair.Second.ToJson())).Select(static pair => $"{pair.First.ToJson()} {pair.Second.ToJson()}").ShouldBeEmpty($"{cluster}\n{text}");
        }
    }
}
