namespace MultiRegion.Journal;

/// <summary>Reads the chain of records of a segment up to a given end, and stops at the first place where it does not go on.</summary>
internal sealed class SegmentReader(IJournalFile file, SegmentHeader header, long end)
{
    private byte[] _buffer = new byte[64 << 10];
    private long _bufferAt;
    private int _buffered;

    /// <summary>Where the last good record ends.</summary>
    public long Offset { get; private set; } = SegmentHeader.Size;

    /// <summary>The checksum of the last good record.</summary>
    public uint Sum { get; private set; } = header.Sum;

    /// <summary>The sequence of the last good record; one less than the first when there is none.</summary>
    public long LastSequence { get; private set; } = header.First - 1;

    /// <summary>Reads the next record, if the chain goes on; the frame is valid until the next call.</summary>
    public bool TryRead(out RecordFrame frame)
    {
        frame = default;
        var size = TryBuffer(RecordFrame.PrefixSize) ? RecordFrame.SizeFrom(Ahead(RecordFrame.PrefixSize)) : 0;
        if (size == 0 || !TryBuffer(size) || !RecordFrame.TryParse(Ahead(size), out frame) || !Continues(frame))
        {
            return false;
        }

        Offset += size;
        Sum = frame.Sum;
        LastSequence = frame.Sequence;
        return true;
    }

    /// <summary>What stands between the last good record and the end, once <see cref="TryRead"/> has returned false.</summary>
    public SegmentTail Tail() =>
        header.IsNewer ? (Offset < end ? SegmentTail.Newer : SegmentTail.None)
        : LacksSnapshot ? SegmentTail.Damage
        : Offset >= end ? SegmentTail.None
        : TailSearch.FindRecord(file, Offset, end, LastSequence) ? SegmentTail.Damage
        : SegmentTail.Torn;

    /// <summary>A compacted segment gets its name only when its snapshot is on the disk: a crash cannot have torn it.</summary>
    private bool LacksSnapshot => header.Base > 0 && LastSequence < header.Base;

    private bool Continues(in RecordFrame frame) => frame.Seed == Sum && frame.Sequence == LastSequence + 1;

    private ReadOnlySpan<byte> Ahead(int size) => _buffer.AsSpan((int)(Offset - _bufferAt), size);

    private bool TryBuffer(int size)
    {
        if (Offset + size > end)
        {
            return false;
        }

        if (Offset + size > _bufferAt + _buffered)
        {
            Fill(size);
        }

        return Offset + size <= _bufferAt + _buffered;
    }

    private void Fill(int size)
    {
        if (size > _buffer.Length)
        {
            _buffer = new byte[size];
        }

        _bufferAt = Offset;
        _buffered = file.Read(_buffer.AsSpan(0, (int)Math.Min(_buffer.Length, end - Offset)), Offset);
    }
}

/// <summary>What stands behind the last good record of a segment.</summary>
internal enum SegmentTail
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A record that was never finished: nothing valid follows.</summary>
    Torn,

    /// <summary>Damage: a valid record stands behind the place where the chain breaks.</summary>
    Damage,

    /// <summary>Something that a newer version wrote.</summary>
    Newer,
}
