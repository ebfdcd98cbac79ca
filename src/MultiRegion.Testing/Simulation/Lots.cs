namespace MultiRegion.Testing.Simulation;

/// <summary>
/// What is drawn by lot: each draw is a function of the seed, of what it is about and of its number, so that no draw depends on the
/// order of others.
/// </summary>
internal readonly struct Lots
{
    private readonly ulong _key;

    public Lots(int seed, string about)
    {
        var key = Mixed(unchecked((ulong)seed) + 0x9E3779B97F4A7C15);
        foreach (var character in about)
        {
            key = Mixed(key ^ character);
        }

        _key = key;
    }

    /// <summary>The draw of a number: 0 to below 1.</summary>
    public double this[long number] => (Mixed(_key + (unchecked((ulong)number) * 0x9E3779B97F4A7C15)) >> 11) * (1.0 / (1UL << 53));

    /// <summary>The draw of a number, with a mean, as times between independent events are.</summary>
    public TimeSpan Exponential(long number, TimeSpan mean) => mean * -Math.Log(1 - this[number]);

    /// <summary>The draw of a number between two times.</summary>
    public TimeSpan Between(long number, TimeSpan least, TimeSpan most) => least + ((most - least) * this[number]);

    private static ulong Mixed(ulong value)
    {
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EB);
        return value ^ (value >> 31);
    }
}
