using System.Buffers.Binary;
using System.Numerics;

namespace MultiRegion.Journal;

/// <summary>CRC-32C (Castagnoli) as a running sum: the sum over a and then b is the sum over b that begins with the sum over a.</summary>
internal static class Crc32C
{
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~sum;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}
