using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>What a cluster serves: asked once for each version of a group, and again for a kind that was not there.</summary>
internal sealed class Discovery(KubeClient client, TimeProvider time)
{
    /// <summary>How long an answer counts, and how long it counts against a kind that is not in it.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan Missing = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ImmutableArray<KubeResource> Kinds, long At)> _known = [];

    /// <summary>Finds how a kind is served.</summary>
    public async ValueTask<Result<KubeResource>> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        var known = Known(apiVersion, Fresh);
        if (known?.FirstOrDefault(found => found.Kind == kind) is { } there)
        {
            return there;
        }

        var kinds = Known(apiVersion, Missing) is { } recent ? recent : await AskAsync(apiVersion, $"find {kind}", cancellationToken).ConfigureAwait(false);
        return !kinds.Succeeded ? kinds.Problem
            : kinds.Value.FirstOrDefault(found => found.Kind == kind) is { } found ? found
            : new Problem(ProblemKind.NotFound, $"{client.Name($"find {kind}")}: {apiVersion} has no kind {kind}; it has {Some(kinds.Value.Select(static one => one.Kind))}.", Retryable: false);
    }

    /// <summary>All kinds of one version of a group.</summary>
    public async ValueTask<Result<ImmutableArray<KubeResource>>> KindsAsync(string apiVersion, CancellationToken cancellationToken) =>
        Known(apiVersion, Fresh) is { } known ? known : await AskAsync(apiVersion, $"discover {apiVersion}", cancellationToken).ConfigureAwait(false);

    /// <summary>The groups, each with the version that the cluster prefers.</summary>
    public async ValueTask<Result<ImmutableArray<(string Group, string ApiVersion)>>> GroupsAsync(CancellationToken cancellationToken)
    {
        var read = await client.GetRawAsync("list API groups", "/apis", cancellationToken).ConfigureAwait(false);
        return !read.Succeeded ? read.Problem
            : ((read.Value["groups"] as JsonArray)?.OfType<JsonObject>() ?? []).Select(static group => (group.Text("name") ?? "", group.Below("preferredVersion")?.Text("groupVersion") ?? "")).Where(static pair => pair.Item2.Length > 0).ToImmutableArray();
    }

    private async ValueTask<Result<ImmutableArray<KubeResource>>> AskAsync(string apiVersion, string what, CancellationToken cancellationToken)
    {
        var read = await client.GetRawAsync(what, KubeResource.GroupPath(apiVersion), cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded)
        {
            return read.Problem.Kind == ProblemKind.NotFound ? await UnknownAsync(apiVersion, what, cancellationToken).ConfigureAwait(false) : read.Problem;
        }

        var kinds = Kinds(apiVersion, read.Value);
        lock (_gate)
        {
            _known[apiVersion] = (kinds, time.GetTimestamp());
        }

        return kinds;
    }

    private async ValueTask<Problem> UnknownAsync(string apiVersion, string what, CancellationToken cancellationToken)
    {
        var groups = await client.GetRawAsync("list API groups", "/apis", cancellationToken).ConfigureAwait(false);
        var offered = ((groups.Value?["groups"] as JsonArray)?.OfType<JsonObject>() ?? []).SelectMany(static group => (group["versions"] as JsonArray)?.OfType<JsonObject>() ?? []).Select(static version => version.Text("groupVersion") ?? "").ToList();
        var near = Some(offered.Where(one => one.Split('/')[0] == apiVersion.Split('/')[0]));
        return new(ProblemKind.NotFound, $"{client.Name(what)}: the cluster does not serve {apiVersion}; it serves {(near.Length > 0 ? near : Some(offered.Prepend("v1")))}.", Retryable: false);
    }

    private ImmutableArray<KubeResource>? Known(string apiVersion, TimeSpan fresh)
    {
        lock (_gate)
        {
            return _known.TryGetValue(apiVersion, out var known) && time.GetElapsedTime(known.At) < fresh ? known.Kinds : null;
        }
    }

    private static ImmutableArray<KubeResource> Kinds(string apiVersion, JsonObject list)
    {
        var (group, version) = apiVersion.Split('/') is [var first, var second] ? (first, second) : ("", apiVersion);
        var resources = (list["resources"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        var scaled = resources.Select(static one => one.Text("name") ?? "").Where(static name => name.EndsWith("/scale", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return [.. resources.Where(static one => one.Text("name") is { Length: > 0 } name && !name.Contains('/', StringComparison.Ordinal))
            .Select(one => new KubeResource(group, version, one.Text("name")!, one.Text("kind") ?? "", one.Flag("namespaced") ?? false) { HasScale = scaled.Contains($"{one.Text("name")}/scale") })];
    }

    private static string Some(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(30));
}
