using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Routing;

namespace MultiRegion.Testing.Simulation;

/// <content>The planes, and what becomes of calls to them.</content>
internal sealed partial class SimulatedWorld
{
    private readonly Dictionary<Controller, SimulatedProbe> _probes = [];
    private readonly Dictionary<RouterId, RouteTable> _visible = [];
    private readonly MoveCount _moves = new();
    private readonly HashSet<(MoveGroupId, long, int)> _asked = [];
    private readonly Lots _propagations;
    private TimeSpan _dataLost;
    private TimeSpan? _changesAt;
    private bool _dirty = true;
    private int _writes;
    private int _commands;
    private (EstateState Before, EstateEntry Entry, EstateState After)? _folded;

    /// <summary>How many journal entries and calls that matter there have been.</summary>
    public int Boundaries { get; private set; }

    /// <summary>What each of them was, for those who want to know.</summary>
    public List<string> BoundaryNames { get; } = [];

    /// <summary>Something of the world is another: it is looked at before time goes on.</summary>
    public void Changed() => _dirty = true;

    public bool ProbesLost(RegionId region) => _faults.AllProbesLost > 0 || (region != default && Regions[region].HiddenFromProbes > 0);

    /// <summary>A process that dies ends its connections, which whoever keeps one notices; a region that is cut off ends nothing.</summary>
    public void HangUp(RegionId region)
    {
        if (Settings.DeadRegionsHang || ProbesLost(region))
        {
            return;
        }

        foreach (var controller in _controllers.Where(static controller => controller is { IsDead: false, Isolations: 0 }))
        {
            foreach (var service in _input.Topology.Services.Where(service => _probes[controller].Watches(service, region)))
            {
                Agenda.Add(Now + (Settings.ProbeLatency / 2), () => controller.Engine!.Trip(service.Id, region));
            }
        }
    }

    public double ProbeLoss => Math.Max(Settings.ProbeLoss, _faults.ProbeLoss);

    /// <summary>Whether a router's own health checks let it answer with a region.</summary>
    public bool RouterSees(RouterId router, RegionId region) =>
        Settings.Of(router).OwnHealthChecks is not { } after || Regions.GetValueOrDefault(region)?.DownSince is not { } since || Now - since < after;

    public IEnumerable<ClusterId> ClustersOf(FleetId fleet) => Topology.Clusters.Where(cluster => cluster.Fleet == fleet).Select(static cluster => cluster.Id);

    public FleetObservation WithoutCutOff(Controller controller, FleetObservation seen) => controller.CutOff.Count == 0 ? seen : new(
    [
        .. seen.Clusters.Select(cluster => controller.CutOff.Contains($"region {Topology.Clusters.First(known => known.Id == cluster.Cluster).Region}")
            ? new ClusterObservation { Cluster = cluster.Cluster, Problem = Problem.Unreachable("no connection") }
            : cluster),
    ]);

    /// <summary>What becomes of a call.</summary>
    public Fate FateOf(Controller controller, WireCall call)
    {
        if (controller.Isolations > 0 || controller.CutOff.Contains(call.Plane) || (call.Region is { } region && controller.CutOff.Contains($"region {region}")))
        {
            return Fate.IsLost;
        }

        if (call.Writes || call.Name == "plan")
        {
            Boundaries++;
            if (Seams.NamesBoundaries)
            {
                BoundaryNames.Add($"{Now:c} {call}");
            }

            if (Seams.Boundaries.TryGetValue(Boundaries, out var planted))
            {
                Note("wire", $"{call}: {planted}");
                (_accidentAt, _disturbedAt) = (Now, Now);
                return planted;
            }
        }

        return _faults.FateOf(call);
    }

    public void Arrived(Controller controller, WireCall call, Problem? problem)
    {
        if (call.Writes)
        {
            Note("wire", $"{controller.Id} {call}{(call.Region is { } region ? $" {region}" : "")}{(problem is null ? "" : $": {problem.Kind}")}");
            Changed();
            _invariants.AfterWrite();
        }
    }

