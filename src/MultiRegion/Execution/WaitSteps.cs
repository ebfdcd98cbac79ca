using System.Globalization;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Policies;

namespace MultiRegion.Execution;

/// <summary>Steps that wait and look: quiet, soak, verify.</summary>
internal sealed class WaitSteps(TimeProvider time, IStepView view)
{
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(500);

    public async ValueTask<StepOutcome> AwaitQuietAsync(StepWork work, AwaitQuietStep step, CancellationToken cancellationToken)
    {
        var began = view.Now;
        while (view.Now - began < step.Deadline)
        {
            // Only a report from after the drain counts: an older one was quiet for another reason, or is no longer true.
            if (view.IsQuiet(work.Group.Id, step.Region, began))
            {
                return StepOutcome.Done("it serves nothing");
            }

            await PollAsync(step.Deadline, cancellationToken).ConfigureAwait(false);
        }

        return StepOutcome.Done(string.Create(CultureInfo.InvariantCulture, $"the deadline of {step.Deadline.TotalSeconds:0.###} s passed without a report of quiet"));
    }

    public async ValueTask<StepOutcome> SoakAsync(StepWork work, SoakStep step, CancellationToken cancellationToken)
    {
        var began = view.Now;
        while (true)
        {
            var spent = view.Now - began;
            var judged = FailbackAnalysis.Judge(view.VerdictOf(work.Group.Id, step.Region), TrafficOf(work, step.Region, began), TrafficOfOthers(work, step.Region, began), work.Group.Lead.Health.Degraded);
            if (judged.Verdict == AnalysisVerdict.Fail)
            {
                return Problem.Failed(judged.Detail, retryable: false);
            }

            if (spent >= step.Duration && judged.Verdict == AnalysisVerdict.Pass)
            {
                return StepOutcome.Done(judged.Detail);
            }

            if (spent >= step.Duration + step.InconclusiveFor)
            {
                return Problem.Failed(string.Create(CultureInfo.InvariantCulture, $"inconclusive for {step.InconclusiveFor.TotalSeconds:0.###} s after the soak: {judged.Detail}"), retryable: false);
            }

            await PollAsync(step.Duration, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<StepOutcome> VerifyAsync(StepWork work, VerifyStep step, CancellationToken cancellationToken)
    {
        var began = view.Now;
        while (true)
        {
            var verdict = view.VerdictOf(work.Group.Id, step.Region);
            if (verdict != Verdict.Healthy)
            {
                return Problem.Failed($"{step.Region} is {verdict.ToString().ToLowerInvariant()} after the switch", retryable: true);
            }

            if (view.Now - began >= step.For)
            {
                return StepOutcome.Done("healthy");
            }

            await PollAsync(step.For, cancellationToken).ConfigureAwait(false);
        }
    }

    private UserTraffic? TrafficOf(StepWork work, RegionId region, TimeSpan since) =>
        view.TrafficOf(work.Group.Id, region, since) is { } traffic ? new(traffic.Requests, traffic.Errors, traffic.MeanLatency) : null;

    private UserTraffic? TrafficOfOthers(StepWork work, RegionId region, TimeSpan since)
    {
        UserTraffic? best = null;
        foreach (var other in work.Group.Regions.Where(other => other != region))
        {
            if (TrafficOf(work, other, since) is { Requests: > 0 } traffic && (best is null || traffic.ErrorRatio < best.Value.ErrorRatio))
            {
                best = traffic;
            }
        }

        return best;
    }

    private Task PollAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        var poll = TimeSpan.FromTicks(Math.Clamp(span.Ticks / 20, TimeSpan.TicksPerMillisecond * 5, LongestPoll.Ticks));
        return Pause.ForAsync(time, poll, cancellationToken);
    }
}
