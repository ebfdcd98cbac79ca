using System.Collections.Immutable;
using MultiRegion.Machine;

namespace MultiRegion.Testing.Simulation;

/// <summary>Asks all invariants whenever something has happened.</summary>
internal sealed class InvariantBoard(SimulatedWorld world)
{
    private readonly List<Violation> _violations = [];

    public ImmutableArray<Violation> Violations => [.. _violations];

    public void AfterEntry(Controller controller, JournalRecord record, EstateState before, EstateEntry entry, EstateState after)
    {
        _ = (world, controller, record, before, entry, after);
    }

    public void AfterWrite(Controller controller, WireCall call)
    {
        _ = (world, controller, call);
    }

    public void Promoted(ReplicaSetId set, RegionId region, TimeSpan? lost, DemotionToken? token)
    {
        _ = (world, set, region, lost, token);
    }

    public void Restored(RegionId region)
    {
        _ = (world, region);
    }

    public void AfterChange()
    {
        _ = world;
    }

    public void AfterRound()
    {
        _ = world;
    }

    public void AtEnd()
    {
        _ = world;
    }
}
