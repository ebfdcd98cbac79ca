using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Execution;

/// <summary>
/// Shifts on one router: the shifts of one tick are planned and applied together. A group is shifted whole or not at all.
/// </summary>
internal sealed class RouterSteps(TimeProvider time, IStepView view)
{
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    /// <summary>The wait between the first look for a change and the second.</summary>
    internal static TimeSpan FirstPoll { get; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The wait between two looks that follows another.</summary>
    internal static TimeSpan NextPoll(TimeSpan poll) => poll * 2 < LongestPoll ? poll * 2 : LongestPoll;

    public async ValueTask<ImmutableArray<StepReport>> ShiftAsync(IGlobalRouter router, ImmutableArray<StepWork> works, CancellationToken cancellationToken)
    {
        var planned = await router.PlanAsync([.. works.SelectMany(Intents)], cancellationToken).ConfigureAwait(false);
        if (!planned.Succeeded)
        {
            return [.. works.Select(work => new StepReport(work.Key, planned.Problem))];
        }

        var refused = works.Select(work => (Work: work, Problem: ProblemOf(work, planned.Value))).Where(static pair => pair.Problem is not null).ToList();
        if (refused.Count > 0)
        {
            var rest = works.RemoveAll(work => refused.Exists(pair => pair.Work.Key == work.Key));
            var others = rest.IsEmpty ? [] : await ShiftAsync(router, rest, cancellationToken).ConfigureAwait(false);
            return [.. refused.Select(static pair => new StepReport(pair.Work.Key, pair.Problem!)), .. others];
        }

        var outcome = await ApplyAsync(router, planned.Value, cancellationToken).ConfigureAwait(false);
        return [.. works.Select(work => new StepReport(work.Key, outcome))];
    }

    public static IEnumerable<RoutingIntent> Intents(GroupDefinition group, RouterId router, Shares shares, Marker? marker, bool adopt) =>
        group.Services.Where(service => service.Routers.Contains(router)).Select(service => new RoutingIntent
        {
            Service = service.Id,
            Hostname = service.Hostname,
            Tree = service.RoutingTree(),
            Endpoints = service.Deployments.ToImmutableSortedDictionary(static deployment => deployment.Region, static deployment => deployment.Endpoint),
            Shares = shares,
            HealthCheck = service.Probe,
            Marker = marker,
            Adopt = adopt,
        });

    private static IEnumerable<RoutingIntent> Intents(StepWork work) =>
        work.Step is ShiftStep shift
            ? Intents(work.Group, shift.Router, shift.Shares, work.Marker, work.Adopting).Select(intent => intent with { Draining = Draining(work.Group, work.Move.Request, shift) })
            : [];

    internal static ImmutableSortedSet<RegionId> Draining(GroupDefinition group, MoveRequest request, ShiftStep shift) => shift.Gently
        ? [.. group.Regions.Where(region => shift.Shares[region].IsDrained && !request.Before[region].IsDrained && !request.Unusable.Contains(region))]
        : [];

    private static Problem? ProblemOf(StepWork work, RouterPlan plan) => plan.Changes
        .FirstOrDefault(change => change.Problem is not null && work.Group.Services.Any(service => service.Id == change.Service))?.Problem;

    private async ValueTask<StepOutcome> ApplyAsync(IGlobalRouter router, RouterPlan plan, CancellationToken cancellationToken)
    {
        if (!plan.IsEmpty && !view.MayWrite())
        {
            return Problem.Unreachable("the lease would be over before the write is");
        }

        var applied = await WriteAsync(router, plan, cancellationToken).ConfigureAwait(false);
        return applied.Succeeded ? await ConfirmAsync(router, applied.Value, plan, cancellationToken).ConfigureAwait(false) : applied.Problem;
    }

    // The lease was checked to outlast the write's time-out, so the write must end with it.
    private async ValueTask<Result<RouterReceipt>> WriteAsync(IGlobalRouter router, RouterPlan plan, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(view.WriteTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await router.ApplyAsync(plan, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem.Unreachable($"no answer to the write within {view.WriteTimeout.TotalSeconds:0.###} s; whether it took effect is not known");
        }
    }

    private async ValueTask<StepOutcome> ConfirmAsync(IGlobalRouter router, RouterReceipt receipt, RouterPlan plan, CancellationToken cancellationToken)
    {
        for (var poll = FirstPoll; ; poll = NextPoll(poll))
        {
            var confirmed = await router.ConfirmAsync(receipt, cancellationToken).ConfigureAwait(false);
            if (confirmed is { Succeeded: false, Problem.Retryable: false })
            {
                return confirmed.Problem;
            }

            if (confirmed is { Succeeded: true, Value: not Confirmation.Pending })
            {
                return confirmed.Value == Confirmation.InEffect
                    ? StepOutcome.Done(plan.IsEmpty ? "it was so already" : "in effect")
                    : Problem.Conflict("the change was accepted, and is gone again: somebody else writes there");
            }

            await Pause.ForAsync(time, poll, cancellationToken).ConfigureAwait(false);
        }
    }
}
