namespace MultiRegion.Probing.Batch;

/// <summary>Looks for a text in the first bytes of a body as they come, and keeps none of them.</summary>
internal struct BodyMatch(WantedText wanted, int limit)
{
    private int _left = limit;
    private int _seen;

    /// <summary>Whether it is there: null as long as more of the body could tell.</summary>
    public bool? Read(ReadOnlySpan<byte> piece)
    {
        foreach (var one in piece[..Math.Min(_left, piece.Length)])
        {
            _left--;
            _seen = wanted.Next(_seen, one);
            if (_seen == wanted.Length)
            {
                return true;
            }
        }

        return _left == 0 ? false : null;
    }
}
