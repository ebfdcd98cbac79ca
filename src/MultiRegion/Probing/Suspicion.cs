namespace MultiRegion.Probing;

/// <summary>When a probe has waited for so much longer than its target usually takes that its confirmations begin beside it.</summary>
internal static class Suspicion
{
    /// <summary>The most confirmations that are sent beside one probe.</summary>
    public const int MostBeside = 4;

    /// <summary>The fewest answers that show what is usual.</summary>
    public const int Enough = 16;

    private const double Usual = 0.98;
    private const int FarLonger = 4;

    /// <summary>
    /// After how long; null: not at all, because too little is known, or because the target takes so long that hardly anything
    /// of the time-out would be left to be saved.
    /// </summary>
    public static TimeSpan? After(in LatencyProfile profile, ProbeSchedule schedule)
    {
        var after = Pace.Larger(profile.Quantile(Usual) * FarLonger, schedule.Timeout / 10);
        return profile.Samples >= Enough && after <= schedule.Timeout * 0.6 ? after : null;
    }
}
