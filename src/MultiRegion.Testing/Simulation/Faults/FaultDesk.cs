using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Testing.Simulation;

/// <summary>Lets faults begin and end.</summary>
internal sealed class FaultDesk(SimulatedWorld world)
{
    private readonly List<Fault> _active = [];
    private readonly Dictionary<Fault, int> _left = [];
    private readonly Dictionary<Fault, Controller> _victims = [];
    private readonly Dictionary<RegionId, TimeSpan> _hiddenUntil = [];
    private TimeSpan _blindUntil;

    public ImmutableArray<Fault> All { get; private set; } = [];

    public int AllProbesLost => _active.Count(static fault => fault is { Kind: FaultKind.ProbePathDown, Region: null });

    public double ProbeLoss => _active.Where(static fault => fault.Kind == FaultKind.ProbeLoss).Select(static fault => fault.Part ?? 0.5).DefaultIfEmpty(0).Max();

    /// <summary>Whether anything is wrong now that changes with time alone, or with every call.</summary>
    public bool IsRestless => _active.Exists(fault => fault.Kind is FaultKind.LagGrows || _left.ContainsKey(fault));

    /// <summary>Whether calls to providers may take another time than usual, or bring something else.</summary>
    public bool AreCallsDisturbed => _active.Exists(static fault => fault.Kind is FaultKind.RouterFails or FaultKind.RouterThrottles or FaultKind.RouterLosesAnswers or FaultKind.RouterGone
        or FaultKind.ProviderPartition or FaultKind.ControllerIsolated);

    public bool IsAnythingWrong => _active.Count > 0;

    /// <summary>Whether something stands between the controller and what it acts on.</summary>
    public bool IsControlDisturbed => _active.Exists(static fault => fault.Kind is not (FaultKind.RegionDown or FaultKind.RegionErrors or FaultKind.RegionSlow or FaultKind.ProbePathDown or FaultKind.ProbeLoss or FaultKind.OperatorSays));

    /// <summary>Whether this process could not probe anything, just now or a moment ago.</summary>
    public bool WasBlind => _blindUntil > world.Now;

    /// <summary>Whether this process could not probe a region, just now or a moment ago.</summary>
    public bool WasHidden(RegionId region) => _hiddenUntil.GetValueOrDefault(region) > world.Now;

    public void Plan(SimulationInput input)
    {
        All = [.. input.Faults.Faults.Concat(input.Drawn?.Draw(world.Topology, input.Seed, input.Length) ?? []).Where(fault => fault.At < input.Length).OrderBy(static fault => fault.At)];
        foreach (var fault in All)
        {
            world.Agenda.Add(fault.At, () => Begin(fault));
        }
    }

    /// <summary>What becomes of a call, by the faults that are in force.</summary>
    public Fate FateOf(WireCall call)
    {
        foreach (var fault in _active)
        {
            var fate = Of(fault, call);
            if (fate != Fate.Arrives)
            {
                Spend(fault);
                return fate;
            }
        }

        return Fate.Arrives;
    }

    public double SlownessOf(RouterId router) =>
        _active.Where(fault => fault.Kind == FaultKind.RouterSlow && fault.Router == router).Select(static fault => fault.Factor ?? 5).DefaultIfEmpty(1).Max();

    public bool FencesUnanswered(ReplicaSetId set) => _active.Exists(fault => fault.Kind == FaultKind.FenceUnanswered && fault.ReplicaSet == set);

    public TimeSpan LagOf(ReplicaSetId set, RegionId region) =>
        _active.Where(fault => fault.Kind == FaultKind.LagGrows && fault.ReplicaSet == set && fault.Region == region).Select(fault => world.Now - fault.At).DefaultIfEmpty(TimeSpan.Zero).Max();

    private static Fate Of(Fault fault, WireCall call)
    {
        var atRouter = fault.Router is { } router && call.Plane == $"router {router}";
        return fault.Kind switch
        {
            FaultKind.RouterFails when atRouter && call.Name != "confirm" => Fate.Fails,
            FaultKind.RouterThrottles when atRouter && call.Name != "confirm" => Fate.IsThrottled,
            FaultKind.RouterLosesAnswers when atRouter && call.Writes => Fate.LosesAnswer,
            FaultKind.RouterGone when atRouter => Fate.IsLost,
            FaultKind.PromotionFails when call.Name == "promote" && call.Plane == $"data {fault.ReplicaSet}" => Fate.Fails,
            FaultKind.JournalFails when call.Plane == "journal" && call.Writes => Fate.IsLost,
            _ => Fate.Arrives,
        };
    }

    // Faults of single calls are over when they have happened often enough; those that last have no number.
    private void Spend(Fault fault)
    {
        if (_left.TryGetValue(fault, out var left))
        {
            _left[fault] = left - 1;
            if (left == 1)
            {
                End(fault);
            }
        }
    }

