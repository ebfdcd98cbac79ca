namespace MultiRegion.Health;

/// <summary>Finds the region that answers its probes while its users suffer, by comparing it with the best of the others.</summary>
internal static class GreyFailure
{
    /// <summary>The state of one region of a service after one more window of its traffic.</summary>
    /// <param name="regions">The states of all regions of the service.</param>
    /// <param name="region">Which of them the window is about.</param>
    /// <param name="window">What its users got.</param>
    /// <param name="settings">When that is degraded.</param>
    public static GreyHealth Fold(ReadOnlySpan<GreyHealth> regions, int region, in TrafficWindow window, DegradedSettings settings)
    {
        var state = regions[region] with { Last = window };
        return window.Counts(settings) ? state.Seen(Suffers(regions, region, window, settings), window.At, settings) : state;
    }

    /// <summary>The least error ratio and latency among the other regions that have current, sufficient data.</summary>
    public static (double? ErrorRatio, TimeSpan? Latency) BestOther(
        ReadOnlySpan<GreyHealth> regions, int region, TimeSpan now, DegradedSettings settings)
    {
        (double? ErrorRatio, TimeSpan? Latency) best = default;
        for (var other = 0; other < regions.Length; other++)
        {
            var window = regions[other].Last;
            if (other != region && window.Counts(settings) && window.IsCurrent(now, settings))
            {
                best = (Least(best.ErrorRatio, window.ErrorRatio), Least(best.Latency, window.MeanLatency));
            }
        }

        return best;
    }

    private static bool Suffers(ReadOnlySpan<GreyHealth> regions, int region, in TrafficWindow window, DegradedSettings settings)
    {
        var best = BestOther(regions, region, window.At, settings);
        return ErrorsStandOut(window.ErrorRatio, best.ErrorRatio, settings) || LatencyStandsOut(window.MeanLatency, best.Latency, settings);
    }

    // Every comparison with null is false: without a better region with data nobody is degraded.
    private static bool ErrorsStandOut(double own, double? best, DegradedSettings settings) =>
        own >= settings.ErrorRatio && own > best && own >= settings.ErrorRatioAgainstBest * best;

    private static bool LatencyStandsOut(TimeSpan? own, TimeSpan? best, DegradedSettings settings) =>
        best > TimeSpan.Zero && own > best && own.Value.Ticks >= settings.LatencyAgainstBest * best.Value.Ticks;

    private static double Least(double? one, double other) => one < other ? one.Value : other;

    private static TimeSpan? Least(TimeSpan? one, TimeSpan? other) => other is null || one < other ? one : other;
}
