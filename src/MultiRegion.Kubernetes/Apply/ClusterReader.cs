using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Clusters;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>
/// Reads what a plan needs, by lists: one with our label for each kind, and, for what that did not bring, one of the kind in its namespace, since it may be there without being ours.
/// </summary>
internal sealed class ClusterReader(MemberCluster member, ApplySettings settings)
{
    private readonly ClusterReading _reading = new() { Losses = member.Losses, At = settings.Time.GetTimestamp() };

    /// <param name="objects">What shall be there.</param>
    /// <param name="beyond">In which kinds beyond those of the objects and the configured ones to look for what is ours and shall not be there; default: not to look at all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<Result<ClusterReading>> ReadAsync(ImmutableArray<KubernetesObject> objects, ImmutableArray<KubeResource> beyond, CancellationToken cancellationToken)
    {
        var resolved = await ResolveAsync(objects, cancellationToken).ConfigureAwait(false);
        if (!resolved.Succeeded)
        {
            return resolved.Problem;
        }

        var wanted = _reading.Desired.Select(static one => one.Resource).Distinct().ToList();
        var others = beyond.IsDefault ? [] : await OthersAsync(wanted, beyond, cancellationToken).ConfigureAwait(false);
        var problem = await ListOursAsync(wanted, others, cancellationToken).ConfigureAwait(false)
            ?? await FindAsync(static one => !one.Resource.Namespaced, cancellationToken).ConfigureAwait(false)
            ?? await FindAsync(static one => one.Resource.Namespaced, cancellationToken).ConfigureAwait(false);
        return problem is null ? _reading : problem;
    }

    private async ValueTask<Result<bool>> ResolveAsync(ImmutableArray<KubernetesObject> objects, CancellationToken cancellationToken)
    {
        var defined = DefinedKinds.Of(objects).ToList();
        var seen = new HashSet<ObjectKey>();
        foreach (var group in objects.GroupBy(static one => (one.ApiVersion, one.Kind)))
        {
            var (apiVersion, kind) = group.Key;
            var served = KnownKinds.Find(apiVersion, kind) ?? defined.FirstOrDefault(one => one.ApiVersion == apiVersion && one.Kind == kind);
            Result<KubeResource> found = served is not null
                ? served
                : await member.FindAsync(apiVersion, kind, cancellationToken).ConfigureAwait(false);
            if (found.Problem is { Kind: not ProblemKind.NotFound } problem)
            {
                return problem;
            }

            foreach (var item in group)
            {
                Take(item, found, seen);
            }
        }

        return true;
    }

    private void Take(KubernetesObject item, Result<KubeResource> found, HashSet<ObjectKey> seen)
    {
        if (!found.Succeeded)
        {
            _reading.Impossible.Add(Impossible(ObjectRef.Of(item), found.Problem));
            return;
        }

        var desired = DesiredObject.Of(item, found.Value, settings.DefaultNamespace);
        if (seen.Add(desired.At.Key))
        {
            _reading.Desired.Add(desired);
        }
        else
        {
            _reading.Impossible.Add(Impossible(desired.At, Problem.Refused($"{desired.At}: it is placed twice.")));
        }
    }

    private async ValueTask<List<KubeResource>> OthersAsync(List<KubeResource> wanted, ImmutableArray<KubeResource> beyond, CancellationToken cancellationToken)
    {
        List<KubeResource> others = [.. beyond];
        foreach (var text in settings.Kinds)
        {
            var (apiVersion, kind) = (text[..text.LastIndexOf('/')], text[(text.LastIndexOf('/') + 1)..]);
            Result<KubeResource> found = KnownKinds.Find(apiVersion, kind) is { } known ? known : await member.FindAsync(apiVersion, kind, cancellationToken).ConfigureAwait(false);
            if (found.Succeeded)
            {
                others.Add(found.Value);
            }
        }

        return [.. others.Where(one => !wanted.Any(has => Same(has, one))).DistinctBy(static one => (one.Group, one.Kind))];
    }

