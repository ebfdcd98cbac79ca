namespace MultiRegion.Routing;

/// <summary>Even numbers from 0 to below 1, from any thread without a lock: a counter through the SplitMix64 finaliser.</summary>
internal sealed class RollSource(long seed)
{
    private const long GoldenGamma = unchecked((long)0x9E3779B97F4A7C15);

    private long _state = seed;

    public double Next()
    {
        var mixed = (ulong)Interlocked.Add(ref _state, GoldenGamma);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1L << 53));
    }
}
