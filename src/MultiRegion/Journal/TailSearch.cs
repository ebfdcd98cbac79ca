using System.Buffers.Binary;

namespace MultiRegion.Journal;

/// <summary>Looks for a whole record behind a place where the chain of records breaks: that tells damage from a torn write.</summary>
internal static class TailSearch
{
    private const int Window = 64 << 10;

    private const int Peek = RecordFrame.PrefixSize + sizeof(long);

    private const int SmallestFrame = 42;

    public static bool FindRecord(IJournalFile file, long from, long end, long lastSequence)
    {
        var highest = lastSequence + 1 + ((end - from) / SmallestFrame);
        var buffer = new byte[Window + Peek];
        for (var at = from; at < end; at += Window)
        {
            var read = file.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)), at);
            if (FindInWindow(file, buffer.AsSpan(0, read), at, end, highest))
            {
                return true;
            }
        }

        return false;
    }

    private static bool FindInWindow(IJournalFile file, ReadOnlySpan<byte> window, long at, long end, long highest)
    {
        for (var i = 0; i < Window && i + Peek <= window.Length; i++)
        {
            var size = PlausibleSize(window.Slice(i, Peek), highest);
            if (size > 0 && at + i + size <= end && IsRecord(file, at + i, size))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A sequence that the journal can have come to is 64 bits of evidence: a checksum is computed for hardly anything else.</summary>
    private static int PlausibleSize(ReadOnlySpan<byte> peek, long highest) =>
        BinaryPrimitives.ReadInt64LittleEndian(peek[RecordFrame.PrefixSize..]) is > 0 and var sequence && sequence <= highest
            ? RecordFrame.SizeFrom(peek)
            : 0;

    private static bool IsRecord(IJournalFile file, long at, int size)
    {
        var bytes = new byte[size];
        return file.Read(bytes, at) == size && RecordFrame.TryParse(bytes, out _);
    }
}
