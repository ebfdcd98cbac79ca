using System.Buffers;

namespace MultiRegion.Probing.Batch;

/// <summary>The kinds of bytes in HTTP's grammar.</summary>
internal static class Grammar
{
    public const byte Tab = 9;
    public const byte LineFeed = 10;
    public const byte CarriageReturn = 13;
    public const byte Space = 32;

    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>What ends a field's value, or may not stand in one.</summary>
    public static SearchValues<byte> ValueStops { get; } = SearchValues.Create([0, LineFeed, CarriageReturn]);

    public static bool IsToken(byte one) => TokenBytes.Contains(one);

    public static bool IsBlank(byte one) => one is Space or Tab;

    public static bool IsDigit(byte one) => (uint)(one - '0') <= 9;

    public static byte Lower(byte one) => (uint)(one - 'A') <= 'Z' - 'A' ? (byte)(one | 0x20) : one;

    /// <summary>The value of a hexadecimal digit; -1: it is none.</summary>
    public static int Hex(byte one) => one switch
    {
        >= (byte)'0' and <= (byte)'9' => one - '0',
        >= (byte)'a' and <= (byte)'f' => one - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => one - 'A' + 10,
        _ => -1,
    };

    /// <summary>The next byte, which is taken away.</summary>
    public static byte Take(ref ReadOnlySpan<byte> bytes)
    {
        var one = bytes[0];
        bytes = bytes[1..];
        return one;
    }
}
