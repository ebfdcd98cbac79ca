using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Fleet;

/// <summary>A kind whose objects are scaled, and where in them the count stands.</summary>
/// <param name="Word">What ids call it.</param>
/// <param name="Resource">How it is served.</param>
/// <param name="Replicas">The way to the count.</param>
/// <param name="IsAssumed">Whether nobody said that the count stands there: it is compared with the subresource then.</param>
internal sealed record ScaledKind(string Word, KubeResource Resource, ImmutableArray<string> Replicas, bool IsAssumed = false)
{
    public static readonly ImmutableArray<string> Usual = ["spec", "replicas"];

    /// <summary>The kinds that need no asking.</summary>
    public static ImmutableArray<ScaledKind> BuiltIn { get; } = [new("deployment", KubeResource.Deployments, Usual), new("statefulset", KubeResource.StatefulSets, Usual)];

    public int? Count(JsonObject item)
    {
        JsonObject? at = item;
        foreach (var part in Replicas.AsSpan()[..^1])
        {
            at = at.Below(part);
        }

        return (int?)at?.Number(Replicas[^1]);
    }

    public void Put(JsonObject patch, int replicas)
    {
        foreach (var part in Replicas.AsSpan()[..^1])
        {
            var below = patch[part] as JsonObject ?? [];
            patch[part] = below;
            patch = below;
        }

        patch[Replicas[^1]] = replicas;
    }

    /// <summary>Reads the way from a CustomResourceDefinition; null: it does not say, or it says one that cannot be followed.</summary>
    public static ImmutableArray<string>? Way(JsonObject definition, string version)
    {
        var served = (definition.Below("spec")?["versions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(one => one.Text("name") == version);
        var path = served.Below("subresources").Below("scale")?.Text("specReplicasPath");
        return path is ['.', .. var rest] && rest.Split('.') is [_, _, ..] parts && parts.All(static part => part.Length > 0 && !part.Contains('[', StringComparison.Ordinal)) ? [.. parts] : null;
    }
}

/// <summary>Finds the kinds that a cluster's options name, by asking it what it serves.</summary>
internal sealed class ScaledKinds(ImmutableArray<string> words)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ScaledKind> _known = ScaledKind.BuiltIn.ToDictionary(static kind => kind.Word, StringComparer.Ordinal);

    /// <summary>What ids may say.</summary>
    public IEnumerable<string> Words => ScaledKind.BuiltIn.Select(static kind => kind.Word).Concat(words);

    public async ValueTask<Result<ScaledKind>> FindAsync(KubeClient client, string word, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(word, out var known))
            {
                return known;
            }
        }

        var found = await AskAsync(client, word, cancellationToken).ConfigureAwait(false);
        if (found.Succeeded)
        {
            lock (_gate)
            {
                _known[word] = found.Value;
            }
        }

        return found;
    }

    private static async ValueTask<Result<ScaledKind>> AskAsync(KubeClient client, string word, CancellationToken cancellationToken)
    {
        var (name, group) = (word.Split('.', 2)[0], word.Split('.', 2)[1]);
        var groups = await client.Discovery.GroupsAsync(cancellationToken).ConfigureAwait(false);
        if (!groups.Succeeded)
        {
            return groups.Problem;
        }

        if (groups.Value.FirstOrDefault(one => one.Group == group).ApiVersion is not { } apiVersion)
        {
            return Missing(client, word, $"the cluster does not serve the group {group}; it serves {Some(groups.Value.Select(static one => one.Group))}");
        }

        var kinds = await client.Discovery.KindsAsync(apiVersion, cancellationToken).ConfigureAwait(false);
        if (!kinds.Succeeded)
        {
            return kinds.Problem;
        }

        var found = kinds.Value.FirstOrDefault(kind => kind.Plural == name || string.Equals(kind.Kind, name, StringComparison.OrdinalIgnoreCase));
        return found is { HasScale: true, Namespaced: true } ? await WayAsync(client, word, found, cancellationToken).ConfigureAwait(false)
            : Missing(client, word, $"{apiVersion} has {(found is null ? "no such kind" : "it without a subresource scale")}; with one it has {Some(kinds.Value.Where(static kind => kind.HasScale).Select(static kind => kind.Plural))}");
    }

    private static async ValueTask<Result<ScaledKind>> WayAsync(KubeClient client, string word, KubeResource kind, CancellationToken cancellationToken)
    {
        var read = await client.GetAsync(KubeResource.Definitions, null, $"{kind.Plural}.{kind.Group}", cancellationToken).ConfigureAwait(false);
        return read.Succeeded ? ScaledKind.Way(read.Value, kind.Version) is { } way ? new ScaledKind(word, kind, way) : Problem.Refused($"{client.Name($"find {word}")}: where its replicas stand cannot be followed.")

            // No right to read it, or a kind that is none of a definition: then the subresource says whether it is the usual place.
            : read.Problem.Kind is ProblemKind.Denied or ProblemKind.NotFound ? new ScaledKind(word, kind, ScaledKind.Usual, IsAssumed: true)
            : read.Problem;
    }

    private static Problem Missing(KubeClient client, string word, string why) => new(ProblemKind.NotFound, $"{client.Name($"find {word}")}: {why}.", Retryable: false);

    private static string Some(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(30)) is { Length: > 0 } some ? some : "nothing";
}
