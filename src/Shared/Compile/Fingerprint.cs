namespace MultiRegion.Shared.Compile;

/// <summary>A 64-bit FNV-1a hash, the same in every process and on every machine.</summary>
internal readonly struct Fingerprint
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private Fingerprint(ulong value) => Value = value;

    public ulong Value { get; }

    public static Fingerprint Of(ReadOnlySpan<char> text) => new Fingerprint(Offset).With(text);

    public Fingerprint With(ReadOnlySpan<char> text)
    {
        var value = Value;
        foreach (var character in text)
        {
            value = (value ^ character) * Prime;
        }

        return new((value ^ 0xFFFF) * Prime);
    }

    public Fingerprint With(ulong number)
    {
        var value = Value;
        for (var shift = 0; shift < 64; shift += 16)
        {
            value = (value ^ ((number >> shift) & 0xFFFF)) * Prime;
        }

        return new(value);
    }

    /// <summary>Ten letters and digits that may stand in a DNS label: 50 bits.</summary>
    public static string Text(ulong value) => string.Create(10, value ^ (value >> 32), static (text, rest) =>
    {
        foreach (ref var character in text)
        {
            character = Alphabet[(int)(rest & 31)];
            rest >>= 5;
        }
    });
}
