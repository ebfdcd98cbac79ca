using MultiRegion.Machine;
using MultiRegion.Planning;

namespace MultiRegion.Testing.Simulation;

/// <summary>Counts failovers and flaps.</summary>
internal sealed class MoveCount
{
    public int Failovers { get; private set; }

    public int Flaps { get; private set; }

    public void Happened(SimulatedWorld world, GroupEntry happened, EstateState before, EstateState after)
    {
        var request = happened.Event switch
        {
            MoveStarted started => started.Request,
            MoveInterrupted interrupted when after.Groups[happened.Group].Move?.Request == interrupted.Request => interrupted.Request,
            _ => null,
        };
        if (request?.Kind is not MoveKind.Failover)
        {
            return;
        }

        Failovers++;
        var coolDown = before.Definitions[happened.Group].Lead.Guards.CoolDown;
        var early = before.Groups[happened.Group] is { Move: null, MovedAt: { } moved } && happened.Now - moved < coolDown;
        Flaps += early || (request.From is { } from && world.Regions[from].IsWell) ? 1 : 0;
    }
}
