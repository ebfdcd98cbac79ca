using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Import;
using MultiRegion.Kubernetes.Tests.Federation;

namespace MultiRegion.Kubernetes.Tests.Specs;

/// <summary>Manifests that others wrote: definitions of their kinds, their samples, and the articles that this package grew from.</summary>
public sealed class ManifestSpecTests
{
    private static readonly ClusterFacts[] Clusters =
    [
        .. new[] { "cluster1", "cluster2", "member1", "member2", "us-east", "eu-west", "ap-south" }.Select(static name => DistributorTests.Facts(name)),
    ];

    [SpecFact]
    public void Every_manifest_is_read_imported_and_distributed_or_says_why_not()
    {
        var told = SpecFiles.All().Select(static file => (file.Name, Text: Told(file))).Where(static pair => pair.Text != (SpecFiles.Refused.TryGetValue(pair.Name, out var why) ? $"{pair.Name}:1: document 1: {why}" : null));
        told.Select(static pair => $"{pair.Name}: {pair.Text}").ShouldBeEmpty();
    }

    [SpecFact]
    public void Every_manifest_is_the_same_when_it_is_written_and_read_again()
    {
        foreach (var file in SpecFiles.All())
        {
            if (Manifests.Read(file.Text, file.Name) is { Succeeded: true, Value: var objects })
            {
                var again = Manifests.Read(Manifests.Write(objects), file.Name).Value;
                objects.Zip(again).Where(static pair => !JsonNode.DeepEquals(pair.First.ToJson(), pair.Second.ToJson())).Select(static pair => pair.First.ToString()).ShouldBeEmpty(file.Name);
                again.Length.ShouldBe(objects.Length);
            }
        }
    }

    [SpecFact]
    public void The_deployment_of_the_article_has_the_replicas_that_the_article_says()
    {
        var article = SpecFiles.Articles().SelectMany(static pair => pair.Blocks).First(static block => block.Contains("FederatedDeployment", StringComparison.Ordinal));
        var imported = Importer.Read([new("article", article)]).Value!;
        DistributorTests.Replicas(Distributor.Distribute(imported.Workloads, Clusters).Value!).ShouldBe("ap-south=3 eu-west=3 us-east=5");
        imported.Notes.ShouldBeEmpty();
    }

    private static string? Told(ImportFile file)
    {
        var imported = Importer.Read([file], new() { Placement = new() });
        return !imported.Succeeded ? imported.Problem.Detail : Distributor.Distribute(imported.Value.Workloads, Clusters).Problem?.Detail;
    }
}
