using System.Collections.Immutable;
using MultiRegion.Kubernetes.Clusters;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>Plans one cluster: reads it, and judges each object.</summary>
internal sealed class ClusterPlanner(MemberCluster member, ApplySettings settings, PlanOptions options)
{
    private ImmutableArray<KubeResource> Beyond => !options.Delete ? default : options.DeleteHolders ? [.. KnownKinds.OfWorkloads, .. KnownKinds.Holders] : KnownKinds.OfWorkloads;

    public async ValueTask<(ClusterPlan Plan, IEnumerable<string> Notes)> PlanAsync(ImmutableArray<KubernetesObject> objects, CancellationToken cancellationToken)
    {
        var read = await member.WithinAsync(token => new ClusterReader(member, settings).ReadAsync(objects, Beyond, token), cancellationToken).ConfigureAwait(false);
        return read.Succeeded ? (Plan(read.Value), read.Value.Notes) : (new() { Cluster = member.Id, Problem = read.Problem }, []);
    }

    private ClusterPlan Plan(ClusterReading reading)
    {
        var rules = new ObjectRules(settings.Owner, settings.Manager, options);
        var placed = reading.Desired.Select(desired => Judge(rules, reading, desired)).Concat(reading.Impossible).OrderBy(static one => ApplyOrder.Of(one.Object)).ThenBy(static one => $"{one.Object}", StringComparer.Ordinal);
        var unplaced = reading.Unplaced.Select(one => rules.Unplaced(one.At, one.Resource, one.Live)).OfType<ObjectPlan>().OrderByDescending(static one => ApplyOrder.Of(one.Object)).ThenBy(static one => $"{one.Object}", StringComparer.Ordinal);
        return new() { Cluster = member.Id, Objects = [.. placed, .. unplaced], Losses = reading.Losses, At = reading.At };
    }

    private ObjectPlan Judge(ObjectRules rules, ClusterReading reading, DesiredObject desired)
    {
        var live = reading.Live.GetValueOrDefault(desired.At.Key);
        return ReplicasRule.Decides(desired, live, reading.Desired, settings.Manager) is { } who
            ? rules.Judge(desired.WithoutReplicas(), live) with { Note = $"its replicas are left to {who}" }
            : rules.Judge(desired, live);
    }
}