    private async ValueTask<Problem?> ListOursAsync(List<KubeResource> wanted, List<KubeResource> others, CancellationToken cancellationToken)
    {
        var options = new ListOptions { LabelSelector = $"{DesiredObject.OwnerLabel}={settings.Owner}" };
        var lists = await Task.WhenAll(wanted.Concat(others).Select(async kind =>
            (Kind: kind, List: await member.CallAsync(client => client.ListAsync(kind, null, options, cancellationToken), cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        var shall = _reading.Desired.Select(static one => one.At.Key).ToHashSet();
        foreach (var (kind, list) in lists)
        {
            foreach (var item in list.Value?.Items ?? [])
            {
                var at = ClusterReading.RefOf(kind, item);
                if (shall.Contains(at.Key))
                {
                    _reading.Live[at.Key] = item;
                }
                else
                {
                    _reading.Unplaced.Add((at, kind, item));
                }
            }

            if (!list.Succeeded && Unreadable(kind, list, wanted.Contains(kind)) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <returns>Why the cluster as a whole cannot be planned for; null: it is only this kind, or the kind is not served (yet), so that nothing of it is there.</returns>
    private Problem? Unreadable<T>(KubeResource kind, KubeResult<T> read, bool isWanted)
    {
        if (read.Code == 404)
        {
            return null;
        }

        if (read.Problem!.Kind != ProblemKind.Denied || read.Code == 401)
        {
            return read.Problem;
        }

        if (isWanted)
        {
            _reading.Impossible.AddRange(_reading.Desired.Where(one => one.Resource == kind).Select(one => Impossible(one.At, read.Problem)));
            _reading.Desired.RemoveAll(one => one.Resource == kind);
        }
        else
        {
            _reading.Notes.Add($"{member.Id}: {kind.Plural} were not looked through for objects that are placed no longer: {read.Problem.Detail}");
        }

        return null;
    }

    /// <summary>What bears not our label may be there all the same.</summary>
    private async ValueTask<Problem?> FindAsync(Func<DesiredObject, bool> which, CancellationToken cancellationToken)
    {
        var missing = _reading.Desired.Where(one => which(one) && !_reading.Live.ContainsKey(one.At.Key) && !IsInNewNamespace(one)).GroupBy(static one => (one.Resource, one.At.Namespace)).ToList();
        var found = await Task.WhenAll(missing.Select(async group => (group.Key.Resource, Read: await FindAsync(group.Key.Resource, group.Key.Namespace, [.. group], cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        foreach (var (resource, read) in found)
        {
            if (!read.Succeeded && Unreadable(resource, read, isWanted: true) is { } problem)
            {
                return problem;
            }
        }

        var shall = missing.SelectMany(static group => group).Select(static one => one.At.Key).ToHashSet();
        foreach (var (resource, read) in found.Where(static one => one.Read.Succeeded))
        {
            foreach (var item in read.Value)
            {
                if (ClusterReading.RefOf(resource, item).Key is var key && shall.Contains(key))
                {
                    _reading.Live[key] = item;
                }
            }
        }

        return null;
    }

    private async ValueTask<KubeResult<ImmutableArray<JsonObject>>> FindAsync(KubeResource kind, string? ns, ImmutableArray<DesiredObject> objects, CancellationToken cancellationToken) => objects is [var only]
        ? (await member.CallAsync(client => client.GetAsync(kind, ns, only.At.Name, cancellationToken), cancellationToken).ConfigureAwait(false)).As<ImmutableArray<JsonObject>>(static item => [item])
        : (await member.CallAsync(client => client.ListAsync(kind, ns, new(), cancellationToken), cancellationToken).ConfigureAwait(false)).As(static list => list.Items);

    private bool IsInNewNamespace(DesiredObject one) => one.At.Namespace is { } ns && _reading.Desired.Any(other => other.At is { Group: "", Kind: "Namespace" } && other.At.Name == ns && !_reading.Live.ContainsKey(other.At.Key));

    private static bool Same(KubeResource left, KubeResource right) => left.Group == right.Group && left.Kind == right.Kind;

    private static ObjectPlan Impossible(ObjectRef at, Problem problem) => new() { Object = at, Change = ObjectChange.Impossible, Problem = problem };
}
