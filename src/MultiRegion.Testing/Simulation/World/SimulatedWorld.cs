using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Engine;
using MultiRegion.Machine;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Simulation;

/// <summary>
/// An estate on virtual time: regions, users, providers and controllers, all moved by one thread, one event after another. What the
/// controllers run is the production engine; what it acts on are the in-memory providers of this package at the end of wires.
/// </summary>
internal sealed partial class SimulatedWorld
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly List<Controller> _controllers = [];
    private readonly SimulationInput _input;
    private readonly FaultDesk _faults;
    private readonly InvariantBoard _invariants;
    private TimeSpan? _nextReport;
    private TimeSpan _reportedAt;
    private long _rounds;
    private long _entries;

    public SimulatedWorld(SimulationInput input, SimulationSeams? seams = null)
    {
        (_input, Settings, Seed, Seams) = (input, input.World, input.Seed, seams ?? SimulationSeams.None);
        Topology = Answered(input.Topology);
        Groups = GroupDefinition.Of(Topology);
        Regions = Topology.Regions.ToImmutableSortedDictionary(static region => region.Id, static region => new RegionModel(region.Id));
        Routers = Topology.Services.SelectMany(static service => service.Routers).Distinct().ToImmutableSortedDictionary(static id => id, Router);
        Fleets = Topology.Clusters.Select(static cluster => cluster.Fleet).Distinct().ToImmutableSortedDictionary(static id => id, Fleet);
        Replicas = Topology.Services.SelectMany(static service => service.Data).DistinctBy(static data => data.ReplicaSet)
            .ToImmutableSortedDictionary(static data => data.ReplicaSet, Replica);
        Vaults = Topology.Services.SelectMany(static service => service.Data).Select(static data => data.Vault).OfType<string>().Distinct()
            .ToImmutableSortedDictionary(static name => name, Vault, StringComparer.Ordinal);
        Lease = new InMemoryLeaseStore(Clock);
        Traffic = new TrafficModel(this);
        Outages = new OutageBook(this);
        _faults = new FaultDesk(this);
        Bounds = new TimeBounds(this);
        _invariants = new InvariantBoard(this);
        _propagations = new Lots(Seed, "propagation");
    }

    public VirtualClock Clock { get; } = new();

    public SimulationSettings Settings { get; }

    public EngineOptions Options => _input.Options;

    public SimulationSeams Seams { get; }

    public int Seed { get; }

    public EstateTopology Topology { get; }

    public ImmutableArray<GroupDefinition> Groups { get; }

    public ImmutableSortedDictionary<RegionId, RegionModel> Regions { get; }

    public ImmutableSortedDictionary<RouterId, InMemoryRouter> Routers { get; }

    public ImmutableSortedDictionary<FleetId, InMemoryFleet> Fleets { get; }

    public ImmutableSortedDictionary<ReplicaSetId, InMemoryDataReplica> Replicas { get; }

    public ImmutableSortedDictionary<string, InMemoryVault> Vaults { get; }

    public InMemoryJournal Journal { get; private set; } = new();

    public InMemoryLeaseStore Lease { get; }

    public TrafficModel Traffic { get; }

    public OutageBook Outages { get; }

    public Agenda Agenda { get; } = new();

    public SimulationTrace Trace { get; } = new();

    public TimeSpan Now => Clock.Elapsed;

    public IReadOnlyList<Controller> Controllers => _controllers;

    public IEnumerable<Controller> Living => _controllers.Where(static controller => !controller.IsDead);

    /// <summary>The one that leads; the latest when none does.</summary>
    public Controller Leader => _controllers.Find(static controller => controller is { IsDead: false, Engine.Leads: true }) ?? _controllers[^1];

    public static MoveGroupId GroupOf(ServiceDefinition service) => service.MoveGroup ?? new MoveGroupId(service.Id.Value);

    /// <summary>Lives through the run.</summary>
    public SimulationRun Run()
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _faults.Plan(_input);
            StartController();
            PlanVantages();
            _nextReport = Settings.Clients.ReportInterval;
            while (Now < _input.Length)
            {
                Step();
            }

            Settle();
            return Result();
        }
        finally
        {
            foreach (var controller in Living)
            {
                controller.Kill();
            }

            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Everything that happens at this time, and then the time until the next thing.</summary>
    private void Step()
    {
        var rounds = Rounds();
        var until = Until(rounds);
        if (until == TimeSpan.Zero || !_input.SkipsCalm || !TrySkip())
        {
            Clock.Advance(until);
        }
    }

    private int Rounds()
    {
        var rounds = 0;
        do
        {
            Settle();
        }
        while (++rounds < 50 && IsRoundDue());
        return rounds;
    }

    private bool IsRoundDue()
    {
        foreach (var controller in _controllers)
        {
            if (controller.NextRound(Now) == TimeSpan.Zero)
            {
                return true;
            }
        }

        return false;
    }

    private void Settle()
    {
        if (_nextReport <= Now)
        {
            Report();
            _nextReport += Settings.Clients.ReportInterval;
        }

        while (Agenda.TakeDue(Now, out var happens))
        {
            happens();
            _controllers.ForEach(controller => controller.DueAt = Now);
        }

        var (changed, rounds) = (LookAround(), _rounds);
        for (var at = 0; at < _controllers.Count; at++)
        {
            _controllers[at].Settle();
            _rounds += _controllers[at].Tick(Now) ? 1 : 0;
        }

        if (LookAround() || changed || _rounds > rounds)
        {
            Outages.Look();
            _invariants.AfterRound();
        }
    }

    // Something that is due at once again and again costs a little time, as it does in a real process.
    private TimeSpan Until(int rounds)
    {
        var next = _input.Length - Now;
        next = Earlier(next, Clock.NextTimer);
        next = Earlier(next, Agenda.Next - Now);
        next = Earlier(next, _nextReport - Now);
        next = Earlier(next, NextChange());
        foreach (var controller in _controllers)
        {
            next = Earlier(next, controller.NextRound(Now));
        }

        return next > TimeSpan.Zero ? next : rounds >= 50 ? Tick : TimeSpan.Zero;
    }

    private static TimeSpan Earlier(TimeSpan left, TimeSpan? right) => right is { } other && other < left ? other : left;

    public void StartController()
    {
        var controller = new Controller(_controllers.Count + 1, Clock);
        _controllers.Add(controller);
        Note("controller", $"{controller.Id} starts");
        controller.Engine = Engine(controller, new Wire(this, controller));
    }

    private FailoverEngine Engine(Controller controller, Wire wire)
    {
        var options = _input.Options;
        var probe = new SimulatedProbe(this, controller);
        _probes[controller] = probe;
        var builder = FailoverEngine.CreateBuilder()
            .WithTopology(Topology)
            .UseTime(controller.Clock)
            .UseJournal(new WiredJournal(wire))
            .UseLease(new WiredLease(wire))
            .AddProbe(SimulatedProbe.Name, Seams.Probe(probe))
            .AddProbe(SimulatedProbe.PromptName, new SimulatedPromptProbe(Seams.Probe(probe)))
            .UseSeams(new EngineSeams { Fold = Folded, Polls = controller.Clock.Polls })
            .UseOptions(new EngineOptions
            {
                Controller = controller.Id,
                Seed = unchecked((Seed * 31) + controller.Number),
                LoopInterval = options.LoopInterval,
                LeaseDuration = options.LeaseDuration,
                LeaseRetry = options.LeaseRetry,
                WriteTimeout = options.WriteTimeout,
                ReadinessInterval = options.ReadinessInterval,
                InboxInterval = options.InboxInterval,
                CompactAfter = options.CompactAfter,
            });
        foreach (var (id, router) in Routers)
        {
            builder.AddRouter(id, new WiredRouter(wire, id, Seams.Router(this, router)));
        }

        foreach (var (id, fleet) in Fleets)
        {
            builder.AddFleet(id, new WiredFleet(wire, id, Seams.Fleet(this, fleet)));
        }

        foreach (var (id, replica) in Replicas)
        {
            builder.AddReplicaSet(id, new WiredReplica(wire, id, Seams.Replica(this, replica)));
        }

        foreach (var (name, vault) in Vaults)
        {
            builder.AddVault(name, new WiredVault(wire, name, vault));
        }

        foreach (var name in Topology.Services.SelectMany(static service => service.Failover.BeforeTraffic.Concat(service.Failover.AfterTraffic)).Distinct())
        {
            builder.AddStep(name, new WiredStep(wire, name));
        }

        foreach (var (id, policy) in _input.Policies.AddRange(Seams.Policies))
        {
            builder.AddPolicy(id, policy);
        }

        return builder.Build();
    }

    /// <summary>A controller's process ends, and another one begins after a while; null: none does.</summary>
    public void Crash(Controller controller, string when, TimeSpan? again)
    {
        if (controller.IsDead)
        {
            return;
        }

        Note("controller", $"{controller.Id} dies {when}");
        controller.Kill();
        (_accidentAt, _disturbedAt) = (Now, Now);
        if (again is { } span)
        {
            Agenda.Add(Now + span, StartController);
        }
    }

    public void Crash(Controller controller, string when) => Crash(controller, when, TimeSpan.FromSeconds(5));

    public void Note(string where, string what)
    {
        if (_input.KeepsTrace)
        {
            Trace.Add(Now, where, what);
        }
    }

    private SimulationRun Result()
    {
        Traffic.Count();
        _invariants.AtEnd();
        return new()
        {
            Seed = Seed,
            Length = _input.Length,
            Faults = _faults.All,
            Outages = Outages.All,
            Requests = Traffic.Requests,
            FailedRequests = Traffic.Failed,
            Failures = [.. Traffic.Failures],
            DataLost = _dataLost,
            Failovers = _moves.Failovers,
            Flaps = _moves.Flaps,
            Ends = [.. Groups.Select(group => End(group.Id))],
            Violations = _invariants.Violations,
            Trace = _input.KeepsTrace ? Trace : SimulationTrace.Empty,
            Events = _rounds + _entries,
        };
    }

    private SimulatedEnd End(MoveGroupId group) => StateOf(group) is { } state
        ? new(group, state.Phase, (state.Hold?.Reason ?? state.Move?.Halted)?.ToString())
        : new(group, GroupPhase.Steady, null);

    /// <summary>What a group is in, as the leader knows it; null before anything is known.</summary>
    public GroupState? StateOf(MoveGroupId group) => Leader.Engine?.Estate.Groups.GetValueOrDefault(group);

    public Verdict VerdictOf(MoveGroupId group, RegionId region) => StateOf(group)?.In(region).Verdict ?? Verdict.Unknown;

    private static EstateTopology Answered(EstateTopology topology) => topology with
    {
        Services = [.. topology.Services.Select(static service => service with { Probe = new NamedProbeDefinition { Name = SimulatedPromptProbe.Is(service.Probe) ? SimulatedProbe.PromptName : SimulatedProbe.Name } })],
        Vantages =
        [
            .. topology.Vantages.Select(static vantage => vantage with
            {
                References = [.. vantage.References.Select(static reference => new NamedProbeDefinition { Name = SimulatedProbe.Name, Host = reference.Host ?? "reference.invalid" })],
            }),
        ],
    };
}
