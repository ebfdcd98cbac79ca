namespace MultiRegion.Health;

/// <summary>How far a vantage point can trust its own eyes.</summary>
internal enum Sight
{
    /// <summary>It sees: it has no reference targets, or at least half of them are in order.</summary>
    Clear,

    /// <summary>More than half of its reference targets are not in order, though not clearly dead: it may not call anybody unhealthy.</summary>
    Doubtful,

    /// <summary>More than half of its reference targets are dead: it may not say anything.</summary>
    Blind,
}

/// <summary>What a vantage point may say, given how its reference targets are.</summary>
internal static class VantageVote
{
    /// <summary>How far a vantage point with these reference targets can trust its own eyes.</summary>
    public static Sight Look(ReadOnlySpan<EndpointHealth> references, TimeSpan now, in HealthThresholds thresholds)
    {
        var dead = Dead(references, now, thresholds);
        var inOrder = InOrder(references, now, thresholds);
        return dead * 2 > references.Length ? Sight.Blind
            : inOrder * 2 < references.Length ? Sight.Doubtful
            : Sight.Clear;
    }

    /// <summary>The vote on an endpoint. A verdict that another process reports was judged by that process's own eyes.</summary>
    public static Verdict Cast(
        in EndpointHealth endpoint, Sight sight, ReadOnlySpan<EndpointHealth> references, TimeSpan now, in HealthThresholds thresholds)
    {
        var verdict = endpoint.VerdictAt(now, thresholds);
        return endpoint.IsReported || MaySay(verdict, endpoint, sight, references) ? verdict : Verdict.Unknown;
    }

    /// <summary>The reference targets that are healthy and have no failure to their name.</summary>
    public static int InOrder(ReadOnlySpan<EndpointHealth> references, TimeSpan now, in HealthThresholds thresholds)
    {
        var count = 0;
        foreach (ref readonly var reference in references)
        {
            count += reference.VerdictAt(now, thresholds) == Verdict.Healthy && !reference.IsSuspect ? 1 : 0;
        }

        return count;
    }

    private static int Dead(ReadOnlySpan<EndpointHealth> references, TimeSpan now, in HealthThresholds thresholds)
    {
        var count = 0;
        foreach (ref readonly var reference in references)
        {
            count += reference.VerdictAt(now, thresholds) == Verdict.Unhealthy ? 1 : 0;
        }

        return count;
    }

    private static bool MaySay(Verdict verdict, in EndpointHealth endpoint, Sight sight, ReadOnlySpan<EndpointHealth> references) => sight switch
    {
        Sight.Blind => false,
        _ when verdict != Verdict.Unhealthy => true,
        Sight.Doubtful => false,
        _ => HasSeenSince(references, endpoint.FirstFailureAt),
    };

    // When we are cut off, endpoints may fail before the next probes of the reference targets do: eyes that have not been
    // proven since the failures began prove nothing.
    private static bool HasSeenSince(ReadOnlySpan<EndpointHealth> references, TimeSpan? failing)
    {
        var seen = 0;
        foreach (ref readonly var reference in references)
        {
            seen += reference.LastSuccessAt >= failing ? 1 : 0;
        }

        return seen * 2 >= references.Length;
    }
}
