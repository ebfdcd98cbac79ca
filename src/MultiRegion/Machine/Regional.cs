namespace MultiRegion.Machine;

/// <summary>What a verdict does to a region that no move is working on.</summary>
internal static class Regional
{
    public static StepResult Verdict(GroupState state, VerdictChanged changed, in MachineContext context) =>
        !state.Has(changed.Region) || state.In(changed.Region).Verdict == changed.Verdict
            ? new(state, changed.Reason)
            : new(Judged(state, changed, context.Now), changed.Reason);

    private static GroupState Judged(GroupState state, VerdictChanged changed, TimeSpan now) =>
        state.With(changed.Region, status => Settle(status with { Verdict = changed.Verdict }, now));

    /// <summary>Takes what the planes hold for the state, where the journal was lost or is behind; nothing is touched until an operator says so.</summary>
    public static StepResult Found(GroupState state, PlanesFound found, TimeSpan now) => new(
        state with
        {
            Regions = [.. found.Regions.Select(status => Settle(Dated(status, state, now), now))],
            DataAt = found.DataAt ?? state.DataAt,
            Move = null,
            Hold = new(found.Reason, By: null),
        },
        found.Reason);

    private static RegionStatus Dated(RegionStatus status, GroupState state, TimeSpan now) =>
        state.Has(status.Region) && state.In(status.Region).State == status.State ? status : status with { Since = now };

    /// <summary>An out region recovers while it is healthy and fenced; any other verdict sends it back out, and its stability time begins anew.</summary>
    public static RegionStatus Settle(RegionStatus status, TimeSpan now) => (status.State, status.Verdict) switch
    {
        (RegionState.Out, MultiRegion.Verdict.Healthy) when !status.Tombstone => status with { State = RegionState.Recovering, Since = now },
        (RegionState.Recovering, not MultiRegion.Verdict.Healthy) => status with { State = RegionState.Out, Since = now },
        _ => status,
    };
}
