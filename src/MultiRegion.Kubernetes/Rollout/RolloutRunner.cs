using System.Collections.Immutable;
using MultiRegion.Kubernetes.Apply;

namespace MultiRegion.Kubernetes.Rollout;

/// <summary>Carries a rollout from stage to stage, and back when one fails.</summary>
internal sealed class RolloutRunner(KubernetesFederation federation, StagedRollout rollout)
{
    private readonly TimeProvider _time = federation.Time;
    private readonly List<StageReport> _reports = [];

    public async ValueTask<StagedRolloutReport> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var stage in rollout.Stages)
        {
            var report = await StageAsync(stage, cancellationToken).ConfigureAwait(false);
            _reports.Add(report);
            if (report.Outcome != StageOutcome.Done)
            {
                return await EndAsync(report.Outcome == StageOutcome.Failed, cancellationToken).ConfigureAwait(false);
            }
        }

        return await EndAsync(isFailed: false, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<StageReport> StageAsync(RolloutStage stage, CancellationToken cancellationToken)
    {
        if (rollout.Approve is { } approve && !await approve(stage, cancellationToken).ConfigureAwait(false))
        {
            return new(stage, StageOutcome.NotApproved);
        }

        var applied = await federation.ApplyAsync(StageRules.Part(rollout.Next, stage.Clusters), rollout.Options, cancellationToken).ConfigureAwait(false);
        var problem = applied.Succeeded ? await WatchAsync(stage, cancellationToken).ConfigureAwait(false) : Problem.Failed($"Stage {stage}: {applied}", retryable: true);
        return new(stage, problem is null ? StageOutcome.Done : StageOutcome.Failed, problem, applied);
    }

    /// <summary>Looks until all is out, then through the soak, and then until the gate says so.</summary>
    private async ValueTask<Problem?> WatchAsync(RolloutStage stage, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        long? soaking = null;
        while (true)
        {
            var seen = await federation.StatusAsync(StageRules.Part(rollout.Next, stage.Clusters), cancellationToken).ConfigureAwait(false);
            var isOut = seen.All(static cluster => cluster.IsDone);
            soaking ??= isOut ? _time.GetTimestamp() : null;
            var gate = soaking is null || rollout.Gate is null ? GateVerdict.Pass : await rollout.Gate(stage, cancellationToken).ConfigureAwait(false);
            var hasSoaked = soaking is { } since && _time.GetElapsedTime(since) >= stage.Soak;
            if (StageRules.Failure(seen, gate, stage) is { } failure)
            {
                return failure;
            }

            if (hasSoaked && isOut && gate == GateVerdict.Pass)
            {
                return null;
            }

            if (_time.GetElapsedTime(start) >= rollout.Deadline + (soaking is null ? TimeSpan.Zero : stage.Soak))
            {
                return StageRules.TooLate(seen, gate, stage, rollout.Deadline);
            }

            await Task.Delay(rollout.Poll, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<StagedRolloutReport> EndAsync(bool isFailed, CancellationToken cancellationToken)
    {
        ImmutableArray<ClusterId> touched = [.. _reports.Where(static one => one.Applied is not null).SelectMany(static one => one.Stage.Clusters)];
        return new()
        {
            Stages = [.. _reports, .. rollout.Stages.Skip(_reports.Count).Select(static stage => new StageReport(stage, StageOutcome.NotReached))],
            RolledBack = isFailed && rollout.Previous is { } previous ? await federation.ApplyAsync(StageRules.Part(previous, touched), rollout.Options, cancellationToken).ConfigureAwait(false) : null,
        };
    }
}
