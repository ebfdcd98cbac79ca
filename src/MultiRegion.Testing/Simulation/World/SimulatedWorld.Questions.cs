using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Simulation;

/// <content>What invariants ask about.</content>
internal sealed partial class SimulatedWorld
{
    private readonly Dictionary<RouterId, bool> _edited = [];
    private readonly Dictionary<RegionId, TimeSpan> _unwell = [];
    private TimeSpan _disturbedAt = TimeSpan.Zero;
    private TimeSpan _accidentAt = TimeSpan.FromDays(-1);

    public TimeBounds Bounds { get; private set; } = null!;

    /// <summary>The regions that operators have drained.</summary>
    public IEnumerable<RegionId> Drained => Leader.Engine?.Estate.Drained.Keys ?? [];

    /// <summary>For how long nothing at all has been wrong; zero while something is.</summary>
    public TimeSpan CalmFor => _faults.IsAnythingWrong ? TimeSpan.Zero : Now - _disturbedAt;

    /// <summary>Whether something stands between the controllers and what they act on.</summary>
    public bool IsControlDisturbed => _faults.IsControlDisturbed;

    /// <summary>Something has gone wrong, or is well again.</summary>
    public void Disturbed() => _disturbedAt = Now;

    public void Unwell(RegionId region) => _unwell[region] = Now;

    public void Edited(RouterId router) => _edited[router] = true;

    /// <summary>Whether another tool has changed workloads, which nobody takes back.</summary>
    public bool WereWorkloadsTouched { get; private set; }

    public void Adopted()
    {
        foreach (var router in _edited.Keys.ToList())
        {
            _edited[router] = false;
        }
    }

    /// <summary>Whether a person has edited a router, and nobody has adopted that.</summary>
    public bool IsEdited(RouterId router) => _edited.GetValueOrDefault(router);

    /// <summary>Whether a person has ever edited a router.</summary>
    public bool WasEdited(RouterId router) => _edited.ContainsKey(router);

    public bool IsAnswered(MoveGroupId group, RegionId region) =>
        Traffic.Services.Any(users => GroupOf(users.Definition) == group && users.Definition.DeploymentIn(region) is not null && users.IsAnswered(region));

    public MoveGroupId? GroupOf(FleetWrite written) => Groups
        .Where(group => group.Services.Any(service => service.Deployments.Any(deployment => deployment.Workloads.Any(reference => reference.Cluster == written.Cluster && reference.Workload == written.Workload))))
        .Select(static group => (MoveGroupId?)group.Id).FirstOrDefault();

    /// <summary>For how long a region has been well.</summary>
    public TimeSpan WellFor(RegionId region) => Regions[region].IsWell ? Now - _unwell.GetValueOrDefault(region, TimeSpan.FromDays(-1)) : TimeSpan.Zero;

    /// <summary>Whether a quorum of the vantage points can see a region, or they know that they cannot.</summary>
    public bool Seen(RegionId region)
    {
        var (alone, knows) = (Topology.Vantages.Length < 3, Topology.Vantages.Any(static vantage => vantage.Id == VantageDefinition.Local.Id && !vantage.References.IsEmpty));
        return ProbeLoss == 0 && Settings.ProbeLoss == 0 && !(alone && _faults.WasHidden(region)) && !(alone && !knows && _faults.WasBlind);
    }

    public void Restored(RegionId region) => _invariants.Restored(region);

    /// <summary>Another tool has changed the workloads of a region, which nobody takes back.</summary>
    public void Touched(RegionId region)
    {
        WereWorkloadsTouched = true;
        _invariants.Touched(region);
    }

    /// <summary>Whether a person, or the settings, accepted that a region may still write.</summary>
    public static bool RiskAccepted(GroupDefinition group, GroupState? state) => group.Lead.Guards.AcceptUnconfirmedFence is not null || IsApproved(state);

    public static bool IsApproved(GroupState? state) => state?.Move is { } move && ((move.By is not null && move.Kind == MoveKind.Failover) || move.Steps.Any(static step => step is { Step: ApproveStep, State: StepState.Succeeded }));

    /// <summary>The move that an entry began, or turned another one into; null when it did neither.</summary>
    public static MoveRequest? RequestOf(EntrySeen seen) => seen.Happened?.Event switch
    {
        MoveStarted started when seen.StateAfter?.Move?.Epoch == started.Epoch => started.Request,
        MoveInterrupted interrupted when ReferenceEquals(seen.StateAfter?.Move?.Request, interrupted.Request) => interrupted.Request,
        _ => null,
    };

    public static string? ByOf(EntrySeen seen) => (seen.Happened?.Event as MoveStarted)?.By;

