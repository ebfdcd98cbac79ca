using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Checks;

/// <summary>Whether two workloads run the same. Pure.</summary>
internal static class ImageRules
{
    /// <summary>What differs between two templates, one line for each container; empty: they run the same.</summary>
    /// <param name="here">The one template's pod.</param>
    /// <param name="there">The other's.</param>
    /// <param name="runsHere">What really runs, by container: the digests of the pods that are there.</param>
    /// <param name="runsThere">The same of the other.</param>
    public static IEnumerable<string> Differences(JsonObject here, JsonObject there, ILookup<string, string> runsHere, ILookup<string, string> runsThere)
    {
        var (left, right) = (Images(here), Images(there));
        foreach (var name in left.Keys.Union(right.Keys).Order(StringComparer.Ordinal))
        {
            if (!left.TryGetValue(name, out var mine) || !right.TryGetValue(name, out var theirs))
            {
                yield return $"the container '{name}' is in one of them only";
            }
            else if (!Same(mine, theirs, runsHere[name].ToHashSet(StringComparer.Ordinal), runsThere[name].ToHashSet(StringComparer.Ordinal)))
            {
                yield return $"the container '{name}' is {mine} here and {theirs} there";
            }
        }
    }

    /// <summary>The digests that pods run, by container.</summary>
    public static ILookup<string, string> Running(IEnumerable<JsonObject> pods) => pods
        .SelectMany(static pod => CapacityRules.Items(pod.Below("status")?["containerStatuses"]))
        .Select(static one => (Name: one.Text("name") ?? "", Digest: Digest(one.Text("imageID") ?? "")))
        .Where(static one => one.Digest is not null).ToLookup(static one => one.Name, static one => one.Digest!, StringComparer.Ordinal);

    /// <summary>The secrets that a pod's images are pulled by.</summary>
    public static ImmutableArray<string> PullSecrets(JsonObject podSpec) =>
        [.. CapacityRules.Items(podSpec["imagePullSecrets"]).Select(static one => one.Text("name") ?? "").Where(static name => name.Length > 0).Distinct(StringComparer.Ordinal)];

    // Digests say it for certain. Regions have registries of their own: without digests the rest of the name and the tag must agree.
    private static bool Same(string here, string there, HashSet<string> runsHere, HashSet<string> runsThere) =>
        (Digest(here), Digest(there)) is ({ } left, { } right) ? left == right
        : Digest(here) is { } pinned && runsThere.Count > 0 ? runsThere.SetEquals([pinned])
        : Digest(there) is { } other && runsHere.Count > 0 ? runsHere.SetEquals([other])
        : WithoutRegistry(here) != WithoutRegistry(there) ? false
        : runsHere.Count == 0 || runsThere.Count == 0 || runsHere.SetEquals(runsThere);

    private static Dictionary<string, string> Images(JsonObject podSpec) => CapacityRules.Items(podSpec["containers"]).Concat(CapacityRules.Items(podSpec["initContainers"]))
        .GroupBy(static one => one.Text("name") ?? "", StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.First().Text("image") ?? "", StringComparer.Ordinal);

    private static string? Digest(string image) => image.LastIndexOf("@sha256:", StringComparison.Ordinal) is >= 0 and var at ? image[(at + 1)..] : null;

    private static string WithoutRegistry(string image)
    {
        var name = image.Split('@')[0];
        var rest = name.Split('/', 2) is [var first, var path] && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost") ? path : name;
        rest = rest.StartsWith("library/", StringComparison.Ordinal) ? rest["library/".Length..] : rest;
        return rest.Contains(':', StringComparison.Ordinal) ? rest : $"{rest}:latest";
    }
}
