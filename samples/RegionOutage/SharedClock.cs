using System.Diagnostics;
using System.Globalization;

namespace RegionOutage;

/// <summary>
/// One clock for all processes of a run: UTC read once by the parent, carried on by the machine's monotonic counter. So the times
/// in every log and in the journal can be subtracted from each other, whatever happens to the wall clock meanwhile.
/// </summary>
internal sealed class SharedClock(DateTimeOffset originUtc, long originTimestamp) : TimeProvider
{
    /// <summary>Since the run began.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(originTimestamp);

    public override DateTimeOffset GetUtcNow() => originUtc + Now;

    /// <summary>When something recorded with this clock's UTC happened, since the run began.</summary>
    public TimeSpan Since(DateTimeOffset utc) => utc - originUtc;

    public static SharedClock Start() => new(DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());

    public static SharedClock Parse(string text)
    {
        var parts = text.Split(':');
        return new(new(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{originUtc.UtcTicks}:{originTimestamp}");
}
