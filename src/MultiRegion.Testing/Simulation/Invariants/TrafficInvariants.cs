using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Policies;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Simulation;

/// <summary>While somebody else could serve, clients are not sent to a region known dead for longer than it takes to leave it.</summary>
internal sealed class DeadRegionLeft(SimulatedWorld world) : Invariant(world, "dead-region-left")
{
    private readonly Dictionary<(MoveGroupId, RegionId), TimeSpan> _since = [];

    public override string? AfterRound()
    {
        foreach (var group in World.Groups)
        {
            foreach (var region in group.Regions)
            {
                if (!IsSentThere(group, region))
                {
                    _since.Remove((group.Id, region));
                }
                else if (_since.TryAdd((group.Id, region), World.Now) is false && World.Now - _since[(group.Id, region)] > World.Bounds.LeavingOf(group))
                {
                    return $"{group.Id} is answered with {region} {World.Now - _since[(group.Id, region)]:c} after it was known to be dead";
                }
            }
        }

        return null;
    }

    private bool IsSentThere(GroupDefinition group, RegionId region) =>
        World.StateOf(group.Id) is { } state && state.In(region).Verdict == Verdict.Unhealthy
        && World.IsAnswered(group.Id, region) && !World.IsExcused(group) && IsRoomElsewhere(group, state, region);

    private bool IsRoomElsewhere(GroupDefinition group, GroupState state, RegionId dead)
    {
        var others = state.Regions.Where(status => status.Region != dead && status.Verdict == Verdict.Healthy && !status.Tombstone && !World.Regions[status.Region].IsDown && !World.Drained.Contains(status.Region)).ToList();
        return others.Count > 0 && (CapacityPlan.LoadOf(group) is not { } load || others.Sum(status => CapacityPlan.RoomIn(group, status.Region, scaled: true) ?? double.PositiveInfinity) >= load);
    }
}

/// <summary>No write of ours leaves users with nobody who serves them.</summary>
internal sealed class SomeoneServes(SimulatedWorld world) : Invariant(world, "someone-serves")
{
    private static readonly TimeSpan Knowable = TimeSpan.FromSeconds(30);

    public override string? AfterShift(ShiftSeen seen)
    {
        var tree = seen.Service.RoutingTree();
        if (!RoutingResolver.CanResolve(tree, seen.Write.Shares))
        {
            return $"{seen.Router} is told to answer {seen.Service.Id} with nobody: {seen.Write.Shares}";
        }

        return seen.Before is { } before && RoutingResolver.CanResolve(tree, before) && Served(seen.Service, before) && !Served(seen.Service, seen.Write.Shares)
            ? $"{seen.Router} answered {seen.Service.Id} with somebody ({before}), and with nobody who serves after our write ({seen.Write.Shares})"
            : null;
    }

    private bool Served(ServiceDefinition service, Shares shares)
    {
        var answers = RoutingResolver.Resolve(service.RoutingTree(), ClientLocation.Unknown, static _ => true, shares);
        return service.Deployments.Any(deployment => answers[deployment.Region] > 0 && (World.ServiceIn(service, deployment).Fails < 1 || World.Now - World.Regions[deployment.Region].DownSince < Knowable));
    }
}

/// <summary>When a region is left, nobody is pushed past its capacity while somebody else has room.</summary>
internal sealed class WithinCapacity(SimulatedWorld world) : Invariant(world, "capacity")
{
    public override string? AfterShift(ShiftSeen seen)
    {
        if (seen is not { Move.Kind: MoveKind.Failover or MoveKind.Switchover or MoveKind.Drain, Service.Load: { } load, Group.Services.Length: 1 } || seen.Move.Aborting is not null)
        {
            return null;
        }

        var answers = RoutingResolver.Resolve(seen.Service.RoutingTree(), ClientLocation.Unknown, static _ => true, seen.Write.Shares);
        var over = seen.Service.Deployments.FirstOrDefault(deployment => deployment.Region != seen.Move.Request.From && answers[deployment.Region] / 100 * load > Room(deployment) * 1.002);
        var free = seen.Service.Deployments.FirstOrDefault(deployment =>
            deployment.Region != seen.Move.Request.From && !seen.Move.Request.Unusable.Contains(deployment.Region) && deployment.Temperature == StandbyTemperature.Hot
            && seen.State!.In(deployment.Region).Verdict == Verdict.Healthy && !seen.Write.Shares[deployment.Region].IsFull && answers[deployment.Region] / 100 * load < Room(deployment) * 0.9);
        return over is not null && free is not null
            ? FormattableString.Invariant($"{seen.Service.Id} gives {over.Region} {answers[over.Region] / 100 * load:0.#} of {Room(over):0.#}, while {free.Region} has room")
            : null;
    }

