namespace MultiRegion.Probing;

/// <summary>The regular pace of one target, walked without probing.</summary>
internal struct PaceWalk(ProbeSlot slot)
{
    private readonly ProbeSchedule _schedule = slot.Target.Schedule;
    private ProbeDraws _draws = slot.Draws;

    /// <summary>When the next probe starts.</summary>
    public TimeSpan Due { get; private set; } = slot.RegularDue;

    /// <summary>When the last one walked over started; null: none was.</summary>
    public TimeSpan? LastStart { get; private set; }

    public readonly ProbeDraws Draws => _draws;

    public void Step()
    {
        LastStart = Due;
        Due = Pace.Regular(Due, Due, _schedule, _draws.Next());
    }
}
