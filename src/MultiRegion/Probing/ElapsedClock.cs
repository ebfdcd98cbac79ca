namespace MultiRegion.Probing;

/// <summary>The monotonic time since it was made.</summary>
internal sealed class ElapsedClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public TimeSpan Now => time.GetElapsedTime(_origin);
}
