using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>How many replicas of the objects of one workload go where.</summary>
internal sealed class ReplicaCounts
{
    private readonly Dictionary<ObjectKey, ImmutableSortedDictionary<ClusterId, int>> _divided = [];

    public void Add(ObjectKey item, ImmutableSortedDictionary<ClusterId, int> counts) => _divided.Add(item, counts);

    /// <summary>What an object got in a cluster; null: it is not divided.</summary>
    public int? Of(KubernetesObject item, ClusterId cluster) => _divided.TryGetValue(ObjectKey.Of(item), out var counts) ? counts.GetValueOrDefault(cluster) : null;

    /// <summary>The object with its replicas in a cluster.</summary>
    public JsonObject Set(KubernetesObject item, ClusterId cluster) => Of(item, cluster) is { } count ? PodTemplates.WithReplicas(item, count) : item.Json;
}

/// <summary>Divides the replicas of workloads, and keeps what room they leave.</summary>
internal sealed class ReplicaPlan(ImmutableArray<ClusterFacts> clusters, ImmutableSortedSet<ClusterId> decided, IReadOnlyCollection<PlacedReplicas>? previous, List<string> notes)
{
    private readonly ILookup<ObjectKey, PlacedReplicas> _previous = (previous ?? []).ToLookup(static placed => placed.Object);
    private readonly Dictionary<ClusterId, PodRequest> _room = clusters.ToDictionary(static facts => facts.Cluster, PodRequest.Room);
    private readonly SortedDictionary<(ObjectKey, ClusterId), int> _replicas = [];
    private readonly SortedDictionary<ObjectKey, int> _unplaced = [];

    public ImmutableArray<PlacedReplicas> Replicas() => [.. _replicas.Select(static pair => new PlacedReplicas(pair.Key.Item1, pair.Key.Item2, pair.Value))];

    public ImmutableSortedDictionary<ObjectKey, int> Unplaced() => _unplaced.ToImmutableSortedDictionary();

    public Result<ReplicaCounts> Divide(FederatedWorkload workload, ImmutableArray<ClusterFacts> places)
    {
        var counts = new ReplicaCounts();
        foreach (var item in workload.Objects.Where(static item => PodTemplates.HasReplicas(item.Json)))
        {
            var request = PodRequest.Of(item.Json);
            if (!request.Succeeded)
            {
                return Problem.Refused($"{item}: {request.Problem.Detail}");
            }

            var divided = Divide(workload, item, request.Value, places);
            if (!divided.Succeeded)
            {
                return Problem.Refused($"{item}: {divided.Problem.Detail}");
            }

            Keep(item, request.Value, divided.Value, workload.Division is { Mode: DivisionMode.Duplicated, Total: null } ? null : counts);
        }

        return counts;
    }

    /// <summary>Notes what an override made of the replicas.</summary>
    public void Overridden(FederatedWorkload workload, KubernetesObject item, KubernetesObject changed, ClusterId cluster, ReplicaCounts counts)
    {
        if (!PodTemplates.HasReplicas(changed.Json))
        {
            return;
        }

        var count = (int)Math.Clamp(PodTemplates.Replicas(changed.Json), 0, WorkloadRules.MostReplicas);
        if (counts.Of(item, cluster) is { } divided && divided != count && workload.Division.Mode != DivisionMode.Duplicated)
        {
            notes.Add($"{workload.Name}: an override gives {item} {count} replicas in {cluster}, where the division gave {divided}.");
        }

        _replicas[(ObjectKey.Of(item), cluster)] = count;
    }

    private Result<ImmutableSortedDictionary<ClusterId, int>> Divide(FederatedWorkload workload, KubernetesObject item, PodRequest request, ImmutableArray<ClusterFacts> places)
    {
        var key = ObjectKey.Of(item);
        var asked = workload.Division.Total ?? PodTemplates.Replicas(item.Json);
        if (asked is < 0 or > WorkloadRules.MostReplicas)
        {
            return Problem.Refused($"it asks for {asked} replicas: write 0 to {WorkloadRules.MostReplicas}");
        }

        var held = Held(key, places);
        ImmutableArray<ClusterFacts> free = [.. places.Where(facts => !held.ContainsKey(facts.Cluster))];
        if (workload.Division.Mode == DivisionMode.Duplicated)
        {
            return free.ToImmutableSortedDictionary(static facts => facts.Cluster, _ => (int)asked).AddRange(held);
        }

        var total = Math.Max(0, (int)asked - held.Values.Sum());
        var result = Divider.Divide(total, Candidates.Of(workload.Division, free, request, _room, Previous(key)));
        if (result.Succeeded)
        {
            Say(workload, item, total - result.Value.Values.Sum());
        }

        return result.Succeeded ? result.Value.AddRange(held) : result;
    }

    // What a cluster that cannot be read holds stays counted there: where nothing is decided, wherever it would belong now. When nobody
    // knows what anyone has, it is taken to have its share.
    private Dictionary<ClusterId, int> Held(ObjectKey key, ImmutableArray<ClusterFacts> places)
    {
        var previous = Previous(key);
        return previous.Count == 0 ? []
            : clusters.Where(facts => !facts.IsKnown && (!decided.Contains(facts.Cluster) || (previous.ContainsKey(facts.Cluster) && places.Contains(facts))))
                .ToDictionary(static facts => facts.Cluster, facts => previous.GetValueOrDefault(facts.Cluster));
    }

    private Dictionary<ClusterId, int> Previous(ObjectKey key) => _previous[key].GroupBy(static placed => placed.Cluster).ToDictionary(static group => group.Key, static group => Math.Clamp(group.Last().Replicas, 0, WorkloadRules.MostReplicas));

    private void Say(FederatedWorkload workload, KubernetesObject item, int left)
    {
        if (left > 0)
        {
            _unplaced[ObjectKey.Of(item)] = left;
            notes.Add($"{workload.Name}: {left} replicas of {item} find no place: no cluster that it is placed in has room for more, or may have more.");
        }
    }

    private void Keep(KubernetesObject item, PodRequest request, ImmutableSortedDictionary<ClusterId, int> divided, ReplicaCounts? counts)
    {
        foreach (var (cluster, count) in divided)
        {
            _replicas[(ObjectKey.Of(item), cluster)] = count;
            _room[cluster] = _room[cluster].Less(request, count);
        }

        counts?.Add(ObjectKey.Of(item), divided);
    }
}
