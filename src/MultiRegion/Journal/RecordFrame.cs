using System.Buffers.Binary;
using System.Text;

namespace MultiRegion.Journal;

/// <summary>
/// One record as it stands in a segment: length of the body, the checksum of the record before, its own checksum, body.
/// A frame can be verified by itself wherever it is found; the chain is whole when its <see cref="Seed"/> is the
/// <see cref="Sum"/> of the frame before.
/// </summary>
internal readonly ref struct RecordFrame
{
    public const int PrefixSize = 12;

    public const int MaximumBody = 16 << 20;

    public const int MaximumKind = 255;

    private const int FixedSize = 30;

    public uint Seed { get; private init; }

    public uint Sum { get; private init; }

    public int Size { get; private init; }

    /// <summary>The part that the checksum is over besides the length.</summary>
    private ReadOnlySpan<byte> Body { get; init; }

    public long Sequence => BinaryPrimitives.ReadInt64LittleEndian(Body);

    private long Ticks => BinaryPrimitives.ReadInt64LittleEndian(Body[20..]);

    private int KindLength => BinaryPrimitives.ReadUInt16LittleEndian(Body[28..]);

    /// <summary>The size of the whole frame that begins so; 0 when nothing of ours begins so.</summary>
    public static int SizeFrom(ReadOnlySpan<byte> prefix) =>
        BinaryPrimitives.ReadInt32LittleEndian(prefix) is >= FixedSize and <= MaximumBody and var body ? PrefixSize + body : 0;

    public static int SizeOf(JournalRecord record) =>
        PrefixSize + FixedSize + Encoding.UTF8.GetByteCount(record.Kind) + record.Payload.Length;

    /// <summary>Reads a frame out of exactly its bytes; false when its checksum or its shape is wrong.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out RecordFrame frame)
    {
        frame = new RecordFrame
        {
            Seed = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            Sum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            Size = bytes.Length,
            Body = bytes[PrefixSize..],
        };
        return frame.Sum == SumOf(bytes, frame.Seed) && frame.IsWellFormed;
    }

    /// <summary>Writes a record behind the one whose checksum is <paramref name="seed"/>.</summary>
    /// <returns>The record's own checksum.</returns>
    public static uint Write(Span<byte> to, JournalRecord record, uint seed)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, to.Length - PrefixSize);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], seed);
        WriteBody(to[PrefixSize..], record);
        var sum = SumOf(to, seed);
        BinaryPrimitives.WriteUInt32LittleEndian(to[8..], sum);
        return sum;
    }

    public JournalRecord ToRecord() => new()
    {
        Sequence = Sequence,
        Version = BinaryPrimitives.ReadInt32LittleEndian(Body[8..]),
        Epoch = BinaryPrimitives.ReadInt64LittleEndian(Body[12..]),
        At = new DateTimeOffset(Ticks, TimeSpan.Zero),
        Kind = Encoding.UTF8.GetString(Body.Slice(FixedSize, KindLength)),
        Payload = Body[(FixedSize + KindLength)..].ToArray(),
    };

    private bool IsWellFormed =>
        FixedSize + KindLength <= Body.Length && Ticks >= 0 && Ticks <= DateTimeOffset.MaxValue.UtcTicks && Sequence > 0;

    private static void WriteBody(Span<byte> body, JournalRecord record)
    {
        BinaryPrimitives.WriteInt64LittleEndian(body, record.Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(body[8..], record.Version);
        BinaryPrimitives.WriteInt64LittleEndian(body[12..], record.Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(body[20..], record.At.UtcTicks);
        var kind = Encoding.UTF8.GetBytes(record.Kind, body[FixedSize..]);
        BinaryPrimitives.WriteUInt16LittleEndian(body[28..], (ushort)kind);
        record.Payload.Span.CopyTo(body[(FixedSize + kind)..]);
    }

    private static uint SumOf(ReadOnlySpan<byte> frame, uint seed) => Crc32C.Append(Crc32C.Append(seed, frame[..4]), frame[PrefixSize..]);
}
