using static MultiRegion.Probing.Batch.Grammar;

namespace MultiRegion.Probing.Batch;

/// <summary>
/// The value of Transfer-Encoding, over all fields of that name. A probe asks for no coding, so that the only one which may come is
/// chunked, once and without parameters.
/// </summary>
internal struct TransferEncoding
{
    private Word _coding;
    private bool _isOver;

    public bool IsPresent { get; private set; }

    public bool IsChunked { get; private set; }

    public bool Read(byte one)
    {
        switch (one)
        {
            case Space or Tab:
                _isOver |= !_coding.IsEmpty;
                return true;
            case (byte)',':
                return EndCoding();
            default:
                _coding.Add(one);
                return !_isOver;
        }
    }

    public bool End()
    {
        IsPresent = true;
        return EndCoding() && IsChunked;
    }

    private bool EndCoding()
    {
        var isGood = _coding.IsEmpty || (!IsChunked && _coding.Is("chunked"u8));
        IsChunked |= !_coding.IsEmpty;
        (_coding, _isOver) = (default, false);
        return isGood;
    }
}
