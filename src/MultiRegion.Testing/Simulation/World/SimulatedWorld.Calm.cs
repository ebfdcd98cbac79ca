namespace MultiRegion.Testing.Simulation;

/// <content>Calm stretches.</content>
internal sealed partial class SimulatedWorld
{
    public void Restored(RegionId region) => _invariants.Restored(region);

    private bool TrySkip(TimeSpan until)
    {
        _ = (until, _rounds);
        return false;
    }
}
