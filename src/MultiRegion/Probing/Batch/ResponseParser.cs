namespace MultiRegion.Probing.Batch;

/// <summary>
/// Reads one HTTP/1.1 response as it comes, in pieces of any size, and keeps none of it. Bounded in what it reads and what it
/// remembers; stricter than most clients, since a probe has no reason to guess.
/// </summary>
/// <param name="isHead">Whether the request was HEAD, whose response has no body.</param>
internal struct ResponseParser(bool isHead)
{
    /// <summary>The longest head that is read, interim responses included, in bytes; trailers may have what it leaves.</summary>
    public const int LongestHead = 32 * 1024;

    /// <summary>So many interim responses are skipped.</summary>
    public const int MostInterim = 16;

    private const int SwitchingProtocols = 101;

    private Stage _stage;
    private ResponseHead _head;
    private ChunkedBody _chunks;
    private Allowance _allowance = new(LongestHead);
    private int _interim;
    private long _left;

    private enum Stage
    {
        Head,
        Length,
        Chunks,
        UntilClose,
        Over,
        Broken,
    }

    /// <summary>Whether anything of it has come.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The status, from <see cref="ParseStep.Head"/> on.</summary>
    public readonly int Status => _head.Status;

    /// <summary>Whether the other side keeps the connection after this response, from <see cref="ParseStep.Head"/> on.</summary>
    public readonly bool KeepsConnection =>
        _stage is not (Stage.UntilClose or Stage.Broken) && !_head.IsOld && !_head.Framing.Closes && Status != SwitchingProtocols;

    /// <summary>The fewest bytes of the body that are still to come.</summary>
    public readonly long Left => _left;

    /// <summary>Reads on, up to the next thing worth telling.</summary>
    /// <param name="bytes">What has come; what was read is taken away.</param>
    /// <param name="body">A piece of the body, with <see cref="ParseStep.Body"/>.</param>
    public ParseStep Next(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> body)
    {
        HasBegun |= !bytes.IsEmpty;
        body = default;
        var step = _stage switch
        {
            Stage.Over => ParseStep.Done,
            Stage.Broken => ParseStep.Garbage,
            Stage.Head => ReadHead(ref bytes),
            Stage.Chunks => _chunks.Read(ref bytes, out body),
            _ => ReadPlain(ref bytes, out body),
        };
        _stage = step switch
        {
            ParseStep.Done => Stage.Over,
            ParseStep.Garbage or ParseStep.TooLong => Stage.Broken,
            _ => _stage,
        };
        return step;
    }

    /// <summary>Whether the response is complete now that the connection has ended.</summary>
    public readonly bool MayEndHere => _stage is Stage.Over or Stage.UntilClose;

    private ParseStep ReadHead(ref ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var allowed = _allowance.Of(bytes);
            var left = allowed;
            var result = _head.Read(ref left);
            _allowance.Use(ref bytes, allowed, left);
            if (result != Parsed.Done)
            {
                return result == Parsed.Bad ? ParseStep.Garbage : _allowance.IsUsedUp ? ParseStep.TooLong : ParseStep.More;
            }

            if (Status >= 200 || Status == SwitchingProtocols)
            {
                return _head.Framing.IsSound(_head.IsOld) ? BeginBody() : ParseStep.Garbage;
            }

            _head = default;
            if (++_interim > MostInterim)
            {
                return ParseStep.TooLong;
            }
        }
    }

    private ParseStep BeginBody()
    {
        var framing = _head.Framing;
        _stage = isHead || Status is SwitchingProtocols or 204 or 304 ? Stage.Over
            : framing.IsChunked ? Stage.Chunks
            : framing.Length is null ? Stage.UntilClose
            : framing.Length == 0 ? Stage.Over : Stage.Length;
        _left = _stage == Stage.Length ? framing.Length!.Value : 0;
        _chunks = new(_allowance);
        return ParseStep.Head;
    }

    private ParseStep ReadPlain(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> body)
    {
        body = _stage == Stage.Length ? bytes[..(int)Math.Min(_left, bytes.Length)] : bytes;
        bytes = bytes[body.Length..];
        if (_stage == Stage.Length)
        {
            // The last piece is told before the end is.
            _left -= body.Length;
            return !body.IsEmpty ? ParseStep.Body : _left == 0 ? ParseStep.Done : ParseStep.More;
        }

        return body.IsEmpty ? ParseStep.More : ParseStep.Body;
    }
}