    /// <summary>Whether something that is written down, or out of our reach, keeps a group from leaving a dead region.</summary>
    public bool IsExcused(GroupDefinition group)
    {
        if (Leader is not { Runs: true, IsInRound: false, Engine: { Leads: true } engine } || _faults.IsControlDisturbed || Now - _accidentAt < TimeSpan.FromMinutes(1))
        {
            return true;
        }

        var state = engine.Estate.Groups.GetValueOrDefault(group.Id);
        return state is null or { Hold: not null } or { Move.Halted: not null }
            || group.Lead.Guards.Mode == EnforcementMode.MonitorOnly || group.Lead.Failover.Approval == MoveApproval.Never || group.Lead.Policy == PolicyIds.Manual
            || state.Move?.Steps.Any(static step => step is { Step: ApproveStep, State: StepState.Running }) == true
            || (state.Move is null && engine.DecisionOf(group.Id) is { } reason && Holds(reason, ReasonCode.Guard, ReasonCode.AllRegionsBad));
    }

    /// <summary>Whether a group is where it is because a person has to say something, or a guard has said so.</summary>
    public bool IsWaitingForPeople(GroupDefinition group, GroupState state) =>
        group.Lead.Failback.Approval != MoveApproval.Automatic || group.Lead.Policy == PolicyIds.Manual || group.Lead.Guards.Mode == EnforcementMode.MonitorOnly || Drained.Any()
        || state.Move?.Steps.Any(static step => step is { Step: ApproveStep, State: StepState.Running }) == true
        || (state.Move is null && Leader.Engine!.DecisionOf(group.Id) is { } reason && Holds(reason, ReasonCode.Guard));

    private static bool Holds(Reason reason, params ReadOnlySpan<ReasonCode> codes)
    {
        if (codes.Contains(reason.Code))
        {
            return true;
        }

        foreach (var below in reason.Because.IsDefault ? [] : reason.Because)
        {
            if (Holds(below, codes))
            {
                return true;
            }
        }

        return false;
    }

    // Other vantage points look at the regions as the engine does, and are never cut off.
    private void PlanVantages()
    {
        foreach (var vantage in Topology.Vantages.Where(static vantage => vantage.Id != VantageDefinition.Local.Id))
        {
            foreach (var service in Topology.Services)
            {
                foreach (var deployment in service.Deployments)
                {
                    new SimulatedVantage(this, vantage.Id, service, deployment.Region).Plan();
                }
            }
        }
    }
}

/// <summary>How long things may take at most.</summary>
internal sealed class TimeBounds(SimulatedWorld world)
{
    /// <summary>How long after everything is well a group may need until it rests.</summary>
    public TimeSpan Settling { get; } = world.Groups.Select(group => SettlingOf(world, group)).Max();

    /// <summary>How long it may take from a verdict until no new request is sent to a dead region.</summary>
    public TimeSpan LeavingOf(GroupDefinition group)
    {
        var (settings, data) = (world.Settings, world.Settings.Data);
        var cold = group.Regions.Any(region => group.TemperatureIn(region) == StandbyTemperature.Cold);
        var small = cold || group.Regions.Any(region => group.TemperatureIn(region) == StandbyTemperature.Warm) || group.Services.Any(static service => service.Load is not null);
        return group.MinimumFailureSpan + Propagation(world, group) + TimeSpan.FromSeconds(90)
            + (group.HasSingleWriterData ? data.PromotionTime * 4 : TimeSpan.Zero) + (small ? settings.StartUp * 2 : TimeSpan.Zero) + (cold ? data.RestoreTime : TimeSpan.Zero);
    }

    private static TimeSpan SettlingOf(SimulatedWorld world, GroupDefinition group)
    {
        var (lead, settings) = (group.Lead, world.Settings);
        var (back, step) = (lead.Failback, lead.Failback.Soak + Propagation(world, group) + TimeSpan.FromSeconds(10));
        return lead.Guards.CoolDown + back.Stability + (step * ((back.Steps.Length * 2) + 3)) + back.InconclusiveFor + (lead.Failover.QuietDeadline * 2) + lead.Failover.StepTimeout
            + settings.Data.ReattachTime + settings.Data.RestoreTime + (settings.StartUp * 2) + (settings.Data.PromotionTime * 4) + (settings.Operators.ApprovesAfter ?? TimeSpan.Zero) + group.MinimumFailureSpan
            + (lead.Health.Degraded?.SustainedFor ?? TimeSpan.Zero) + settings.Clients.OverstayFor + TimeSpan.FromMinutes(5);
    }

    private static TimeSpan Propagation(SimulatedWorld world, GroupDefinition group) => group.Routers.Max(router => world.Settings.Of(router).Propagation) * 5;
}
