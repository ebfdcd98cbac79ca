namespace MultiRegion.Probing;

/// <summary>
/// The lots that one target draws, one after another: of the seed and the target alone, so that what one target draws does not
/// depend on when others are probed.
/// </summary>
internal struct ProbeDraws(int seed, long order)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = Mixed(Mixed(unchecked((ulong)seed)) + unchecked((ulong)order));

    /// <summary>0 to below 1.</summary>
    public double Next()
    {
        _state = unchecked(_state + Golden);
        return (Mixed(_state) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mixed(ulong value)
    {
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EB);
        return value ^ (value >> 31);
    }
}
