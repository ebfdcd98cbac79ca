using System.Buffers.Binary;
using System.Text;

namespace MultiRegion.Probing;

/// <summary>
/// The two messages of <c>grpc.health.v1.Health/Check</c> in gRPC's framing: a byte that says whether compressed, the length
/// (4 bytes, big-endian), the protobuf message.
/// </summary>
internal static class GrpcHealthMessage
{
    /// <summary><c>ServingStatus.SERVING</c>.</summary>
    public const ulong Serving = 1;

    /// <summary>The longest answer that is read, in bytes; a plain one has 7.</summary>
    public const int MaximumAnswer = 1024;

    private const int Prefix = 5;
    private const byte ServiceTag = (1 << 3) | 2;

    /// <summary>A <c>HealthCheckRequest</c>, framed.</summary>
    public static byte[] Request(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        byte[] message = name.Length == 0 ? [] : [ServiceTag, .. Varint((uint)name.Length), .. name];
        var framed = new byte[Prefix + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)message.Length);
        message.CopyTo(framed, Prefix);
        return framed;
    }

    /// <summary>Reads the status out of a framed <c>HealthCheckResponse</c>; false when it is not one.</summary>
    public static bool TryReadStatus(ReadOnlySpan<byte> framed, out ulong status)
    {
        status = 0;
        return framed.Length >= Prefix
            && framed[0] == 0
            && BinaryPrimitives.ReadUInt32BigEndian(framed[1..]) == (uint)(framed.Length - Prefix)
            && TryReadFields(framed[Prefix..], ref status);
    }

    private static bool TryReadFields(ReadOnlySpan<byte> message, ref ulong status)
    {
        while (message.Length > 0)
        {
            if (!TryReadVarint(ref message, out var tag) || !TryReadField(tag, ref message, ref status))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadField(ulong tag, ref ReadOnlySpan<byte> message, ref ulong status)
    {
        switch (tag & 7)
        {
            case 0 when TryReadVarint(ref message, out var value):
                status = tag >> 3 == 1 ? value : status;
                return true;
            case 1:
                return TrySkip(ref message, 8);
            case 2 when TryReadVarint(ref message, out var length):
                return TrySkip(ref message, length);
            case 5:
                return TrySkip(ref message, 4);
            default:
                return false;
        }
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> message, ulong length)
    {
        if (length > (ulong)message.Length)
        {
            return false;
        }

        message = message[(int)length..];
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (var at = 0; at < message.Length && at < 10; at++)
        {
            value |= (ulong)(message[at] & 0x7f) << (7 * at);
            if (message[at] < 0x80)
            {
                message = message[(at + 1)..];
                return true;
            }
        }

        return false;
    }

    private static List<byte> Varint(uint value)
    {
        var bytes = new List<byte>(5);
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return bytes;
    }
}
