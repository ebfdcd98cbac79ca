using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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

    // Schemas are no objects, and two samples leave their names out.
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["crds/redis-enterprise/redisenterpriseactiveactivedatabase_v1alpha1.json"] = "An object has no apiVersion.",
        ["crds/redis-enterprise/redisenterprisedatabase_v1alpha1.json"] = "An object has no apiVersion.",
        ["crds/redis-enterprise/redisenterpriseremotecluster_v1alpha1.json"] = "An object has no apiVersion.",
        ["fixtures/argo-cd/gitops-engine__pkg__health__testdata__application-healthy.yaml"] = "Application has no metadata.name.",
        ["fixtures/velero/custom-plugins-1.yaml"] = "VolumeSnapshotLocation has no metadata.name.",
    };

    [SpecFact]
    public void Every_manifest_is_read_imported_and_distributed_or_says_why_not()
    {
        var told = Files().Select(static file => (file.Name, Text: Told(file))).Where(static pair => pair.Text != (Refused.TryGetValue(pair.Name, out var why) ? $"{pair.Name}:1: document 1: {why}" : null));
        told.Select(static pair => $"{pair.Name}: {pair.Text}").ShouldBeEmpty();
    }

    [SpecFact]
    public void Every_manifest_is_the_same_when_it_is_written_and_read_again()
    {
        foreach (var file in Files())
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
        var article = Articles().SelectMany(static pair => pair.Blocks).First(static block => block.Contains("FederatedDeployment", StringComparison.Ordinal));
        var imported = Importer.Read([new("article", article)]).Value!;
        DistributorTests.Replicas(Distributor.Distribute(imported.Workloads, Clusters).Value!).ShouldBe("ap-south=3 eu-west=3 us-east=5");
        imported.Notes.ShouldBeEmpty();
    }

    private static string? Told(ImportFile file)
    {
        var imported = Importer.Read([file], new() { Placement = new() });
        return !imported.Succeeded ? imported.Problem.Detail : Distributor.Distribute(imported.Value.Workloads, Clusters).Problem?.Detail;
    }

    private static IEnumerable<ImportFile> Files()
    {
        var root = SpecFactAttribute.Path("kubernetes");
        var files = new[] { "crds", "fixtures" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
            .Select(path => new ImportFile(Path.GetRelativePath(root, path), File.ReadAllText(path)));
        return files.Concat(Articles().SelectMany(static pair => pair.Blocks.Select((block, i) => new ImportFile($"{pair.Name}#{i}", block))));
    }

    private static IEnumerable<(string Name, IEnumerable<string> Blocks)> Articles() => Directory.Exists(SpecFactAttribute.Path("../seeds"))
        ? Directory.EnumerateFiles(SpecFactAttribute.Path("../seeds"), "000*").Select(static path => (Path.GetFileName(path), Regex.Matches(File.ReadAllText(path), "```yaml\n(.*?)```", RegexOptions.Singleline)
            .Select(static match => match.Groups[1].Value).Where(static block => block.Contains("apiVersion:", StringComparison.Ordinal))))
        : [];
}
