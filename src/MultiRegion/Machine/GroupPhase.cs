namespace MultiRegion;

/// <summary>Where a group stands as a whole; always derived, never stored.</summary>
public enum GroupPhase
{
    /// <summary>Everything is where it belongs.</summary>
    Steady,

    /// <summary>Traffic is leaving a region that is dead or degraded.</summary>
    FailingOver,

    /// <summary>A region is out, and the others serve.</summary>
    FailedOver,

    /// <summary>A region that was out is healthy again and waits for its stability time.</summary>
    Recovering,

    /// <summary>Traffic is coming back by steps.</summary>
    FailingBack,

    /// <summary>A planned move is under way.</summary>
    SwitchingOver,

    /// <summary>A move cannot go on by itself.</summary>
    Halted,
}
