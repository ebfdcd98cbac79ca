using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Planning;

/// <summary>Makes the steps of one stage for a whole group, with the time-outs and retries of its settings.</summary>
internal sealed class StepFactory(GroupDefinition group, MoveCause cause)
{
    private FailoverSettings Settings => group.Lead.Failover;

    public IReadOnlyList<MoveStep> Approve(string question) =>
        [new ApproveStep(question) { Timeout = Settings.ApprovalDeadline, OnFailure = FailureAction.Abort }];

    public IReadOnlyList<MoveStep> Fence(RegionId region) =>
        [.. group.SingleWriterData.Select(data => With(new FenceStep(region, data), FailureAction.Halt))];

    public IReadOnlyList<MoveStep> Demote(RegionId region) =>
        [.. group.SingleWriterData.Select(data => With(new DemoteStep(region, data), FailureAction.Abort))];

    public IReadOnlyList<MoveStep> Promote(RegionId region, RegionId? demotedFrom, TimeSpan? allowedLoss) =>
        [.. group.SingleWriterData.Select(data => With(
            new PromoteStep(region, data, demotedFrom, allowedLoss), cause == MoveCause.Dead ? FailureAction.Halt : FailureAction.Abort))];

    public IReadOnlyList<MoveStep> CatchUp(RegionId region) =>
        [.. group.SingleWriterData.Select(data => With(new CatchUpStep(region, data, group.Lead.Objectives.RecoveryPoint), FailureAction.Abort))];

    public IReadOnlyList<MoveStep> Cordon(RegionId region, bool cordoned, FailureAction onFailure = FailureAction.Skip) =>
        HasWorkloads(region) ? [With(new CordonStep(region, cordoned), onFailure)] : [];

    public IReadOnlyList<MoveStep> Scale(RegionId region, bool toServing, FailureAction onFailure) =>
        NeedsScaling(region, toServing) ? [With(new ScaleStep(region, toServing), onFailure)] : [];

    public IReadOnlyList<MoveStep> ScaleAll(ImmutableArray<(RegionId Region, Share Share)> targets, bool toServing, FailureAction onFailure) =>
        [.. targets.SelectMany(target => Scale(target.Region, toServing, onFailure))];

    public IReadOnlyList<MoveStep> WaitReadyAll(ImmutableArray<(RegionId Region, Share Share)> targets, FailureAction onFailure) =>
        [.. targets.SelectMany(target => WaitReady(target.Region, onFailure))];

    public IReadOnlyList<MoveStep> WaitReady(RegionId region, FailureAction onFailure) =>
        HasWorkloads(region) ? [With(new WaitReadyStep(region), onFailure)] : [];

    /// <summary>Whether a region that is left by plan is left gently.</summary>
    public bool DrainsGently => cause == MoveCause.Planned && Settings.DrainsGently;

    public IReadOnlyList<MoveStep> Shift(Shares shares, FailureAction onFailure, bool gently = false) =>
        [.. group.Routers.Select(router => With(new ShiftStep(router, shares) { Gently = gently }, onFailure))];

    public IReadOnlyList<MoveStep> AwaitQuiet(RegionId region) =>
        [With(new AwaitQuietStep(region, Settings.QuietDeadline), FailureAction.Skip, Settings.QuietDeadline)];

    public IReadOnlyList<MoveStep> Soak(RegionId region, Share share)
    {
        var settings = group.Lead.Failback;
        return [With(new SoakStep(region, share, settings.Soak, settings.InconclusiveFor), FailureAction.StepBack, settings.Soak + settings.InconclusiveFor)];
    }

    public IReadOnlyList<MoveStep> Verify(RegionId region, FailureAction onFailure, TimeSpan? span = null) =>
        [With(new VerifyStep(region, span ?? Settings.VerifyFor), onFailure, span ?? Settings.VerifyFor)];

    public IReadOnlyList<MoveStep> BackUp(RegionId region) =>
        [.. Vaults().Select(entry => With(new BackUpStep(entry.Service, region, entry.Vault), FailureAction.Abort))];

    public IReadOnlyList<MoveStep> Restore(RegionId region) =>
        [.. Vaults().Select(entry => With(new RestoreStep(entry.Service, region, entry.Vault), cause == MoveCause.Dead ? FailureAction.Halt : FailureAction.Abort))];

    public IReadOnlyList<MoveStep> Custom(ImmutableArray<string> names, FailureAction onFailure) =>
        [.. names.Select(name => With(new CustomStep(name), onFailure))];

    public IReadOnlyList<MoveStep> Notify(NotificationSeverity severity, string text) =>
        [With(new NotifyStep(severity, text), FailureAction.Skip)];

    private IEnumerable<(ServiceId Service, string Vault)> Vaults() =>
        from service in @group.Services
        from data in service.Data
        where data.Vault is not null
        select (service.Id, data.Vault);

    private bool HasWorkloads(RegionId region) => group.Services.Any(service => service.DeploymentIn(region) is { Workloads.IsEmpty: false });

    private bool NeedsScaling(RegionId region, bool toServing) => group.Services.Any(service =>
        service.DeploymentIn(region) is { } deployment
        && deployment.Workloads.Any(workload => workload.StandbyReplicas is not null && (toServing || deployment.Role == DeploymentRole.Standby)));

    private MoveStep With(MoveStep step, FailureAction onFailure, TimeSpan ownTime = default) =>
        step with { Timeout = Settings.StepTimeout + ownTime, Retries = Settings.Retries, OnFailure = onFailure };
}
