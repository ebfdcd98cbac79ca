using System.Collections.Immutable;
using MultiRegion.Kubernetes.Apply;
using MultiRegion.Kubernetes.Clusters;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Rollout;

/// <summary>Reads how far one cluster's rollouts are, a list for each kind.</summary>
internal static class RolloutReader
{
    public static async ValueTask<ClusterRollout> ReadAsync(MemberCluster member, ApplySettings settings, ImmutableArray<KubernetesObject> objects, CancellationToken cancellationToken)
    {
        ImmutableArray<KubernetesObject> workloads = [.. objects.Where(static one => one is { ApiVersion: "apps/v1", Kind: "Deployment" or "StatefulSet" or "DaemonSet" })];
        var read = await member.WithinAsync(token => new ClusterReader(member, settings).ReadAsync(workloads, beyond: default, token), cancellationToken).ConfigureAwait(false);
        return !read.Succeeded ? new() { Cluster = member.Id, Problem = read.Problem }
            : new() { Cluster = member.Id, Workloads = [.. read.Value.Desired.Select(one => Judge(one, read.Value)), .. read.Value.Impossible.Select(static one => new WorkloadRollout(one.Object, new(RolloutState.Failed, $"{one.Problem}")))] };
    }

    private static WorkloadRollout Judge(DesiredObject one, ClusterReading reading) => new(one.At, reading.Live.TryGetValue(one.At.Key, out var live) && RolloutRules.Judge(one.At.Kind, live) is { } status
        ? status : new(RolloutState.Failed, "it is not there"));
}
