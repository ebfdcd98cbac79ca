using static MultiRegion.Probing.Batch.Grammar;

namespace MultiRegion.Probing.Batch;

/// <summary>Reads <c>HTTP/1.x 200 reason</c>, byte by byte. The reason may be missing, with its blank or without.</summary>
internal struct StatusLine
{
    private const int Minor = 7;
    private const int Blank = 8;
    private const int FirstDigit = 9;
    private const int LastDigit = 11;
    private const int Reason = 13;
    private const int Ending = 14;

    private int _at;

    /// <summary>Three digits.</summary>
    public int Status { get; private set; }

    /// <summary>Whether HTTP/1.0, whose connections end with the response.</summary>
    public bool IsOld { get; private set; }

    public Parsed Read(ref ReadOnlySpan<byte> bytes)
    {
        var result = Parsed.More;
        while (result == Parsed.More && !bytes.IsEmpty)
        {
            result = Read(Take(ref bytes));
        }

        return result;
    }

    private Parsed Read(byte one)
    {
        switch (_at)
        {
            case < Minor:
                return Next(one == "HTTP/1."u8[_at]);
            case Minor:
                IsOld = one == '0';
                return Next(IsDigit(one));
            case Blank:
                return Next(one == Space);
            case <= LastDigit:
                Status = (Status * 10) + (one - '0');
                return Next(_at == FirstDigit ? one is >= (byte)'1' and <= (byte)'9' : IsDigit(one));
            case Ending:
                return one == LineFeed ? Parsed.Done : Parsed.Bad;
            default:
                return ReadReason(one);
        }
    }

    private Parsed ReadReason(byte one)
    {
        if (one == LineFeed)
        {
            return Parsed.Done;
        }

        var isGood = one != 0 && (_at == Reason || one is Space or CarriageReturn);
        _at = one == CarriageReturn ? Ending : Reason;
        return isGood ? Parsed.More : Parsed.Bad;
    }

    private Parsed Next(bool isGood)
    {
        _at++;
        return isGood ? Parsed.More : Parsed.Bad;
    }
}
