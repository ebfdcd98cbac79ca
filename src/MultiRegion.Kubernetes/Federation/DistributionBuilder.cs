using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Builds a distribution, workload after workload.</summary>
internal sealed class DistributionBuilder
{
    private readonly IReadOnlyList<FederatedWorkload> _workloads;
    private readonly ImmutableArray<ClusterFacts> _clusters;
    private readonly ImmutableSortedSet<ClusterId> _decided;
    private readonly Dictionary<ClusterId, Dictionary<ObjectKey, (KubernetesObject Object, string Workload)>> _objects;
    private readonly ReplicaPlan _plan;
    private readonly List<string> _notes = [];
    private Problem? _problem;

    public DistributionBuilder(IReadOnlyList<FederatedWorkload> workloads, IReadOnlyList<ClusterFacts> clusters, IReadOnlyCollection<PlacedReplicas>? previous)
    {
        _workloads = workloads;
        _clusters = [.. clusters.OrderBy(static facts => facts.Cluster)];
        _decided = [.. _clusters.Where(IsDecided).Select(static facts => facts.Cluster)];
        _objects = _decided.ToDictionary(static cluster => cluster, static _ => new Dictionary<ObjectKey, (KubernetesObject, string)>());
        _plan = new(_clusters, _decided, previous, _notes);
    }

    public Result<Distribution> Build()
    {
        foreach (var facts in _clusters.Where(facts => !_decided.Contains(facts.Cluster)))
        {
            _notes.Add($"{facts.Cluster} cannot be read ({facts.Problem!.Detail.TrimEnd('.')}): it keeps what it has.");
        }

        foreach (var workload in _workloads)
        {
            _problem ??= Place(workload);
        }

        return _problem is { } problem ? problem : new Distribution
        {
            Objects = _objects.ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Value.OrderBy(static item => item.Key).Select(static item => item.Value.Object).ToImmutableArray()),
            Undecided = [.. _clusters.Select(static facts => facts.Cluster).Where(cluster => !_decided.Contains(cluster))],
            Notes = [.. _notes.Distinct(StringComparer.Ordinal)],
            Replicas = _plan.Replicas(),
            Unplaced = _plan.Unplaced(),
        };
    }

    // To write to it is to have decided for everything that is in it: the one who cannot see it and does not mind must not speak for the others.
    private bool IsDecided(ClusterFacts facts) => facts.IsKnown
        || (_workloads.Where(workload => workload.Placement.Clusters.Selects(facts)).ToList() is { Count: > 0 } placed && placed.TrueForAll(static workload => workload.Placement.TolerateUnknown));

    private Problem? Place(FederatedWorkload workload)
    {
        var places = _clusters.Where(workload.Placement.Clusters.Selects).ToImmutableArray();
        if (places.IsEmpty)
        {
            _notes.Add($"{workload.Name} is placed in no cluster.");
        }

        var counts = _plan.Divide(workload, places);
        if (!counts.Succeeded)
        {
            return Problem.Refused($"{workload.Name}: {counts.Problem.Detail}.");
        }

        var used = new HashSet<(int, int)>();
        var problem = places.Where(facts => _decided.Contains(facts.Cluster)).Select(facts => PlaceIn(workload, facts, counts.Value, used)).FirstOrDefault(static problem => problem is not null);
        if (problem is null && places.Any(facts => _decided.Contains(facts.Cluster)))
        {
            SayUnused(workload, used);
        }

        return problem;
    }

    private Problem? PlaceIn(FederatedWorkload workload, ClusterFacts facts, ReplicaCounts counts, HashSet<(int Override, int Change)> used)
    {
        var changed = new List<KubernetesObject>();
        foreach (var item in workload.Objects)
        {
            var result = OverrideRules.Apply(workload, item, counts.Set(item, facts.Cluster), facts, isOwn: true, used);
            if (!result.Succeeded)
            {
                return result.Problem;
            }

            _plan.Overridden(workload, item, result.Value, facts.Cluster, counts);
            changed.Add(result.Value);
        }

        return Along(workload, changed, facts, used) ?? changed.Select(item => Put(facts.Cluster, item, workload.Name)).FirstOrDefault(static problem => problem is not null);
    }

    private Problem? Along(FederatedWorkload workload, List<KubernetesObject> changed, ClusterFacts facts, HashSet<(int Override, int Change)> used)
    {
        if (workload.Dependencies is not { } given)
        {
            return null;
        }

        var (found, missing) = Dependencies.Of(changed, given);
        _notes.AddRange(missing.Select(text => $"{workload.Name}: {text}."));
        foreach (var item in found)
        {
            var result = OverrideRules.Apply(workload, item, item.Json, facts, isOwn: false, used);
            if (!result.Succeeded || Put(facts.Cluster, result.Value, workload.Name) is not null)
            {
                return result.Problem ?? Put(facts.Cluster, result.Value!, workload.Name);
            }
        }

        return null;
    }

    private Problem? Put(ClusterId cluster, KubernetesObject item, string workload) =>
        _objects[cluster].TryAdd(ObjectKey.Of(item), (item, workload)) || (_objects[cluster][ObjectKey.Of(item)] is var there && JsonNode.DeepEquals(there.Object.Json, item.Json)) ? null
        : Problem.Refused($"{item} comes to {cluster} from {there.Workload} and from {workload}, and not with the same content: let one of them bring it.");

    private void SayUnused(FederatedWorkload workload, HashSet<(int Override, int Change)> used)
    {
        for (var i = 0; i < workload.Overrides.Length; i++)
        {
            // What means dependencies alone waits for them.
            if (workload.Overrides[i].Objects is { } objects && !workload.Objects.Any(objects.Selects))
            {
                continue;
            }

            for (var j = 0; j < workload.Overrides[i].Changes.Length; j++)
            {
                if (!used.Contains((i, j)))
                {
                    _notes.Add($"{workload.Name}: overrides[{i}].changes[{j}] changes nothing: no object in a cluster that it means fits it.");
                }
            }
        }
    }
}
