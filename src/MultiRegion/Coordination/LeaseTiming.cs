using System.Globalization;

namespace MultiRegion.Coordination;

/// <summary>Whether a lease is long enough for what a controller does while it holds it.</summary>
internal static class LeaseTiming
{
    /// <summary>
    /// Checks that loop + 2 × retry + write time-out &lt;= lease: a controller can then miss two renewals and still end its last
    /// write before anybody else acts.
    /// </summary>
    /// <param name="loop">The time between two renewals; above 0.</param>
    /// <param name="retry">The time after which a failed renewal is tried again; 0 or more.</param>
    /// <param name="writeTimeout">The longest time-out of a provider's write; above 0.</param>
    /// <param name="lease">The duration of the lease; above 0.</param>
    /// <returns>What is wrong, with all values; null when nothing is.</returns>
    public static string? Check(TimeSpan loop, TimeSpan retry, TimeSpan writeTimeout, TimeSpan lease)
    {
        var values = string.Create(CultureInfo.InvariantCulture, $"loop {Text(loop)}, retry {Text(retry)}, write time-out {Text(writeTimeout)}, lease {Text(lease)}");
        var needed = (Int128)loop.Ticks + (2 * (Int128)retry.Ticks) + writeTimeout.Ticks;
        return loop <= TimeSpan.Zero || retry < TimeSpan.Zero || writeTimeout <= TimeSpan.Zero || lease <= TimeSpan.Zero
                ? $"Loop, write time-out and lease must be above 0, and retry not below it ({values})."
            : needed > lease.Ticks
                ? $"The lease is too short: loop + 2 × retry + write time-out = {Seconds(needed)}, which is more than the lease ({values}). Lengthen the lease or shorten the others."
            : null;
    }

    private static string Text(TimeSpan span) => Seconds(span.Ticks);

    private static string Seconds(Int128 ticks) => string.Create(CultureInfo.InvariantCulture, $"{(decimal)ticks / TimeSpan.TicksPerSecond:0.###} s");
}
