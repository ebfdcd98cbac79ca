namespace MultiRegion.Probing;

/// <summary>
/// Keeps the probes of many alarms apart: when a balancer goes that thousands of connections led through, they all end in the
/// same moment.
/// </summary>
internal readonly record struct AlarmCrowd
{
    /// <summary>So many alarms within a second are answered at once.</summary>
    public const int AtOnce = 16;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(1);

    private TimeSpan Since { get; init; }

    private int Count { get; init; }

    /// <summary>The state after one more alarm.</summary>
    public AlarmCrowd With(TimeSpan now) =>
        Count > 0 && now - Since < Window ? this with { Count = Count + 1 } : new() { Since = now, Count = 1 };

    /// <summary>How long the probe of the latest alarm waits: the more there are, the further they are spread, up to an interval.</summary>
    /// <param name="interval">The target's interval.</param>
    /// <param name="draw">0 to below 1, drawn by lot.</param>
    public TimeSpan Delay(TimeSpan interval, double draw) =>
        Count <= AtOnce ? TimeSpan.Zero : Pace.Smaller(interval, Each * Count) * draw;
}
