using static MultiRegion.Probing.Batch.Grammar;

namespace MultiRegion.Probing.Batch;

/// <summary>Reads the line before a chunk: its size in hexadecimal, and extensions, which are skipped. It ends with CR LF and nothing else.</summary>
internal struct ChunkSize
{
    /// <summary>The longest line that is read, in bytes.</summary>
    public const int Longest = 16 * 1024;

    private Part _part;
    private bool _hasDigits;

    private enum Part
    {
        Digits,
        Blanks,
        Extension,
        Ending,
    }

    public long Size { get; private set; }

    public Parsed Read(ref ReadOnlySpan<byte> bytes)
    {
        var result = Parsed.More;
        while (result == Parsed.More && !bytes.IsEmpty)
        {
            result = Read(Take(ref bytes));
        }

        return result;
    }

    private Parsed Read(byte one) => _part switch
    {
        Part.Ending => one == LineFeed ? Parsed.Done : Parsed.Bad,
        Part.Digits when Hex(one) is >= 0 and var digit => Append(digit),
        _ when !_hasDigits => Parsed.Bad,
        _ => AfterDigits(one),
    };

    private Parsed AfterDigits(byte one)
    {
        switch (one)
        {
            case CarriageReturn:
                return Go(Part.Ending);
            case LineFeed or 0:
                return Parsed.Bad;
            case (byte)';':
                return Go(Part.Extension);
            default:
                return _part == Part.Extension ? Parsed.More : IsBlank(one) ? Go(Part.Blanks) : Parsed.Bad;
        }
    }

    private Parsed Append(int digit)
    {
        var fits = Size <= (long.MaxValue - digit) / 16;
        (Size, _hasDigits) = (fits ? (Size * 16) + digit : 0, true);
        return fits ? Parsed.More : Parsed.Bad;
    }

    private Parsed Go(Part part)
    {
        _part = part;
        return Parsed.More;
    }
}
