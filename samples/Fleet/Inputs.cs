using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion;
using MultiRegion.Kubernetes;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Import;

namespace Fleet;

/// <summary>Reads the command line and the files.</summary>
internal static class Inputs
{
    /// <summary>Where nothing says where objects belong, they belong everywhere.</summary>
    public static ImportedWorkloads Workloads(Request request)
    {
        var files = request.Files.Select(static path => new ImportFile(Path.GetFileName(path), File.Exists(path) ? File.ReadAllText(path) : throw new BadInputException($"--file: there is no file {path}."))).ToList();
        var placed = Read(files, null);
        return placed.Workloads.IsEmpty ? Read(files, new() { Placement = new() }) : placed;
    }

    /// <summary>The clusters by their names; a context may have a name that no cluster can have.</summary>
    public static ImmutableSortedDictionary<ClusterId, (string Name, string Context)> Clusters(Request request)
    {
        var clusters = ImmutableSortedDictionary.CreateBuilder<ClusterId, (string, string)>();
        foreach (var text in request.Contexts)
        {
            var (name, context) = text.Split('=', 2) is [var left, var right] ? (left, right) : (text, text);
            if (!clusters.TryAdd(Id(name), (name, context)))
            {
                throw new BadInputException($"--contexts: '{name}' stands there twice.");
            }
        }

        return clusters.Count > 0 ? clusters.ToImmutable() : throw new BadInputException("--contexts: name at least one.");
    }

    public static KubernetesFederationOptions Options(Request request, ImmutableSortedDictionary<ClusterId, (string Name, string Context)> clusters, ImportedWorkloads workloads)
    {
        var options = new KubernetesFederationOptions { Owner = request.Owner, DefaultNamespace = request.Namespace, Timeout = request.Timeout };
        var regions = request.Regions.Select(static text => text.Split('=', 2) is [var cluster, var region] ? (Cluster: Id(cluster), Region: region) : throw new BadInputException($"--region: '{text}' is not of the form cluster=region.")).ToLookup(static pair => pair.Cluster, static pair => pair.Region);
        foreach (var (id, (_, context)) in clusters)
        {
            options.Clusters.Add(new() { Cluster = id.Value, Region = regions[id].LastOrDefault(), Connection = { KubeConfig = request.KubeConfig, Context = context } });
        }

        foreach (var kind in workloads.Workloads.SelectMany(static one => one.Objects).Select(static one => $"{one.ApiVersion}/{one.Kind}").Distinct())
        {
            options.Kinds.Add(kind);
        }

        return options;
    }

    /// <summary>The workloads of a distribution alone, with so many replicas each.</summary>
    public static Distribution Scaled(Distribution distribution, Request request)
    {
        var replicas = request.Replicas is { } count and >= 0 ? count : throw new BadInputException("--replicas: scale needs a number from 0.");
        var scaled = distribution.Objects.ToImmutableSortedDictionary(static pair => pair.Key, pair => pair.Value.Where(one => Scales(one, request.Workload)).Select(one => With(one, replicas)).ToImmutableArray());
        return scaled.Values.All(static objects => objects.IsEmpty)
            ? throw new BadInputException("--workload: the manifest has no such workload with replicas.")
            : distribution with { Objects = scaled };
    }

    private static ImportedWorkloads Read(IEnumerable<ImportFile> files, ImportOptions? options)
    {
        var read = Importer.Read(files, options);
        return read.Succeeded ? read.Value : throw new BadInputException($"--file: {read.Problem.Detail}");
    }

    private static bool Scales(KubernetesObject item, string? name) => (name is null || item.Name == name)
        && (item.Kind is "Deployment" or "StatefulSet" || item.ToJson()["spec"]?["replicas"] is JsonValue && item.Kind is not "HorizontalPodAutoscaler");

    private static KubernetesObject With(KubernetesObject item, int replicas)
    {
        var json = item.ToJson();
        (json["spec"] ??= new JsonObject())["replicas"] = replicas;
        return KubernetesObject.Of(json).Value!;
    }

    private static ClusterId Id(string name) => string.Concat(name.Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':' or '/' ? letter : '-')) is { Length: > 0 and <= IdText.MaximumLength } id
        ? new(id) : throw new BadInputException("--contexts: a name is empty or too long.");
}
