using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Machine;
using MultiRegion.Planning;

namespace MultiRegion.Execution;

/// <summary>Scaling, cordoning and waiting for workloads.</summary>
internal sealed class FleetSteps(Planes planes, TimeProvider time, IStepView view)
{
    /// <summary>The wait between two looks whether a region is ready.</summary>
    internal static TimeSpan Poll { get; } = TimeSpan.FromMilliseconds(500);

    public ValueTask<StepOutcome> ScaleAsync(StepWork work, ScaleStep step, CancellationToken cancellationToken) =>
        ApplyAsync(work, step.Region, (reference, _) => Intent(reference) with { Replicas = step.ToServing ? reference.ServingReplicas : reference.StandbyReplicas }, cancellationToken);

    public ValueTask<StepOutcome> CordonAsync(StepWork work, CordonStep step, CancellationToken cancellationToken) =>
        ApplyAsync(work, step.Region, (reference, _) => Intent(reference) with { Cordoned = step.Cordoned }, cancellationToken);

    public async ValueTask<StepOutcome> WaitReadyAsync(StepWork work, WaitReadyStep step, CancellationToken cancellationToken)
    {
        while (true)
        {
            var missing = await MissingAsync(work, step.Region, cancellationToken).ConfigureAwait(false);
            if (missing is null)
            {
                return StepOutcome.Done("ready");
            }

            await Pause.ForAsync(time, Poll, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says which workload of the group is not ready in a region; null when all are.</summary>
    public async ValueTask<string?> MissingAsync(StepWork work, RegionId region, CancellationToken cancellationToken)
    {
        foreach (var fleet in work.WorkloadsIn(region).GroupBy(static entry => entry.Fleet))
        {
            var seen = await planes.Fleets[fleet.Key].ObserveAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (_, reference, _) in fleet)
            {
                if (seen.Find(reference.Cluster, reference.Workload) is not { } found || found.Ready < reference.ServingReplicas)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"{reference.Workload} in {reference.Cluster}");
                }
            }
        }

        return null;
    }

    private static WorkloadIntent Intent(WorkloadReference reference) => new() { Cluster = reference.Cluster, Workload = reference.Workload };

    private async ValueTask<StepOutcome> ApplyAsync(
        StepWork work, RegionId region, Func<WorkloadReference, DeploymentDefinition, WorkloadIntent> intend, CancellationToken cancellationToken)
    {
        var (changes, notes) = (0, new List<string>());
        foreach (var fleet in work.WorkloadsIn(region).GroupBy(static entry => entry.Fleet))
        {
            var intent = new FleetIntent
            {
                Marker = work.Marker,
                Workloads = [.. fleet.Select(entry => intend(entry.Workload, entry.Deployment)).Where(static wanted => wanted.Replicas is not null || wanted.Cordoned is not null)],
            };
            var planned = await planes.Fleets[fleet.Key].PlanAsync(intent, cancellationToken).ConfigureAwait(false);
            if (!planned.Succeeded)
            {
                return planned.Problem;
            }

            notes.AddRange(planned.Value.Notes);
            if (planned.Value.IsEmpty)
            {
                continue;
            }

            if (!view.MayWrite())
            {
                return Problem.Unreachable("the lease would be over before the write is");
            }

            var applied = await planes.Fleets[fleet.Key].ApplyAsync(planned.Value, cancellationToken).ConfigureAwait(false);
            if (!applied.Succeeded)
            {
                return applied.Problem;
            }

            changes += planned.Value.Changes.Length;
        }

        var done = changes == 0 ? "it was so already" : string.Create(CultureInfo.InvariantCulture, $"{changes} change(s)");
        return StepOutcome.Done(string.Join("; ", [done, .. notes]));
    }
}
