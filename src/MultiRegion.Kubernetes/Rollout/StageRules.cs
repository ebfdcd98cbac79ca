using System.Collections.Immutable;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Rollout;

/// <summary>What stages must be, and what a look at one means. Pure.</summary>
internal static class StageRules
{
    public static IEnumerable<string> Mistakes(StagedRollout rollout)
    {
        var staged = rollout.Stages.SelectMany(static stage => stage.Clusters).ToList();
        foreach (var missing in rollout.Next.Objects.Keys.Except(staged))
        {
            yield return $"cluster {missing} is in no stage";
        }

        foreach (var strange in staged.Distinct().Where(cluster => !rollout.Next.Objects.ContainsKey(cluster)))
        {
            yield return $"cluster {strange} is in a stage, and not in the distribution";
        }

        foreach (var twice in staged.GroupBy(static cluster => cluster).Where(static group => group.Count() > 1))
        {
            yield return $"cluster {twice.Key} is in {twice.Count()} stages";
        }

        if (rollout.Poll <= TimeSpan.Zero || rollout.Deadline <= TimeSpan.Zero || rollout.Stages.Any(static stage => stage.Soak < TimeSpan.Zero))
        {
            yield return "Poll and Deadline must be above 0, and no soak below";
        }
    }

    /// <summary>The part of a distribution that belongs to some clusters.</summary>
    public static Distribution Part(Distribution whole, ImmutableArray<ClusterId> clusters) =>
        whole with { Objects = whole.Objects.Where(pair => clusters.Contains(pair.Key)).ToImmutableSortedDictionary() };

    /// <returns>Why it will not become well any more; null: it may.</returns>
    public static Problem? Failure(ImmutableArray<ClusterRollout> seen, GateVerdict gate, RolloutStage stage) =>
        seen.SelectMany(static cluster => cluster.Workloads.Select(one => (cluster.Cluster, one))).FirstOrDefault(static pair => pair.one.Status.State == RolloutState.Failed) is { one: not null } failed
            ? Problem.Failed($"{failed.Cluster} {failed.one.Object}: {failed.one.Status.Detail}.", retryable: false)
            : gate == GateVerdict.Fail ? Problem.Failed($"Stage {stage}: its gate says no.", retryable: false)
            : null;

    public static Problem TooLate(ImmutableArray<ClusterRollout> seen, GateVerdict gate, RolloutStage stage, TimeSpan deadline)
    {
        var open = seen.Where(static cluster => cluster.Problem is not null).Select(static cluster => $"{cluster.Cluster}: {cluster.Problem}")
            .Concat(seen.SelectMany(static cluster => cluster.Workloads.Where(static one => one.Status.State == RolloutState.Progressing).Select(one => $"{cluster.Cluster} {one.Object}: {one.Status.Detail}")))
            .Concat(gate == GateVerdict.Inconclusive ? ["its gate is inconclusive"] : []).Take(5);
        return Problem.Failed($"Stage {stage}: not well within {deadline.TotalSeconds:0.#} s: {string.Join("; ", open)}.", retryable: true);
    }
}