    private void Begin(Fault fault)
    {
        world.Note("fault", $"{fault.Kind} {fault.Region}{fault.Router}{fault.ReplicaSet} begins");
        world.Traffic.Count();
        _active.Add(fault);
        Remember(fault, TimeSpan.MaxValue);
        if (fault.Kind is FaultKind.RouterFails or FaultKind.RouterThrottles or FaultKind.RouterLosesAnswers or FaultKind.PromotionFails or FaultKind.JournalFails && (fault.For is null || fault.Times is not null))
        {
            _left[fault] = fault.Times ?? 1;
        }

        if (fault.Kind is FaultKind.RegionDown or FaultKind.RegionErrors or FaultKind.RegionSlow)
        {
            world.Outages.Begin(fault, fault.Region!.Value);
        }
        else
        {
            world.Outages.Disturb();
        }

        Act(fault, begins: true);
        world.Changed();
        if (fault.For is { } span)
        {
            world.Agenda.Add(fault.At + span, () => End(fault));
        }
        else if (fault.Kind is FaultKind.OperatorSays or FaultKind.RouterEdited or FaultKind.ClusterEdited or FaultKind.ClusterRestored or FaultKind.ControllerCrash or FaultKind.JournalDeleted or FaultKind.UtcJump)
        {
            _active.Remove(fault);
        }
    }

    private void End(Fault fault)
    {
        if (!_active.Remove(fault))
        {
            return;
        }

        world.Note("fault", $"{fault.Kind} {fault.Region}{fault.Router}{fault.ReplicaSet} ends");
        Remember(fault, world.Now + TimeSpan.FromMinutes(2));
        world.Traffic.Count();
        Act(fault, begins: false);
        world.Outages.Repair(fault);
        world.Changed();
    }

    // What could not be seen, and until when that may still show.
    private void Remember(Fault fault, TimeSpan until)
    {
        world.Disturbed();
        if (fault is { Kind: not FaultKind.ProbePathDown, Region: { } region })
        {
            world.Unwell(region);
        }

        if (fault is { Kind: FaultKind.ProbePathDown, Region: { } hidden })
        {
            _hiddenUntil[hidden] = until;
        }
        else if (fault.Kind is FaultKind.ProbePathDown or FaultKind.ProbeLoss or FaultKind.ControllerIsolated or FaultKind.ControllerPause)
        {
            _blindUntil = until;
        }
    }

    private void Act(Fault fault, bool begins)
    {
        switch (fault.Kind)
        {
            case FaultKind.RegionDown:
                TakeDown(world.Regions[fault.Region!.Value], begins);
                break;
            case FaultKind.RegionErrors:
                Set(world.Regions[fault.Region!.Value].Errors, fault.Part ?? 0.3, begins);
                break;
            case FaultKind.RegionSlow:
                Set(world.Regions[fault.Region!.Value].Slowness, fault.Factor ?? 10, begins);
                break;
            case FaultKind.ProbePathDown when fault.Region is { } region:
                world.Regions[region].HiddenFromProbes += begins ? 1 : -1;
                break;
            case FaultKind.ClusterGone:
                world.Regions[fault.Region!.Value].ClustersGone += begins ? 1 : -1;
                Reach(world.Regions[fault.Region!.Value]);
                break;
            case FaultKind.JournalFull:
                world.Journal.Unwritable = begins ? Problem.Failed("the disk is full", retryable: true) : null;
                break;
            case FaultKind.ControllerIsolated or FaultKind.ProviderPartition or FaultKind.ControllerPause or FaultKind.SecondController:
                ActOnController(fault, begins);
                break;
            default:
                ActOnce(fault, begins);
                break;
        }
    }

    private void ActOnce(Fault fault, bool begins)
    {
        if (!begins)
        {
            return;
        }

        switch (fault.Kind)
        {
            case FaultKind.RouterEdited:
                Edit(world.Routers[fault.Router!.Value], fault);
                if (world.Routers[fault.Router.Value] is var router && router.Services.Any(service => router.Written.Find(service) is { IsEdited: true }))
                {
                    world.Edited(fault.Router.Value);
                }

                break;
            case FaultKind.ClusterEdited:
                ForWorkloads(fault.Region!.Value, static (fleet, cluster, reference) => fleet.ScaleByHand(cluster, reference.Workload, reference.StandbyReplicas ?? reference.ServingReplicas));
                world.Touched(fault.Region.Value);
                break;
            case FaultKind.ClusterRestored:
                ForWorkloads(fault.Region!.Value, static (fleet, cluster, _) => fleet.Restore(cluster));
                world.Touched(fault.Region.Value);
                world.Restored(fault.Region!.Value);
                break;
            case FaultKind.JournalDeleted:
                world.DeleteJournal();
                world.Crash(Victim(fault), "with its journal", fault.For ?? TimeSpan.FromSeconds(5));
                break;
            case FaultKind.ControllerCrash:
                world.Crash(Victim(fault), "by a fault", fault.For ?? TimeSpan.FromSeconds(5));
                break;
            case FaultKind.UtcJump:
                Victim(fault).Clock.JumpUtc(fault.By ?? TimeSpan.FromHours(1));
                break;
            case FaultKind.OperatorSays:
                world.Say(fault.Command!.Value, fault.Group ?? OnlyGroup(fault.Command.Value), fault.Region);
                break;
            default:
                break;
        }
    }