    /// <summary>A write arrives at a router. Where it was only checked when it was sent, it lands on whatever is there by now.</summary>
    public async ValueTask<Result<RouterReceipt>> ApplyAsync(RouterId id, IGlobalRouter router, RouterPlan plan, EmbeddedDocument sent)
    {
        var (model, inner) = (Settings.Of(id), Routers[id]);
        inner.Propagation = _propagations.Between(_writes++, model.FastestPropagation, model.Propagation) * _faults.SlownessOf(id);
        if (model.Fencing == FencingStrength.Checked && !ReferenceEquals(sent, inner.Written)
            && EmbeddedJson.Read(plan.Document, EmbeddedJson.Default.EmbeddedPlan) is { } late && EmbeddedMerge.Apply(sent, late).Succeeded)
        {
            Land(id, inner, late);
        }

        var applied = await router.ApplyAsync(plan, CancellationToken.None).ConfigureAwait(false);
        if (Seams.ReappliesPlans && applied.Succeeded)
        {
            var before = inner.Written;
            await router.ApplyAsync(plan, CancellationToken.None).ConfigureAwait(false);
            if (!ReferenceEquals(before, inner.Written))
            {
                _invariants.Report("plan-twice", $"a plan applied again wrote to {id}");
            }
        }

        return applied;
    }

    private void Land(RouterId id, InMemoryRouter router, EmbeddedPlan plan)
    {
        foreach (var item in plan.Items)
        {
            if (item.Entry is { Marker: { } marker } entry && router.Written.Find(item.Service)?.Marker is { } there && (there.Epoch, there.Sequence).CompareTo((marker.Epoch, marker.Sequence)) > 0)
            {
                Note("router", $"{id}: a write of {marker} lands on {there}");
                router.LandLate(item.Service, entry.Content.Shares, marker);
            }
        }
    }

    public ValueTask<DataObservation> ObserveAsync(ReplicaSetId id, IDataReplica replica)
    {
        Lag(id);
        return replica.ObserveAsync(CancellationToken.None);
    }

    public async ValueTask<Result<FenceOutcome>> FenceAsync(ReplicaSetId id, IDataReplica replica, RegionId region, Marker marker)
    {
        if (_faults.FencesUnanswered(id))
        {
            return FenceOutcome.Unconfirmed;
        }

        var fenced = await replica.FenceAsync(region, marker, CancellationToken.None).ConfigureAwait(false);
        Agenda.Add(Now + Settings.Data.ReattachTime, () => Reattach(id, region));
        return fenced;
    }

    public async ValueTask<Result<Promotion>> PromoteAsync(ReplicaSetId id, IDataReplica replica, RegionId region, DemotionToken? token, Marker marker)
    {
        Lag(id);
        var wasWritable = Replicas[id].RoleOf(region) == ReplicaRole.Writable;
        var promoted = await replica.PromoteAsync(region, token, marker, CancellationToken.None).ConfigureAwait(false);
        if (promoted.Succeeded && !wasWritable)
        {
            _dataLost += promoted.Value.Lost ?? TimeSpan.Zero;
            foreach (var group in Groups.Where(group => group.SingleWriterData.Contains(id)))
            {
                Outages.Lost(group.Id, promoted.Value.Lost);
            }

            _invariants.Promoted(id, region, promoted.Value.Lost, token);
        }

        return promoted;
    }

    /// <summary>A region that was fenced follows again some time after it is back.</summary>
    public void Reattach(ReplicaSetId id, RegionId region)
    {
        if (!Regions[region].IsDown && Replicas[id].RoleOf(region) == ReplicaRole.Fenced)
        {
            Replicas[id].Reattach(region);
            Replicas[id].SetLag(region, Settings.Data.Lag);
            Changed();
        }
    }

    private void Lag(ReplicaSetId id)
    {
        var replica = Replicas[id];
        foreach (var region in replica.Regions)
        {
            if (replica.RoleOf(region) == ReplicaRole.Standby)
            {
                replica.SetLag(region, Settings.Data.Lag + _faults.LagOf(id, region));
            }
        }
    }

