using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Checks;
using MultiRegion.Kubernetes.Fleet;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes;

/// <content>What can be known before traffic comes.</content>
public sealed partial class KubernetesFleet
{
    /// <summary>Whether two workloads run the same, and can pull what they run: digests, or names and tags where no digest is known, and the secrets that images are pulled by.</summary>
    /// <param name="place">The workload that is to take traffic.</param>
    /// <param name="serving">The one that serves now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>What differs or is missing of <paramref name="place"/>; unknown when one of them cannot be read. No secret's value is kept or told.</returns>
    public async ValueTask<WorkloadCheck> CheckParityAsync(WorkloadPlace place, WorkloadPlace serving, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(RunsAsync(place, secrets: true, cancellationToken).AsTask(), RunsAsync(serving, secrets: false, cancellationToken).AsTask()).ConfigureAwait(false);
        if ((read[0].Problem ?? read[1].Problem) is { } problem)
        {
            return new(WorkloadVerdict.Unknown, [problem.Detail]);
        }

        var (here, there) = (read[0].Value, read[1].Value);
        var wrong = ImageRules.Differences(here.Pod, there.Pod, here.Running, there.Running).Concat(here.Missing).ToImmutableArray();
        return new(!wrong.IsEmpty ? WorkloadVerdict.Unfit : here.Unknown.IsEmpty ? WorkloadVerdict.Fit : WorkloadVerdict.Unknown, [.. wrong, .. here.Unknown]);
    }

    /// <summary>
    /// Whether a cluster has room for a workload's replicas: what its nodes can give, less what the pods on them ask for, node by node. Affinities, volumes and nodes that an autoscaler would add
    /// are not looked at.
    /// </summary>
    /// <param name="place">The workload.</param>
    /// <param name="replicas">How many replicas it is to have; 0 or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>Unknown when it cannot be read.</returns>
    public async ValueTask<WorkloadCheck> CheckCapacityAsync(WorkloadPlace place, int replicas, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        var read = _clusters.TryGetValue(place.Cluster, out var cluster) ? await cluster.UseAsync((client, token) => RoomAsync(cluster, client, place.Workload, token), cancellationToken).ConfigureAwait(false) : Unknown(place.Cluster);
        if (!read.Succeeded)
        {
            return new(WorkloadVerdict.Unknown, [read.Problem.Detail]);
        }

        var (has, room) = read.Value;
        return replicas - has <= room ? new(WorkloadVerdict.Fit, [])
            : new(WorkloadVerdict.Unfit, [string.Create(CultureInfo.InvariantCulture, $"{place.Cluster} {place.Workload}: there is room for {room} more replicas, and {replicas - has} more are wanted ({has} to {replicas}).")]);
    }

    private static async ValueTask<Result<(int Has, int Room)>> RoomAsync(FleetCluster cluster, KubeClient client, WorkloadId workload, CancellationToken cancellationToken)
    {
        var live = await cluster.ReadAsync(workload, cancellationToken).ConfigureAwait(false);
        var nodes = await client.ListAsync(KubeResource.Nodes, null, new(), cancellationToken).ConfigureAwait(false);
        var pods = await client.ListAsync(KubeResource.Pods, null, new() { FieldSelector = "status.phase!=Succeeded,status.phase!=Failed" }, cancellationToken).ConfigureAwait(false);
        return (live.Problem ?? nodes.Problem ?? pods.Problem) is { } problem ? problem
            : Template(live.Value!.Item) is not { } pod ? Problem.Refused($"'{workload}' has no template of pods: what it asks for is not known.")
            : (CapacityRules.Placed(live.Value.Item, pods.Value!.Items), CapacityRules.Room(pod, nodes.Value!.Items, pods.Value!.Items));
    }

    private async ValueTask<Result<(JsonObject Pod, ILookup<string, string> Running, ImmutableArray<string> Missing, ImmutableArray<string> Unknown)>> RunsAsync(WorkloadPlace place, bool secrets, CancellationToken cancellationToken) =>
        _clusters.TryGetValue(place.Cluster, out var cluster) ? await cluster.UseAsync((client, token) => RunsAsync(cluster, client, place, secrets, token), cancellationToken).ConfigureAwait(false) : Unknown(place.Cluster);

    private static async ValueTask<Result<(JsonObject Pod, ILookup<string, string> Running, ImmutableArray<string> Missing, ImmutableArray<string> Unknown)>> RunsAsync(
        FleetCluster cluster, KubeClient client, WorkloadPlace place, bool secrets, CancellationToken cancellationToken)
    {
        var live = await cluster.ReadAsync(place.Workload, cancellationToken).ConfigureAwait(false);
        if (!live.Succeeded)
        {
            return live.Problem;
        }

        if (Template(live.Value.Item) is not { } pod)
        {
            return Problem.Refused($"'{place.Workload}' has no template of pods: what it runs is not known.");
        }

        var (ns, missing, unknown) = (place.Workload.Value.Split('/')[0], new List<string>(), new List<string>());
        foreach (var name in secrets ? ImageRules.PullSecrets(pod) : [])
        {
            var read = await client.GetAsync(KubeResource.Secrets, ns, name, cancellationToken).ConfigureAwait(false);
            (read.Succeeded ? null : read.Problem.Kind == ProblemKind.NotFound ? missing : unknown)?.Add(
                read.Problem!.Kind == ProblemKind.NotFound ? $"{place.Cluster}: the secret '{ns}/{name}', by which images are pulled, is not there" : $"{place.Cluster}: whether the secret '{ns}/{name}' is there is not known: {read.Problem.Detail}");
        }

        // Without the right to see pods the templates alone are compared.
        var selector = string.Join(',', (live.Value.Item.Below("spec").Below("selector").Below("matchLabels") ?? []).Select(static label => $"{label.Key}={label.Value}"));
        var pods = selector.Length == 0 ? null : await client.ListAsync(KubeResource.Pods, ns, new() { LabelSelector = selector }, cancellationToken).ConfigureAwait(false);
        return (pod, ImageRules.Running(pods?.Value?.Items ?? []), missing.ToImmutableArray(), unknown.ToImmutableArray());
    }

    private static JsonObject? Template(JsonObject item) => item.Below("spec").Below("template").Below("spec");
}
