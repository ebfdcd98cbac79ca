using static MultiRegion.Probing.Batch.Grammar;

namespace MultiRegion.Probing.Batch;

/// <summary>
/// The value of Transfer-Encoding, over all fields of that name: a list of codings. Chunked may stand only at its end, and without
/// parameters.
/// </summary>
internal struct TransferEncoding
{
    private Word _coding;
    private bool _isOver;

    public bool IsPresent { get; private set; }

    /// <summary>Whether the last coding is chunked, so that the body says by itself where it ends.</summary>
    public bool IsChunked { get; private set; }

    public bool Read(byte one)
    {
        switch (one)
        {
            case Space or Tab:
                _isOver |= !_coding.IsEmpty;
                return true;
            case (byte)',':
                return End();
            default:
                _coding.Add(one);
                return !_isOver && IsToken(one);
        }
    }

    public bool End()
    {
        var isGood = _coding.IsEmpty || !IsChunked;
        IsChunked |= _coding.Is("chunked"u8);
        (IsPresent, _coding, _isOver) = (true, default, false);
        return isGood;
    }
}
