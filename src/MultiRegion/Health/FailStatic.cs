namespace MultiRegion.Health;

/// <summary>When everything is bad at once it is most likely us: nothing moves then.</summary>
internal static class FailStatic
{
    /// <summary>Why a service must be held; null when one of its regions serves well enough to judge by.</summary>
    /// <param name="service">The service or move group.</param>
    /// <param name="regions">The verdict on each of its regions.</param>
    public static Reason? Judge(string service, ReadOnlySpan<Verdict> regions) =>
        AllBad(regions) ? Hold(service, "regions of the service", regions) : null;

    /// <summary>Why the whole estate must be held; null when anything is well, or when there is one endpoint only.</summary>
    /// <param name="endpoints">The verdict on every service in every region.</param>
    public static Reason? JudgeEstate(ReadOnlySpan<Verdict> endpoints) =>
        endpoints.Length > 1 && AllBad(endpoints) ? Hold("", "endpoints of the estate", endpoints) : null;

    /// <summary>Whether none of the verdicts, of which there is at least one, is healthy or degraded.</summary>
    public static bool AllBad(ReadOnlySpan<Verdict> verdicts) =>
        !verdicts.IsEmpty && !verdicts.ContainsAny(Verdict.Healthy, Verdict.Degraded);

    /// <summary>
    /// Whether a candidate has succeeded at or after the first failure of the region that it would take over from. Until
    /// then its neighbour's death may be our own blindness, and its next probe is waited for.
    /// </summary>
    public static bool IsFresh(in EndpointHealth candidate, TimeSpan sourceFirstFailureAt) => candidate.LastSuccessAt >= sourceFirstFailureAt;

    /// <inheritdoc cref="IsFresh(in EndpointHealth, TimeSpan)"/>
    public static bool IsFresh(in RegionHealth candidate, TimeSpan sourceFirstFailureAt) => candidate.LastSuccessAt >= sourceFirstFailureAt;

    private static Reason Hold(string subject, string what, ReadOnlySpan<Verdict> verdicts)
    {
        var unhealthy = verdicts.Count(Verdict.Unhealthy);
        return new Reason(
            ReasonCode.AllRegionsBad,
            subject,
            $"all {verdicts.Length} {what} are bad at once ({unhealthy} unhealthy, {verdicts.Length - unhealthy} unknown): "
            + "most likely it is us, so nothing moves");
    }
}
