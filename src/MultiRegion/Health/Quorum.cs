namespace MultiRegion.Health;

/// <summary>Makes one verdict of the votes of all configured vantage points; one that has not voted counts as Unknown.</summary>
internal static class Quorum
{
    /// <summary>How many must agree: what is configured, or more than half of the configured vantage points.</summary>
    public static int Needed(int? configured, int vantages)
    {
        var needed = configured ?? (vantages / 2) + 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(needed, 1, nameof(configured));
        return needed;
    }

    /// <summary>Unhealthy when enough say so; else healthy when enough say so, a degraded vote counting as healthy; else unknown.</summary>
    public static Verdict Combine(ReadOnlySpan<Verdict> votes, int quorum)
    {
        var (healthy, unhealthy) = (0, 0);
        foreach (var vote in votes)
        {
            healthy += vote is Verdict.Healthy or Verdict.Degraded ? 1 : 0;
            unhealthy += vote == Verdict.Unhealthy ? 1 : 0;
        }

        return unhealthy >= quorum ? Verdict.Unhealthy
            : healthy >= quorum ? Verdict.Healthy
            : Verdict.Unknown;
    }

    /// <summary>The time by which a quorum of the times has come; null when there are too few. Sorts them.</summary>
    public static TimeSpan? Earliest(Span<TimeSpan> times, int quorum)
    {
        times.Sort();
        return times.Length >= quorum ? times[quorum - 1] : null;
    }

    /// <summary>The time at or after which a quorum of the times lies; null when there are too few. Sorts them.</summary>
    public static TimeSpan? Latest(Span<TimeSpan> times, int quorum)
    {
        times.Sort();
        return times.Length >= quorum ? times[^quorum] : null;
    }
}
