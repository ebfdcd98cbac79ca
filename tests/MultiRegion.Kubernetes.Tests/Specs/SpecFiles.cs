using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Import;

namespace MultiRegion.Kubernetes.Tests.Specs;

/// <summary>The vendors' own manifests, and those of the articles beside them.</summary>
internal static class SpecFiles
{
    /// <summary>What is no manifest, and why: schemas are no objects, and two samples leave their names out.</summary>
    public static readonly Dictionary<string, string> Refused = new()
    {
        ["crds/redis-enterprise/redisenterpriseactiveactivedatabase_v1alpha1.json"] = "An object has no apiVersion.",
        ["crds/redis-enterprise/redisenterprisedatabase_v1alpha1.json"] = "An object has no apiVersion.",
        ["crds/redis-enterprise/redisenterpriseremotecluster_v1alpha1.json"] = "An object has no apiVersion.",
        ["fixtures/argo-cd/gitops-engine__pkg__health__testdata__application-healthy.yaml"] = "Application has no metadata.name.",
        ["fixtures/velero/custom-plugins-1.yaml"] = "VolumeSnapshotLocation has no metadata.name.",
    };

    private static readonly Lazy<ILookup<string, JsonObject>> ByGroup = new(static () => Of("crds")
        .SelectMany(static file => Manifests.Read(file.Text, file.Name) is { Succeeded: true, Value: var items } ? items : []).Select(static item => item.ToJson())
        .ToLookup(static definition => (string)definition["spec"]!["group"]!));

    private static readonly Lazy<ImmutableArray<ImportFile>> Everything = new(static () =>
        [.. Of("crds").Concat(Of("fixtures")).Concat(Articles().SelectMany(static pair => pair.Blocks.Select((block, i) => new ImportFile($"{pair.Name}#{i}", block))))]);

    public static ImmutableArray<ImportFile> All() => Everything.Value;

    /// <summary>The definitions of a group of kinds that the vendors publish.</summary>
    public static IEnumerable<JsonObject> Definitions(string group) => ByGroup.Value[group];

    public static IEnumerable<(string Name, IEnumerable<string> Blocks)> Articles() => Directory.Exists(SpecFactAttribute.Path("../seeds"))
        ? Directory.EnumerateFiles(SpecFactAttribute.Path("../seeds"), "*.txt").Order(StringComparer.Ordinal).Select(static path => (Path.GetFileName(path), Regex.Matches(File.ReadAllText(path), "```yaml\n(.*?)```", RegexOptions.Singleline)
            .Select(static match => match.Groups[1].Value).Where(static block => block.Contains("apiVersion:", StringComparison.Ordinal))))
        : [];

    private static IEnumerable<ImportFile> Of(string folder)
    {
        var root = SpecFactAttribute.Path("kubernetes");
        return Directory.Exists(root)
            ? Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new ImportFile(Path.GetRelativePath(root, path), File.ReadAllText(path)))
            : [];
    }
}
