using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Planning;

/// <summary>The stages of a return: data re-attached and caught up, then the shares, each with its soak, then the tidying up.</summary>
internal static class FailbackStages
{
    public static IEnumerable<IReadOnlyList<MoveStep>> Of(GroupDefinition group, MoveRequest request, StepFactory steps)
    {
        var (back, settings) = (request.Target, group.Lead.Failback);
        var writer = Writer(group, request);
        var stepped = IsStepped(group, request);
        var dataFirst = writer is not null && (settings.DataMove == DataMove.BeforeFirst || !stepped);
        var dataLast = writer is not null && !dataFirst && settings.DataMove == DataMove.AfterLast;
        IReadOnlyList<MoveStep> demote = writer is { } from ? steps.Demote(from) : [];
        var promote = steps.Promote(back, writer, TimeSpan.Zero);

        yield return steps.Cordon(back, cordoned: false, FailureAction.Abort);
        yield return steps.ScaleAll([(back, Share.Full)], toServing: true, FailureAction.Abort);
        yield return steps.WaitReadyAll([(back, Share.Full)], FailureAction.Abort);
        yield return writer is not null ? steps.CatchUp(back) : [];
        yield return steps.Custom(group.Lead.Failover.BeforeTraffic, FailureAction.Abort);
        yield return dataFirst ? demote : [];
        yield return dataFirst ? promote : [];
        foreach (var stage in Shares(request, steps, stepped ? settings.Steps : [100]))
        {
            yield return stage;
        }

        yield return dataLast ? demote : [];
        yield return dataLast ? promote : [];
        foreach (var stage in Leaving(group, request, steps, gently: steps.DrainsGently && writer is null))
        {
            yield return stage;
        }

        yield return steps.Verify(back, FailureAction.HaltAtEnd);
        yield return steps.Custom(group.Lead.Failover.AfterTraffic, FailureAction.HaltAtEnd);
        yield return steps.Notify(NotificationSeverity.Information, $"{group.Id} is back in {back}.");
    }

    // Where data has moved, a standby cannot write any more: nobody may stay there.
    private static IEnumerable<IReadOnlyList<MoveStep>> Leaving(GroupDefinition group, MoveRequest request, StepFactory steps, bool gently)
    {
        var (shares, standbys) = (SharePlan.Returned(group, request), request.Serving.Where(region => region != request.Target && group.RoleIn(region) == DeploymentRole.Standby).ToList());
        yield return steps.Shift(shares, FailureAction.Abort, gently);
        foreach (var standby in gently ? standbys : [])
        {
            yield return steps.AwaitQuiet(standby);
        }

        yield return gently && standbys.Count > 0 ? steps.Shift(shares, FailureAction.Abort) : [];
        foreach (var standby in standbys)
        {
            yield return gently ? [] : steps.AwaitQuiet(standby);
            yield return steps.Scale(standby, toServing: false, FailureAction.Skip);
        }
    }

    /// <summary>The rest of a failback after a step was judged bad: the share before is taken, soaked, and the climb begins again.</summary>
    public static ImmutableArray<MoveStep> StepBack(GroupDefinition group, MoveRequest request, Share from, IEnumerable<MoveStep> rest, int lastSequence, int lastStage)
    {
        var lower = group.Lead.Failback.Steps.Where(step => step < from.Percent).Select(static step => (double?)step).LastOrDefault();
        var steps = new StepFactory(group, MoveCause.Planned);
        var climb = group.Lead.Failback.Steps.Where(step => step >= lower && step <= from.Percent);
        var stages = Shares(request, steps, climb)
            .Concat(rest.GroupBy(static step => step.Stage).OrderBy(static stage => stage.Key).Select(static stage => (IReadOnlyList<MoveStep>)[.. stage]));
        return MoveSteps.Number(stages, lastSequence, lastStage);
    }

    // Data comes home, and it comes away from a standby, which will not serve any more. The return of any other region
    // leaves it where it is.
    private static RegionId? Writer(GroupDefinition group, MoveRequest request) =>
        request.DataAt is { } at && at != request.Target && (request.Target == group.DataHome || group.RoleIn(at) == DeploymentRole.Standby) ? at : default(RegionId?);

    // Without a write path across regions, users in a region that is not writable would get errors at every step.
    private static bool IsStepped(GroupDefinition group, MoveRequest request) =>
        request.DataAt is null || group.Lead.Failback.CrossRegionWrites;

    private static IEnumerable<IReadOnlyList<MoveStep>> Shares(MoveRequest request, StepFactory steps, IEnumerable<double> percents)
    {
        foreach (var share in percents.Select(static percent => new Share(percent)))
        {
            yield return steps.Shift(request.Before.With(request.Target, share), FailureAction.Abort);
            yield return steps.Soak(request.Target, share);
        }
    }
}
