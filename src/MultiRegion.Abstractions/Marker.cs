namespace MultiRegion;

/// <summary>
/// What every write leaves on a router, cluster or database. A write whose (epoch, sequence) is lower than the one found
/// is refused; an equal one of another plan is a conflict; an equal one of the same plan has happened already.
/// </summary>
/// <param name="Epoch">The number of the move: it rises with every move of any service; 0 before the first.</param>
/// <param name="Sequence">The step within the move, from 1.</param>
/// <param name="Controller">Who wrote.</param>
/// <param name="PlanHash">The hash of the plan that the write belongs to.</param>
public sealed record Marker(long Epoch, int Sequence, ControllerId Controller, string PlanHash)
{
    /// <summary>How a write under this marker stands to the marker found on the plane.</summary>
    /// <param name="found">The marker found; null when there is none.</param>
    public MarkerOrder Against(Marker? found) =>
        found is null ? MarkerOrder.Newer
        : (Epoch, Sequence).CompareTo((found.Epoch, found.Sequence)) switch
        {
            > 0 => MarkerOrder.Newer,
            < 0 => MarkerOrder.Older,
            _ => string.Equals(PlanHash, found.PlanHash, StringComparison.Ordinal) ? MarkerOrder.Same : MarkerOrder.Conflicting,
        };

    /// <inheritdoc />
    public override string ToString() => $"{Epoch}.{Sequence} by {Controller} ({PlanHash})";
}

/// <summary>How a write's marker stands to the one found on the plane.</summary>
public enum MarkerOrder
{
    /// <summary>Later than what is there: write.</summary>
    Newer,

    /// <summary>This very write has happened: do nothing and report success.</summary>
    Same,

    /// <summary>The same place in the same epoch, of another plan: two writers; refuse.</summary>
    Conflicting,

    /// <summary>Earlier than what is there: the writer was superseded; refuse.</summary>
    Older,
}

/// <summary>How strong a plane's fencing of old writers is.</summary>
public enum FencingStrength
{
    /// <summary>The plane itself refuses a stale write (a compare-and-set at the receiver).</summary>
    Atomic,

    /// <summary>
    /// The marker is read, the write sent while the lease outlasts its time-out, and the marker read back. A paused writer
    /// can still land in the window between read and write; the leader then re-asserts.
    /// </summary>
    Checked,
}
