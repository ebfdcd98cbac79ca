using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Routing;

namespace MultiRegion.Testing.Simulation;

/// <summary>Asks all invariants whenever something has happened, and keeps what they answer: each once.</summary>
internal sealed class InvariantBoard
{
    private const int Most = 20;
    private readonly SimulatedWorld _world;
    private readonly Invariant[] _invariants;
    private readonly List<Violation> _violations = [];
    private readonly Dictionary<RouterId, int> _routerWrites = [];
    private readonly Dictionary<FleetId, int> _fleetWrites = [];
    private readonly Dictionary<ReplicaSetId, int> _dataWrites = [];
    private readonly Dictionary<(RouterId, ServiceId), Shares> _shares = [];

    public InvariantBoard(SimulatedWorld world)
    {
        _world = world;
        _invariants =
        [
            new DeadRegionLeft(world), new SomeoneServes(world), new WithinCapacity(world), new OneWriter(world), new UnpromotedSilent(world),
            new MarkersRise(world), new PromotedBeforeShift(world), new FencedBeforePromotion(world), new UnknownStays(world), new NoFalseFailover(world), new HeldUntouched(world),
            new EditsKept(world), new FractionsAddUp(world), new GuardsKept(world), new LossAgreed(world), new GroupWhole(world),
            new CalmEnd(world), new JournalReplays(world), new QuietFirst(world), new DrainKept(world), new EpochsRise(world),
            new HealthyTargets(world), new OutcomesCount(world), new EffectAwaited(world), new AsRecorded(world), new UsersServed(world),
            new MarkerRestored(world),
        ];
    }

    public ImmutableArray<Violation> Violations => [.. _violations];

    public void AfterEntry(Controller controller, JournalRecord record, EstateState before, EstateEntry entry, EstateState after)
    {
        var seen = new EntrySeen(controller, record, before, entry, after);
        Ask(invariant => invariant.AfterEntry(seen));
    }

    /// <summary>A call that writes has arrived: what it left on its plane is looked at.</summary>
    public void AfterWrite()
    {
        foreach (var (id, router) in _world.Routers)
        {
            foreach (var write in News(_routerWrites, id, router.Log))
            {
                Shifted(id, write);
            }
        }

        foreach (var (id, fleet) in _world.Fleets)
        {
            foreach (var write in News(_fleetWrites, id, fleet.Log))
            {
                Ask(invariant => invariant.AfterScale(write));
            }
        }

        foreach (var (id, replica) in _world.Replicas)
        {
            foreach (var done in News(_dataWrites, id, replica.Log))
            {
                Ask(invariant => invariant.AfterData(done, id));
            }
        }
    }

    public void Promoted(ReplicaSetId set, RegionId region, TimeSpan? lost, DemotionToken? token)
    {
        foreach (var group in _world.Groups.Where(group => group.SingleWriterData.Contains(set)))
        {
            var seen = new PromotionSeen(set, region, lost, token is not null, group, _world.StateOf(group.Id));
            Ask(invariant => invariant.AfterPromotion(seen));
        }
    }

    public void Restored(RegionId region)
    {
        foreach (var invariant in _invariants)
        {
            invariant.AfterRestore(region);
        }
    }

    public void Touched(RegionId region)
    {
        foreach (var invariant in _invariants)
        {
            invariant.AfterTouch(region);
        }
    }

    public void AfterChange() => Ask(static invariant => invariant.AfterChange());

    public void AfterRound() => Ask(static invariant => invariant.AfterRound());

    public void AtEnd() => Ask(static invariant => invariant.AtEnd());

    /// <summary>Something that is not as it must be, seen elsewhere.</summary>
    public void Report(string id, string seen)
    {
        if (_violations.Count < Most && !_violations.Exists(violation => violation.Invariant == id))
        {
            _violations.Add(new(id, _world.Now, _world.Seed, seen));
            _world.Note("violation", $"{id}: {seen}");
        }
    }

    private void Shifted(RouterId id, RouterWrite write)
    {
        var service = _world.Topology.Service(write.Service);
        var group = _world.Groups.First(group => group.Services.Any(known => known.Id == service.Id));
        var seen = new ShiftSeen(id, write, _shares.GetValueOrDefault((id, write.Service)), service, group, _world.StateOf(group.Id));
        _shares[(id, write.Service)] = write.Shares;
        Ask(invariant => invariant.AfterShift(seen));
    }

    private void Ask(Func<Invariant, string?> question)
    {
        foreach (var invariant in _invariants)
        {
            if (question(invariant) is { } seen)
            {
                Report(invariant.Id, seen);
            }
        }
    }

    private static ImmutableArray<T> News<TKey, T>(Dictionary<TKey, int> known, TKey key, ImmutableArray<T> log)
        where TKey : notnull
    {
        var from = known.GetValueOrDefault(key);
        known[key] = log.Length;
        return from == log.Length ? [] : log[from..];
    }
}
