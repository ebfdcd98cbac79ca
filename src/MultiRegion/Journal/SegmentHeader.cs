using System.Buffers.Binary;

namespace MultiRegion.Journal;

/// <summary>The first bytes of a segment file: magic, format version, base sequence, checksum.</summary>
/// <param name="Format">The version of the file format.</param>
/// <param name="Base">The sequence of the snapshot that the segment begins with; 0: it begins with record 1.</param>
/// <param name="Sum">The checksum, which the chain of the records begins with.</param>
internal readonly record struct SegmentHeader(int Format, long Base, uint Sum)
{
    public const int CurrentFormat = 1;

    public const int Size = 24;

    private const int SumAt = Size - sizeof(uint);

    /// <summary>A byte above 127, both kinds of line end and an end-of-file character: a transfer as text damages it visibly.</summary>
    public static ReadOnlySpan<byte> Magic => [0x8D, (byte)'M', (byte)'R', (byte)'J', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    public bool IsNewer => Format > CurrentFormat;

    /// <summary>The sequence of the first record.</summary>
    public long First => Math.Max(1, Base);

    public static SegmentHeader Write(Span<byte> to, long baseSequence, int format = CurrentFormat)
    {
        Magic.CopyTo(to);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], format);
        BinaryPrimitives.WriteInt64LittleEndian(to[12..], baseSequence);
        var sum = Crc32C.Append(0, to[..SumAt]);
        BinaryPrimitives.WriteUInt32LittleEndian(to[SumAt..], sum);
        return new(format, baseSequence, sum);
    }

    /// <summary>Reads and checks the header of a segment.</summary>
    /// <exception cref="JournalException">It is no journal, or its header is damaged.</exception>
    public static SegmentHeader Read(IJournalFile file, string path)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes = bytes[..file.Read(bytes, 0)];
        if (!Magic.StartsWith(bytes[..Math.Min(bytes.Length, Magic.Length)]))
        {
            throw JournalErrors.Foreign(path, "the file does not begin like a journal");
        }

        return Parse(bytes) ?? throw JournalErrors.Corrupt(path, 0, "the file's header is damaged");
    }

    private static SegmentHeader? Parse(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size && BinaryPrimitives.ReadUInt32LittleEndian(bytes[SumAt..]) is var sum && sum == Crc32C.Append(0, bytes[..SumAt])
            ? new(BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]), sum)
            : null;
}