    private static double Room(DeploymentDefinition deployment) => deployment.FullCapacity ?? deployment.Capacity ?? double.PositiveInfinity;
}

/// <summary>Under no health vector is a region answered that has to be promoted, or started, first.</summary>
internal sealed class UnpromotedSilent(SimulatedWorld world) : Invariant(world, "unpromoted-silent")
{
    public override string? AfterShift(ShiftSeen seen)
    {
        var service = seen.Service;
        if (!RoutingResolver.CanResolve(service.RoutingTree(), seen.Write.Shares))
        {
            return null;
        }

        for (var vector = 0; vector < 1 << service.Deployments.Length; vector++)
        {
            var health = vector;
            var answers = RoutingResolver.Resolve(service.RoutingTree(), ClientLocation.Unknown, region => (health >> Place(service, region) & 1) == 1, seen.Write.Shares);
            foreach (var deployment in service.Deployments)
            {
                if (answers[deployment.Region] > 0 && IsNew(seen, deployment.Region) && IsUnready(seen, deployment))
                {
                    return $"{seen.Router} answers {service.Id} with {deployment.Region}, which is not promoted or not started, when {vector:b3} of the regions are healthy";
                }
            }
        }

        return null;
    }

    // What was answered before goes on being answered while the data is on its way from there.
    private static bool IsNew(ShiftSeen seen, RegionId region) => seen.Before is null || seen.Raised.Contains(region);

    private bool IsUnready(ShiftSeen seen, DeploymentDefinition deployment) =>
        deployment.Role == DeploymentRole.Standby && !World.Regions[deployment.Region].IsDown && seen.Move?.Aborting is null
        && ((!deployment.ServesUnpromoted && seen.Service.Data.Any(data => data.SingleWriter && IsBehind(seen, data.ReplicaSet, deployment.Region)))
            || (deployment.Temperature != StandbyTemperature.Hot && !deployment.Workloads.IsEmpty && World.ServiceIn(seen.Service, deployment).Fails >= 1));

    // A returning region takes the writable role before the standby's share is gone: that is the way back, not a way in.
    private bool IsBehind(ShiftSeen seen, ReplicaSetId set, RegionId region) =>
        World.Replicas[set].RoleOf(region) != ReplicaRole.Writable && !(seen.Service.Failback.CrossRegionWrites && seen.Move?.Kind is MoveKind.Failback or MoveKind.Switchover or MoveKind.Drain);

    private static int Place(ServiceDefinition service, RegionId region) => service.Deployments.ToList().FindIndex(deployment => deployment.Region == region);
}

/// <summary>What clients are answered adds up to 100 %.</summary>
internal sealed class FractionsAddUp(SimulatedWorld world) : Invariant(world, "fractions-add-up")
{
    public override string? AfterChange()
    {
        foreach (var users in World.Traffic.Services)
        {
            foreach (var audience in users.Traffic.Audiences)
            {
                var sum = audience.Current.Sum();
                if (sum != 0 && Math.Abs(sum - 1) > 1e-9)
                {
                    return FormattableString.Invariant($"the answers for {users.Definition.Id} add up to {sum * 100} %");
                }
            }
        }

        return null;
    }
}

/// <summary>A region is not made smaller while users are still sent there.</summary>
internal sealed class QuietFirst(SimulatedWorld world) : Invariant(world, "quiet-first")
{
    private readonly Dictionary<(ClusterId, WorkloadId), int> _sizes = [];