    private EstateState Folded(EstateState estate, EstateEntry entry)
    {
        var next = Seams.Fold(estate, entry);
        _folded = (estate, entry, next);
        return next;
    }

    /// <summary>An entry was stored, or was not.</summary>
    public void Appended(Controller controller, JournalRecord record, Problem? problem)
    {
        if (problem is not null || _folded is not { } folded)
        {
            Note("journal", $"{controller.Id} {record.Kind}: {problem?.Kind}");
            return;
        }

        _entries++;
        _changedAt = Now;
        if (_input.KeepsTrace)
        {
            Trace.Add(Now, "journal", $"{controller.Id} {record.Sequence} {record.Kind}", record.Payload);
        }

        if (folded.Entry is GroupEntry happened)
        {
            Outages.Happened(happened);
            _moves.Happened(this, happened, folded.Before, folded.After);
            Approve(folded.After.Groups.GetValueOrDefault(happened.Group));
        }

        _invariants.AfterEntry(controller, record, folded.Before, folded.Entry, folded.After);
    }

    // People answer what they are asked, after a while.
    private void Approve(GroupState? state)
    {
        if (Settings.Operators.ApprovesAfter is not { } after || state?.Move is not { } move)
        {
            return;
        }

        foreach (var step in move.Steps)
        {
            if (step is { State: StepState.Running, Step: ApproveStep } && _asked.Add((state.Group, move.Epoch, step.Step.Sequence)))
            {
                Agenda.Add(Now + after, () => Say(CommandKind.Approve, state.Group, region: null, move.Epoch, step.Step.Sequence));
            }
        }
    }

    public void Say(CommandKind kind, MoveGroupId? group, RegionId? region, long? epoch = null, int? sequence = null)
    {
        Note("operator", $"{kind} {group} {region}");
        if (kind == CommandKind.Adopt)
        {
            Adopted();
        }

        if (Leader.Runs)
        {
            _ = Leader.Engine!.SubmitAsync(new() { Id = $"command-{++_commands}", Kind = kind, Actor = "operator", Reason = "simulated", Group = group, Region = region, Epoch = epoch, Sequence = sequence });
        }
    }

    public void DeleteJournal() => Journal = new();

    private void Report()
    {
        _reportedAt = Now;
        foreach (var sample in Traffic.Report())
        {
            foreach (var controller in _controllers)
            {
                if (controller.Runs && controller.Isolations == 0)
                {
                    controller.Engine!.Report(sample);
                    controller.DueAt = Now;
                }
            }
        }
    }

    private bool LookAround()
    {
        var changed = _dirty || _changesAt <= Now;
        foreach (var (id, router) in Routers)
        {
            if (!ReferenceEquals(_visible.GetValueOrDefault(id), router.Current))
            {
                _visible[id] = router.Current;
                changed = true;
                Note("router", $"{id} answers {string.Join(", ", router.Services.Select(service => $"{service}: {Shown(router, service)}"))}");
            }
        }

        if (changed)
        {
            (_dirty, _changedAt) = (false, Now);
            Traffic.Look();
            _changesAt = Routers.Values.Select(static router => router.NextChange).Concat(Fleets.Values.Select(static fleet => fleet.NextChange)).Min() is { } left ? Now + left : null;
            _invariants.AfterChange();
        }

        return changed;
    }

    private static string Shown(InMemoryRouter router, ServiceId service) =>
        string.Join(' ', router.Resolve(service, ClientLocation.Unknown).Fractions.Select(static fraction => FormattableString.Invariant($"{fraction.Region} {fraction.Percent:0.##}")));

    private TimeSpan? NextChange() => _changesAt - Now;

    /// <summary>How users are served by a deployment at present.</summary>
    public RegionService ServiceIn(ServiceDefinition service, DeploymentDefinition deployment)
    {
        var region = Regions[deployment.Region];
        if (region.IsDown)
        {
            return new(1, double.PositiveInfinity, 1);
        }

        var (fails, room) = (Math.Max(region.ErrorPart, Unwritten(service, deployment)), RoomIn(service, deployment));
        return room <= 0 ? new(1, double.PositiveInfinity, 1) : new(fails, room, region.SlowFactor);
    }