    private MoveGroupId? OnlyGroup(CommandKind kind) =>
        kind is CommandKind.Drain or CommandKind.Undrain || world.Groups.Length > 1 ? default(MoveGroupId?) : world.Groups[0].Id;

    private Controller Victim(Fault fault) =>
        fault.Controller is { } number ? world.Living.ElementAtOrDefault(number - 1) ?? world.Leader : world.Leader;

    private void ActOnController(Fault fault, bool begins)
    {
        if (begins)
        {
            if (fault.Kind == FaultKind.SecondController)
            {
                world.StartController();
            }

            _victims[fault] = fault.Kind == FaultKind.SecondController ? world.Controllers[^1] : Victim(fault);
        }

        if (!_victims.TryGetValue(fault, out var victim))
        {
            return;
        }

        switch (fault.Kind)
        {
            case FaultKind.ControllerIsolated:
                victim.Isolations += begins ? 1 : -1;
                break;
            case FaultKind.ControllerPause when begins:
                victim.Clock.Pause();
                break;
            case FaultKind.ControllerPause:
                victim.Clock.Resume();
                break;
            case FaultKind.SecondController when !begins:
                world.Crash(victim, "by a fault", again: null);
                break;
            case FaultKind.ProviderPartition:
                Cut(victim, fault.Router is { } router ? $"router {router}" : fault.ReplicaSet is { } set ? $"data {set}" : $"region {fault.Region}", begins);
                break;
            default:
                break;
        }
    }

    private static void Cut(Controller victim, string plane, bool begins)
    {
        if (begins)
        {
            victim.CutOff.Add(plane);
        }
        else
        {
            victim.CutOff.Remove(plane);
        }
    }

    private void TakeDown(RegionModel region, bool begins)
    {
        region.Downs += begins ? 1 : -1;
        region.DownSince = !region.IsDown ? null : region.DownSince ?? world.Now;
        if (begins && region.Downs == 1)
        {
            world.Traffic.Break(region.Id);
            world.HangUp(region.Id);
            foreach (var after in world.Settings.Routers.Values.Append(world.Settings.Router).Select(static router => router.OwnHealthChecks).OfType<TimeSpan>().Distinct())
            {
                world.Agenda.Add(world.Now + after, world.Changed);
            }
        }

        Reach(region);
    }

    private void Reach(RegionModel region)
    {
        foreach (var cluster in world.Topology.Clusters.Where(cluster => cluster.Region == region.Id && HasWorkloads(cluster.Id)))
        {
            world.Fleets[cluster.Fleet].SetReachable(cluster.Id, !region.IsDown && region.ClustersGone == 0);
        }

        foreach (var (id, replica) in world.Replicas.Where(pair => pair.Value.Regions.Contains(region.Id)))
        {
            replica.SetReachable(region.Id, !region.IsDown);
            if (!region.IsDown)
            {
                world.Agenda.Add(world.Now + world.Settings.Data.ReattachTime, () => world.Reattach(id, region.Id));
            }
        }
    }

    private bool HasWorkloads(ClusterId cluster) =>
        world.Topology.Services.Any(service => service.Deployments.Any(deployment => deployment.Workloads.Any(workload => workload.Cluster == cluster)));

    private static void Set(List<double> values, double value, bool begins)
    {
        if (begins)
        {
            values.Add(value);
        }
        else
        {
            values.Remove(value);
        }
    }

    private static void Edit(InMemoryRouter router, Fault fault)
    {
        foreach (var service in router.Services)
        {
            if (router.Written.Find(service) is { } entry && RoutingResolver.CanResolve(entry.Content.Tree, entry.Content.Shares.With(fault.Region!.Value, new Share((fault.Part ?? 0) * 100))))
            {
                router.EditByHand(service, entry.Content.Shares.With(fault.Region.Value, new Share((fault.Part ?? 0) * 100)));
            }
        }
    }

    private void ForWorkloads(RegionId region, Action<InMemoryFleet, ClusterId, WorkloadReference> act)
    {
        foreach (var reference in world.Topology.Services.SelectMany(static service => service.Deployments).Where(deployment => deployment.Region == region).SelectMany(static deployment => deployment.Workloads))
        {
            act(world.Fleets[world.Topology.Clusters.First(cluster => cluster.Id == reference.Cluster).Fleet], reference.Cluster, reference);
        }
    }
}