    // What another tool took away was not our doing.
    public override void AfterTouch(RegionId region)
    {
        foreach (var reference in World.Topology.Services.SelectMany(static service => service.Deployments).Where(deployment => deployment.Region == region).SelectMany(static deployment => deployment.Workloads))
        {
            var fleet = World.Fleets[World.Topology.Clusters.First(cluster => cluster.Id == reference.Cluster).Fleet];
            _sizes[(reference.Cluster, reference.Workload)] = fleet.Truth(reference.Cluster, reference.Workload).Replicas;
        }
    }

    public override string? AfterScale(FleetWrite written)
    {
        var cluster = World.Topology.Clusters.First(cluster => cluster.Id == written.Cluster);
        var users = World.Traffic.Services.First(users => users.Definition.DeploymentIn(cluster.Region)?.Workloads.Any(reference => reference.Workload == written.Workload && reference.Cluster == written.Cluster) == true);
        var before = _sizes.GetValueOrDefault((written.Cluster, written.Workload), users.Definition.DeploymentIn(cluster.Region)!.Workloads.First(reference => reference.Workload == written.Workload).ServingReplicas);
        _sizes[(written.Cluster, written.Workload)] = written.Replicas;
        return written.Replicas < before && !World.Regions[cluster.Region].IsDown && users.IsAnswered(cluster.Region) && written.Replicas < NeededIn(users.Definition, cluster.Region)
            ? $"{written.Workload} in {written.Cluster} was scaled from {before} to {written.Replicas} while users are sent there"
            : null;
    }

    private static int NeededIn(ServiceDefinition service, RegionId region) => service.DeploymentIn(region)!.Workloads.Max(static reference => reference.ServingReplicas);
}

/// <summary>A region that an operator has drained gets nothing.</summary>
internal sealed class DrainKept(SimulatedWorld world) : Invariant(world, "drain-kept")
{
    public override string? AfterShift(ShiftSeen seen)
    {
        foreach (var region in seen.Raised)
        {
            if (World.Drained.Contains(region) && seen.Move is { Aborting: null })
            {
                return $"{seen.Router} answers {seen.Service.Id} with {region} again, which an operator has drained";
            }
        }

        return null;
    }
}

/// <summary>Nobody gets traffic who is known to be dead.</summary>
internal sealed class HealthyTargets(SimulatedWorld world) : Invariant(world, "healthy-targets")
{
    private static readonly TimeSpan Knowable = TimeSpan.FromSeconds(30);

    public override string? AfterShift(ShiftSeen seen)
    {
        foreach (var region in seen.Raised)
        {
            // What is taken back goes where it was, and a write may have been under way when the region died.
            if (seen is { State: { } state, Move.Aborting: null } && seen.Move.Kind != MoveKind.Establish && state.In(region).Verdict == Verdict.Unhealthy && World.Now - World.Regions[region].DownSince > Knowable
                && !seen.Write.Shares.ByRegion.All(pair => pair.Value.IsDrained || state.In(pair.Key).Verdict != Verdict.Healthy))
            {
                return $"{seen.Router} answers {seen.Service.Id} with {region} again, which is known to be dead";
            }
        }

        return null;
    }
}

/// <summary>When all is well again and steady, users are served.</summary>
internal sealed class UsersServed(SimulatedWorld world) : Invariant(world, "users-served")
{
    public override string? AtEnd()
    {
        foreach (var users in World.Traffic.Services)
        {
            var failing = users.Traffic.FailingAt(World.Now);
            if (failing > World.Settings.Clients.RecoveredBelow && !World.WereWorkloadsTouched && World.CalmFor > World.Bounds.Settling && World.Regions.Values.All(static region => region.IsWell)
                && World.StateOf(SimulatedWorld.GroupOf(users.Definition)) is { Move: null, Hold: null, Phase: GroupPhase.Steady })
            {
                return FormattableString.Invariant($"{failing:P1} of the requests to {users.Definition.Id} fail, though everything is well and steady");
            }
        }

        return null;
    }
}
