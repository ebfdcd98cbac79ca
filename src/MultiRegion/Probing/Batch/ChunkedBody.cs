using static MultiRegion.Probing.Batch.Grammar;

namespace MultiRegion.Probing.Batch;

/// <summary>Reads a body in chunks, its trailers included. What trailers say about the message's length is not heeded.</summary>
internal struct ChunkedBody(Allowance trailers)
{
    private Part _part;
    private ChunkSize _size;
    private Allowance _line = new(ChunkSize.Longest);
    private Allowance _trailers = trailers;
    private FieldSection _fields = new(areTrailers: true);
    private long _left;

    private enum Part
    {
        Size,
        Data,
        Return,
        Feed,
        Trailers,
    }

    public ParseStep Read(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> body)
    {
        body = default;
        var step = ParseStep.More;
        while (step == ParseStep.More && !bytes.IsEmpty)
        {
            step = _part switch
            {
                Part.Size => ReadSize(ref bytes),
                Part.Data => ReadData(ref bytes, out body),
                Part.Return => Expect(Take(ref bytes) == CarriageReturn, Part.Feed),
                Part.Feed => Expect(Take(ref bytes) == LineFeed, Part.Size),
                _ => ReadTrailers(ref bytes),
            };
        }

        return step;
    }

    private ParseStep ReadSize(ref ReadOnlySpan<byte> bytes)
    {
        var allowed = _line.Of(bytes);
        var left = allowed;
        var result = _size.Read(ref left);
        _line.Use(ref bytes, allowed, left);
        if (result != Parsed.Done)
        {
            return result == Parsed.Bad ? ParseStep.Garbage : _line.IsUsedUp ? ParseStep.TooLong : ParseStep.More;
        }

        (_left, _part) = (_size.Size, _size.Size == 0 ? Part.Trailers : Part.Data);
        (_size, _line) = (default, new(ChunkSize.Longest));
        return ParseStep.More;
    }

    private ParseStep ReadData(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> body)
    {
        body = bytes[..(int)Math.Min(_left, bytes.Length)];
        bytes = bytes[body.Length..];
        _left -= body.Length;
        _part = _left == 0 ? Part.Return : Part.Data;
        return ParseStep.Body;
    }

    private ParseStep ReadTrailers(ref ReadOnlySpan<byte> bytes)
    {
        var allowed = _trailers.Of(bytes);
        var left = allowed;
        var result = _fields.Read(ref left);
        _trailers.Use(ref bytes, allowed, left);
        return result switch
        {
            Parsed.Done => ParseStep.Done,
            Parsed.Bad => ParseStep.Garbage,
            _ => _trailers.IsUsedUp ? ParseStep.TooLong : ParseStep.More,
        };
    }

    private ParseStep Expect(bool isThere, Part next)
    {
        _part = next;
        return isThere ? ParseStep.More : ParseStep.Garbage;
    }
}