    /// <summary>What part of requests fails since nobody can write for them.</summary>
    private double Unwritten(ServiceDefinition service, DeploymentDefinition deployment)
    {
        foreach (var data in service.Data)
        {
            if (!data.SingleWriter || Replicas[data.ReplicaSet].RoleOf(deployment.Region) == ReplicaRole.Writable)
            {
                continue;
            }

            var written = Replicas[data.ReplicaSet].WritableRegions.Any(region => !Regions[region].IsDown);
            if (!written || !service.Failback.CrossRegionWrites)
            {
                return deployment.ServesUnpromoted || deployment.Role == DeploymentRole.Active ? Settings.Clients.WriteShare : 1;
            }
        }

        return 0;
    }

    /// <summary>What part of the whole load a deployment can take at present.</summary>
    private double RoomIn(ServiceDefinition service, DeploymentDefinition deployment)
    {
        // With workloads, what is ready of them is the capacity.
        var room = deployment.Workloads.IsEmpty ? deployment.Capacity ?? double.PositiveInfinity : double.PositiveInfinity;
        foreach (var reference in deployment.Workloads)
        {
            var cluster = Topology.Clusters.First(known => known.Id == reference.Cluster);
            var ready = Fleets[cluster.Fleet].Truth(reference.Cluster, reference.Workload).Ready;
            room = Math.Min(room, Room(deployment, reference, ready));
        }

        return service.Load is { } load && load > 0 ? room / load : room == 0 ? 0 : double.PositiveInfinity;
    }

    private static double Room(DeploymentDefinition deployment, WorkloadReference reference, int ready)
    {
        var small = deployment.Capacity ?? double.PositiveInfinity;
        var full = deployment.FullCapacity ?? small;
        var standby = reference.StandbyReplicas ?? reference.ServingReplicas;
        return ready <= 0 ? 0
            : ready >= reference.ServingReplicas ? full
            : ready <= standby ? small * ready / standby
            : small + ((full - small) * (ready - standby) / (reference.ServingReplicas - standby));
    }

    private InMemoryRouter Router(RouterId id) => new(Clock) { AnswersAreCached = Settings.Of(id).AnswersAreCached, Fencing = Settings.Of(id).Fencing };

    private InMemoryFleet Fleet(FleetId id)
    {
        var fleet = new InMemoryFleet(Clock) { StartUp = Settings.StartUp };
        HashSet<(ClusterId, WorkloadId)> known = [];
        foreach (var (deployment, reference) in Topology.Services.SelectMany(static service => service.Deployments).SelectMany(static deployment => deployment.Workloads.Select(reference => (deployment, reference))))
        {
            if (Topology.Clusters.First(cluster => cluster.Id == reference.Cluster).Fleet == id && known.Add((reference.Cluster, reference.Workload)))
            {
                fleet.Add(reference.Cluster, reference.Workload, deployment.Role == DeploymentRole.Active ? reference.ServingReplicas : reference.StandbyReplicas ?? reference.ServingReplicas, "1");
            }
        }

        return fleet;
    }

    private InMemoryDataReplica Replica(DataReference data)
    {
        var replica = new InMemoryDataReplica();
        var service = Topology.Services.First(service => service.Data.Any(known => known.ReplicaSet == data.ReplicaSet));
        var home = service.Deployments.First(static deployment => deployment.Role == DeploymentRole.Active).Region;
        foreach (var deployment in service.Deployments)
        {
            replica.Add(deployment.Region, deployment.Region == home ? ReplicaRole.Writable : ReplicaRole.Standby, Settings.Data.Lag);
            replica.SetFenceOutcome(deployment.Region, Settings.Data.DeadFence);
        }

        return replica;
    }

    private InMemoryVault Vault(string name)
    {
        var vault = new InMemoryVault(Clock);
        foreach (var service in Topology.Services.Where(service => service.Data.Any(data => data.Vault == name)))
        {
            vault.Add(new Backup($"{service.Id}-first", service.Id, Clock.GetUtcNow()));
        }

        return vault;
    }
}
